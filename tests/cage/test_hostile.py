"""What takes a child down takes nothing else down, is counted by cause, and ends in time."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from guanxia.cage import Cage, CageDied, CageError, CageFailed, CageMemory, CageTimeout
from tests.cage.conftest import MEMORY, SETTINGS, TASKS, alive, deed, soon
from tests.cage.deeds import CROSS, SORTED

BOMBS: dict[str, tuple[tuple[Any, ...], type[CageError], str]] = {
    "endless loop": (("loop",), CageTimeout, "timeout"),
    "cross product in the engine": (("query", CROSS), CageTimeout, "timeout"),
    "sorted cross product": (("query", SORTED), CageMemory, "memory-limit"),
    "memory of Python": (("eat",), CageMemory, "memory-limit"),
    "deep nesting that ends the engine": (("query", "SELECT * " + "{" * 2200 + "}" * 2200), CageDied, "crashed"),
    "exit": (("leave",), CageDied, "exited"),
    "segmentation fault": (("crash",), CageDied, "crashed"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_time_and_is_told_by_its_cause(cage: Cage, bomb: str) -> None:
    request, error, cause = BOMBS[bomb]
    before = cage.status()
    for _ in range(2):
        start = time.monotonic()
        with pytest.raises(error):
            cage.run("deed", deed(*request))
        assert time.monotonic() - start < SETTINGS.cage_wall + 0.5
        assert cage.run("echo", b"next") == b"next"
    assert soon(lambda: cage.status().deaths.get(cause, 0) == before.deaths.get(cause, 0) + 2)
    after = cage.status()
    assert after.pid == before.pid
    assert len(after.children) == SETTINGS.cage_children


def test_endless_recursion_is_a_failure(cage: Cage) -> None:
    with pytest.raises(CageFailed, match="RecursionError"):
        cage.run("deed", deed("recurse"))


def test_others_are_served_while_bombs_go_off(cage: Cage) -> None:
    bombs = [deed(*BOMBS[name][0]) for name in ("exit", "segmentation fault", "memory of Python")] * 5

    def bomb(request: bytes) -> None:
        with pytest.raises(CageError):
            cage.run("deed", request)

    with ThreadPoolExecutor(8) as threads:
        going_off = [threads.submit(bomb, request) for request in bombs]
        words = [b"%d" % number for number in range(200)]
        assert list(threads.map(lambda word: cage.run("echo", word), words)) == words
        for one in going_off:
            one.result()


def test_memory_comes_back_after_bombs(cage: Cage) -> None:
    before = _resident(cage)
    for _ in range(10):
        with pytest.raises(CageMemory):
            cage.run("deed", deed("eat"))
    assert soon(lambda: _resident(cage) < before * 1.1 + 8_000_000)


def _resident(cage: Cage) -> int:
    """Bytes of the broker and of its children, without one that ends while they are counted."""
    status, pages = cage.status(), 0
    for pid in (status.pid, *status.children):
        with suppress(FileNotFoundError, ProcessLookupError):
            pages += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_processor_time_has_a_limit_of_its_own() -> None:
    settings = type(SETTINGS)(cage_children=1, cage_wall=5.0, cage_cpu=0.5, cage_memory=MEMORY)
    with Cage(settings, TASKS) as cage:
        cage.start()
        start = time.monotonic()
        with pytest.raises(CageTimeout) as timeout:
            cage.run("deed", deed("loop"))
        assert timeout.value.limit == 0.5
        assert time.monotonic() - start < 3.0
        assert cage.run("deed", deed("sleep", 0.7, "slept")) == b"slept"


def test_a_caller_that_leaves_takes_its_child_along(cage: Cage) -> None:
    before = cage.status()
    stream = cage.stream("deed", deed("sleep", 30, ""), wall=30.0)
    assert soon(lambda: cage.status().busy == 1)
    stream.close()
    assert soon(lambda: cage.status().deaths.get("abandoned", 0) == before.deaths.get("abandoned", 0) + 1)
    assert soon(lambda: sum(map(alive, before.children)) == 1)
    assert cage.status().busy == 0


def test_a_caller_that_leaves_the_queue_costs_nothing(cage: Cage) -> None:
    before = cage.status().deaths
    busy = [cage.stream("deed", deed("sleep", 0.3, "")) for _ in range(2)]
    waiting = cage.stream("deed", deed("sleep", 0.3, ""))
    assert soon(lambda: cage.status().queued == 1)
    waiting.close()
    assert soon(lambda: cage.status().queued == 0)
    assert [b"".join(stream) for stream in busy] == [b"", b""]
    assert cage.status().deaths == before


def test_a_caller_that_does_not_read_holds_no_child() -> None:
    settings = type(SETTINGS)(cage_children=1, cage_wall=10.0, cage_stall=0.3)
    with Cage(settings, TASKS) as cage:
        stream = cage.stream("deed", deed("pieces", 1000, 60_000, 0))
        assert soon(lambda: cage.status().served.get("unread") == 1)
        assert cage.run("echo", b"next") == b"next"
        with pytest.raises(CageDied):
            list(stream)


def test_a_caller_behind_with_reading_still_learns_why_the_reply_ends(cage: Cage) -> None:
    with cage.stream("deed", deed("pieces", 30, 60_000, 0.01), wall=0.15) as stream:
        assert next(stream)
        time.sleep(0.4)
        with pytest.raises(CageTimeout):
            list(stream)


def test_a_child_killed_from_outside_in_the_middle_is_no_short_reply(cage: Cage) -> None:
    stream = cage.stream("deed", deed("pieces", 100, 60_000, 0.05))
    assert next(stream)
    for pid in cage.status().children:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(CageDied, match="killed"):
        list(stream)
