"""The violations of an answer: established, possible and excluded, each with its reasons."""

from __future__ import annotations

import orjson

from guanxia import texts
from guanxia.fragments import Fragments
from guanxia.jurisdiction.decide import Decision
from guanxia.model import Case, Kind, Text
from guanxia.problems import pair
from guanxia.rendering import canonical
from guanxia.sheets import Told
from guanxia.sums import Sums
from guanxia.templates import EMPTY, FALSE, TRUE, names


class Violations:
    """Writes the kinds of violation of one answer."""

    def __init__(self, fragments: Fragments, case: Case, decision: Decision, sums: Sums) -> None:
        self.f, self.case, self.d, self.sums = fragments, case, decision, sums
        self.rules, self.law = fragments.rules, fragments.law
        self.world = decision.known.common
        self.day = texts.day(case.on)

    def conclusion(self, kind: Kind, established: bool) -> Text:
        head, tail = self.f.conclusion(kind.id, established)
        return Text(head.zh + self.day.zh + tail.zh, head.en + self.day.en + tail.en)

    def violation(self, one: Told) -> list[bytes]:
        """Canonical JSON of one violation, in pieces."""
        kind, hangs, readings = one.kind, one.hangs, one.readings
        if self.d.stages:
            hangs = self.d.hangs_on & self.f.readings_of[kind.id]
            readings = self._staged(kind, readings)
        sanctions, displaced = self.sums.sanctions(kind, one.missing)
        return one.template.pieces(
            displaced,
            names(sorted(hangs)) if hangs else EMPTY,
            readings,
            FALSE if hangs else TRUE,
            sanctions,
            canonical(pair(self.conclusion(kind, one.established))),
            self.sums.terms(kind) if one.established else EMPTY,
        )

    def _staged(self, kind: Kind, readings: bytes) -> bytes:
        """The readings of a kind with those by which it would pass to another role at this stage."""
        stages = {one.id: (one, sure) for one, sure in self.d.stages if one.reads == kind.id}
        if not stages:
            return readings
        told = orjson.loads(readings)
        for part in told:
            if part["id"] in stages:
                stage, sure = stages[part["id"]]
                part["underAlternative"] = {
                    "changes": sure,
                    "violations": [kind.id],
                    "possible": [],
                    "competent": [stage.other_role if sure else kind.role],
                }
        return canonical(told)
