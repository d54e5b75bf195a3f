"""The decision: what is established, certain, open; which norms apply; what would change it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from itertools import chain, product
from operator import and_, or_
from typing import NamedTuple

from guanxia.jurisdiction.blocks import Block, Cell, Roles
from guanxia.jurisdiction.rules import Condition, Literal, Rules
from guanxia.model import Case, Exclusion, Interpretation, Norm

HORIZON = 2
"""A norm would apply if at most so many further facts hold; what lies further off is told by the steps that follow."""


class Contradiction(Exception):
    """Facts, or facts and the stated violation, that cannot hold together.

    ``pairs`` are the exclusions that are broken; ``against`` are facts that contradict the stated violation.
    """

    def __init__(self, pairs: tuple[Exclusion, ...], against: tuple[Literal, ...] = (), violation: str | None = None):
        super().__init__("facts exclude each other")
        self.pairs, self.against, self.violation = pairs, against, violation


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: ``stated`` values, those ``implied`` by a stated violation, and the worlds.

    ``closed`` are the worlds with what follows from them, ``common`` is what holds in all of those.
    """

    stated: int
    implied: int
    worlds: tuple[int, ...]
    closed: tuple[int, ...]
    common: int

    def source(self, bit: int) -> str:
        if self.stated & bit:
            return "stated"
        return "implied" if self.implied & bit else "derived"


