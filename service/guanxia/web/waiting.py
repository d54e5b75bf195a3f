"""One thread of a process stays free of the cage, so that pages and answers come however long queries take."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from guanxia.cage import CageBusy

LONG_SECONDS = 0.5
RETRY_SECONDS = 1


class Waiting:
    """Threads that wait for the cage, each with the time since when; ``threads`` is the number of all there are."""

    def __init__(self, threads: int, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._clock = max(1, threads - 1), clock
        self._since: dict[int, float] = {}

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Around a wait. Raises CageBusy where all the others have waited long: short waits may take every thread."""
        now, others = self._clock(), list(self._since.values())
        if len(others) >= self._most and now - max(others) > LONG_SECONDS:
            raise CageBusy(RETRY_SECONDS)
        this = threading.get_ident()
        self._since[this] = now
        try:
            yield
        finally:
            self._since.pop(this, None)
