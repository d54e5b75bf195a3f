"""Queries made from those of W3C's suite and our examples by chance: cut, doubled, nested, with signs of others.

``python -m tests.sparql.generated 10000`` puts many to a cage and tells what became of them.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator

from guanxia.cage import Cage, CageError, Task, Visitor
from guanxia.problems import Problem
from guanxia.settings import Settings
from guanxia.sparql import formats, scanner
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Endpoint
from guanxia.sparql.request import Request
from tests.conformance.sparql_suite import cases
from tests.conftest import ROOT

SETTINGS = Settings(cage_children=2, cage_wall=1.0, cage_cpu=1.0, cage_memory=128 * 1024 * 1024)
TASKS = (Task("sparql", "guanxia.sparql.task:load"),)
LATEST = SETTINGS.cage_wall + 0.5
WRAPS = (
    ("{", "}"),
    ("(", ")"),
    ("[", "]"),
    ("OPTIONAL {", "}"),
    ("FILTER EXISTS {", "}"),
    ("{ SELECT * {", "}}"),
    ("!(", ")"),
)
TIMES = (2, 3, 8, 30, 70, 500)
SHORT = 8


def sources() -> list[list[str]]:
    """The tokens of each query, spaces left out."""
    texts = [case.query.read_text(encoding="utf-8") for case in cases()]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries" / "examples").glob("*.rq"))]
    return [[token.text for token in scanner.tokens(text)] for text in texts]


def queries(number: int, seed: int) -> Iterator[str]:
    """So many queries; the same for the same seed."""
    chance = random.Random(seed)
    known = sources()
    for _ in range(number):
        words = list(chance.choice(known))
        for _ in range(chance.choice((1, 1, 2, 3))):
            words = _changed(words, chance.choice(known), chance)
        yield re.sub(r" (?=@|\^\^)|(?<=\^\^) ", "", " ".join(words))


def _changed(words: list[str], others: list[str], chance: random.Random) -> list[str]:
    start, end = _group(words, chance) or _piece(words, chance)
    before, part, after = words[:start], words[start:end], words[end:]
    match chance.choice((0, 1, 1, 2, 2, 2, 3, 4)):
        case 0:
            return before + after
        case 1:
            return before + part * chance.choice(TIMES) + after
        case 2:
            opening, closing = chance.choice(WRAPS)
            times = chance.choice(TIMES)
            return [*before, *[opening] * times, *part, *[closing] * times, *after]
        case 3:
            return [*before, chance.choice(others or part), *after]
        case _:
            at = chance.randrange(len(others) + 1)
            return before + others[at : at + chance.randrange(1, 4 * SHORT)] + after


def _piece(words: list[str], chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(words) + 1)
    return start, min(start + chance.randrange(1, SHORT), len(words))


def _group(words: list[str], chance: random.Random) -> tuple[int, int] | None:
    """From one brace to the one that closes it, mostly; what is made of whole groups is often a query."""
    openings = [place for place, word in enumerate(words) if word == "{"]
    if not openings or chance.random() < 0.2:
        return None
    start, depth = chance.choice(openings), 0
    for place in range(start, len(words)):
        depth += (words[place] == "{") - (words[place] == "}")
        if not depth:
            return start, place + 1
    return None


class Outcomes:
    """What became of queries: by form or kind of problem, how late the latest ended, and the unforeseen."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.latest = 0.0
        self.unforeseen: list[tuple[str, str]] = []

    def put(self, endpoint: Endpoint, text: str, format: int) -> None:
        start = time.monotonic()
        try:
            query = endpoint.admit(text)
            offered = formats.formats_of(query.form)
            endpoint.answer(Request(query, offered[format % len(offered)]), Visitor())
            self.kinds[query.form] += 1
        except Problem as problem:
            self.kinds[problem.kind] += 1
            if problem.status not in (400, 406, 413, 503) or problem.kind in ("query-crashed", "unavailable", "busy"):
                self.unforeseen.append((problem.kind, text))
        except CageError as error:
            self.unforeseen.append((str(error), text))
        self.latest = max(self.latest, time.monotonic() - start)


def outcomes(number: int, seed: int) -> Outcomes:
    """Of so many queries, in a cage of their own."""
    found = Outcomes()
    with Cage(SETTINGS, TASKS) as cage:
        endpoint = Endpoint(SETTINGS, "release", Caged(cage))
        for place, text in enumerate(queries(number, seed)):
            found.put(endpoint, text, place)
    return found


def main() -> int:
    number, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found = outcomes(number, seed)
    print(dict(found.kinds.most_common()), f"latest {found.latest:.2f} s", f"{len(found.unforeseen)} unforeseen")
    for kind, text in found.unforeseen:
        print(kind, repr(text))
    return bool(found.unforeseen)


if __name__ == "__main__":
    sys.exit(main())
