"""The atlas: every combination, reduced, with gaps, overlaps and hinges."""

from __future__ import annotations

import time
from datetime import date
from itertools import product

import pytest

from guanxia.app import Service
from guanxia.atlas import CERTAIN, ESTABLISHES, EXCLUDES, GAP, HINGE, OVERLAP, Atlas, Entry, atlas
from guanxia.jurisdiction.decide import determine
from guanxia.jurisdiction.logic import holds
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Case

DAY = date(2021, 6, 1)


@pytest.fixture(scope="module")
def rules(service: Service) -> Rules:
    return service.laws.rules("guilin-2020-27", DAY)


@pytest.fixture(scope="module")
def found(rules: Rules) -> Atlas:
    return atlas(rules, DAY)


def given(found: Atlas, sort: str, kind: str) -> list[dict[str, bool | str]]:
    return [dict(one.given) for one in found.of(sort) if kind in one.kinds]


def covers(entry: Entry, world: dict[str, bool | str]) -> bool:
    return set(entry.given) <= set(world.items())


def test_every_combination_of_a_block_is_counted(found: Atlas, rules: Rules) -> None:
    for part, block in zip(found.parts, rules.blocks, strict=True):
        choices = [(None, *rules.law.facts[name].values) for name in part.facts]
        cells = [
            {n: v for n, v in zip(part.facts, chosen, strict=True) if v is not None} for chosen in product(*choices)
        ]
        possible = [one for one in cells if block.verdict((rules.bits.world(one.items()),)) is not None]
        assert (part.combinations, part.full) == (len(possible), len(block.worlds))


def test_the_shortest_descriptions_agree_with_the_class_on_every_full_combination(found: Atlas, rules: Rules) -> None:
    for block in rules.blocks:
        for number in block.worlds:
            world = dict(rules.bits.read(number))
            for kind in block.kinds:
                inside = holds(rules.kinds[kind].case_class, world)
                for sort, expected in ((ESTABLISHES, inside), (EXCLUDES, not inside)):
                    assert any(kind in one.kinds and covers(one, world) for one in found.of(sort)) is expected


def test_no_description_is_longer_than_it_must_be(found: Atlas, rules: Rules) -> None:
    for sort, state in ((ESTABLISHES, True), (EXCLUDES, False)):
        for one in found.of(sort):
            condition = rules.condition(rules.kinds[one.kinds[0]].case_class)
            for index in range(len(one.given)):
                less = one.given[:index] + one.given[index + 1 :]
                assert condition.state((rules.close(rules.bits.world(less)),)) is not state


def test_the_service_decides_each_combination_as_the_atlas_says(found: Atlas, rules: Rules) -> None:
    for one in found.entries:
        if one.reading or not one.given:
            continue
        decision = determine(rules, Case(facts=dict(one.given), on=DAY, on_stated=True))
        cell = next(cell for block, cell, touched in decision.cells if touched)
        verdict = cell.verdict
        match one.sort:
            case "establishes" | "overlap":
                assert set(one.kinds) <= set(verdict.established)
            case "excludes":
                assert not set(one.kinds) & {*verdict.established, *verdict.possible}
            case "gap":
                assert verdict.established == verdict.possible == ()
                assert decision.status == "outside"
            case "certain":
                assert (decision.violation, verdict.established) == (True, ())
                assert tuple(sorted(verdict.certain_roles)) == one.roles


def test_a_hinge_moves_competence_by_one_fact(found: Atlas, rules: Rules) -> None:
    assert found.of(HINGE)
    for one in found.of(HINGE):
        assert one.change is not None
        name, *values = one.change
        block = rules.blocks[one.block - 1]
        for value, roles in zip(values, (one.roles, one.after), strict=True):
            verdict = block.verdict((rules.bits.world([*one.given, (name, value)]),))
            assert verdict is None or verdict.roles == {frozenset(roles)}


def test_the_holes_of_the_notice_are_gaps(found: Atlas) -> None:
    assert {"payrollUnderstated": True, "underpaidAsResult": False} in given(found, GAP, "SI-4")
    assert {"accountsFalsifiedOrMissing": True, "baseUndeterminable": False} in given(found, GAP, "SI-5")
    undeclared = {"employeeRegistered": True, "contributionDeclared": False, "contributionPaidInFull": True}
    assert undeclared in given(found, GAP, "SI-2")


def test_what_is_as_it_should_be_is_no_gap(found: Atlas) -> None:
    fine: dict[str, bool | str] = {
        "employerRegistered": True,
        "employeeRegistered": True,
        "contributionDeclared": True,
        "contributionPaidInFull": True,
    }
    assert not any(covers(one, fine) for one in found.of(GAP))


def test_two_agencies_for_one_act_appear_under_the_other_reading_alone(found: Atlas) -> None:
    double = [one for one in found.of(OVERLAP) if len(one.roles) > 1]
    assert [(one.kinds, one.reading) for one in double] == [(("LI-1", "SI-2"), "I1")]


def test_one_agency_with_two_kinds_is_an_overlap(found: Atlas) -> None:
    pairs = {one.kinds for one in found.of(OVERLAP) if one.reading is None}
    assert {("SI-1", "SI-2"), ("SI-1", "SI-3")} <= pairs


def test_what_is_certain_though_nothing_is_established(found: Atlas) -> None:
    certain = {tuple(sorted(dict(one.given).items())): one.roles for one in found.of(CERTAIN)}
    assert certain[(("contributionPaidInFull", False),)] == ()
    assert certain[(("contributionPaidInFull", False), ("employerRegistered", True))] == ("SI",)


def test_the_atlas_takes_milliseconds(rules: Rules) -> None:
    started = time.perf_counter()
    atlas(rules, DAY)
    assert time.perf_counter() - started < 1.0
