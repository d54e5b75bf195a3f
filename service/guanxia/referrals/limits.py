"""How large a package may be; every refusal names the limit that it met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes or characters; the rest are counts. ``depth`` counts open brackets, elements or objects."""

    body: int = 8 * 1024 * 1024
    depth: int = 64
    openings: int = 100_000
    members: int = 600_000
    tokens: int = 1_000_000
    signs: int = 2_000_000
    prefixes: int = 1_000
    digits: int = 15
    triples: int = 200_000
    blank_nodes: int = 100_000
    characters: int = 64 * 1024 * 1024
    literal: int = 100_000
    iri: int = 2_048
    number: int = 60
    workers: int = 5_000


LIMITS = Limits()
