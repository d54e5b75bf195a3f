"""Blocks and their cells against brute force over the law of the notice, and what follows for whole cases."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from guanxia.app import Service
from guanxia.jurisdiction.blocks import Block
from guanxia.jurisdiction.logic import consistent, holds
from guanxia.jurisdiction.rules import Rules

NOTICE = "guilin-2020-27"
DAY = date(2020, 10, 12)
World = dict[str, bool | str]


@pytest.fixture(scope="module")
def rules(service: Service) -> Rules:
    return service.laws.rules(NOTICE, DAY)


def cells_of(block: Block) -> list[World]:
    """What can be known of the facts of a block: each true, false or unknown."""
    found = product((None, True, False), repeat=len(block.facts))
    return [{n: v for n, v in zip(block.facts, values, strict=True) if v is not None} for values in found]


def completions(rules: Rules, block: Block, known: World) -> list[World]:
    pairs = [one for one in rules.law.exclusions if {one.first.fact, one.second.fact} <= set(block.facts)]
    free = [[known[name]] if name in known else [True, False] for name in block.facts]
    found = [dict(zip(block.facts, values, strict=True)) for values in product(*free)]
    return [world for world in found if holds(consistent(pairs), world)]


def test_ten_kinds_fall_into_seven_blocks(rules: Rules) -> None:
    assert [block.kinds for block in rules.blocks] == [
        ("LI-1", "SI-1", "SI-2", "SI-3"),
        ("LI-2",),
        ("LI-3",),
        ("SI-4",),
        ("SI-5",),
        ("SI-6",),
        ("SI-7",),
    ]
    assert [3 ** len(block.facts) for block in rules.blocks] == [81, 3, 3, 9, 27, 9, 3]


@pytest.mark.parametrize("number", range(7))
def test_every_cell_is_decided_as_brute_force_does(rules: Rules, number: int) -> None:
    block = rules.blocks[number]
    kinds = [rules.kinds[name] for name in block.kinds]
    for known in cells_of(block):
        world = rules.bits.world(known.items())
        sane = completions(rules, block, known)
        verdict = block.verdict((world,))
        if not sane:
            assert verdict is None
            continue
        rows = [frozenset(kind.id for kind in kinds if holds(kind.case_class, one)) for one in sane]
        assert verdict is not None
        assert set(verdict.established) == frozenset.intersection(*rows), known
        assert set(verdict.possible) == frozenset.union(*rows) - set(verdict.established), known
        assert verdict.roles == {frozenset(rules.kinds[name].role for name in row) for row in rows}, known


@pytest.mark.parametrize("number", range(7))
def test_questions_are_the_unknown_facts_that_can_still_matter(rules: Rules, number: int) -> None:
    block = rules.blocks[number]
    for known in cells_of(block):
        if not completions(rules, block, known):
            continue
        world = rules.close(rules.bits.world(known.items())) & block.mask
        cell = block.cell((world,), rules.bits.world(known.items()))
        for question in cell.questions:
            assert question.fact not in known
            assert len(question.outcomes) > 1
        assert bool(cell.questions) == bool(cell.verdict.possible), known


def test_flips_change_competence_with_the_fewest_changes(rules: Rules) -> None:
    block = rules.blocks[0]
    known: World = {"contributionDeclared": True, "contributionPaidInFull": False, "employeeRegistered": True}
    stated = rules.bits.world(known.items())
    cell = block.cell((rules.close(stated) & block.mask,), stated)
    assert cell.verdict.established == ("SI-3",)
    for flip in cell.flips:
        assert flip.verdict.roles != cell.verdict.roles
        assert not any(set(other.changes) < set(flip.changes) for other in cell.flips)
    assert (("contributionPaidInFull", True),) in [flip.changes for flip in cell.flips]


def test_readings_are_computed_for_each_switch_of_the_block(rules: Rules) -> None:
    block = rules.blocks[0]
    world = rules.close(rules.bits.world([("employerRegistered", False), ("contributionPaidInFull", False)]))
    cell = block.cell((world & block.mask,), world & block.mask)
    [reading] = cell.readings
    assert (reading.interpretation, reading.changes, cell.hangs_on) == ("I1", True, frozenset({"I1"}))
    assert reading.verdict.established == ("LI-1", "SI-2")


def test_cell_that_nothing_can_fill_is_refused(rules: Rules) -> None:
    block = rules.blocks[0]
    world = rules.bits.world([("employerRegistered", False), ("contributionDeclared", True)])
    with pytest.raises(ValueError, match="exclude"):
        block.cell((world,), world)


def test_what_follows_is_added_until_nothing_more_does(rules: Rules) -> None:
    start = rules.bits.world([("employerRegistered", False)])
    closed = dict(rules.bits.read(rules.close(start)))
    assert closed == {"employerRegistered": False, "employeeRegistered": False, "contributionDeclared": False}
    assert rules.close(rules.close(start)) == rules.close(start)
