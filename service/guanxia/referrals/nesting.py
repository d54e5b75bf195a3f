"""How deep the brackets of a text go, counted in one scan that never goes back; the gates of Turtle and JSON use it."""

from __future__ import annotations

import re
from typing import NamedTuple

from guanxia.referrals.limits import Limits
from guanxia.referrals.refusals import Place, too_deep, too_many


class Brackets(NamedTuple):
    """``run`` matches all that may stand between two brackets; ``zh`` and ``en`` name what the brackets hold."""

    run: re.Pattern[bytes]
    opening: bytes
    closing: bytes
    zh: str
    en: str

    def check(self, body: bytes, limits: Limits) -> int:
        """Where the scan stops: the end, or a sign that is none of these. Raises Refused for too many or too deep."""
        at = depth = opened = 0
        while True:
            at = self.run.match(body, at).end()  # type: ignore[union-attr]
            sign = body[at : at + 1]
            if sign and sign in self.opening:
                depth, opened = depth + 1, opened + 1
                if depth > limits.depth:
                    raise too_deep(Place(body, at), limits.depth)
                if opened > limits.openings:
                    raise too_many("too-large", self.zh, self.en, limits.openings)
            elif sign and sign in self.closing:
                depth = max(0, depth - 1)
            else:
                return at
            at += 1
