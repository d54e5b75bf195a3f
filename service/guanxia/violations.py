"""The violations of an answer: established, possible and excluded, each with its reasons."""

from __future__ import annotations

import orjson

from guanxia import texts
from guanxia.fragments import Fragments
from guanxia.jurisdiction.blocks import Block, Cell
from guanxia.jurisdiction.decide import Decision
from guanxia.model import Case, Kind, Text
from guanxia.problems import pair
from guanxia.rendering import canonical
from guanxia.sums import Sums
from guanxia.templates import EMPTY, FALSE, TRUE, names


class Violations:
    """Writes the kinds of violation of one answer."""

    def __init__(self, fragments: Fragments, case: Case, decision: Decision, sums: Sums) -> None:
        self.f, self.case, self.d, self.sums = fragments, case, decision, sums
        self.rules, self.law = fragments.rules, fragments.law
        self.world = decision.known.common
        self.day = texts.day(case.on)

    def reasons(self, world: int) -> bytes:
        """Canonical JSON of the fact values of a world, each with its source."""
        known = self.d.known
        return self.f.reasons(world, world & known.stated, world & known.implied)

    def _nearest(self, kind: Kind) -> tuple[int, int]:
        """What is known of the description of a kind that is nearest to the case, and what is missing of it."""
        nearest = self.rules.definitions[kind.id].assess(self.world)[2] or 0
        return nearest & self.world, nearest & ~self.world

    def conclusion(self, kind: Kind, established: bool) -> Text:
        head, tail = self.f.conclusion(kind.id, established)
        return Text(head.zh + self.day.zh + tail.zh, head.en + self.day.en + tail.en)

    def violation(self, block: Block, cell: Cell, kind_id: str, state: str) -> bytes:
        """Canonical JSON of one violation."""
        kind = self.rules.kinds[kind_id]
        known, missing = self._nearest(kind)
        missing = 0 if state == "established" else missing
        hangs = self.d.hangs_on & self.f.readings_of[kind_id] if self.d.hangs_on else self.d.hangs_on
        sanctions, displaced = self.sums.sanctions(kind, missing)
        return self.f.violation(kind, state, self.case.area).fill(
            displaced,
            names(sorted(hangs)) if hangs else EMPTY,
            self._interpretations(block, cell, kind),
            self.f.facts(missing),
            self.reasons(known),
            FALSE if hangs else TRUE,
            sanctions,
            canonical(pair(self.conclusion(kind, state == "established"))),
            self.sums.terms(kind) if state == "established" else EMPTY,
        )

    def _interpretations(self, block: Block, cell: Cell, kind: Kind) -> bytes:
        stages = {one.id: (one, sure) for one, sure in self.d.stages if one.reads == kind.id} if self.d.stages else {}
        parts: bytes = self.f.cell(block, cell)["interpretations"][kind.id]
        if not stages:
            return parts
        told = orjson.loads(parts)
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

    def excluded(self, block: Block, cell: Cell, kind_id: str) -> bytes:
        """A kind that cannot be, with the facts that contradict it and the readings under which it could be."""
        own = self.rules.definitions[kind_id].witness(self.world, inside=False)
        world = own or self.rules.classes[kind_id].witness(self.world, inside=False)
        could_be = any(
            kind_id in (*reading.verdict.established, *reading.verdict.possible)
            for reading in cell.readings
            if reading.interpretation in self.f.readings_of[kind_id]
        )
        readings = self.f.cell(block, cell)["interpretations"][kind_id] if could_be else EMPTY
        template = self.f.exclusion(self.rules.kinds[kind_id])
        return template.fill(readings, self.reasons(world))
