"""RDF between files and the rest: statements read from Turtle one file at a time, RDF written for others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from guanxia.store import UnreadableGraph

GX = "https://w3id.org/guanxia/ontology#"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
DCTERMS, XSD = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SORT_CLASSES = {
    "establishes": "EstablishingCombination",
    "excludes": "ExcludingCombination",
    "gap": "Gap",
    "overlap": "Overlap",
    "hinge": "Hinge",
    "certain": "CertainCombination",
}


def statements(path: Path) -> list[tuple[str, str, str]]:
    """The statements of a Turtle file in N-Triples terms, its blank nodes its own. Raises UnreadableGraph."""
    try:
        quads = parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
    except SyntaxError as error:
        raise UnreadableGraph(path, error.lineno, error.msg) from error


def atlas_turtle(document: Mapping[str, Any]) -> bytes:
    """An atlas, as ``legend.document`` gives it, in Turtle."""
    prefixes = {"gx": GX, "rdfs": RDFS, "dcterms": DCTERMS, "xsd": XSD, "skos": SKOS}
    return serialize(_atlas(document), format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _atlas(document: Mapping[str, Any]) -> Iterator[Triple]:
    atlas = f"{document['notice']['iri']}/atlas/{document['on']}"
    node = NamedNode(atlas)
    yield Triple(node, NamedNode(f"{RDF}type"), NamedNode(f"{GX}Atlas"))
    yield Triple(node, NamedNode(f"{DCTERMS}source"), NamedNode(document["notice"]["iri"]))
    yield Triple(node, NamedNode(f"{DCTERMS}valid"), Literal(document["on"], datatype=NamedNode(f"{XSD}date")))
    yield Triple(node, NamedNode(f"{DCTERMS}hasVersion"), Literal(document["release"]))
    yield from _texts(node, f"{RDFS}label", document["title"])
    for entry in document["entries"]:
        yield from _entry(node, entry)


def _entry(atlas: NamedNode, entry: Mapping[str, Any]) -> Iterator[Triple]:
    node = NamedNode(f"{atlas.value}/{entry['id']}")
    yield Triple(node, NamedNode(f"{RDF}type"), NamedNode(GX + SORT_CLASSES[entry["sort"]]))
    yield Triple(node, NamedNode(f"{DCTERMS}isPartOf"), atlas)
    yield from _texts(node, f"{RDFS}label", entry["text"])
    for key, property_ in (("kinds", "ofKind"), ("roles", "competent"), ("after", "competentAfter")):
        for one in entry[key]:
            yield Triple(node, NamedNode(GX + property_), NamedNode(one["iri"]))
    if entry["reading"]:
        yield Triple(node, NamedNode(f"{GX}underReading"), NamedNode(entry["reading"]["iri"]))
    for given in entry["given"]:
        yield from _value(node, "given", given, {"factValue": given["value"]})
    if change := entry["change"]:
        yield from _value(node, "change", change, {"factValue": change["from"], "newValue": change["to"]})


def _value(node: NamedNode, link: str, fact: Mapping[str, Any], values: Mapping[str, bool | str]) -> Iterator[Triple]:
    part = NamedNode(f"{node.value}/{link}-{fact['fact']}")
    yield Triple(node, NamedNode(GX + link), part)
    yield Triple(part, NamedNode(f"{GX}ofFact"), NamedNode(fact["iri"]))
    for name, value in values.items():
        yield Triple(part, NamedNode(GX + name), Literal(value))


def _texts(node: NamedNode, property_: str, text: Mapping[str, str]) -> Iterator[Triple]:
    for language, words in text.items():
        yield Triple(node, NamedNode(property_), Literal(words, language=language))
