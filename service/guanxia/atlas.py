"""The atlas of a notice: every combination of the deciding facts, block by block, in its shortest descriptions.

A combination tells of each fact of a block its value or that it is not known. A full combination knows them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from guanxia.jurisdiction.blocks import Block, Roles, Verdict
from guanxia.jurisdiction.logic import Description, Diagrams, consistent, descriptions, holds
from guanxia.jurisdiction.rules import Literal, Rules
from guanxia.model import All, Any, Expression, Has, Law, Not

ESTABLISHES, EXCLUDES, GAP, OVERLAP, HINGE, CERTAIN = "establishes", "excludes", "gap", "overlap", "hinge", "certain"
SORTS = (ESTABLISHES, EXCLUDES, GAP, OVERLAP, HINGE, CERTAIN)

Change = tuple[str, bool | str, bool | str]
World = dict[str, bool | str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the atlas: what is so in every case with the values of ``given``.

    ``establishes``/``excludes``: ``kinds`` holds the kind. ``gap``: something is amiss, no kind holds; ``kinds`` are
    the kinds it comes near. ``overlap``: the ``kinds`` hold together, for the ``roles``, under the interpretation
    ``reading`` where the stand itself has none. ``hinge``: one ``change`` of a fact moves competence from ``roles``
    to ``after``. ``certain``: one of ``kinds`` holds and none is established; ``roles`` are competent in any case.
    """

    sort: str
    block: int
    given: tuple[Literal, ...]
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    change: Change | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One block: its facts and kinds, how many combinations can be, how many of them are full."""

    number: int
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    combinations: int
    full: int


@dataclass(frozen=True, slots=True)
class Atlas:
    law: Law
    on: date
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]

    def of(self, sort: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.sort == sort)


def atlas(rules: Rules, on: date) -> Atlas:
    """The atlas of the rules of a day. Pure."""
    surveys = [_Survey(rules, block, number) for number, block in enumerate(rules.blocks, 1)]
    entries = [entry for survey in surveys for entry in survey.entries()]
    entries.sort(key=lambda entry: SORTS.index(entry.sort))
    return Atlas(rules.law, on, tuple(survey.part() for survey in surveys), tuple(entries))


class _Survey:
    """One block, examined combination by combination."""

    def __init__(self, rules: Rules, block: Block, number: int) -> None:
        self.rules, self.block, self.number = rules, block, number
        law = rules.law
        self.facts = [law.facts[name] for name in block.facts]
        self.exclusions = [one for one in law.exclusions if {one.first.fact, one.second.fact} <= set(block.facts)]
        self.classes = {kind: rules.kinds[kind].case_class for kind in block.kinds}
        self.role = {kind: rules.kinds[kind].role for kind in block.kinds}
        self.worlds = [dict(rules.bits.read(world)) for world in block.worlds]
        self.diagrams = Diagrams(self.facts)
        self.cells = dict(self._cells())

    def _cells(self) -> Iterator[tuple[Description, Verdict]]:
        choices = [(None, *((fact.name, value) for value in fact.values)) for fact in self.facts]
        for chosen in product(*choices):
            given = frozenset(one for one in chosen if one is not None)
            verdict = self.block.verdict((self.rules.bits.world(given),))
            if verdict is not None:
                yield given, verdict

    def part(self) -> Part:
        return Part(self.number, self.block.facts, self.block.kinds, len(self.cells), len(self.worlds))

    def entries(self) -> Iterator[Entry]:
        yield from self._borders()
        yield from self._gaps()
        yield from self._overlaps()
        yield from self._hinges()
        yield from self._certain()

    def _entry(self, sort: str, given: Iterable[Literal], **more: object) -> Entry:
        order = {name: index for index, name in enumerate(self.block.facts)}
        return Entry(sort, self.number, tuple(sorted(given, key=lambda one: order[one[0]])), **more)  # type: ignore[arg-type]

    def _shortest(self, expression: Expression) -> list[Description]:
        return _ordered(descriptions(self.diagrams, expression, self.exclusions)[0])

    def _borders(self) -> Iterator[Entry]:
        for kind, case_class in self.classes.items():
            inside, outside = descriptions(self.diagrams, case_class, self.exclusions)
            yield from (
                self._entry(ESTABLISHES, one, kinds=(kind,), roles=(self.role[kind],)) for one in _ordered(inside)
            )
            yield from (self._entry(EXCLUDES, one, kinds=(kind,)) for one in _ordered(outside))

    def amiss(self) -> frozenset[Literal]:
        """The fact values that tell of something unlawful: those that kinds ask for.

        Where kinds ask for both values of a fact, it is the one that establishes a kind alone, or that follows from
        such a value; the other is the setting in which a further kind can be committed.
        """
        definitions = [one for case_class in self.classes.values() for one in self._definition(case_class)]
        asked = {literal for one in definitions for literal in one}
        alone = {next(iter(one)) for one in definitions if len(one) == 1}
        contested = {
            name for name, value in asked if any((name, other) in asked for other in self._others(name, value))
        }
        following = {
            literal
            for literal in asked
            if any(all(literal in world.items() for world in self._having(one)) for one in alone)
        }
        return frozenset(one for one in asked if one[0] not in contested or one in following)

    def _definition(self, case_class: Expression) -> frozenset[Description]:
        return self.diagrams.shortest(self.diagrams.of(case_class))

    def _others(self, name: str, value: bool | str) -> list[bool | str]:
        return [other for other in self.rules.law.facts[name].values if other != value]

    def _having(self, literal: Literal) -> list[World]:
        return [world for world in self.worlds if literal in world.items()]

    def _gaps(self) -> Iterator[Entry]:
        amiss = self.amiss()
        something = Any(tuple(Has(*literal) for literal in sorted(amiss, key=repr)))
        hole = All((something, Not(Any(tuple(self.classes.values())))))
        for given in self._shortest(hole):
            wrong = given & amiss
            near = [kind for kind, one in self.classes.items() if any(wrong & found for found in self._definition(one))]
            yield self._entry(GAP, given, kinds=tuple(near))

    def _overlaps(self) -> Iterator[Entry]:
        stand = set()
        for pair in combinations(self.classes, 2):
            for given in self._shortest(All(tuple(self.classes[kind] for kind in pair))):
                stand.add((pair, given))
                yield self._entry(OVERLAP, given, kinds=pair, roles=self._roles(pair))
        for switch in self.block.switches:
            if switch.reads is None or switch.other_class is None:
                continue
            classes = self.classes | {switch.reads: switch.other_class}
            for pair in (one for one in combinations(classes, 2) if switch.reads in one):
                for given in self._shortest(All(tuple(classes[kind] for kind in pair))):
                    if (pair, given) not in stand:
                        yield self._entry(OVERLAP, given, kinds=pair, roles=self._roles(pair), reading=switch.id)

    def _roles(self, kinds: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self.role[kind] for kind in kinds}))

    def _competent(self, world: World) -> Roles:
        return frozenset(self.role[kind] for kind, one in self.classes.items() if holds(one, world))

    def _hinges(self) -> Iterator[Entry]:
        found: dict[tuple[Change, Roles, Roles], list[World]] = defaultdict(list)
        for one, other in combinations(self.worlds, 2):
            differing = [name for name in self.block.facts if one.get(name) != other.get(name)]
            before, after = self._competent(one), self._competent(other)
            if len(differing) != 1 or before == after or differing[0] not in one or differing[0] not in other:
                continue
            name = differing[0]
            found[(name, one[name], other[name]), before, after].append({k: v for k, v in one.items() if k != name})
        for (change, before, after), worlds in found.items():
            setting = Any(tuple(All(tuple(Has(*literal) for literal in world.items())) for world in worlds))
            impossible = All(tuple(Not(self._free(change[0], value)) for value in change[1:]))
            node = self.diagrams.either([self.diagrams.of(setting), self.diagrams.of(impossible)])
            for given in _ordered(self.diagrams.shortest(node)):
                if any(given <= frozenset(world.items()) for world in worlds):
                    yield self._entry(
                        HINGE, given, roles=tuple(sorted(before)), after=tuple(sorted(after)), change=change
                    )

    def _free(self, name: str, value: bool | str) -> Expression:
        """The worlds that are possible with this value of the fact, as a class over the other facts."""
        others = [one for one in self.exclusions if name not in (one.first.fact, one.second.fact)]
        mine = [
            Not(other)
            for one in self.exclusions
            for own, other in ((one.first, one.second), (one.second, one.first))
            if own == Has(name, value)
        ]
        return All((consistent(others), *mine))

    def _certain(self) -> Iterator[Entry]:
        """Combinations in which some kind holds in every completion and none is established, none shorter alike."""
        open_ones = {
            given: (verdict.possible, tuple(sorted(verdict.certain_roles)))
            for given, verdict in self.cells.items()
            if not verdict.established and frozenset() not in verdict.roles
        }
        for given in _ordered(open_ones):
            kinds, roles = open_ones[given]
            if not any(other < given and open_ones[other][1] == roles for other in open_ones):
                yield self._entry(CERTAIN, given, kinds=kinds, roles=roles)


def _ordered(found: Iterable[Description]) -> list[Description]:
    return sorted(found, key=lambda one: (len(one), sorted(map(repr, one))))
