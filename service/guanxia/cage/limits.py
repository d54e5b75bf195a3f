"""Limits that the kernel holds over one child."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress

PAGE = os.sysconf("SC_PAGE_SIZE")
OPEN_FILES = 64
NICENESS = 5
# A child that keeps more than this part of its memory after a request makes room for a fresh one.
KEPT_PART = 4


class Memory:
    """Address space of this process, over what it starts with; read from a descriptor that confinement leaves open."""

    def __init__(self, limit: int) -> None:
        self._statm = os.open("/proc/self/statm", os.O_RDONLY)
        self._limit, self._start = limit, self._now()

    def _now(self) -> int:
        return int(os.pread(self._statm, 64, 0).split(b" ", 1)[0]) * PAGE

    def hold(self) -> None:
        ceiling = self._start + self._limit
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))

    def outgrown(self) -> bool:
        return self._now() - self._start > self._limit // KEPT_PART


def hold_resources() -> None:
    """No files written, no processes, no core, few descriptors; first to go when the machine is short of memory."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as score:
        score.write(b"1000")
    os.nice(NICENESS)
    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))


def processor_time(seconds: float) -> None:
    """End this process by SIGPROF after so many seconds of processor time from now; 0 takes the limit away."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
