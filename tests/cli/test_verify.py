"""``guanxia verify``: the release computes an answer anew; what is not the same is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guanxia.replay import resealed
from tests.cli.conftest import Run


@pytest.fixture
def answer(run: Run) -> bytes:
    return run("ask", "contributionPaidInFull=no", "--area", "450305", "--json").stdout_bytes.strip()


def written(folder: Path, body: bytes) -> str:
    path = folder / "answer.json"
    path.write_bytes(body)
    return str(path)


def changed(body: bytes, **keys: object) -> bytes:
    """An answer with other values and a hash that fits them."""
    return resealed(json.loads(body), **keys)


def test_an_answer_of_this_release_is_verified(run: Run, answer: bytes, tmp_path: Path) -> None:
    found = run("verify", written(tmp_path, answer))
    assert found.exit_code == 0
    assert "Verified" in found.stdout
    assert run("verify", "-", stdin=answer, lang="zh_CN").stdout.startswith("相符")


def test_a_day_that_was_default_and_a_stated_one_both_verify(run: Run) -> None:
    for extra in ((), ("--on", "2020-10-12"), ("--notice", "guilin-2020-27"), ("--violation", "SI-3")):
        body = run("ask", *extra, "--json").stdout_bytes
        assert run("verify", "-", stdin=body).exit_code == 0


def test_another_layout_of_the_same_content_verifies(run: Run, answer: bytes) -> None:
    found = run("verify", "-", "--json", stdin=json.dumps(json.loads(answer), indent=2))
    report = json.loads(found.stdout)
    assert found.exit_code == 0
    assert (report["same"], report["sameBytes"], report["intact"]) == (True, False, True)


def test_a_changed_answer_does_not_fit_its_hash(run: Run, answer: bytes) -> None:
    body = json.dumps({**json.loads(answer), "status": "outside"})
    found = run("verify", "-", stdin=body)
    assert found.exit_code == 3
    assert "does not fit its own hash" in found.stdout
    assert "status" in found.stdout


def test_an_answer_of_another_release_is_told_apart(run: Run, answer: bytes) -> None:
    only = run("verify", "-", stdin=changed(answer, release="0.0.1+0000000000000000"))
    assert only.exit_code == 3
    assert "0.0.1+0000000000000000" in only.stdout
    assert "All but release and hash is the same" in only.stdout
    more = run("verify", "-", "--json", stdin=changed(answer, release="0.0.1+0000000000000000", cautions=[]))
    report = json.loads(more.stdout)
    assert report["intact"] and not report["same"]
    assert report["differs"] == ["cautions", "release", "sha256"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "guanxia.answer.v1"}',
        b'{"format": "guanxia.answer.v1", "input": {"facts": {"a": 1}, "on": {"value": "2020-01-01"}}}',
        b'{"format": "guanxia.answer.v1", "input": {"facts": {"no": {"value": true}}, "on": {"value": "2020-01-01"}}}',
        b'{"format": "guanxia.answer.v1", "input": {"facts": {}, "on": {"value": "never"}}}',
        b'{"format": "guanxia.answer.v1", "input": {"facts": {}, "on": "2020-01-01"}}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_answer_ends_with_two(run: Run, body: bytes) -> None:
    found = run("verify", "-", stdin=body)
    assert found.exit_code == 2, found.output
    assert found.stderr.startswith("Error")


def test_a_file_that_is_not_there_ends_with_five(run: Run, tmp_path: Path) -> None:
    assert run("verify", str(tmp_path / "absent.json")).exit_code == 5
