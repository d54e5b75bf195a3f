"""``guanxia new``: skeletons that tell what they demand, and that fill in to whole documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

from guanxia.app import Service
from guanxia.cli.outcomes import Exit
from guanxia.problems import Problem
from guanxia.referrals.context import make_context
from guanxia.referrals.examination import Examination
from guanxia.referrals.skeleton import Skeletons
from guanxia.referrals.skeleton_text import FILL, IF_NEEDED, Pen, places
from guanxia.settings import Settings
from tests.cli.conftest import Run

KINDS = (
    "information-request",
    "non-registration-notice",
    "outcome-report",
    "penalty-proposal",
    "reception-record",
    "registration-refusal-notice",
    "reply",
    "return-for-correction",
    "transfer-application",
    "understatement-notice",
)


@pytest.fixture(scope="module")
def skeletons(service: Service) -> Skeletons:
    return Skeletons(service.graph, service.settings.shapes, make_context(service.questions), "guilin-2020-27")


@pytest.fixture(scope="module")
def examination() -> Examination:
    return Examination(Settings())


def examined(examination: Examination, body: str, media_type: str = "text/turtle") -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(examination.report(body.encode(), media_type))
    except Problem as problem:
        pytest.fail(problem.detail.en)
    return found


def filled(text: str, *marks: str) -> str:
    """The file after its lines to be filled in have lost their marks."""
    return "\n".join(
        next((line[len(mark) :] for mark in marks if line.startswith(mark)), line) for line in text.split("\n")
    )


def test_the_graph_has_these_kinds(skeletons: Skeletons) -> None:
    assert tuple(skeletons.kinds) == KINDS


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_as_it_is_lacks_nothing_but_what_its_blanks_ask_for(
    skeletons: Skeletons, examination: Examination, kind: str, language: str
) -> None:
    skeleton = skeletons.skeleton(kind)
    report = examined(examination, Pen(skeletons, skeleton, language).turtle())
    assert report["kind"] == kind and report["findings"]
    asked = {one.name for one in skeleton.blanks}
    for finding in report["findings"]:
        assert asked & set(re.findall(r"#(\w+)", finding["path"])), finding


@pytest.mark.parametrize("kind", KINDS)
def test_filled_in_by_its_own_comments_it_conforms(skeletons: Skeletons, examination: Examination, kind: str) -> None:
    whole = filled(Pen(skeletons, skeletons.skeleton(kind), "zh").turtle(), FILL)
    report = examined(examination, whole)
    assert report["conforms"], [(one["shape"], one["message"]["zh"]) for one in report["findings"]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_apply_is_well_formed_too(skeletons: Skeletons, examination: Examination, kind: str) -> None:
    whole = filled(Pen(skeletons, skeletons.skeleton(kind), "en").turtle(), FILL, IF_NEEDED)
    assert examined(examination, whole)["kind"] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_each_blank_is_told_with_its_demand_its_clause_and_how_to_write_it(skeletons: Skeletons, kind: str) -> None:
    skeleton = skeletons.skeleton(kind)
    text = Pen(skeletons, skeleton, "zh").turtle()
    for way in places(skeleton.blanks):
        assert f" {'.'.join(way)} [" in text
    shown = set(re.findall(r"^#   (?:要求|提示|建议): (.+)$", text, re.M))
    for blank in skeleton.blanks:
        for demand in skeletons.demands(kind, blank.way)[:1]:
            line = next(one for one in shown if one.startswith(demand.text.zh))
            assert line.endswith("〕")
            assert f"写法：{demand.rule.fix.zh}" in text


@pytest.mark.parametrize("kind", KINDS)
def test_json_has_empty_places_and_lacks_nothing_else(
    skeletons: Skeletons, examination: Examination, kind: str
) -> None:
    skeleton = skeletons.skeleton(kind)
    pen = Pen(skeletons, skeleton, "en")
    report = examined(examination, json.dumps(pen.json()), "application/json")
    assert report["kind"] == kind
    asked = {name for way in places(skeleton.blanks) for name in way}
    for finding in report["findings"]:
        assert asked & set(re.findall(r"#(\w+)", finding["path"])), finding
    assert all(f" {'.'.join(way)} [" in pen.guide() for way in places(skeleton.blanks))
    assert all(value is None for value in leaves({**pen.json(), "type": None}))


def leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


@pytest.mark.parametrize("word", ["penalty-proposal", "PenaltyProposal", "提请行政处罚建议书", "Penalty proposal"])
def test_a_kind_goes_by_any_of_its_names(run: Run, word: str) -> None:
    found = run("new", word, "--lang", "zh")
    assert found.exit_code == Exit.DONE
    assert found.stdout.startswith("# 提请行政处罚建议书 (penalty-proposal)\n")
    assert "\n<> a gx:PenaltyProposal .\n" in found.stdout


def test_json_goes_to_standard_output_and_its_guide_beside(run: Run) -> None:
    found = run("new", "reply", "--format", "json")
    assert json.loads(found.stdout)["type"] == "Reply"
    assert "issued on issuedOn [needed]" in found.stderr


def test_an_unknown_kind_names_those_that_there_are(run: Run) -> None:
    found = run("new", "replay")
    assert found.exit_code == Exit.BAD_INPUT
    assert "Nearest: reply" in found.stderr
    assert all(kind in found.stderr for kind in KINDS)


def test_an_unknown_notice_names_those_that_there_are(run: Run) -> None:
    assert run("new", "reply", "--notice", "guilin-2020-27").exit_code == Exit.DONE
    found = run("new", "reply", "--notice", "nowhere-1")
    assert found.exit_code == Exit.BAD_INPUT
    assert "guilin-2020-27" in found.stderr


def test_the_same_skeleton_has_the_same_bytes(run: Run) -> None:
    assert run("new", "transfer-application").stdout == run("new", "transfer-application").stdout
