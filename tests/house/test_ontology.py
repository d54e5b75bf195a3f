"""Terms of the ontology: declared before they are used, and told in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tests.house.project import ROOT

GX = "https://w3id.org/guanxia/ontology#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
DEFINITION = NamedNode("http://www.w3.org/2004/02/skos/core#definition")
DECLARATIONS = {
    f"http://www.w3.org/2002/07/owl#{kind}"
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}


def triples(*folders: str) -> Iterator[tuple[Path, Quad]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.ttl")):
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                yield path, quad


@pytest.fixture(scope="module")
def declared() -> dict[str, list[Quad]]:
    """Statements about each declared term, by its IRI."""
    about: dict[str, list[Quad]] = {}
    terms = set()
    for _, quad in triples("ontology"):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(GX):
            about.setdefault(quad.subject.value, []).append(quad)
            if quad.predicate == RDF_TYPE and getattr(quad.object, "value", "") in DECLARATIONS:
                terms.add(quad.subject.value)
    assert terms
    return {term: about[term] for term in sorted(terms)}


def test_every_term_that_the_graph_uses_is_declared(declared: dict[str, list[Quad]]) -> None:
    used: dict[str, str] = {}
    for path, quad in triples("ontology", "shapes"):
        for node in (quad.subject, quad.predicate, quad.object):
            if isinstance(node, NamedNode) and node.value.startswith(GX):
                used.setdefault(node.value, str(path.relative_to(ROOT)))
    assert {term: place for term, place in used.items() if term not in declared} == {}


def test_every_term_that_a_query_uses_is_declared(declared: dict[str, list[Quad]]) -> None:
    unknown = {
        f"{path.name}: gx:{name}"
        for path in sorted((ROOT / "queries").glob("*.rq"))
        for name in re.findall(r"(?<![\w-])gx:(\w+)", path.read_text(encoding="utf-8"))
        if GX + name not in declared
    }
    assert unknown == set()


def test_every_term_has_a_label_and_a_definition_in_chinese_and_english(declared: dict[str, list[Quad]]) -> None:
    lacking = {
        f"{term.removeprefix(GX)}: {wanted} @{language}"
        for term, quads in declared.items()
        for wanted, predicate in (("label", LABEL), ("definition", DEFINITION))
        for language in ("zh", "en")
        if not any(
            quad.predicate == predicate
            and isinstance(quad.object, Literal)
            and quad.object.language == language
            and quad.object.value
            for quad in quads
        )
    }
    assert lacking == set()


def test_a_definition_does_not_repeat_its_label(declared: dict[str, list[Quad]]) -> None:
    circular = set()
    for term, quads in declared.items():
        labels = {quad.object for quad in quads if quad.predicate == LABEL}
        circular |= {term.removeprefix(GX) for quad in quads if quad.predicate == DEFINITION and quad.object in labels}
    assert circular == set()


def test_names_of_classes_and_properties_carry_no_version(declared: dict[str, list[Quad]]) -> None:
    odd = [
        term
        for term in declared
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", term.removeprefix(GX)) or re.search(r"[vV]\d", term)
    ]
    assert odd == []
