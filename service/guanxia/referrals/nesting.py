"""How deep the brackets of a text go, counted in one scan that never goes back.

Patterns of the gates hold no possessive group: before Python 3.11.5 one may end in the wrong place (gh-106052).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from guanxia.problems import Place
from guanxia.referrals.limits import Limits
from guanxia.referrals.refusals import too_deep, too_many

PIECES = 4_000
"""How often the group of a run is repeated in one match: the engine remembers each time."""


def end_of_run(run: re.Pattern[bytes], body: bytes, at: int) -> int:
    """Where a run that begins here ends; ``run`` matches up to ``PIECES`` pieces of it, of a byte or more each."""
    while (end := run.match(body, at).end()) - at >= PIECES:  # type: ignore[union-attr]
        at = end
    return end


class Brackets(NamedTuple):
    """``run`` matches all that may stand between two brackets; ``zh`` and ``en`` name what the brackets hold."""

    run: re.Pattern[bytes]
    opening: bytes
    closing: bytes
    zh: str
    en: str

    def check(self, body: bytes, limits: Limits) -> int:
        """Where the scan stops: the end, or a sign that is none of these. Raises Refused for too many or too deep."""
        match, opening, closing, deepest, most = (
            self.run.match,
            self.opening,
            self.closing,
            limits.depth,
            limits.openings,
        )
        size, at, depth, opened = len(body), 0, 0, 0
        while True:
            end = match(body, at).end()  # type: ignore[union-attr]
            at = end if end - at < PIECES else end_of_run(self.run, body, end)
            if at == size:
                return at
            sign = body[at]
            if sign in opening:
                depth += 1
                opened += 1
                if depth > deepest:
                    raise too_deep(Place(body, at), deepest)
                if opened > most:
                    raise too_many("too-large", self.zh, self.en, most)
            elif sign in closing:
                if depth:
                    depth -= 1
            else:
                return at
            at += 1
