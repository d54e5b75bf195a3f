"""A graph of further notices and areas: the Guilin notice told again for made-up cities."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

BASE = "https://w3id.org/guanxia/id/"
SLUG = "guilin-2020-27"


def _renamed(term: NamedNode | BlankNode | Literal | Triple, number: int) -> NamedNode | BlankNode | Literal | Triple:
    if isinstance(term, NamedNode) and term.value.startswith(f"{BASE}notice/{SLUG}"):
        return NamedNode(term.value.replace(SLUG, f"city-{number}"))
    if isinstance(term, NamedNode) and term.value.startswith((f"{BASE}area/45", f"{BASE}post/45")):
        return NamedNode(f"{term.value}-{number}")
    if isinstance(term, Literal) and term.value.isdigit() and len(term.value) == 6 and term.value.startswith("45"):
        return Literal(f"{term.value}-{number}")
    return term


def grow(ontology: Path, folder: Path, wanted: int) -> int:
    """Write made-up notices and areas below a folder until it holds ``wanted`` triples; gives their number."""
    files = [*sorted((ontology / "notices" / SLUG).glob("*.ttl")), *sorted((ontology / "places").glob("*.ttl"))]
    triples = [triple for path in files for triple in parse(path=str(path), format=RdfFormat.TURTLE)]
    folder.mkdir(parents=True, exist_ok=True)
    written = number = 0
    while written < wanted:
        number += 1
        copy = [
            Triple(_renamed(one.subject, number), one.predicate, _renamed(one.object, number))  # type: ignore[arg-type]
            for one in triples
        ]
        serialize(copy, str(folder / f"city-{number}.ttl"), format=RdfFormat.N_TRIPLES)
        written += len(copy)
    return written