class NormState(NamedTuple):
    """A norm that applies (True) or would apply (None), with its condition, its reasons and what it still lacks."""

    norm: Norm
    condition: Condition
    state: bool | None
    reasons: int
    missing: int


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A question about a fact outside the blocks, with the norms that would apply after each answer.

    ``norm`` is None where only a caution that stands beside the conclusion depends on it.
    """

    fact: str
    norm: Norm | None
    outcomes: tuple[tuple[bool | str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    known: Known
    cells: tuple[tuple[Block, Cell, bool], ...]
    status: str
    violation: bool | None
    roles: frozenset[Roles]
    certain_roles: Roles
    norms: tuple[NormState, ...]
    fact_questions: tuple[FactQuestion, ...]
    hangs_on: frozenset[str]
    stages: tuple[tuple[Interpretation, bool], ...]


def known_of(rules: Rules, case: Case) -> Known:
    """What is known of a case. Raises Contradiction."""
    bits = rules.bits
    literals = [(name, value) for name, value in case.facts.items() if name in bits.of_fact]
    stated = bits.world(literals)  # type: ignore[arg-type]
    worlds: tuple[int, ...] = (stated,)
    implied = 0
    if case.violation:
        _refuse_pairs(rules, stated)
        definition = rules.definitions[case.violation]
        open_ones = [one for one in definition.possible(stated) if not _broken(rules, rules.close(stated | one))]
        if not open_ones:
            raise _contradicts(rules, stated, definition, case.violation)
        worlds = tuple(stated | one for one in open_ones)
        implied = open_ones[0] & ~stated if len(open_ones) == 1 else 0
    closed = tuple([rules.close(world) for world in worlds])
    if any([_broken(rules, world) for world in closed]):
        for world in (stated, *closed):
            _refuse_pairs(rules, world)
    return Known(stated, implied, worlds, closed, reduce(and_, closed))


def _broken(rules: Rules, world: int) -> list[Exclusion]:
    return [pair for pair, first, second, *_ in rules.exclusions if world & first and world & second]


def _refuse_pairs(rules: Rules, world: int) -> None:
    if broken := _broken(rules, world):
        raise Contradiction(tuple(broken))


def _contradicts(rules: Rules, stated: int, definition: Condition, violation: str) -> Contradiction:
    closed = rules.close(stated)
    against = closed & (definition.witness(closed, inside=False) or definition.mask)
    own = [literal for literal in rules.bits.read(stated & against)] or rules.bits.read(stated)
    return Contradiction((), tuple(own), violation)


def determine(rules: Rules, case: Case) -> Decision:
    """Decide a case by the rules of its day. Pure; raises Contradiction."""
    known = known_of(rules, case)
    cells = tuple([_cell(block, known) for block in rules.blocks])
    touched = [(block, cell) for block, cell, is_touched in cells if is_touched]
    if len(touched) == 1:
        roles = touched[0][1].verdict.roles
    else:
        roles = frozenset(frozenset().union(*sets) for sets in product(*(cell.verdict.roles for _, cell in touched)))
    established = any(cell.verdict.established for _, cell in touched)
    stages = _stages(rules, known, touched)
    status = _status(touched, cells, roles, established)
    norms = _norms(rules, known, status)
    return Decision(
        known=known,
        cells=cells,
        status=status,
        violation=_violation(cells),
        roles=roles,
        certain_roles=frozenset.intersection(*roles) if roles else frozenset(),
        norms=norms,
        fact_questions=_fact_questions(rules, known, norms),
        hangs_on=frozenset().union(*(cell.hangs_on for _, cell in touched), (one.id for one, sure in stages if sure)),
        stages=stages,
    )


def _stages(rules: Rules, known: Known, touched: list[tuple[Block, Cell]]) -> tuple[tuple[Interpretation, bool], ...]:
    """Readings by which an established kind would pass to another role, and whether they would do so for certain."""
    found = []
    for one, condition in rules.stages:
        state = condition.state(known.closed)
        if state is not False and any(one.reads in cell.verdict.established for _, cell in touched):
            found.append((one, state is True))
    return tuple(found)


def _cell(block: Block, known: Known) -> tuple[Block, Cell, bool]:
    if len(known.worlds) == 1:
        world = known.worlds[0] & block.mask
        return block, block.cell((world,), known.stated & block.mask), world > 0
    worlds = tuple(dict.fromkeys(world & block.mask for world in known.worlds))
    return block, block.cell(worlds, known.stated & block.mask), any(worlds)


def _violation(cells: tuple[tuple[Block, Cell, bool], ...]) -> bool | None:
    if any(frozenset() not in cell.verdict.roles for _, cell, _ in cells):
        return True
    return None if any(cell.verdict.possible for _, cell, _ in cells) else False


def _status(
    touched: list[tuple[Block, Cell]],
    cells: tuple[tuple[Block, Cell, bool], ...],
    roles: frozenset[Roles],
    established: bool,
) -> str:
    if not touched:
        return "undecided"
    if established:
        return "decided" if len(roles) == 1 else "undecided"
    return "undecided" if any(cell.verdict.possible for _, cell in touched) else "outside"


def _norms(rules: Rules, known: Known, status: str) -> tuple[NormState, ...]:
    """First the norms that apply, then those that would, by what they still lack."""
    applying: list[NormState] = []
    waiting: list[list[NormState]] = [[] for _ in range(HORIZON + 1)]
    closed, common = known.closed, known.common
    several = len(closed) > 1
    anything = reduce(or_, closed) if several else common
    outside_norm = rules.law.outside_norm if status == "outside" else None
    for norm, condition in rules.acting:
        if not anything & condition.mask and norm.id != outside_norm:
            continue
        state, witness, nearest = condition.assess(common)
        if several:
            state = condition.state(closed)
        if state:
            applying.append(NormState(norm, condition, True, witness & common, 0))
        elif norm.id == outside_norm:
            applying.append(NormState(norm, condition, True, condition.mask & known.stated, 0))
        elif state is None and nearest and nearest & common:
            missing = nearest & ~common
            if (lacks := missing.bit_count()) <= HORIZON:
                waiting[lacks].append(NormState(norm, condition, None, nearest & common, missing))
    return tuple(chain(applying, *waiting))


def _fact_questions(rules: Rules, known: Known, norms: tuple[NormState, ...]) -> tuple[FactQuestion, ...]:
    asked: dict[str, list[NormState]] = {}
    for one in norms:
        if one.missing:
            for name, _ in rules.bits.read(one.missing & rules.outside_blocks):
                asked.setdefault(name, []).append(one)
    found = []
    for name, waiting in asked.items():
        outcomes = []
        for value, bit in rules.answers[name]:
            if len(known.closed) == 1:
                world = known.common | bit
                applying = [one.norm.id for one in waiting if one.condition.assess(world)[0]]
            else:
                worlds = tuple(world | bit for world in known.closed)
                applying = [one.norm.id for one in waiting if one.condition.state(worlds)]
            outcomes.append((value, tuple(applying)))
        found.append(FactQuestion(name, waiting[0].norm, tuple(outcomes)))
    found.sort(key=lambda question: (-len(asked[question.fact]), rules.law.facts[question.fact].order))
    return tuple(found + _headline_questions(rules, known, asked.keys()))


def _headline_questions(rules: Rules, known: Known, asked: Collection[str]) -> list[FactQuestion]:
    """Facts on which a caution depends that would stand beside the conclusion, once something is stated."""
    missing = 0
    for condition in rules.headlines if known.worlds[0] else ():
        state, _, nearest = condition.assess(known.common)
        if state is None and nearest:
            missing |= nearest & ~known.common & rules.outside_blocks
    return [
        FactQuestion(name, None, tuple((value, ()) for value, _ in rules.answers[name]))
        for name in dict.fromkeys(name for name, _ in rules.bits.read(missing))
        if name not in asked
    ]
