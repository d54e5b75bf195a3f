"""Connections to the broker: taken, listened to, answered by a last word, and closed."""

from __future__ import annotations

import math
import select
import socket
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from guanxia.cage import pool
from guanxia.cage.pool import Child

LINGER_SECONDS = 5.0
GONE = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


@dataclass(slots=True, eq=False)
class Caller:
    """One connection. ``until`` is when its state must end; ``fate`` what it has come to if it does not.

    ``client`` names whose share it takes from; ``since`` is when it got its child.
    """

    connection: socket.socket
    until: float = math.inf
    head: bytes = b""
    wall: float = 0.0
    cpu: float = 0.0
    client: str = ""
    since: float = 0.0
    child: Child | None = None
    fate: str = pool.TIMEOUT
    last: bytes = b""


class Callers:
    """All connections of one broker, by their descriptors."""

    def __init__(self, poll: select.epoll, listener: socket.socket) -> None:
        self._poll, self._listener = poll, listener
        self._open: dict[int, Caller] = {}
        listener.setblocking(False)
        poll.register(listener, select.EPOLLIN)

    @property
    def listening(self) -> int:
        return self._listener.fileno()

    def at(self, descriptor: int) -> Caller | None:
        return self._open.get(descriptor)

    def accept(self) -> Caller | None:
        """The next caller that waits at the door."""
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return None
        connection.setblocking(False)
        caller = self._open[connection.fileno()] = Caller(connection)
        self._poll.register(connection, select.EPOLLIN | GONE)
        return caller

    def hold(self, caller: Caller) -> None:
        """From now on only hear whether a caller goes away: what it sends is for its child."""
        self._poll.modify(caller.connection, GONE)

    def say(self, caller: Caller, last: bytes) -> None:
        """The last word to a caller; where its socket is full, until it reads or a while has passed."""
        try:
            caller.connection.send(last)
        except BlockingIOError:
            if not caller.last:
                caller.last, caller.child, caller.until = last, None, monotonic() + LINGER_SECONDS
                self._poll.modify(caller.connection, select.EPOLLOUT | GONE)
            return
        except OSError:
            pass
        self.drop(caller)

    def ignore(self, caller: Caller) -> None:
        """Hear no more of a caller that has gone, until it is dropped."""
        # Its child may still hold the connection, and would keep the number of ours in the poll.
        with suppress(FileNotFoundError):
            self._poll.unregister(caller.connection)

    def drop(self, caller: Caller) -> None:
        self.ignore(caller)
        del self._open[caller.connection.fileno()]
        caller.connection.close()

    def due(self, now: float) -> list[Caller]:
        """Callers whose time is over."""
        return [caller for caller in self._open.values() if caller.until <= now]

    def patience(self) -> float | None:
        """Seconds until the next caller is due; None where none will be."""
        until = min((caller.until for caller in self._open.values()), default=math.inf)
        return max(until - monotonic(), 0.0) if until < math.inf else None
