"""The formats of results, by form of query."""

from __future__ import annotations

from dataclasses import dataclass

SELECT, ASK, CONSTRUCT, DESCRIBE = "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"
FORMS = (SELECT, ASK, CONSTRUCT, DESCRIBE)


@dataclass(frozen=True, slots=True)
class Format:
    """``suffix`` names it in addresses and files; ``iri`` in a service description; ``others`` are more media types."""

    media_type: str
    suffix: str
    name: str
    iri: str
    others: tuple[str, ...] = ()


_W3C = "http://www.w3.org/ns/formats/"
JSON = Format(
    "application/sparql-results+json", "json", "SPARQL JSON", f"{_W3C}SPARQL_Results_JSON", ("application/json",)
)
XML = Format(
    "application/sparql-results+xml",
    "xml",
    "SPARQL XML",
    f"{_W3C}SPARQL_Results_XML",
    ("application/xml", "text/xml"),
)
CSV = Format("text/csv", "csv", "CSV", f"{_W3C}SPARQL_Results_CSV")
TSV = Format("text/tab-separated-values", "tsv", "TSV", f"{_W3C}SPARQL_Results_TSV")
TURTLE = Format("text/turtle", "ttl", "Turtle", f"{_W3C}Turtle", ("application/x-turtle",))
N_TRIPLES = Format("application/n-triples", "nt", "N-Triples", f"{_W3C}N-Triples", ("text/plain",))
JSON_LD = Format("application/ld+json", "jsonld", "JSON-LD", f"{_W3C}JSON-LD", ("application/json",))
RDF_XML = Format("application/rdf+xml", "rdf", "RDF/XML", f"{_W3C}RDF_XML", ("application/xml", "text/xml"))

BINDINGS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
BY_MEDIA_TYPE = {one.media_type: one for one in (*BINDINGS, *GRAPHS)}


FORMATS_BY_FORM = {SELECT: BINDINGS, ASK: BINDINGS, CONSTRUCT: GRAPHS, DESCRIBE: GRAPHS}


def formats_of(form: str) -> tuple[Format, ...]:
    """What can be had for a form of query, the default first."""
    return FORMATS_BY_FORM[form]
