"""A passing example passes without a word; a failing one meets exactly its own objection, and the mend works."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from guanxia.referrals.examiner import Examiner
from guanxia.referrals.reading import Reader
from guanxia.settings import Settings
from tests.shapes.examples import Example, examples, objecting

ALL = examples(Settings().shapes)
PASSING = [one for one in ALL if not one.expected]
FAILING = [one for one in ALL if one.expected]
GX = "https://w3id.org/guanxia/ontology#"
NAMED = re.compile(r"`(\w+)`")


def name(example: Example) -> str:
    return example.name


@pytest.mark.parametrize("example", PASSING, ids=name)
def test_a_passing_example_meets_no_objection(example: Example, examiner: Examiner, reader: Reader) -> None:
    report = examiner.examine(reader.read(example.triples()))
    assert report.results == ()
    assert report.kind is not None and report.kind.value.endswith(f"/{example.path.parent.name}")


@pytest.mark.parametrize("example", FAILING, ids=name)
def test_a_failing_example_meets_its_own_objection_alone(example: Example, examiner: Examiner, reader: Reader) -> None:
    assert objecting(examiner.examine(reader.read(example.triples()))) == example.expected


@pytest.mark.parametrize("example", FAILING, ids=name)
def test_a_package_mended_as_the_report_says_passes(example: Example, examiner: Examiner, reader: Reader) -> None:
    report = examiner.examine(reader.read(example.triples()))
    mended, changed = example.mended()
    touched = {one.removeprefix(GX) for one in changed}
    for language in ("zh", "en"):
        fixes = [getattr(examiner.rules.rule(one.shape, one.constraint).fix, language) for one in report.results]
        assert touched and touched <= {word for fix in fixes for word in NAMED.findall(fix)}, language
    assert examiner.examine(reader.read(mended)).results == ()


def test_each_kind_has_two_passing_packages() -> None:
    counted = Counter(one.path.parent.name for one in PASSING)
    assert {kind: number for kind, number in counted.items() if number < 2} == {}
    folders = {path.parent for one in ALL for path in [one.path]}
    assert {folder.name for folder in folders} == set(counted)
    assert len(counted) == 10


def test_each_failing_package_has_its_mend_and_no_mend_is_left_over() -> None:
    mends = {path for one in ALL for path in one.path.parent.glob("*.ru")}
    assert mends == {one.fix for one in FAILING}


def test_the_examples_show_parts_with_names_of_their_own_and_without() -> None:
    plain = [one for one in PASSING if "[" in one.path.read_text(encoding="utf-8")]
    assert 0 < len(plain) < len(PASSING)
