"""Reports as ``sh:ValidationReport``: that of a single package as it is, those of several in one document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from guanxia.reports.entries import Entry

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "gx": "https://w3id.org/guanxia/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": "https://w3id.org/guanxia/shapes#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_REPORT = NamedNode("http://www.w3.org/ns/shacl#ValidationReport")
_SOURCE = NamedNode("http://purl.org/dc/terms/source")


class _TriplesWriter(ABC):
    """In a document of several, each report names its file by ``dcterms:source``; refused packages have none."""

    format: RdfFormat

    def __init__(self, stream: IO[bytes], language: str, single: bool = False) -> None:
        self._stream, self._single = stream, single
        self._number = 0

    def write(self, entry: Entry) -> None:
        if entry.rdf is None:
            return
        self._number += 1
        if self._single:
            self._stream.write(entry.rdf)
            return
        made = serialize(self._renamed(entry), format=self.format, prefixes=_PREFIXES) or b""
        self._add(made, first=self._number == 1)

    @abstractmethod
    def _add(self, made: bytes, *, first: bool) -> None:
        """Write one report of several."""

    @abstractmethod
    def end(self) -> None:
        """Write what follows the last report."""

    def _renamed(self, entry: Entry) -> Iterator[Triple]:
        """The statements with names that no other report of the document uses."""

        def own(term: object) -> object:
            return BlankNode(f"p{self._number}-{term.value}") if isinstance(term, BlankNode) else term

        for quad in parse(entry.rdf, format=self.format):
            if isinstance(quad, Quad):
                yield Triple(own(quad.subject), quad.predicate, own(quad.object))  # type: ignore[arg-type]
                if quad.predicate == _TYPE and quad.object == _REPORT:
                    yield Triple(own(quad.subject), _SOURCE, Literal(entry.place))  # type: ignore[arg-type]


class TurtleWriter(_TriplesWriter):
    format = RdfFormat.TURTLE

    def _add(self, made: bytes, *, first: bool) -> None:
        if not first:
            made = b"".join(line for line in made.splitlines(True) if not line.startswith(b"@prefix "))
        self._stream.write(made)

    def end(self) -> None:
        """Nothing follows the last report."""


class JsonLdWriter(_TriplesWriter):
    format = RdfFormat.JSON_LD

    def _add(self, made: bytes, *, first: bool) -> None:
        self._stream.write((b"[" if first else b",\n") + made.strip().removeprefix(b"[").removesuffix(b"]"))

    def end(self) -> None:
        if not self._single:
            self._stream.write(b"]\n" if self._number else b"[]\n")
