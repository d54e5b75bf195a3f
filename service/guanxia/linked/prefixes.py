"""The prefixes of everything that is written as RDF: one table, read from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

FILE = Path(__file__).with_name("prefixes.ttl")


@cache
def prefixes() -> Mapping[str, str]:
    """Namespaces by prefix; read once."""
    reader = parse(path=str(FILE), format=RdfFormat.TURTLE)
    for _ in reader:
        raise ValueError(f"{FILE.name} holds statements")
    return dict(sorted(reader.prefixes.items()))


@lru_cache(maxsize=65_536)
def shortened(iri: str) -> tuple[str, str] | None:
    """An IRI as the prefix of the longest namespace that it stands in, and the rest."""
    fitting = [(len(space), name) for name, space in prefixes().items() if iri.startswith(space)]
    if not fitting:
        return None
    length, name = max(fitting)
    return name, iri[length:]


def used(iris: Iterable[str]) -> dict[str, str]:
    """Those prefixes that a document with these IRIs has use for."""
    found = {short[0] for iri in set(iris) if (short := shortened(iri))}
    return {name: prefixes()[name] for name in sorted(found)}
