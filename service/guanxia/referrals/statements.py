"""Statements of a small graph by subject, for reading in Python: shapes, a package, the knowledge around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.model import Text

Term = NamedNode | BlankNode | Literal
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
ELI = "http://data.europa.eu/eli/ontology#"
GX = "https://w3id.org/guanxia/ontology#"
_NIL = NamedNode(f"{RDF}nil")


class Statements:
    """Predicates are given as IRIs in text; values keep the order in which they came."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_subject: dict[Term, dict[str, list[Term]]] = {}
        for one in triples:
            value = one.object
            if isinstance(value, Triple) or isinstance(one.subject, Triple):
                raise TypeError("statements about statements are no part of RDF 1.1")
            self._by_subject.setdefault(one.subject, {}).setdefault(one.predicate.value, []).append(value)

    def __contains__(self, subject: object) -> bool:
        return subject in self._by_subject

    def __iter__(self) -> Iterator[tuple[Term, str, Term]]:
        for subject, about in self._by_subject.items():
            for predicate, values in about.items():
                for value in values:
                    yield subject, predicate, value

    def subjects(self) -> Iterable[Term]:
        return self._by_subject.keys()

    def about(self, subject: Term) -> dict[str, list[Term]]:
        """All values of a subject by predicate."""
        return self._by_subject.get(subject, {})

    def values(self, subject: Term, predicate: str) -> list[Term]:
        return self._by_subject.get(subject, {}).get(predicate, [])

    def value(self, subject: Term, predicate: str) -> Term | None:
        found = self.values(subject, predicate)
        return found[0] if found else None

    def iris(self, subject: Term, predicate: str) -> list[NamedNode]:
        """The values that are IRIs, in the order of the alphabet."""
        found = [one for one in self.values(subject, predicate) if isinstance(one, NamedNode)]
        return sorted(found, key=lambda one: one.value)

    def text(self, subject: Term, predicate: str) -> Text | None:
        """The Chinese and the English wording; None unless there are both."""
        words = {one.language: one.value for one in self.values(subject, predicate) if isinstance(one, Literal)}
        return Text(words["zh"], words["en"]) if "zh" in words and "en" in words else None

    def plain(self, subject: Term, predicate: str) -> str | None:
        """The text of the first value, an IRI or a literal."""
        found = self.value(subject, predicate)
        return None if found is None else found.value

    def items(self, start: Term | None) -> list[Term]:
        """The members of a list."""
        found: list[Term] = []
        seen: set[Term] = set()
        while start is not None and start != _NIL and start not in seen:
            seen.add(start)
            found += self.values(start, f"{RDF}first")[:1]
            start = self.value(start, f"{RDF}rest")
        return found


def local(iri: str) -> str:
    """The last part of an IRI, as JSON spells it."""
    return iri.rstrip("#/").replace("#", "/").rsplit("/", 1)[-1]
