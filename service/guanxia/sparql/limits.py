"""How large a public query may be; every refusal names the limit that it met."""

from __future__ import annotations

from dataclasses import dataclass

from guanxia.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """``size`` in bytes; the rest are counts in the whole query, ``depth`` counts what is open at one place.

    ``patterns`` are triple patterns, each step of a path and each member of a list among them; ``operators`` those of
    expressions and paths; ``terms`` stand outside all braces; ``values`` are the terms of VALUES.
    """

    size: int = 65_536
    depth: int = 64
    patterns: int = 64
    optionals: int = 64
    unions: int = 128
    binds: int = 128
    graphs: int = 64
    groups: int = 256
    operators: int = 1_000
    brackets: int = 2_000
    members: int = 4_000
    terms: int = 1_000
    values: int = 4_000
    list_depth: int = 16
    iri: int = 4_096

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(size=settings.query_size, depth=settings.query_depth, patterns=settings.query_patterns)


LIMITS = Limits()
