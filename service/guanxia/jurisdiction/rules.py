"""The law of a day made ready for deciding: fact values as bits, conditions as shortest descriptions, blocks.

A *world* is an integer with one bit for each fact value that is known. Where an alternative is stated (a
violation with two ways to be committed), a case has several worlds and something is certain only if it is
certain in each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from operator import or_

from guanxia.jurisdiction.blocks import Block, linked_blocks
from guanxia.jurisdiction.logic import Description, Diagrams, descriptions, facts_in
from guanxia.model import EVERY_CASE, Expression, Fact, Has, Law

Literal = tuple[str, bool | str]
KEPT_WORLDS = 4096


class Bits:
    """Numbering of fact values: one bit each, in the order of the facts."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.literals: list[Literal] = [(fact.name, value) for fact in facts for value in fact.values]
        self._bit = {literal: 1 << index for index, literal in enumerate(self.literals)}
        self.of_fact = {fact.name: sum(self._bit[fact.name, value] for value in fact.values) for fact in facts}

    def of(self, fact: str, value: bool | str) -> int:
        return self._bit[fact, value]

    def world(self, literals: Iterable[Literal]) -> int:
        return sum(self._bit[literal] for literal in literals)

    def read(self, world: int) -> list[Literal]:
        """The fact values of a world, in the order of the facts."""
        found = []
        while world:
            low = world & -world
            found.append(self.literals[low.bit_length() - 1])
            world ^= low
        return found

    def mask(self, facts: Iterable[str]) -> int:
        return sum(self.of_fact[name] for name in set(facts))


class Condition:
    """A class of cases, decided by look-up: ``sure`` and ``never`` are its shortest descriptions as worlds.

    ``mask`` covers the facts that the class mentions, ``span`` also those that exclude one of them.
    """

    __slots__ = ("_known", "_ways", "mask", "never", "span", "sure")

    def __init__(
        self, sure: tuple[int, ...], never: tuple[int, ...], ways: tuple[int, ...], mask: int, bits: Bits
    ) -> None:
        self.sure, self.never, self.mask = sure, never, mask
        self._ways = [(one, bits.mask(fact for fact, _ in bits.read(one)) & ~one) for one in ways]
        self.span = mask | reduce(or_, (*sure, *never), 0)
        self._known: dict[int, tuple[bool | None, int, int | None]] = {}

    def state(self, worlds: tuple[int, ...]) -> bool | None:
        """True or False if it is so in every completion of the unknown facts, else None."""
        if len(worlds) == 1:
            return self.assess(worlds[0])[0]
        states = {self.assess(world)[0] for world in worlds}
        return states.pop() if len(states) == 1 else None

    def assess(self, world: int) -> tuple[bool | None, int, int | None]:
        """State in a world, the first description that settles it (0: none), and the nearest open description.

        The nearest one shares something with the world if any does, and then lacks the fewest facts; it is None if
        none can be met.
        """
        found = self._known.get(world & self.span)
        if found is None:
            if len(self._known) >= KEPT_WORLDS:
                self._known.clear()
            found = self._known[world & self.span] = self._decide(world & self.span)
        return found

    def _decide(self, world: int) -> tuple[bool | None, int, int | None]:
        for one in self.sure:
            if world & one == one:
                return True, one, one
        nearest = min(self.possible(world), key=lambda one: (not one & world, (one & ~world).bit_count()), default=None)
        for one in self.never:
            if world & one == one:
                return False, one, nearest
        return None, 0, nearest

    def possible(self, world: int) -> list[int]:
        """The descriptions by the words of the class itself that nothing in the world contradicts."""
        return [one for one, bad in self._ways if not world & bad]

    def witness(self, world: int, inside: bool = True) -> int:
        """The first shortest description that the world contains; 0 if there is none."""
        return next((one for one in (self.sure if inside else self.never) if world & one == one), 0)


def _sorted(bits: Bits, found: frozenset[Description]) -> tuple[int, ...]:
    return tuple(sorted((bits.world(one) for one in found), key=lambda world: (world.bit_count(), world)))


class Rules:
    """Everything that deciding needs of a :class:`~guanxia.model.Law`; made once for a span of days."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.decisive = [fact for fact in law.facts.values() if fact.values]
        self.bits = Bits(self.decisive)
        self._diagrams = Diagrams(self.decisive)
        self._conditions: dict[tuple[Expression, bool], Condition] = {}
        self.kinds = {kind.id: kind for kind in law.kinds}
        self.blocks: tuple[Block, ...] = linked_blocks(law, self.bits)
        self.definitions = {kind.id: self.condition(kind.case_class, given_exclusions=False) for kind in law.kinds}
        self.classes = {kind.id: self.condition(kind.case_class) for kind in law.kinds}
        self.sanctions = {one.iri: self.condition(one.condition) for kind in law.kinds for one in kind.sanctions}
        self.instead = {
            one.iri: self.condition(one.instead_when)
            for kind in law.kinds
            for one in kind.sanctions
            if one.instead_when is not None
        }
        self.norms = [(norm, self.condition(norm.condition)) for norm in law.norms]
        self.steps = {
            norm.id: tuple(self.condition(step.condition) for step in norm.next if step.condition != EVERY_CASE)
            for norm in law.norms
        }
        self.acting = [(norm, condition) for norm, condition in self.norms if norm.modality != "competence"]
        self.conditions = {norm.id: condition for norm, condition in self.norms}
        self.stages = [
            (one, self.condition(one.other_when))
            for one in law.interpretations
            if one.other_role and one.other_when is not None
        ]
        self.cautions = [(caution, self.condition(caution.condition)) for caution in law.cautions]
        self.headlines = [condition for caution, condition in self.cautions if caution.headline]
        self.exclusions = [
            (
                pair,
                self._bit(pair.first),
                self._bit(pair.second),
                self._opposite(pair.first),
                self._opposite(pair.second),
            )
            for pair in law.all_exclusions
        ]

    def _bit(self, side: Has) -> int:
        return self.bits.of(side.fact, side.value)

    def _opposite(self, side: Has) -> int:
        return self.bits.of(side.fact, not side.value) if isinstance(side.value, bool) else 0

    def condition(self, expression: Expression, given_exclusions: bool = True) -> Condition:
        """The expression as a condition, with or without regard to what cannot hold together."""
        key = (expression, given_exclusions)
        if key not in self._conditions:
            exclusions = self.law.exclusions if given_exclusions else ()
            sure, never = (_sorted(self.bits, found) for found in descriptions(self._diagrams, expression, exclusions))
            ways = self.condition(expression, given_exclusions=False).sure if given_exclusions else sure
            self._conditions[key] = Condition(sure, never, ways, self.bits.mask(facts_in(expression)), self.bits)
        return self._conditions[key]

    def close(self, world: int) -> int:
        """The world with all values that follow from what cannot hold together."""
        while True:
            grown = world
            for _, first, second, not_first, not_second in self.exclusions:
                if grown & first:
                    grown |= not_second
                if grown & second:
                    grown |= not_first
            if grown == world:
                return world
            world = grown

    @cached_property
    def answers(self) -> dict[str, tuple[tuple[bool | str, int], ...]]:
        """The values of each fact with their bits."""
        return {
            fact.name: tuple((value, self.bits.of(fact.name, value)) for value in fact.values) for fact in self.decisive
        }

    @cached_property
    def outside_blocks(self) -> int:
        """The values of facts that no kind of violation depends on."""
        return self.bits.mask(fact.name for fact in self.decisive if fact.name not in self.block_of)

    @cached_property
    def block_of(self) -> dict[str, Block]:
        return {fact: block for block in self.blocks for fact in block.facts}
