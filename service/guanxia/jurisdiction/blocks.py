"""Blocks of linked facts and what is decided in each cell of a block.

Kinds of violation that share facts, directly or through what cannot hold together, form a block. A *cell* is
what is known of the facts of one block; it is decided over all its completions, of which there are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations, product
from operator import and_
from typing import TYPE_CHECKING

from guanxia.jurisdiction.logic import consistent, facts_in, holds
from guanxia.model import Expression, Fact, Interpretation, Kind, Law

if TYPE_CHECKING:
    from guanxia.jurisdiction.rules import Bits

Roles = frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds in a cell: kinds certain, kinds possible, and the sets of competent roles that can result."""

    established: tuple[str, ...]
    possible: tuple[str, ...]
    roles: frozenset[Roles]

    @property
    def certain_roles(self) -> Roles:
        """Roles that are competent in every completion."""
        return frozenset.intersection(*self.roles) if self.roles else frozenset()


NOTHING = Verdict((), (), frozenset([frozenset()]))
"""The verdict on no facts at all."""


def beside(one: Verdict, other: Verdict) -> Verdict:
    """The verdict on two blocks together; what is only possible in the other one is left to it."""
    roles = frozenset(first | second for first in one.roles for second in other.roles)
    return Verdict(one.established + other.established, one.possible, roles)


