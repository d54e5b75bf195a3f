"""The answer on paper: what stands on the sheet, what gives way, and that what gives way is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from guanxia.web.paper import CUTS, LINES, Cut, fitted, lines
from tests.web.markup import read
from tests.web.test_pages import OPEN, UNPAID, answer, flat, page

KINDS = ("LI-1", "SI-2", "SI-3", "SI-4", "SI-5", "SI-6", "SI-7")


def sheet(client: FlaskClient, query: dict[str, str]) -> str:
    (paper,) = page(client, query).all("section", **{"class": "paper"})
    return flat(paper.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_conclusion_rests_on_is_never_cut(client: FlaskClient, kind: str, lang: str) -> None:
    query = {"violation": kind, "area": "450305", "on": "2026-07-17"}
    found, text = answer(client, query), sheet(client, {**query, "lang": lang})
    wanted = [found["summary"][lang], found["release"], found["sha256"], found["limits"][lang]]
    for one in (one for one in found["violations"] if one["state"] == "established"):
        wanted += [one["clause"]["words"], one["clause"]["address"], one["competent"]["label"][lang]]
        wanted += [part["label"][lang] for part in one["reasons"]]
        wanted += [basis["citation"][lang] for basis in one["bases"]]
        for item in one["sanctions"]:
            wanted += [item["label"][lang], item["provision"]["citation"][lang], item["decidedBy"]["label"][lang]]
            wanted += [need["label"][lang] for need in item["needs"]]
        wanted += [term["words"][lang] for term in one["terms"]]
        wanted += [item["label"][lang] for item in one["interpretations"]]
    wanted += [one["what"][lang] for one in found["actions"] if one["state"] == "applies"]
    wanted += [one["norm"] for one in found["actions"]] + [one["id"] for one in found["excluded"]]
    wanted += [one["headline"][lang] if one["headline"] else one["id"] for one in found["cautions"]]
    wanted += [one["id"] for one in found["violations"]] + found["open"]
    assert [one for one in wanted if flat(one) not in text] == []


def test_with_room_enough_nothing_is_cut(client: FlaskClient) -> None:
    query = {"violation": "LI-2", "on": "2020-10-12"}
    found, text = answer(client, query), sheet(client, query)
    wanted = [basis["summary"]["zh"] for basis in found["violations"][0]["bases"]]
    assert all(flat(one) in text for one in wanted)
    assert not [cut.zh for cut in CUTS.values() if cut and flat(cut.zh) in text]


def test_what_gives_way_is_told(client: FlaskClient) -> None:
    query = {"violation": "SI-2", "area": "450305", "on": "2026-07-17"}
    found, text = answer(client, query), sheet(client, query)
    cut = [basis for basis in found["violations"][0]["bases"] if flat(basis["summary"]["zh"]) not in text]
    assert cut
    for basis in cut:
        name = CUTS[basis["role"]]
        assert name is not None and flat(name.zh) in text


def test_cuts_are_as_few_as_it_takes(client: FlaskClient) -> None:
    found = answer(client, UNPAID)
    asked: list[int] = []

    def draw(cut: Cut) -> str:
        asked.append(len(cut.names))
        return "<p>line</p>" * (200 if len(asked) < 4 else 1)

    fitted(found, draw)
    assert len(asked) == 4 and asked == sorted(asked)


def test_what_does_not_fit_with_all_cuts_gets_another_page(client: FlaskClient) -> None:
    def draw(cut: Cut) -> str:
        return "<p>line</p>" * int(LINES * 1.5)

    drawn = fitted(answer(client, UNPAID), draw)
    assert LINES < lines(drawn) < 2 * LINES


def test_lines_grow_with_the_text() -> None:
    assert lines("<p>a</p>") < lines("<p>" + "一" * 80 + "</p>") < lines("<p>" + "一" * 140 + "</p>")
    assert lines("<p><b>" + "x" * 50 + "</b></p>") == lines("<p>" + "x" * 50 + "</p>")


@pytest.mark.parametrize("query", [OPEN, {"on": "2019-01-01", **OPEN}], ids=["undecided", "outside"])
def test_an_answer_without_a_violation_has_a_sheet(client: FlaskClient, query: dict[str, str]) -> None:
    found: dict[str, Any] = answer(client, query)
    text = sheet(client, query)
    assert flat(found["summary"]["zh"]) in text and found["sha256"] in text
    for one in found["questions"][:6] if found["status"] == "undecided" else []:
        assert flat(one["prompt"]["zh"]) in text


def test_without_an_answer_there_is_no_sheet(client: FlaskClient) -> None:
    for path in ("/", "/?area=1", "/api/"):
        assert not read(client.get(path).text).all("section", **{"class": "paper"})
    assert json.loads(client.get("/api/v1/jurisdiction?area=1").data)["status"] == 422
