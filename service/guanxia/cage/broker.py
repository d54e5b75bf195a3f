"""The broker: one thread that takes callers, lends each a child, and holds both to the clock.

Request and reply pass between caller and child entitled; the broker reads the first packet, passes the connection on,
and speaks to the caller only where the child no longer can.
"""

from __future__ import annotations

import math
import os
import select
import socket
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict
from time import monotonic
from typing import Any

import orjson

from guanxia.cage import packets, pool
from guanxia.cage.callers import GONE, Caller, Callers
from guanxia.cage.packets import Head
from guanxia.cage.pool import Child, Pool
from guanxia.cage.shares import TURN_SECONDS, Refused, Shares

GRACE_SECONDS = 0.1
# Clients that one report names at most: it is one packet.
MOST_NAMED = 200


class Broker:
    """Serves callers of a listening socket until one of its lifelines can be read; announces the first child."""

    def __init__(
        self, children: Pool, listener: socket.socket, lifelines: tuple[int, ...], announce: Callable[[], None]
    ) -> None:
        self._pool, self._settings, self._announce = children, children.settings, announce
        self._lifelines = lifelines
        self._poll = select.epoll()
        self._callers = Callers(self._poll, listener)
        self._shares = Shares(children.settings)
        self._lent: dict[Child, Caller] = {}
        self._queue: deque[Caller] = deque()
        self._served: Counter[str] = Counter()
        self._mean = 0.05
        for lifeline in lifelines:
            self._poll.register(lifeline, select.EPOLLIN)

    def run(self) -> None:
        """Serve; new descriptors are made only after all events of a round, so that no number means two things."""
        self._fill()
        while True:
            events = dict(self._poll.poll(self._callers.patience()))
            if not events.keys().isdisjoint(self._lifelines):
                return
            for descriptor, what in events.items():
                caller = self._callers.at(descriptor)
                if descriptor in self._pool.children:
                    self._hear(self._pool.children[descriptor], what)
                elif caller is not None:
                    self._attend(caller, what)
            self._hold_to_the_clock()
            self._fill()
            if self._callers.listening in events:
                while (caller := self._callers.accept()) is not None:
                    self._attend(caller, select.EPOLLIN)
            self._lend()

    def _fill(self) -> None:
        while self._pool.missing() > 0:
            self._poll.register(self._pool.spawn().control, select.EPOLLIN)

    # Callers

    def _attend(self, caller: Caller, what: int) -> None:
        if caller.last:
            self._callers.say(caller, caller.last)
        elif caller.head:
            if what & GONE:
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
        kind, detail = packet[:1], packet[1:]
        if kind == packets.HEAD:
            self._take(caller, packet)
        elif kind == packets.NOTE:
            self._note(caller, detail)
        elif kind == packets.STATUS:
            self._callers.say(caller, packets.STATE + orjson.dumps(self._state()))
        elif kind == packets.CLIENTS:
            released = self._shares.release(detail.decode()) if detail else False
            told = {"released": released, "clients": self._shares.state(MOST_NAMED)}
            self._callers.say(caller, packets.STATE + orjson.dumps(told))
        else:
            self._callers.drop(caller)

    def _take(self, caller: Caller, packet: bytes) -> None:
        head = Head.parse(packet)
        if not self._pool.idle and len(self._queue) >= self._settings.cage_queue:
            self._turn_away(caller)
            return
        refused = self._shares.enter(head.client)
        if refused is not None:
            self._refuse(caller, refused)
            return
        caller.head, caller.wall, caller.cpu, caller.client = packet, head.wall, head.cpu, head.client
        patience = TURN_SECONDS if self._shares.has_to_wait(caller.client) else self._settings.cage_wait
        caller.until = monotonic() + patience
        self._callers.hold(caller)
        self._queue.append(caller)

    def _note(self, caller: Caller, detail: bytes) -> None:
        (ignored,), client = packets.COUNT.unpack_from(detail), detail[packets.COUNT.size :].decode()
        refused = self._shares.ignored(client, ignored) if ignored else self._shares.fail(client)
        if refused is None:
            self._callers.say(caller, packets.END)
        else:
            self._refuse(caller, refused)

    def _refuse(self, caller: Caller, refused: Refused) -> None:
        self._served["banned" if refused.banned else "share"] += 1
        kind = packets.BANNED if refused.banned else packets.SHARE
        self._callers.say(caller, kind + b"%d" % refused.retry_after)

    def _turn_away(self, caller: Caller) -> None:
        self._served["busy"] += 1
        wait = self._mean * (len(self._queue) + 1) / self._settings.cage_children
        self._callers.say(caller, packets.BUSY + b"%d" % max(1, math.ceil(wait)))

    def _leave_queue(self, caller: Caller) -> None:
        self._queue.remove(caller)
        self._shares.leave(caller.client)

    def _lose(self, caller: Caller) -> None:
        """The caller has gone: its child may just have finished; otherwise it dies."""
        if caller.child is None:
            self._leave_queue(caller)
            self._callers.drop(caller)
        elif caller.fate != pool.ABANDONED:
            caller.fate, caller.until = pool.ABANDONED, min(caller.until, monotonic() + GRACE_SECONDS)
            self._callers.ignore(caller)

    # Children

    def _lend(self) -> None:
        while self._pool.idle:
            ready = self._pool.ready()
            caller = next((one for one in self._queue if self._shares.may_run(one.client, ready)), None)
            if caller is None:
                return
            child = self._pool.idle.pop()
            try:
                socket.send_fds(child.control, [caller.head], [caller.connection.fileno()])
            except OSError:
                self._pool.kill(child, pool.KILLED)
                continue
            self._queue.remove(caller)
            self._shares.begin(caller.client)
            caller.child, caller.since = child, monotonic()
            caller.until = caller.since + caller.wall
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
            self._settle(caller, cause)
            self._tell(caller, cause, caller.cpu)

    def _done(self, child: Child, kind: bytes, spent: bool) -> None:
        caller = self._lent.pop(child, None)
        if caller is not None:
            self._mean += (monotonic() - caller.since - self._mean) / 16
            self._settle(caller, _OUTCOMES.get(kind, "failed"))
            self._callers.drop(caller)
        if spent:
            child.doom = pool.MEMORY if kind == packets.MEMORY else pool.RETIRED
        elif child.doom is None:
            self._pool.free(child)

    def _settle(self, caller: Caller, outcome: str) -> None:
        """A request is over: count it, and take it from the share of its client."""
        self._served[outcome] += 1
        seconds, died = monotonic() - caller.since, outcome in pool.CAUSES
        self._shares.end(caller.client, seconds, outcome not in _NO_ERRORS, died=died)

    def _hold_to_the_clock(self) -> None:
        for caller in self._callers.due(monotonic()):
            if caller.last:
                self._callers.drop(caller)
            elif caller.child is None:
                entitled = self._shares.may_run(caller.client)
                self._leave_queue(caller)
                if entitled:
                    self._turn_away(caller)
                else:
                    self._refuse(caller, Refused(1))
            else:
                del self._lent[caller.child]
                self._pool.kill(caller.child, caller.fate)
                self._settle(caller, caller.fate)
                self._tell(caller, caller.fate, caller.wall)

    def _tell(self, caller: Caller, cause: str, limit: float) -> None:
        if cause == pool.TIMEOUT:
            self._callers.say(caller, packets.TIMEOUT + packets.NUMBER.pack(limit))
        elif cause == pool.MEMORY:
            self._callers.say(caller, packets.MEMORY + b"%d" % self._settings.cage_memory)
        elif cause == pool.ABANDONED:
            self._callers.drop(caller)
        else:
            self._callers.say(caller, packets.DIED + cause.encode())

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
# What is no fault of the request.
_NO_ERRORS = ("ok", pool.ABANDONED, pool.UNREAD, pool.KILLED, pool.EXITED)
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
