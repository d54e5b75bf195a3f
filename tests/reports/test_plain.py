"""Reports as text."""

from __future__ import annotations

import pytest

from guanxia.reports.entries import Entry
from guanxia.reports.formats import FORMATS, render
from tests.reports.conftest import entry, finding


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_conclusion_comes_first_then_violations_then_the_rest(examined: list[Entry], language: str) -> None:
    for one in examined:
        first, *rest = render([one], "text", language).decode().splitlines()
        good, bad = {"zh": ("符合", "不符合"), "en": ("conforms", "does not conform")}[language]
        assert first.startswith(f"{good if one.report['conforms'] else bad}  {one.source}")
        told = "\n".join(rest)
        spots = [told.index(found["message"][language]) for found in one.findings]
        assert spots == sorted(spots)


def test_a_finding_tells_what_was_found_and_expected_its_basis_and_what_to_do(examined: list[Entry]) -> None:
    missing = examined[1].findings[0]
    told = render([examined[1]], "text", "zh").decode()
    for part in (missing["message"], missing["fix"], missing["detail"]["found"], missing["detail"]["expected"]):
        assert part["zh"] in told
    assert "依据：通知 二、（二）3（N27）" in told
    assert "PenaltyProposal-basicFacts" in told
    assert "notice, part 2, (2), item 3 (N27)" in render([examined[1]], "text", "en").decode()


def test_what_is_reconstructed_is_marked(examined: list[Entry]) -> None:
    told = render([examined[2]], "text", "zh").decode()
    assert examined[2].findings[0]["reconstructed"]
    assert "[重建]" in told
    assert "[重建]" not in render([examined[1]], "text", "zh").decode()


def test_a_refusal_tells_its_reason(refused: Entry) -> None:
    assert render([refused], "text", "en").decode() == "not examined  b c/#1.ndjson:7\n  nested <too> & deep\n"


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if name not in ("json", "ndjson", "turtle", "jsonld", "xlsx")]
)
def test_no_control_character_gets_out(hostile: Entry, name: str) -> None:
    body = render([hostile], name, "zh")
    assert b"\x1b" not in body
    if name == "text":
        assert all(one == "\n" or one.isprintable() for one in body.decode())
        assert "a\\u000aFAKE LOG \\u001b[31m" in body.decode()
        assert "王\\u202e五" in body.decode()


def test_a_name_with_a_line_break_stays_on_its_line() -> None:
    told = render([entry(finding(), source="a\n符合  b.ttl")], "text", "zh").decode()
    assert told.splitlines()[0].startswith("不符合  a\\u000a符合")
