"""Parts of answers kept in memory, up to a number of bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

KEPT_BYTES = 32 * 1024 * 1024
TRIM_THRESHOLD, TOP_PAD = -1, -2
HEAP_SLACK, HEAP_STEP = 64 * 1024 * 1024, 4 * 1024 * 1024


def keep_heap() -> None:
    """Let the process keep freed memory: else glibc hands an answer's 100 KB back and asks for it anew each time.

    Without effect where the C library has no ``mallopt``.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, HEAP_SLACK)
        mallopt(TOP_PAD, HEAP_STEP)


class Memory:
    """Parts of answers kept for all laws together, up to a number of bytes; what was made longest ago goes first."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit, self._used = limit, 0
        self._parts: dict[Hashable, Any] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Any:
        return self._parts.get(key)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The part of a key, made if it is not there."""
        part = self._parts.get(key)
        if part is None:
            part = make()
            with self._lock:
                self._parts[key] = part
                self._used += _size(part)
                while self._used > self._limit:
                    oldest = next(iter(self._parts))
                    self._used -= _size(self._parts.pop(oldest))
        return part


def _size(part: Any) -> int:
    return 200 + (len(part) if isinstance(part, bytes) else int(part.size))
