"""The catalog: DCAT-AP finds no fault, its terms exist, its counts are true, its addresses follow the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import DCAT, RDF, RDFS, VOID, Namespace
from rdflib.term import Node

from guanxia.app import Service
from guanxia.catalog import Catalog
from guanxia.catalog.dcat import CATALOG, SERIES, release_iri
from guanxia.exports import EXPORTS
from guanxia.linked.addresses import BASE
from guanxia.linked.formats import TURTLE, serialise
from guanxia.store import open_graph
from tests.catalog.conftest import Two

SH = Namespace("http://www.w3.org/ns/shacl#")
SPACES = {
    "http://www.w3.org/ns/dcat#": "dcat3.ttl",
    "http://purl.org/dc/terms/": "dublin_core_terms.ttl",
    "http://www.w3.org/ns/adms#": "adms.ttl",
    "http://xmlns.com/foaf/0.1/": "foaf.ttl",
    "http://www.w3.org/ns/prov#": "prov-o.ttl",
    "http://www.w3.org/2004/02/skos/core#": "skos.rdf",
    "http://www.w3.org/ns/sparql-service-description#": "sparql-service-description.ttl",
}


@pytest.fixture(scope="module")
def catalog(two: Two) -> Catalog:
    return Catalog(open_graph(two.settings), two.settings, two.shelf)


@pytest.fixture(scope="module")
def graph(catalog: Catalog) -> rdflib.Graph:
    return rdflib.Graph().parse(data=serialise(catalog.triples(), TURTLE), format="turtle")


@pytest.fixture(scope="module")
def shapes(shared: Path) -> rdflib.Graph:
    """The shapes of DCAT-AP 3.0.1 and of its ranges: two halves of one graph.

    The few that lack a path are no property shapes in any reading, and pySHACL stops at them.
    """
    found = rdflib.Graph()
    for name in ("dcat-ap-3.0.1-dcat-ap-SHACL.ttl", "dcat-ap-3.0.1-ranges.ttl"):
        found.parse(shared / "vocabularies" / name)
    pathless = [(node, one) for node, one in found.subject_objects(SH.property) if (one, SH.path, None) not in found]
    assert 0 < len(pathless) < 10
    for node, one in pathless:
        found.remove((node, SH.property, one))
    return found


def faults(data: rdflib.Graph, shapes: rdflib.Graph) -> list[str]:
    """What the shapes object to. The ranges ask for rdfs:Resource, which every IRI is (RDFS, rule 4)."""
    whole = rdflib.Graph() + data
    for one in {term for term in data.all_nodes() if isinstance(term, rdflib.URIRef)}:
        whole.add((one, RDF.type, RDFS.Resource))
    _, report, _ = pyshacl.validate(whole, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return [str(text) for text in report.objects(None, SH.resultMessage)]


def test_dcat_ap_finds_no_fault(graph: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert faults(graph, shapes) == []


@pytest.mark.parametrize(
    "property_", [DCAT.accessURL, rdflib.DCTERMS.title, rdflib.DCTERMS.publisher, rdflib.FOAF.name, DCAT.endpointURL]
)
def test_dcat_ap_would_find_one(graph: rdflib.Graph, shapes: rdflib.Graph, property_: rdflib.URIRef) -> None:
    less = rdflib.Graph() + graph
    less.remove((None, property_, None))
    assert faults(less, shapes)


@pytest.mark.parametrize(("space", "file"), SPACES.items())
def test_borrowed_terms_exist(graph: rdflib.Graph, shared: Path, space: str, file: str) -> None:
    used = {term for triple in graph for term in (triple[1], triple[2]) if str(term).startswith(space)}
    used -= {value for value in graph.objects(None, VOID.property)} | set(graph.objects(None, VOID["class"]))
    known = set(rdflib.Graph().parse(shared / "vocabularies" / file).subjects())
    assert used - known - {rdflib.URIRef(space)} == set()
    assert used or space.endswith(("prov#",))


def test_terms_of_void_exist(graph: rdflib.Graph) -> None:
    space = str(VOID)
    used = {str(term) for triple in graph for term in (triple[1], triple[2]) if str(term).startswith(space)}
    assert {
        term for term in used if term.removeprefix(space) not in dir(VOID) and rdflib.URIRef(term) not in VOID
    } == set()
    assert len(used) > 15


def test_no_blank_node_stands_in_it(catalog: Catalog) -> None:
    assert not [one for one in catalog.triples() if BlankNode in (type(one.subject), type(one.object))]


def test_the_same_catalog_comes_from_another_process_and_order(two: Two, catalog: Catalog) -> None:
    assert Catalog(open_graph(two.settings), two.settings).triples() == catalog.triples()


def test_releases_stand_in_their_series(graph: rdflib.Graph, two: Two) -> None:
    series, old, new = (rdflib.URIRef(iri) for iri in (SERIES, release_iri(two.old.name), release_iri(two.new.name)))
    dcat = Namespace("http://www.w3.org/ns/dcat#")
    assert set(graph.subjects(dcat.inSeries, series)) == {old, new}
    assert graph.value(series, dcat.first) == old and graph.value(series, dcat.last) == new
    assert graph.value(series, dcat.hasCurrentVersion) == new
    assert graph.value(new, dcat.prev) == graph.value(new, dcat.previousVersion) == old
    assert graph.value(old, dcat.prev) is None
    assert str(graph.value(new, dcat.version)) == two.new.name
    assert (new, rdflib.DCTERMS.license, rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")) in graph
    assert (new, rdflib.DCTERMS.spatial, rdflib.URIRef(f"{BASE}id/area/450300")) in graph


def test_each_file_is_a_distribution_with_size_and_checksum(graph: rdflib.Graph, two: Two) -> None:
    spdx, dcat = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/ns/dcat#")
    for release in (two.old, two.new):
        found = {}
        for one in graph.objects(rdflib.URIRef(release_iri(release.name)), dcat.distribution):
            if "/exports/" in str(one):
                continue
            checksum = graph.value(graph.value(one, spdx.checksum), spdx.checksumValue)
            size, url = graph.value(one, dcat.byteSize), graph.value(one, dcat.downloadURL)
            found[str(url).rpartition("/")[2]] = (int(str(size)), str(checksum))
        assert found == {name: (one["bytes"], one["sha256"]) for name, one in release.files.items()}


def test_exports_are_distributions_that_name_their_standard(graph: rdflib.Graph, two: Two) -> None:
    for export in EXPORTS:
        one = rdflib.URIRef(f"{BASE}id/distribution/{two.new.name}/exports/{export.name}")
        assert graph.value(one, rdflib.DCTERMS.conformsTo) == rdflib.URIRef(export.standard_url)
        assert str(graph.value(one, DCAT.accessURL)).endswith(f"/exports/{export.name}")


def law_of(two: Two) -> Iterator[Triple]:
    for quad in parse(two.new.read_bytes("law.ttl"), format=RdfFormat.TURTLE):
        yield quad.triple


def number(graph: rdflib.Graph, thing: Node, property_: rdflib.URIRef) -> int:
    return int(str(graph.value(thing, property_)))


def test_counts_are_true(graph: rdflib.Graph, two: Two) -> None:
    """Counted anew from the Turtle file, by sets."""
    triples = set(law_of(two))
    law = rdflib.URIRef(f"{release_iri(two.new.name)}#law")
    subjects = {one.subject for one in triples}
    kinds = {(one.subject, one.object) for one in triples if one.predicate.value == str(RDF.type)}
    assert number(graph, law, VOID.triples) == len(triples)
    assert number(graph, law, VOID.distinctSubjects) == len(subjects)
    assert number(graph, law, VOID.distinctObjects) == len({one.object for one in triples})
    named = {one for one in subjects if isinstance(one, NamedNode) and one.value.startswith(BASE)}
    assert number(graph, law, VOID.entities) == len(named)
    assert number(graph, law, VOID.classes) == len({kind for _, kind in kinds})
    assert number(graph, law, VOID.properties) == len({one.predicate for one in triples})
    whole = rdflib.URIRef(release_iri(two.new.name))
    dump = list(parse(two.new.read_bytes("dataset.nq"), format=RdfFormat.N_QUADS))
    assert number(graph, whole, VOID.triples) == len(dump)


def test_partitions_are_true(graph: rdflib.Graph, two: Two) -> None:
    triples = set(law_of(two))
    law = rdflib.URIRef(f"{release_iri(two.new.name)}#law")
    classes: dict[str, set[Any]] = defaultdict(set)
    properties: dict[str, list[Triple]] = defaultdict(list)
    for one in triples:
        properties[one.predicate.value].append(one)
        if one.predicate.value == str(RDF.type) and isinstance(one.object, NamedNode):
            classes[one.object.value].add(one.subject)
    told = {
        str(graph.value(part, VOID["class"])): number(graph, part, VOID.entities)
        for part in graph.objects(law, VOID.classPartition)
    }
    assert told == {name: len(found) for name, found in classes.items()}
    parts = {
        str(graph.value(part, VOID.property)): tuple(
            number(graph, part, name) for name in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
        )
        for part in graph.objects(law, VOID.propertyPartition)
    }
    assert parts == {
        name: (len(found), len({one.subject for one in found}), len({one.object for one in found}))
        for name, found in properties.items()
    }


def test_linksets_are_true(graph: rdflib.Graph, two: Two) -> None:
    triples = list(law_of(two))
    linksets = list(graph.subjects(RDF.type, VOID.Linkset))
    assert linksets
    for linkset in linksets:
        predicate, target = str(graph.value(linkset, VOID.linkPredicate)), str(graph.value(linkset, VOID.objectsTarget))
        links = [
            one.object.value
            for one in triples
            if one.predicate.value == predicate and isinstance(one.object, NamedNode)
            if not one.object.value.startswith(BASE)
        ]
        if not target.endswith("#sources"):
            links = [iri for iri in links if iri.startswith(target)]
            assert len(links) == number(graph, linkset, VOID.triples)
    assert any(str(graph.value(one, VOID.objectsTarget)).startswith("http://data.europa.eu/eli") for one in linksets)


def test_the_example_is_a_thing_of_the_graph(graph: rdflib.Graph, service: Service) -> None:
    (example,) = set(graph.objects(None, VOID.exampleResource))
    assert service.things.known(str(example))


def test_addresses_follow_the_settings_and_identifiers_do_not(two: Two) -> None:
    settings = replace(
        two.settings, base_url="https://law.example/guanxia/", publisher="某局", contact="law@example.org"
    )
    triples = Catalog(open_graph(two.settings), settings).triples()
    urls = [one.object for one in triples if one.predicate.value.endswith(("#downloadURL", "#endpointURL"))]
    assert urls and all(str(url).startswith("<https://law.example/guanxia/") for url in urls)
    assert any(one.subject == NamedNode(CATALOG) for one in triples)
    assert Literal("某局") in {one.object for one in triples}
    assert NamedNode("mailto:law@example.org") in {one.object for one in triples}


def test_each_thing_of_the_catalog_is_described(catalog: Catalog, two: Two) -> None:
    for iri in (
        *(CATALOG, SERIES, release_iri(two.old.name), release_iri(two.new.name), f"{BASE}id/agent/publisher"),
        *(f"{BASE}id/service/{name}" for name in ("sparql", "jurisdiction", "linked-data")),
        f"{BASE}id/distribution/{two.new.name}/dataset.nq.gz",
    ):
        assert catalog.description(iri), iri
    for iri in (f"{BASE}id/release/none", f"{BASE}id/statute/social-insurance-law", "urn:x"):
        assert catalog.description(iri) == []
