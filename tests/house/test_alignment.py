"""Borrowed terms exist, and the alignments make nothing two things at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DC, ODRL2, SDO, VANN, VOID

from tests.house.closure import (
    ELI,
    LEVELS,
    OWN,
    PROV,
    around,
    classes_that_are_concepts,
    closed,
    entities_that_are_activities,
    errors,
    on_two_levels,
    one_of_each_make,
)
from tests.house.project import ROOT

GX = f"{OWN}ontology#"
CORE = ("guanxia.ttl", "alignment.ttl")
VOCABULARIES = {
    "http://data.europa.eu/eli/ontology#": "eli-1.2.nt",
    "http://www.w3.org/ns/prov#": "prov-o.ttl",
    "http://www.w3.org/ns/org#": "org.ttl",
    "http://www.w3.org/2004/02/skos/core#": "skos.rdf",
    "http://purl.org/dc/terms/": "dublin_core_terms.ttl",
    "http://www.w3.org/ns/shacl#": "shacl.ttl",
    "http://www.w3.org/ns/oa#": "oa.ttl",
    "http://www.w3.org/2006/time#": "time.ttl",
    "http://www.w3.org/ns/adms#": "adms.ttl",
    "http://www.w3.org/ns/dcat#": "dcat3.ttl",
    "http://www.w3.org/ns/sparql-service-description#": "sparql-service-description.ttl",
    "http://xmlns.com/foaf/0.1/": "foaf.ttl",
}
# The CPSV-AP file describes the terms of its base vocabulary along with its own.
SHARED_SPACES = {
    "http://data.europa.eu/m8g/": ("cccev-2.1.0.ttl", "cpsv-ap-3.2.0.ttl"),
    "http://purl.org/vocab/cpsv#": ("cpsv-ap-3.2.0.ttl",),
}
CLOSED = {str(space): space for space in (DC, OWL, RDF, RDFS, ODRL2, SDO, VANN, VOID)}
IRI = re.compile(r"(?<![\w-])([A-Za-z][\w-]*):([A-Za-z]\w*)")
PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


def without_texts(source: str) -> str:
    lines = (re.sub(r"(?<!\S)#.*$", "", line) for line in source.splitlines())
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\s]*>', " ", "\n".join(lines))


def borrowed() -> Iterator[tuple[str, str, Path]]:
    """Namespace and name of each prefixed term of another vocabulary, with a file that uses it."""
    for folder, suffix in (("ontology", "*.ttl"), ("shapes", "*.ttl"), ("queries", "*.rq")):
        for path in sorted((ROOT / folder).rglob(suffix)):
            source = path.read_text(encoding="utf-8")
            prefixes = dict(PREFIX.findall(source))
            for prefix, name in IRI.findall(without_texts(PREFIX.sub("", source))):
                space = prefixes.get(prefix, "")
                if space and not space.startswith(OWN) and "XMLSchema" not in space:
                    yield space, name, path


def vocabulary(shared: Path, space: str) -> set[str]:
    files = SHARED_SPACES.get(space) or (VOCABULARIES[space],)
    graph = Graph()
    for name in files:
        graph.parse(shared / "vocabularies" / name)
    return {str(one) for one in graph.subjects() if isinstance(one, URIRef)}


def test_borrowed_terms_exist_in_their_vocabulary(shared: Path) -> None:
    used: dict[str, dict[str, Path]] = defaultdict(dict)
    for space, name, path in borrowed():
        used[space].setdefault(name, path.relative_to(ROOT))
    strangers = sorted(set(used) - set(VOCABULARIES) - set(SHARED_SPACES) - set(CLOSED))
    assert strangers == [], "namespaces that no vocabulary file covers"
    unknown = []
    for space, names in used.items():
        closed = CLOSED.get(space)
        known = {str(closed[name]) for name in names if name in closed} if closed else vocabulary(shared, space)
        unknown += [f"{space}{name} in {path}" for name, path in names.items() if f"{space}{name}" not in known]
    assert unknown == []


@pytest.fixture(scope="module")
def closure(shared: Path) -> Graph:
    """Core, alignment, one thing of each make, and ELI, PROV, SKOS and ORG, closed under OWL 2 RL."""
    whole = Graph()
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        if path.name != "alignment-loose.ttl":
            whole.parse(path)
    chosen = around(whole, one_of_each_make(whole, f"{OWN}id/"))
    for name in CORE:
        chosen.parse(ROOT / "ontology" / name)
    return closed(chosen, shared, "eli-1.2.nt", "prov-o.ttl", "skos.rdf", "org.ttl")


def test_the_closure_reports_no_error(closure: Graph) -> None:
    assert errors(closure) == []


def test_nothing_is_two_of_work_expression_and_file(closure: Graph) -> None:
    assert any(str(one).startswith(OWN) for level in LEVELS[:2] for one in closure.subjects(RDF.type, level))
    assert on_two_levels(closure) == set()


def test_nothing_is_an_entity_and_an_activity(closure: Graph) -> None:
    assert any(str(one).startswith(OWN) for one in closure.subjects(RDF.type, PROV.Entity))
    assert entities_that_are_activities(closure) == set()


def test_no_class_becomes_a_concept(closure: Graph) -> None:
    assert any(str(one).startswith(OWN) for one in closure.subjects(RDF.type, OWL.Class))
    assert classes_that_are_concepts(closure) == set()


def test_the_closure_finds_each_trap_when_it_is_planted(shared: Path) -> None:
    graph = Graph()
    for name in CORE:
        graph.parse(ROOT / "ontology" / name)
    notice, statement = URIRef(f"{OWN}id/notice/planted"), URIRef(f"{OWN}id/statement/planted")
    duty, power = URIRef(f"{GX}Duty"), URIRef(f"{GX}Power")
    graph.add((notice, RDF.type, URIRef(f"{GX}Notice")))
    graph.add((notice, ELI.title, Literal("通知", lang="zh")))
    graph.add((statement, RDF.type, URIRef(f"{GX}ReconstructedStatement")))
    graph.add((statement, PROV.used, notice))
    graph.add((duty, SKOS.closeMatch, power))
    found = closed(graph, shared, "eli-1.2.nt", "prov-o.ttl", "skos.rdf")
    assert on_two_levels(found) == {str(notice)}
    assert entities_that_are_activities(found) == {str(statement)}
    assert classes_that_are_concepts(found) == {str(duty), str(power)}
    assert errors(found) != []


def test_what_is_aligned_is_found_under_the_borrowed_term(closure: Graph) -> None:
    notice = URIRef(f"{OWN}id/notice/guilin-2020-27")
    assert (notice, RDF.type, ELI.LegalResource) in closure
    assert any(
        (one, RDF.type, ELI.LegalExpression) in closure for one in closure.subjects(RDF.type, URIRef(f"{GX}Wording"))
    )


def test_alignment_holds_axioms_alone_about_twenty_each_with_its_trap() -> None:
    path = ROOT / "ontology" / "alignment.ttl"
    graph = Graph().parse(path)
    assert set(graph.predicates()) <= {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
    assert 15 <= len(graph) <= 25
    lines = path.read_text(encoding="utf-8").splitlines()
    axioms = [index for index, line in enumerate(lines) if line.startswith("gx:")]
    assert len(axioms) == len(graph)
    assert [lines[index] for index in axioms if not lines[index - 1].startswith("# ")] == []


def test_loose_matches_stand_between_concept_nodes() -> None:
    graph = Graph().parse(ROOT / "ontology" / "alignment-loose.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    matches = list(graph.subject_objects(SKOS.closeMatch | SKOS.relatedMatch))
    assert matches
    assert [pair for pair in matches if not set(pair) <= concepts] == []
    assert all(str(one).startswith(f"{OWN}id/concept/") for one in concepts)
