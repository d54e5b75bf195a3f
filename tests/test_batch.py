"""Batch: one question a line in, one answer or problem a line out, in order."""

from __future__ import annotations

import io
import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import pytest

from guanxia.settings import Settings
from tests.client import NDJSON, Http, app_over

GOOD: list[dict[str, Any]] = [
    {"facts": {"employerRegistered": False}, "on": "2020-10-12"},
    {"facts": {"annualStatementPublished": False}, "on": "2021-03-01"},
    {"facts": {}, "violation": "SI-6", "on": "2024-03-01"},
]


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


def batch(http: Http, body: bytes, content_type: str = NDJSON) -> list[dict[str, Any]]:
    response = http.post("/jurisdiction", body, content_type)
    assert response.status_code == 200 and response.mimetype == NDJSON
    assert not response.data or response.data.endswith(b"\n")
    return [json.loads(line) for line in response.data.splitlines()]


def lines(*questions: Any) -> bytes:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in questions]
    return b"".join(text + b"\n" for text in texts)


def test_each_line_is_answered_as_if_it_had_been_asked_alone(http: Http) -> None:
    alone = [json.loads(http.post("/jurisdiction", one).data) for one in GOOD]
    assert batch(http, lines(*GOOD)) == alone


def test_order_is_kept(http: Http) -> None:
    days = [f"2020-10-{day:02}" for day in range(1, 31)]
    answers = batch(http, lines(*({"facts": {}, "on": day} for day in days)))
    assert [one["input"]["on"]["value"] for one in answers] == days


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (b"{", "malformed-json"),
        (b"[]", "not-an-object"),
        (b'{"facts": {"x": true}}', "unknown-fact"),
        (b'{"facts": {}, "facts": {}}', "duplicate-key"),
        (b'{"facts": {"employerRegistered": false, "contributionDeclared": true}}', "contradiction"),
        (b"\xff\xfe", "encoding"),
        (b'{"facts": {"arrearsAmount": NaN}}', "malformed-json"),
    ],
)
def test_bad_line_is_one_problem_with_its_number_and_stops_nothing(http: Http, bad: bytes, kind: str) -> None:
    first, problem, last = batch(http, lines(GOOD[0], bad, GOOD[1]))
    assert problem["type"].endswith(f"/{kind}") and problem["line"] == 2
    assert [one["violations"][0]["id"] for one in (first, last)] == ["LI-1", "LI-2"]


def test_blank_lines_are_skipped_and_counted(http: Http) -> None:
    answers = batch(http, b"\n  \n" + lines(GOOD[0]) + b"\r\n" + lines(b"{"))
    assert len(answers) == 2 and answers[1]["line"] == 5


def test_last_line_needs_no_line_end(http: Http) -> None:
    assert len(batch(http, lines(*GOOD).rstrip(b"\n"))) == len(GOOD)


def test_windows_line_ends_are_taken(http: Http) -> None:
    assert batch(http, lines(*GOOD).replace(b"\n", b"\r\n")) == batch(http, lines(*GOOD))


def test_line_over_the_limit_is_one_problem_and_the_rest_is_answered(http: Http) -> None:
    limit = Settings().max_line
    long = b'{"facts": {"x": "' + b"x" * (3 * limit) + b'"}}'
    first, problem, last = batch(http, lines(GOOD[0], long, GOOD[1]))
    assert problem["type"].endswith("/too-large") and problem["line"] == 2
    assert (first["status"], last["status"]) == ("decided", "decided")


@pytest.mark.parametrize("surplus", [0, 1])
def test_limit_of_a_line_is_exact(http: Http, surplus: int) -> None:
    question = json.dumps(GOOD[0]).encode()
    line = question + b" " * (Settings().max_line - len(question) + surplus)
    [only] = batch(http, line)
    assert ("format" in only) == (surplus == 0)


def test_long_last_line_without_end_is_one_problem(http: Http) -> None:
    first, problem = batch(http, lines(GOOD[0]) + b"x" * (2 * Settings().max_line + 7))
    assert first["status"] == "decided" and problem["line"] == 2


def test_empty_batch_has_no_lines(http: Http) -> None:
    assert batch(http, b"") == []
    assert batch(http, b"\n\n") == []


@pytest.mark.parametrize("content_type", [NDJSON, "application/ndjson", "application/jsonl"])
def test_batch_is_asked_under_each_of_its_media_types(http: Http, content_type: str) -> None:
    assert len(batch(http, lines(*GOOD), content_type)) == len(GOOD)


def test_batch_may_be_larger_than_one_body(http: Http) -> None:
    count = Settings().max_body // len(lines(GOOD[0])) + 50
    body = lines(GOOD[0]) * count
    assert len(body) > Settings().max_body
    response = http.client.post("/api/v1/jurisdiction", data=body, content_type=NDJSON)
    found = response.data.splitlines()
    assert len(found) == count and set(found) == {found[0]}
    http.contracts.check_line(json.loads(found[0]))


def test_first_answer_leaves_before_the_last_question_is_read(http: Http) -> None:
    body = lines(GOOD[0]) * 20_000
    stream = io.BytesIO(body)
    response = http.client.post(
        "/api/v1/jurisdiction", input_stream=stream, content_length=len(body), content_type=NDJSON, buffered=False
    )
    first = next(response.iter_encoded())
    assert json.loads(first)["status"] == "decided"
    assert stream.tell() < len(body) // 2
    response.close()


def test_a_line_that_is_no_json_names_its_own_line(http: Http) -> None:
    found = batch(http, lines(GOOD[0], b'{"facts": nope}', b"\xff", GOOD[1]))
    for number in (2, 3):
        problem = found[number - 1]
        assert problem["line"] == number
        assert f"第 {number} 行第" in problem["texts"]["detail"]["zh"]
        assert problem["errors"][0]["pointer"].startswith(f"{number}:")


def test_a_byte_order_mark_before_the_first_line_is_passed_over(http: Http) -> None:
    assert batch(http, BOM_UTF8 + lines(*GOOD)) == batch(http, lines(*GOOD))
