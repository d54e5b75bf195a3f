"""Results kept in memory: those asked for last, up to a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256

LARGEST = 1024 * 1024
# What an entry costs beside its bytes.
_OVERHEAD = 256


class Kept:
    """Whole results by what was asked; for all threads of a process. Results over ``LARGEST`` bytes are not kept."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._lock = threading.Lock()
        self._bodies: OrderedDict[bytes, bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._bodies)

    @property
    def size(self) -> int:
        """Bytes that are in use."""
        return self._size

    def get(self, key: bytes) -> bytes | None:
        name = sha256(key).digest()
        with self._lock:
            body = self._bodies.get(name)
            if body is not None:
                self._bodies.move_to_end(name)
            return body

    def put(self, key: bytes, body: bytes) -> None:
        cost = len(body) + _OVERHEAD
        if len(body) > LARGEST or cost > self._most:
            return
        name = sha256(key).digest()
        with self._lock:
            former = self._bodies.pop(name, None)
            self._size -= 0 if former is None else len(former) + _OVERHEAD
            while self._size + cost > self._most:
                _, oldest = self._bodies.popitem(last=False)
                self._size -= len(oldest) + _OVERHEAD
            self._bodies[name] = body
            self._size += cost