@dataclass(frozen=True, slots=True)
class Reading:
    """What would hold in the cell if one stand were replaced by its alternative."""

    interpretation: str
    verdict: Verdict
    changes: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact with the verdict after each of its answers; ``weight`` sorts the most decisive first."""

    fact: str
    outcomes: tuple[tuple[bool | str, Verdict], ...]
    weight: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    changes: tuple[tuple[str, bool | str], ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """A decided cell: ``stated`` and ``known`` values, ``closed`` with what holds in every completion."""

    stated: int
    known: int
    closed: int
    verdict: Verdict
    readings: tuple[Reading, ...]
    hangs_on: frozenset[str]
    questions: tuple[Question, ...]
    flips: tuple[Flip, ...]


class Block:
    """One block; ``cell`` decides and remembers its cells (at most 3 to the number of its facts)."""

    def __init__(self, law: Law, bits: Bits, facts: tuple[Fact, ...], kinds: tuple[Kind, ...]) -> None:
        self.facts = tuple(fact.name for fact in facts)
        self.kinds = tuple(kind.id for kind in kinds)
        self.mask = bits.mask(self.facts)
        self._bits = bits
        self._values = {fact.name: fact.values for fact in facts}
        self._order = {fact.name: fact.order for fact in facts}
        self._roles = {kind.id: kind.role for kind in kinds}
        self.switches = tuple(one for one in law.interpretations if one.other_class and one.reads in self.kinds)
        self._cells: dict[tuple[tuple[int, ...], int], Cell] = {}
        self.worlds = self._total_worlds(law)
        self._truth = {on: self._truth_table(kinds, on) for on in _subsets(self.switches)}

    def _total_worlds(self, law: Law) -> list[int]:
        sane = consistent([pair for pair in law.exclusions if {pair.first.fact, pair.second.fact} <= set(self.facts)])
        choices = [[(name, value) for value in _domain(self._values[name])] for name in self.facts]
        worlds = ({name: value for name, value in world if value is not None} for world in product(*choices))
        return [self._bits.world(world.items()) for world in worlds if holds(sane, world)]

    def _truth_table(self, kinds: tuple[Kind, ...], on: frozenset[str]) -> list[tuple[str, ...]]:
        other = {one.reads: one.other_class for one in self.switches if one.id in on}
        classes: list[tuple[str, Expression]] = [(kind.id, other.get(kind.id) or kind.case_class) for kind in kinds]
        worlds = (dict(self._bits.read(world)) for world in self.worlds)
        return [tuple(id_ for id_, case_class in classes if holds(case_class, world)) for world in worlds]

    def verdict(self, known: tuple[int, ...], on: frozenset[str] = frozenset()) -> Verdict | None:
        """The verdict over all completions of the known worlds; None if there is no completion."""
        rows = [
            row
            for world, row in zip(self.worlds, self._truth[on], strict=True)
            if any(world & one == one for one in known)
        ]
        if not rows:
            return None
        established = tuple(kind for kind in self.kinds if all(kind in row for row in rows))
        possible = tuple(kind for kind in self.kinds if kind not in established and any(kind in row for row in rows))
        roles = frozenset(frozenset(self._roles[kind] for kind in row) for row in rows)
        return Verdict(established, possible, roles)

    def cell(self, known: tuple[int, ...], stated: int) -> Cell:
        """The cell of what is known (worlds cut to the block); ``stated`` marks the values that can be flipped.

        Raises ValueError if nothing is left that could be true.
        """
        key = (known, stated)
        if key not in self._cells:
            self._cells[key] = self._decide(known, stated)
        return self._cells[key]

    def _decide(self, known: tuple[int, ...], stated: int) -> Cell:
        verdict = self.verdict(known)
        if verdict is None:
            raise ValueError("the facts exclude each other")
        readings, hangs_on = self._readings(known)
        return Cell(
            stated,
            reduce(and_, known),
            reduce(and_, (world for world in self.worlds if any(world & one == one for one in known))),
            verdict,
            readings,
            hangs_on,
            self._questions(known, verdict),
            self._flips(known, stated, verdict),
        )

    def _readings(self, known: tuple[int, ...]) -> tuple[tuple[Reading, ...], frozenset[str]]:
        verdicts = {on: self.verdict(known, on) for on in self._truth}
        stand = verdicts[frozenset()]
        hangs = {
            one.id
            for one in self.switches
            if any(verdicts[on] != verdicts[on - {one.id}] for on in verdicts if one.id in on)
        }
        readings = tuple(
            Reading(one.id, other, other != stand)
            for one in self.switches
            if (other := verdicts[frozenset([one.id])]) is not None
        )
        return readings, frozenset(hangs)

    def _questions(self, known: tuple[int, ...], verdict: Verdict) -> tuple[Question, ...]:
        found = []
        for name in self.facts:
            if all(world & self._bits.of_fact[name] for world in known) or not verdict.possible:
                continue
            outcomes = []
            for value in self._values[name]:
                bit = self._bits.of(name, value)
                worlds = tuple(
                    w | bit for w in known if not w & self._bits.of_fact[name] or w & self._bits.of_fact[name] == bit
                )
                after = self.verdict(worlds) if worlds else None
                if after is not None:
                    outcomes.append((value, after))
            if len(outcomes) > 1:
                found.append(Question(name, tuple(outcomes), self._weight(verdict, outcomes, name)))
        return tuple(sorted(found, key=lambda question: question.weight))

    def _weight(self, now: Verdict, outcomes: list[tuple[bool | str, Verdict]], name: str) -> tuple[int, ...]:
        settles_role = sum(len(after.roles) == 1 for _, after in outcomes) if len(now.roles) > 1 else 0
        settled = sum(len(now.possible) - len(after.possible) for _, after in outcomes)
        return (-settles_role, -settled, self._order[name])

    def _flips(self, known: tuple[int, ...], stated: int, verdict: Verdict) -> tuple[Flip, ...]:
        found: list[Flip] = []
        literals = self._bits.read(stated & self.mask)
        for size in (1, 2):
            for chosen in combinations(literals, size):
                for change in product(*(self._others(literal) for literal in chosen)):
                    if any(set(flip.changes) <= set(change) for flip in found):
                        continue
                    old, new = self._bits.world(chosen), self._bits.world(change)
                    after = self.verdict(tuple((world & ~old) | new for world in known))
                    if after is not None and after.roles != verdict.roles:
                        found.append(Flip(change, after))
        return tuple(found)

    def _others(self, literal: tuple[str, bool | str]) -> list[tuple[str, bool | str]]:
        name, value = literal
        return [(name, other) for other in self._values[name] if other != value]


def _domain(values: tuple[bool | str, ...]) -> tuple[bool | str | None, ...]:
    return values if values == (True, False) else (*values, None)


def _subsets(switches: tuple[Interpretation, ...]) -> Iterable[frozenset[str]]:
    ids = [one.id for one in switches]
    return [frozenset(chosen) for chosen in chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1))]


def linked_blocks(law: Law, bits: Bits) -> tuple[Block, ...]:
    """The blocks of a law, in the order of their first kind. Other readings of a kind count for its links."""
    groups: list[tuple[set[str], set[str]]] = []
    others = {one.reads: one.other_class for one in law.interpretations if one.other_class}
    links = [
        ({kind.id}, set(facts_in(kind.case_class)) | set(facts_in(others.get(kind.id) or kind.case_class)))
        for kind in law.kinds
    ]
    used = set().union(*(facts for _, facts in links))
    links += [
        (set(), pair_facts) for pair in law.exclusions if (pair_facts := {pair.first.fact, pair.second.fact}) & used
    ]
    for kinds, facts in links:
        touching = [group for group in groups if group[1] & facts]
        groups = [group for group in groups if not group[1] & facts]
        groups.append((kinds.union(*(g[0] for g in touching)), facts.union(*(g[1] for g in touching))))
    position = {kind.id: index for index, kind in enumerate(law.kinds)}
    groups = [group for group in groups if group[0]]
    groups.sort(key=lambda group: min(position[kind] for kind in group[0]))
    return tuple(
        Block(
            law,
            bits,
            tuple(fact for fact in law.facts.values() if fact.name in facts),
            tuple(kind for kind in law.kinds if kind.id in kinds),
        )
        for kinds, facts in groups
    )
