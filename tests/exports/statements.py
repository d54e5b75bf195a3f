"""Statements to look things up in, by short names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

SPACES = {
    "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "gx": "https://w3id.org/guanxia/ontology#",
    "id": "https://w3id.org/guanxia/id/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "cv": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "schema": "https://schema.org/",
}


class Row(NamedTuple):
    """A statement as text; ``language`` is None for what is not a text in a language."""

    subject: str
    predicate: str
    object: str
    language: str | None
    thing: bool


def iri(name: str) -> str:
    """The IRI of ``prefix:rest``; ``a`` is the type."""
    prefix, _, rest = name.partition(":")
    return SPACES[prefix] + rest


def rows(triples: Iterable[Triple]) -> tuple[Row, ...]:
    """Statements about things with a name; those of blank nodes are left out."""
    found = []
    for one in triples:
        held = one.object
        if isinstance(one.subject, NamedNode) and isinstance(held, NamedNode | Literal):
            language = held.language if isinstance(held, Literal) else None
            found.append(Row(one.subject.value, one.predicate.value, held.value, language, isinstance(held, NamedNode)))
    return tuple(found)


class Statements:
    """What is said, as text: IRIs and values of literals."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.rows = rows(triples)
        self._said: dict[tuple[str, str], list[Row]] = {}
        for one in self.rows:
            self._said.setdefault((one.subject, one.predicate), []).append(one)

    def values(self, subject: str, predicate: str) -> set[str]:
        return {one.object for one in self._said.get((subject, iri(predicate)), ())}

    def languages(self, subject: str, predicate: str) -> list[str]:
        """The languages of the texts, each as often as there are texts."""
        return sorted(str(one.language) for one in self._said.get((subject, iri(predicate)), ()))

    def of_type(self, name: str) -> set[str]:
        return self.subjects("a", iri(name))

    def subjects(self, predicate: str, value: str | None = None) -> set[str]:
        wanted = iri(predicate)
        return {one.subject for one in self.rows if one.predicate == wanted and value in (None, one.object)}

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        wanted = iri(predicate)
        return {(one.subject, one.object) for one in self.rows if one.predicate == wanted}

    def predicates(self) -> set[str]:
        return {one.predicate for one in self.rows}
