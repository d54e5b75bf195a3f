"""Parts of answers kept in memory, up to a number of bytes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

KEPT_BYTES = 32 * 1024 * 1024


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
