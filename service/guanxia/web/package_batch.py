"""A batch of packages: one a line in, one report or problem a line out, in order, several examined at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from guanxia.problems import Problem
from guanxia.referrals.asking import NotExamined
from guanxia.web import batch

# Packages that wait for each child: enough that none idles, few enough to stay small.
AHEAD = 2
PATIENCE_SECONDS = 60.0
Examine = Callable[[bytes], bytes]


def reports(stream: IO[bytes], limit: int, examine: Examine, width: int) -> Iterator[bytes]:
    """Reports and problems as they come; ``limit`` is the longest line in bytes, ``width`` how many are examined."""
    waiting: deque[Future[bytes]] = deque()
    pool = ThreadPoolExecutor(width, "batch")
    try:
        for number, line in batch.lines(stream, limit):
            waiting.append(pool.submit(_line, number, line, examine))
            if len(waiting) >= width * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _line(number: int, line: bytes | Problem, examine: Examine) -> bytes:
    if isinstance(line, Problem):
        return batch.told(line.as_dict(), number)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return examine(line) + b"\n"
        except NotExamined as refused:
            if refused.retry_after is None or time.monotonic() > deadline:
                return batch.told(refused.document, number)
            time.sleep(refused.retry_after)
