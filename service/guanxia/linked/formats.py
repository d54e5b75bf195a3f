"""The formats in which statements are published, each the same bytes for the same statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from guanxia.linked import json_ld, turtle
from guanxia.linked.blank_nodes import named

PREFIX_FILE = Path(__file__).with_name("prefixes.ttl")


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


@cache
def prefixes() -> Mapping[str, str]:
    """The prefixes of everything that is written, by name; read once."""
    reader = parse(path=str(PREFIX_FILE), format=RdfFormat.TURTLE)
    for _ in reader:
        raise ValueError(f"{PREFIX_FILE.name} holds statements")
    return dict(sorted(reader.prefixes.items()))


def serialise(triples: Iterable[Triple], format: Format, about: str | None = None) -> bytes:
    """The statements in a format; what is said of the IRI ``about`` comes first, where order is left to the writer."""
    statements = named(triples)
    if format == TURTLE:
        return turtle.written(statements, prefixes(), about)
    if format == JSON_LD:
        return json_ld.written(statements, prefixes(), about)
    if format == N_TRIPLES:
        return b"".join(f"{one} .\n".encode() for one in statements)
    if format == RDF_XML:
        statements.sort(key=lambda one: (str(one.subject) != f"<{about}>", str(one)))
        return serialize(statements, format=RdfFormat.RDF_XML, prefixes=turtle.used(statements, prefixes())) or b""
    raise ValueError(f"not a format of statements: {format.name}")
