"""A request gets its own reply, whole, or an exception that says why not and tells nothing of it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from guanxia.cage import (
    Cage,
    CageBusy,
    CageDied,
    CageError,
    CageFailed,
    CageMemory,
    CageTimeout,
    CageTooLarge,
    Refusal,
)
from guanxia.settings import Settings
from tests.cage.conftest import REPLY, SETTINGS, TASKS, deed, soon


@pytest.mark.parametrize("size", [0, 1, 59_999, 60_000, 60_001, 65_536, 3_000_000])
def test_bytes_come_back_as_they_went(cage: Cage, size: int) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    assert cage.run("echo", body[:size]) == body[:size]


def test_two_hundred_at_once_get_each_its_own_reply(cage: Cage) -> None:
    words = [f"word {number}" for number in range(200)]
    with ThreadPoolExecutor(200) as threads:
        replies = list(threads.map(lambda word: cage.run("deed", deed("sleep", 0.001, word)), words))
    assert replies == [word.encode() for word in words]


def test_all_children_work(cage: Cage) -> None:
    with ThreadPoolExecutor(2) as threads:
        start = time.monotonic()
        assert set(threads.map(lambda word: cage.run("deed", deed("sleep", 0.3, word)), "ab")) == {b"a", b"b"}
    assert time.monotonic() - start < 0.55


def test_pieces_of_a_reply_come_while_it_is_made(cage: Cage) -> None:
    start, first = time.monotonic(), 0.0
    with cage.stream("deed", deed("pieces", 4, 60_000, 0.1)) as chunks:
        sizes = []
        for chunk in chunks:
            first = first or time.monotonic() - start
            sizes.append(len(chunk))
    assert sum(sizes) == 240_000
    assert first < 0.2
    assert chunks.cpu < 0.2


@pytest.mark.parametrize("size", [0, 10, 60_000, 60_001, 200_000])
def test_a_refusal_keeps_its_payload(cage: Cage, size: int) -> None:
    with pytest.raises(Refusal) as refusal:
        cage.run("deed", deed("refuse", size))
    assert refusal.value.payload == b"r" * size


@pytest.mark.parametrize("word", ["张三 450305199001011234", "\n\x1b[31m"])
def test_a_failing_task_tells_its_place_and_not_its_text(
    cage: Cage, word: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CageFailed) as failure:
        cage.run("deed", deed("fail", word))
    assert failure.value.place.startswith("ValueError at deeds.py:")
    assert word not in str(failure.value)
    assert capfd.readouterr() == ("", "")


def test_what_a_child_says_is_not_heard(cage: Cage, capfd: pytest.CaptureFixture[str]) -> None:
    assert cage.run("deed", deed("speak", "张三")) == b"spoke"
    assert cage.run("deed", deed("speak", "张三")) == b"spoke"
    assert capfd.readouterr() == ("", "")


def test_a_panic_of_native_code_is_a_failure_and_its_child_is_replaced(cage: Cage) -> None:
    before = cage.status()
    with pytest.raises(CageFailed, match="BaseException"):
        cage.run("deed", deed("panic"))
    assert cage.run("echo", b"next") == b"next"
    assert soon(lambda: cage.status().deaths.get("retired", 0) == before.deaths.get("retired", 0) + 1)


def test_a_child_that_has_grown_makes_room_for_a_fresh_one(cage: Cage) -> None:
    before = set(cage.status().children)
    assert cage.run("deed", deed("keep", 30_000_000)) == b"kept"
    assert cage.run("echo", b"next") == b"next"
    assert soon(lambda: len(before - set(cage.status().children)) == 1)


def test_an_unknown_task_fails(cage: Cage) -> None:
    with pytest.raises(CageFailed, match="LookupError"):
        cage.run("nothing", b"")


def test_a_reply_at_its_limit_is_whole_and_one_byte_more_is_refused(cage: Cage) -> None:
    assert len(cage.run("deed", deed("long_line", REPLY))) == REPLY
    for request in (deed("long_line", REPLY + 1), deed("pieces", 1000, 50_000, 0)):
        with pytest.raises(CageTooLarge) as refusal:
            cage.run("deed", request)
        assert refusal.value.limit == REPLY


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("leave", CageDied),
        ("crash", CageDied),
        ("loop", CageTimeout),
        ("eat", CageMemory),
        ("recurse", CageFailed),
        ("panic", CageFailed),
    ],
)
def test_a_reply_that_is_cut_raises_after_its_first_chunks(cage: Cage, ending: str, expected: type[CageError]) -> None:
    request = deed("pieces_then", 12, ending)
    received = 0
    with pytest.raises(expected), cage.stream("deed", request) as stream:
        for chunk in stream:
            received += len(chunk)
    assert 0 < received <= 12 * 70_000


def test_a_request_may_have_its_own_clock(cage: Cage) -> None:
    start = time.monotonic()
    with pytest.raises(CageTimeout) as timeout:
        cage.run("deed", deed("sleep", 5, ""), wall=0.2)
    assert time.monotonic() - start < 0.7
    assert timeout.value.limit == 0.2
    assert cage.run("deed", deed("sleep", 1.2, "done"), wall=2.0) == b"done"


def test_where_all_work_and_the_queue_is_full_callers_are_told_when_to_come_back() -> None:
    narrow = Settings(cage_children=1, cage_wall=1.0, cage_queue=2, cage_wait=0.2)

    def attempt(cage: Cage) -> str:
        try:
            return cage.run("deed", deed("sleep", 0.5, "done")).decode()
        except CageBusy as busy:
            assert busy.retry_after >= 1
            return "busy"

    with Cage(narrow, TASKS) as cage, ThreadPoolExecutor(8) as threads:
        cage.start()
        start = time.monotonic()
        outcomes = sorted(threads.map(attempt, [cage] * 8))
        assert time.monotonic() - start < 1.0
        assert outcomes == ["busy"] * 7 + ["done"]
        assert cage.status().served["busy"] == 7


def test_the_state_is_told(cage: Cage) -> None:
    status = cage.status()
    assert len(status.children) == SETTINGS.cage_children
    assert (status.busy, status.queued) == (0, 0)
    assert status.limits["cage_wall"] == SETTINGS.cage_wall
    assert status.served["ok"] > 0
