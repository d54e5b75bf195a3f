"""A thread stays free of the cage while queries take long; while they are short, all may wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from guanxia.cage import CageBusy
from guanxia.web.waiting import LONG_SECONDS, Waiting


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def others(waiting: Waiting, number: int) -> Iterator[None]:
    """So many other threads that wait."""
    ends, inside = threading.Event(), threading.Barrier(number + 1)

    def wait() -> None:
        with waiting.one_more():
            inside.wait(5)
            ends.wait(5)

    threads = [threading.Thread(target=wait) for _ in range(number)]
    for thread in threads:
        thread.start()
    inside.wait(5)
    try:
        yield
    finally:
        ends.set()
        for thread in threads:
            thread.join(5)


def test_the_last_thread_is_not_given_to_a_long_wait() -> None:
    clock = Clock()
    waiting = Waiting(4, clock)
    with others(waiting, 3):
        clock.now = LONG_SECONDS + 0.01
        with pytest.raises(CageBusy) as busy, waiting.one_more():
            pass
        assert busy.value.retry_after == 1
    with waiting.one_more():
        pass


def test_while_waits_are_short_every_thread_may_wait() -> None:
    clock = Clock()
    waiting = Waiting(4, clock)
    with others(waiting, 2):
        clock.now = LONG_SECONDS + 0.01
        with others(waiting, 1), waiting.one_more():
            pass


def test_what_went_wrong_while_waiting_frees_the_place() -> None:
    waiting = Waiting(2, Clock())
    for _ in range(5):
        with ExitStack() as stack, pytest.raises(ValueError, match="wrong"):
            stack.enter_context(waiting.one_more())
            raise ValueError("wrong")
