"""The formats in which statements are published, each the same bytes for the same statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, serialize

from guanxia.linked import json_ld, turtle
from guanxia.linked.blank_nodes import named
from guanxia.linked.blocks import iris
from guanxia.linked.prefixes import prefixes, used

__all__ = ["FORMATS", "HTML", "JSON_LD", "N_TRIPLES", "RDF_XML", "TURTLE", "Format", "prefixes", "serialise"]


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` as in a parameter, ``label`` as people say it, ``suffix`` with its dot."""

    name: str
    label: str
    media_type: str
    suffix: str


HTML = Format("html", "HTML", "text/html", ".html")
TURTLE = Format("turtle", "Turtle", "text/turtle", ".ttl")
JSON_LD = Format("json-ld", "JSON-LD", "application/ld+json", ".jsonld")
RDF_XML = Format("rdf-xml", "RDF/XML", "application/rdf+xml", ".rdf")
N_TRIPLES = Format("n-triples", "N-Triples", "application/n-triples", ".nt")
FORMATS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)


def serialise(triples: Iterable[Triple], format: Format, about: str | None = None) -> bytes:
    """The statements in a format; what is said of the IRI ``about`` comes first, where order is left to the writer."""
    statements = named(triples)
    if format == TURTLE:
        return turtle.written(statements, about)
    if format == JSON_LD:
        return json_ld.written(statements, about)
    if format == N_TRIPLES:
        return b"".join(f"{one} .\n".encode() for one in statements)
    if format == RDF_XML:
        statements.sort(key=lambda one: (str(one.subject) != f"<{about}>", str(one)))
        return serialize(statements, format=RdfFormat.RDF_XML, prefixes=used(iris(statements))) or b""
    raise ValueError(f"not a format of statements: {format.name}")
