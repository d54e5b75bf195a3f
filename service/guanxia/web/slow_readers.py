"""Clients that ask for much and read next to nothing are cut off: what they wait for fills the memory."""

from __future__ import annotations

import fcntl
import socket
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from struct import Struct

from guanxia.web.presence import connections

# Of the kernel's tcp_info: bytes that the other side has confirmed.
_INFO_SIZE, _CONFIRMED = 128, Struct("=120xQ")
_WAITING = Struct("=i")
_AT_ONCE = Struct("=ii").pack(1, 0)


class SlowReaders:
    """Looks at the connections of a server's port; ``grace`` in seconds, ``rate`` in bytes a second."""

    def __init__(self, port: int, grace: float, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._port, self._grace, self._rate, self._clock = port, grace, rate, clock
        self._since: dict[int, tuple[float, int]] = {}

    def watch(self) -> None:
        """Look from time to time, for the life of the process."""
        threading.Thread(target=self._watch, name="slow-readers", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(self._grace / 4)
            self.look()

    def look(self) -> int:
        """Cut off those who read more slowly than the rate for as long as the grace; how many."""
        now, cut = self._clock(), 0
        kept: dict[int, tuple[float, int]] = {}
        for one, number in connections():
            with suppress(OSError):
                if one.getsockname()[1] != self._port or not _waits(one):
                    continue
                confirmed = _confirmed(one)
                since, before = self._since.get(number, (now, confirmed))
                if now - since < self._grace:
                    kept[number] = since, before
                elif confirmed - before < self._rate * (now - since):
                    # What is still to be sent is dropped with the connection, instead of waiting for its reader.
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                    one.shutdown(socket.SHUT_RDWR)
                    cut += 1
                else:
                    kept[number] = now, confirmed
        self._since = kept
        return cut


def _waits(one: socket.socket) -> bool:
    """Whether something was sent that the other side has not confirmed."""
    return bool(_WAITING.unpack(fcntl.ioctl(one, termios.TIOCOUTQ, bytes(_WAITING.size)))[0])


def _confirmed(one: socket.socket) -> int:
    return int(_CONFIRMED.unpack(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_SIZE))[0])
