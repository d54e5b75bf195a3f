"""Where in Turtle files a thing is stated: file and line, found in the text by its prefixed, relative or full IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_BASE = re.compile(r"^\s*@?base\s+<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:<([^>\s]*)>|([\w.-]*):([\w.%-]*))\s")


@dataclass(frozen=True, slots=True)
class Place:
    path: Path
    line: int


def subjects(path: Path) -> Iterator[tuple[str, int]]:
    """IRIs at the start of a line of a Turtle file, with the line. The file need not be well formed."""
    prefixes, base = dict[str, str](), ""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if found := _PREFIX.match(line):
            prefixes[found[1]] = found[2]
        elif found := _BASE.match(line):
            base = found[1]
        elif found := _SUBJECT.match(line):
            if found[1] is not None:
                yield urljoin(base, found[1]), number
            elif found[2] in prefixes:
                yield prefixes[found[2]] + found[3], number


def places(paths: Iterable[Path]) -> dict[str, Place]:
    """The first place of each subject."""
    found: dict[str, Place] = {}
    for path in paths:
        for iri, line in subjects(path):
            found.setdefault(iri, Place(path, line))
    return found
