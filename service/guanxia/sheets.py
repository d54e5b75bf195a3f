"""What is told of a cell of a block, whoever asks: violations, exclusions, questions, flips. Cells are few."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from guanxia.fragments import Fragments
from guanxia.jurisdiction.blocks import Block, Cell, Flip, Question, Verdict, beside
from guanxia.model import Kind
from guanxia.problems import pair
from guanxia.rendering import interpretation, stored
from guanxia.templates import Template


class Told(NamedTuple):
    """A violation of a cell; the template leaves open what the rest of the case decides."""

    kind: Kind
    established: bool
    missing: int
    hangs: frozenset[str]
    readings: bytes
    template: Template


class Sheet(NamedTuple):
    """What is told of a cell."""

    cell: Cell
    told: tuple[Told, ...]
    excluded: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(one.readings) + one.template.size for one in self.told) + sum(map(len, self.excluded))


class Sheets:
    """The sheets of one law."""

    def __init__(self, fragments: Fragments) -> None:
        self.f = fragments

    def sheet(self, block: Block, cell: Cell, area: str | None) -> Sheet:
        """What is told of a cell, whoever asks; kept, as there are few cells."""
        key = ("sheet", id(cell), area)
        found: Sheet = self.f.remember(key, lambda: self._sheet(block, cell, area))
        return found

    def _sheet(self, block: Block, cell: Cell, area: str | None) -> Sheet:
        readings = {kind: self._readings(self.f.rules.kinds[kind], cell) for kind in block.kinds}
        verdict = cell.verdict
        states = [(kind, "established") for kind in verdict.established]
        states += [(kind, "possible") for kind in verdict.possible]
        settled = {*verdict.established, *verdict.possible}
        return Sheet(
            cell,
            tuple(self._told(self.f.rules.kinds[kind], state, cell, readings[kind], area) for kind, state in states),
            tuple(self._excluded(kind, cell, readings[kind]) for kind in block.kinds if kind not in settled),
        )

    def questions(self, block: Block, cell: Cell, rest: Verdict) -> bytes:
        """The questions of a cell, joined, where the rest of the case stands as it does."""
        key = ("questions", id(cell), rest.established, rest.roles)
        found: bytes = self.f.remember(
            key, lambda: b",".join([self._question(block, question, rest) for question in cell.questions])
        )
        return found

    def flips(self, cell: Cell, rest: Verdict) -> bytes:
        """The flips of a cell, joined, where the rest of the case stands as it does."""
        key = ("flips", id(cell), rest.established, rest.roles)
        found: bytes = self.f.remember(key, lambda: b",".join([self._flip(flip, rest) for flip in cell.flips]))
        return found

    def _sources(self, world: int, cell: Cell) -> bytes:
        return self.f.reasons(world, world & cell.stated, world & cell.known & ~cell.stated)

    def _told(self, kind: Kind, state: str, cell: Cell, readings: bytes, area: str | None) -> Told:
        nearest = self.f.rules.definitions[kind.id].assess(cell.closed)[2] or 0
        missing = 0 if state == "established" else nearest & ~cell.closed
        hangs = cell.hangs_on & self.f.readings_of[kind.id]
        parts = {
            "id": kind.id,
            "iri": kind.iri,
            "label": self.f.labels[kind.iri],
            "norm": kind.norm,
            "clause": self.f.clauses[kind.clause.iri],
            "competent": self.f.role(self.f.resolve(kind.role, None), area),
            "bases": (self.f.bases if state == "established" else self.f.first_bases)[kind.iri],
            "later": self.f.later[kind.iri] if state == "established" else [],
            "materials": self.f.materials[kind.iri] if state == "established" else [],
            "missing": orjson.Fragment(self.f.facts(missing)),
            "reasons": orjson.Fragment(self._sources(nearest & cell.closed, cell)),
            "state": state,
        }
        holes = ("displaced", "hangsOn", "interpretations", "robust", "sanctions", "summary", "terms")
        return Told(kind, state == "established", missing, hangs, readings, Template(parts, holes))

    def _excluded(self, kind_id: str, cell: Cell, readings: bytes) -> bytes:
        """A kind that cannot be, with the facts that contradict it and the readings under which it could be."""
        kind = self.f.rules.kinds[kind_id]
        own = self.f.rules.definitions[kind_id].witness(cell.closed, inside=False)
        world = own or self.f.rules.classes[kind_id].witness(cell.closed, inside=False)
        could_be = any(
            kind_id in (*reading.verdict.established, *reading.verdict.possible)
            for reading in cell.readings
            if reading.interpretation in self.f.readings_of[kind_id]
        )
        return stored(
            {
                "id": kind.id,
                "iri": kind.iri,
                "label": self.f.labels[kind.iri],
                "reasons": orjson.Fragment(self._sources(world, cell)),
                "clause": self.f.clauses[kind.clause.iri],
                "interpretations": orjson.Fragment(readings) if could_be else [],
            }
        )

    def _question(self, block: Block, question: Question, rest: Verdict) -> bytes:
        kind = next(
            kind
            for kind in map(self.f.rules.kinds.__getitem__, block.kinds)
            if self.f.rules.bits.of_fact[question.fact] & self.f.rules.condition(kind.case_class).mask
        )
        return stored(
            {
                "fact": question.fact,
                "prompt": pair(self.f.law.facts[question.fact].question),
                "why": self.f.clauses[kind.clause.iri],
                "outcomes": [outcome(value, beside(verdict, rest)) for value, verdict in question.outcomes],
            }
        )

    def _flip(self, flip: Flip, rest: Verdict) -> bytes:
        verdict = beside(flip.verdict, rest)
        return stored(
            {
                "changes": [orjson.Fragment(self.f.reason(fact, value, "stated")) for fact, value in flip.changes],
                "competent": sorted(verdict.certain_roles),
                "violations": list(verdict.established),
                "possible": list(verdict.possible),
            }
        )

    def _readings(self, kind: Kind, cell: Cell) -> bytes:
        under = {reading.interpretation: reading for reading in cell.readings}
        return stored(
            [
                interpretation(one, under.get(one.id))
                for one in self.f.law.interpretations
                if kind.id in one.bears_on or kind.norm in one.bears_on
            ]
        )


def outcome(value: bool | str, verdict: Verdict) -> dict[str, Any]:
    return {
        "value": value,
        "violations": list(verdict.established),
        "possible": list(verdict.possible),
        "competent": sorted(verdict.certain_roles),
        "norms": [],
    }
