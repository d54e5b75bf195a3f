"""The violations of an answer: established, possible and excluded, each with its reasons."""

from __future__ import annotations

from typing import Any

import orjson

from guanxia import texts
from guanxia.fragments import Fragments
from guanxia.jurisdiction.blocks import Block, Cell
from guanxia.jurisdiction.decide import Decision
from guanxia.model import Case, Kind, Text
from guanxia.problems import pair
from guanxia.rendering import canonical, stored
from guanxia.sums import Sums


class Violations:
    """Writes the kinds of violation of one answer."""

    def __init__(self, fragments: Fragments, case: Case, decision: Decision, sums: Sums) -> None:
        self.f, self.case, self.d, self.sums = fragments, case, decision, sums
        self.rules, self.law = fragments.rules, fragments.law
        self.world = decision.known.common
        self.day = texts.day(case.on)

    def reasons(self, world: int) -> list[orjson.Fragment]:
        bits, known = self.rules.bits, self.d.known
        return [self.f.reason(fact, value, known.source(bits.of(fact, value))) for fact, value in bits.read(world)]

    def _nearest(self, kind: Kind) -> tuple[int, int]:
        """What is known of the description of a kind that is nearest to the case, and what is missing of it."""
        nearest = self.rules.definitions[kind.id].assess(self.world)[2] or 0
        return nearest & self.world, nearest & ~self.world

    def conclusion(self, kind: Kind, established: bool) -> Text:
        head, tail = self.f.conclusion(kind.id, established)
        return Text(head.zh + self.day.zh + tail.zh, head.en + self.day.en + tail.en)

    def violation(self, block: Block, cell: Cell, kind_id: str, state: str) -> orjson.Fragment:
        """One violation, its keys in canonical order."""
        kind = self.rules.kinds[kind_id]
        known, missing = self._nearest(kind)
        missing = 0 if state == "established" else missing
        hangs = self.d.hangs_on & self.f.readings_of[kind_id]
        sanctions, displaced = self.sums.sanctions(kind, missing)
        stated, implied = known & self.d.known.stated, known & self.d.known.implied
        stages = tuple((one.id, sure) for one, sure in self.d.stages if one.reads == kind_id)
        key = (kind_id, state, id(cell), known, missing, stated, implied, hangs, stages, id(displaced), self.case.area)
        head = self.f.remember(
            key, lambda: self._violation_head(block, cell, kind, state, known, missing, hangs, displaced)
        )
        conclusion = self.conclusion(kind, state == "established")
        return orjson.Fragment(
            b"".join(
                (
                    head,
                    b',"sanctions":',
                    sanctions,
                    b',"state":"',
                    state.encode(),
                    b'","summary":',
                    canonical(pair(conclusion)),
                    b',"terms":',
                    self.sums.terms(kind),
                    b"}",
                )
            )
        )

    def _violation_head(
        self,
        block: Block,
        cell: Cell,
        kind: Kind,
        state: str,
        known: int,
        missing: int,
        hangs: frozenset[str],
        displaced: Any,
    ) -> bytes:
        """Canonical JSON of the keys of a violation that sort before ``sanctions``, without the closing brace."""
        return stored(
            {
                "id": kind.id,
                "iri": kind.iri,
                "label": self.f.labels[kind.iri],
                "norm": kind.norm,
                "clause": self.f.clauses[kind.clause.iri],
                "competent": self.f.role(self.f.resolve(kind.role, None), self.case.area),
                "displaced": displaced,
                "reasons": self.reasons(known),
                "missing": [fact for fact, _ in self.rules.bits.read(missing)],
                "bases": self.f.bases[kind.iri],
                "later": self.f.later[kind.iri],
                "materials": self.f.materials[kind.iri] if state == "established" else [],
                "interpretations": self._interpretations(block, cell, kind),
                "robust": not hangs,
                "hangsOn": sorted(hangs),
            }
        )[:-1]

    def _interpretations(self, block: Block, cell: Cell, kind: Kind) -> Any:
        stages = {one.id: (one, sure) for one, sure in self.d.stages if one.reads == kind.id}
        parts = self.f.cell(block, cell)["interpretations"][kind.id]
        if not stages:
            return parts
        told = orjson.loads(canonical(parts))
        for part in told:
            if part["id"] in stages:
                stage, sure = stages[part["id"]]
                part["underAlternative"] = {
                    "changes": sure,
                    "violations": [kind.id],
                    "possible": [],
                    "competent": [stage.other_role if sure else kind.role],
                }
        return told

    def excluded(self, kind_id: str) -> orjson.Fragment:
        """A kind that cannot be, with the facts that contradict it."""
        own = self.rules.definitions[kind_id].witness(self.world, inside=False)
        world = own or self.rules.classes[kind_id].witness(self.world, inside=False)
        key = ("excluded", kind_id, world, world & self.d.known.stated, world & self.d.known.implied)
        return orjson.Fragment(self.f.remember(key, lambda: stored(self._told_exclusion(kind_id, world))))

    def _told_exclusion(self, kind_id: str, world: int) -> dict[str, Any]:
        kind = self.rules.kinds[kind_id]
        return {
            "id": kind.id,
            "iri": kind.iri,
            "label": self.f.labels[kind.iri],
            "reasons": self.reasons(world),
            "clause": self.f.clauses[kind.clause.iri],
        }
