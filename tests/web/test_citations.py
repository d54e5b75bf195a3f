"""``POST /api/v1/citations``: as the contract says, and clear about what it cannot take."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from guanxia.cases import CHINA
from guanxia.citations import MAX_CITATIONS, MAX_TEXT
from guanxia.settings import Settings
from tests.client import Http, app_over

DAY = "2020-10-12"
TEXT = "依据《社会保险法》第八十四条、第一百二十条和市人社发〔2020〕27号第一条第（二）项第3目"


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


def found(http: Http, body: Any, content_type: str = "application/json", query: str = "") -> dict[str, Any]:
    """The reply, which must be as the contract says."""
    response = http.post(f"/citations{query}", body, content_type)
    assert response.status_code == 200 and response.mimetype == "application/json", response.text
    value = dict(json.loads(response.data))
    http.contracts.check("citations", value)
    return value


def test_citations_are_told_with_place_state_and_provision(http: Http) -> None:
    reply = found(http, {"text": TEXT, "on": DAY})
    assert [TEXT[one["start"] : one["end"]] for one in reply["citations"]] == [
        "《社会保险法》第八十四条",
        "第一百二十条",
        "市人社发〔2020〕27号第一条第（二）项第3目",
    ]
    assert [one["state"] for one in reply["citations"]] == ["inForce", "noSuchProvision", "inForce"]
    first = reply["citations"][0]["provision"]
    assert first["iri"].endswith("/social-insurance-law/art-84")
    assert first["wording"].endswith("/art-84/2011-07-01")
    assert first["citation"] == {"zh": "《社会保险法》第八十四条", "en": "Social Insurance Law, art. 84"}
    assert first["title"]["zh"] == "社会保险法" and first["article"] == "84"
    assert first["inForce"] == {"from": "2011-07-01", "to": None, "state": "yes"}
    assert reply["on"] == DAY


def test_plain_text_gives_the_same_citations(http: Http) -> None:
    plain = found(http, TEXT, "text/plain; charset=utf-8", f"?on={DAY}")
    assert plain == found(http, {"text": TEXT, "on": DAY})


def test_the_same_text_gives_the_same_bytes(http: Http) -> None:
    bodies = {http.post("/citations", {"text": TEXT, "on": DAY}).data for _ in range(3)}
    assert len(bodies) == 1


def test_the_day_is_today_in_china_if_not_stated(http: Http) -> None:
    before = datetime.now(CHINA).date().isoformat()
    days = {found(http, {"text": TEXT})["on"], found(http, {"text": TEXT, "on": None})["on"]}
    assert days <= {before, datetime.now(CHINA).date().isoformat()}


def test_offsets_are_code_points_of_the_text_as_sent(http: Http) -> None:
    text = "\ufeff😀\r\n依据社保法84条"
    (one,) = found(http, text.encode(), "text/plain", f"?on={DAY}")["citations"]
    assert text[one["start"] : one["end"]] == one["text"] == "社保法84条"


def test_a_text_without_citation_gives_none(http: Http) -> None:
    assert found(http, {"text": "", "on": DAY})["citations"] == []


REFUSED: dict[str, tuple[Any, str, str, str, str]] = {
    "no text": ({"on": DAY}, "application/json", "", "wrong-value", "/text"),
    "text that is none": ({"text": 5}, "application/json", "", "wrong-value", "/text"),
    "unknown key": ({"txt": "a", "text": "a"}, "application/json", "", "unknown-key", "/txt"),
    "unknown parameter": ("a", "text/plain", "?day=2020-01-01", "unknown-key", "day"),
    "parameter beside JSON": ({"text": "a"}, "application/json", "?on=2020-01-01", "unknown-key", "on"),
    "no such day": ({"text": "a", "on": "2020-02-30"}, "application/json", "", "impossible-date", "/on"),
    "a day that is no text": ({"text": "a", "on": 20200101}, "application/json", "", "impossible-date", "/on"),
    "no such day in the address": ("a", "text/plain", "?on=1.1.2020", "impossible-date", "on"),
    "both": ({"text": "a", "x": 1, "on": "x"}, "application/json", "", "invalid-question", "/x"),
    "key twice": ('{"text": "a", "text": "b"}', "application/json", "", "duplicate-key", "text"),
    "not UTF-8": (b"\xff\xfe", "text/plain", "", "encoding", "0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_named_with_its_place(http: Http, name: str) -> None:
    body, content_type, query, kind, pointer = REFUSED[name]
    problem = http.refused(http.post(f"/citations{query}", body, content_type), kind)
    assert problem["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        ("[]", "application/json", "not-an-object"),
        ("{", "application/json", "malformed-json"),
        ('{"text": "\\ud800"}', "application/json", "encoding"),
        ("{}", "application/xml", "unsupported-media-type"),
        ("a", "text/plain; charset=gb18030", "unsupported-media-type"),
        ("a" * (MAX_TEXT + 1), "text/plain", "too-large"),
        (json.dumps({"text": "a" * (MAX_TEXT + 1)}), "application/json", "too-large"),
        (json.dumps({"text": "a", "on": "a" * 3 * MAX_TEXT}), "application/json", "too-large"),
        ("社保法84条。" * (MAX_CITATIONS + 1), "text/plain", "too-large"),
    ],
)
def test_what_cannot_be_taken_is_refused(http: Http, body: str, content_type: str, kind: str) -> None:
    http.refused(http.post("/citations", body.encode(), content_type), kind)


def test_a_text_of_a_megabyte_is_read(http: Http) -> None:
    text = ("经查，该单位未按时足额缴纳社会保险费，依据《社会保险法》第八十四条处理。\n" * 12_000)[: MAX_TEXT // 3]
    assert len(found(http, {"text": text, "on": DAY})["citations"]) > 9000


def test_the_address_takes_post_alone(http: Http) -> None:
    assert http.get("/citations").status_code == 405
