"""The broker: one thread that takes callers, lends each a child, and holds both to the clock.

Request and reply pass between caller and child alone; the broker reads the first packet, passes the connection on,
and speaks to the caller only where the child no longer can.
"""

from __future__ import annotations

import math
import os
import select
import socket
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

import orjson

from guanxia.cage import packets, pool
from guanxia.cage.packets import Head
from guanxia.cage.pool import Child, Pool

GRACE_SECONDS = 0.1
LINGER_SECONDS = 5.0
_GONE = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


@dataclass(slots=True, eq=False)
class Caller:
    """One connection. ``until`` is when its state must end; ``fate`` what it has come to if it does not."""

    connection: socket.socket
    until: float = math.inf
    head: bytes = b""
    wall: float = 0.0
    cpu: float = 0.0
    child: Child | None = None
    fate: str = pool.TIMEOUT
    last: bytes = b""


class Broker:
    """Serves callers of a listening socket until one of its lifelines can be read; announces the first child."""

    def __init__(
        self, children: Pool, listener: socket.socket, lifelines: tuple[int, ...], announce: Callable[[], None]
    ) -> None:
        self._pool, self._settings, self._announce = children, children.settings, announce
        self._listener, self._lifelines = listener, lifelines
        self._poll = select.epoll()
        self._callers: dict[int, Caller] = {}
        self._lent: dict[Child, Caller] = {}
        self._queue: deque[Caller] = deque()
        self._served: Counter[str] = Counter()
        self._mean = 0.05
        listener.setblocking(False)
        self._poll.register(listener, select.EPOLLIN)
        for lifeline in lifelines:
            self._poll.register(lifeline, select.EPOLLIN)

    def run(self) -> None:
        """Serve; new descriptors are made only after all events of a round, so that no number means two things."""
        self._fill()
        while True:
            events = dict(self._poll.poll(self._patience()))
            if not events.keys().isdisjoint(self._lifelines):
                return
            for descriptor, what in events.items():
                if descriptor in self._pool.children:
                    self._hear(self._pool.children[descriptor], what)
                elif descriptor in self._callers:
                    self._attend(self._callers[descriptor], what)
            self._hold_to_the_clock()
            self._fill()
            if self._listener.fileno() in events:
                self._accept()
            self._lend()

    def _patience(self) -> float | None:
        times = [caller.until for caller in self._callers.values() if caller.until < math.inf]
        return max(min(times) - monotonic(), 0.0) if times else None

    def _fill(self) -> None:
        while self._pool.missing() > 0:
            self._poll.register(self._pool.spawn().control, select.EPOLLIN)

    # Callers

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setblocking(False)
            caller = self._callers[connection.fileno()] = Caller(connection)
            self._poll.register(connection, select.EPOLLIN | _GONE)
            self._attend(caller, select.EPOLLIN)

    def _attend(self, caller: Caller, what: int) -> None:
        if caller.last:
            self._say(caller, caller.last)
        elif caller.head:
            if what & _GONE:
                self._lose(caller)
        else:
            self._read(caller)

    def _read(self, caller: Caller) -> None:
        try:
            packet = caller.connection.recv(packets.LARGEST)
        except BlockingIOError:
            return
        except OSError:
            packet = b""
        if packet[:1] == packets.STATUS:
            self._say(caller, packets.STATE + orjson.dumps(self._state()))
        elif packet[:1] != packets.HEAD:
            self._drop(caller)
        elif not self._pool.idle and len(self._queue) >= self._settings.cage_queue:
            self._turn_away(caller)
        else:
            head = Head.parse(packet)
            caller.head, caller.wall, caller.cpu = packet, head.wall, head.cpu
            caller.until = monotonic() + self._settings.cage_wait
            self._poll.modify(caller.connection, _GONE)
            self._queue.append(caller)

    def _turn_away(self, caller: Caller) -> None:
        self._served["busy"] += 1
        wait = self._mean * (len(self._queue) + 1) / self._settings.cage_children
        self._say(caller, packets.BUSY + b"%d" % max(1, math.ceil(wait)))

    def _lose(self, caller: Caller) -> None:
        """The caller has gone: its child may just have finished; otherwise it dies."""
        if caller.child is None:
            self._queue.remove(caller)
            self._drop(caller)
        elif caller.fate != pool.ABANDONED:
            caller.fate, caller.until = pool.ABANDONED, min(caller.until, monotonic() + GRACE_SECONDS)
            self._poll.unregister(caller.connection)

    def _say(self, caller: Caller, last: bytes) -> None:
        """The last word to a caller; where its socket is full, until it reads or a while has passed."""
        try:
            caller.connection.send(last)
        except BlockingIOError:
            if not caller.last:
                caller.last, caller.child, caller.until = last, None, monotonic() + LINGER_SECONDS
                self._poll.modify(caller.connection, select.EPOLLOUT | _GONE)
            return
        except OSError:
            pass
        self._drop(caller)

    def _drop(self, caller: Caller) -> None:
        # Its child may still hold the connection, and would keep the number of ours in the poll.
        with suppress(FileNotFoundError):
            self._poll.unregister(caller.connection)
        del self._callers[caller.connection.fileno()]
        caller.connection.close()

    # Children

    def _lend(self) -> None:
        while self._queue and self._pool.idle:
            caller, child = self._queue.popleft(), self._pool.idle.pop()
            try:
                socket.send_fds(child.control, [caller.head], [caller.connection.fileno()])
            except OSError:
                self._pool.kill(child, pool.KILLED)
                self._queue.appendleft(caller)
                continue
            caller.child, caller.until = child, monotonic() + caller.wall
            self._lent[child] = caller

    def _hear(self, child: Child, what: int) -> None:
        try:
            packet = child.control.recv(packets.LARGEST)
        except BlockingIOError:
            return
        except OSError:
            packet = b""
        if packet[:1] == packets.READY and not child.ready:
            if not self._pool.layers:
                self._announce()
            self._pool.settle(child, packet[1:])
        elif packet[:1] == packets.DONE and len(packet) == 1 + packets.DONE_FORM.size:
            self._done(child, *packets.DONE_FORM.unpack(packet[1:]))
        elif packet:
            # Whatever speaks here is no longer the child that was forked.
            self._pool.kill(child, pool.CRASHED)
        else:
            self._bury(child)

    def _bury(self, child: Child) -> None:
        self._poll.unregister(child.control)
        cause = self._pool.bury(child)
        caller = self._lent.pop(child, None)
        if caller is not None:
            self._served[cause] += 1
            self._tell(caller, cause, caller.cpu)

    def _done(self, child: Child, kind: bytes, spent: bool) -> None:
        caller = self._lent.pop(child, None)
        if caller is not None:
            self._mean += (monotonic() - caller.until + caller.wall - self._mean) / 16
            self._served[_OUTCOMES.get(kind, "failed")] += 1
            self._drop(caller)
        if spent:
            child.doom = pool.MEMORY if kind == packets.MEMORY else pool.RETIRED
        elif child.doom is None:
            self._pool.free(child)

    def _hold_to_the_clock(self) -> None:
        now = monotonic()
        for caller in [caller for caller in self._callers.values() if caller.until <= now]:
            if caller.last:
                self._drop(caller)
            elif caller.child is None:
                self._queue.remove(caller)
                self._turn_away(caller)
            else:
                del self._lent[caller.child]
                self._pool.kill(caller.child, caller.fate)
                self._served[caller.fate] += 1
                self._tell(caller, caller.fate, caller.wall)

    def _tell(self, caller: Caller, cause: str, limit: float) -> None:
        if cause == pool.TIMEOUT:
            self._say(caller, packets.TIMEOUT + packets.NUMBER.pack(limit))
        elif cause == pool.MEMORY:
            self._say(caller, packets.MEMORY + b"%d" % self._settings.cage_memory)
        elif cause == pool.ABANDONED:
            self._drop(caller)
        else:
            self._say(caller, packets.DIED + cause.encode())

    def _state(self) -> dict[str, Any]:
        limits = {key: value for key, value in asdict(self._settings).items() if key in _LIMITS}
        return {
            "pid": os.getpid(),
            "children": sorted(child.pid for child in self._pool.children.values()),
            "busy": len(self._lent),
            "queued": len(self._queue),
            "served": dict(self._served),
            "deaths": dict(self._pool.deaths),
            "confinement": self._pool.layers,
            "limits": limits,
        }


_OUTCOMES = {
    packets.END: "ok",
    packets.REFUSED: "refused",
    packets.LARGE: "too-large",
    packets.MEMORY: pool.MEMORY,
    packets.UNREAD: pool.UNREAD,
}
_LIMITS = (
    "cage_children",
    "cage_wall",
    "cage_cpu",
    "cage_memory",
    "cage_queue",
    "cage_wait",
    "cage_reply",
    "cage_stall",
)
