"""The children of the broker: forked, lent out, killed, buried, and why each died."""

from __future__ import annotations

import os
import signal
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from guanxia.cage import child, confinement, landlock, packets
from guanxia.cage.tasks import Work
from guanxia.settings import Settings

TIMEOUT, MEMORY, ABANDONED, UNREAD = "timeout", "memory-limit", "abandoned", "unread"
CRASHED, ABORTED, KILLED, EXITED, RETIRED = "crashed", "aborted", "killed", "exited", "retired"
CAUSES = (TIMEOUT, MEMORY, ABANDONED, UNREAD, CRASHED, ABORTED, KILLED, EXITED, RETIRED)
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"out of memory", b"capacity overflow")
_FATAL_STARTS = 10


class ChildrenDoNotStart(Exception):
    """Every child died before it could take a request."""


@dataclass(slots=True, eq=False)
class Child:
    """``doom`` is why the broker killed it, or that it left by itself; ``complaints`` what native code wrote."""

    pid: int
    control: socket.socket
    complaints: int
    ready: bool = False
    doom: str | None = None


@dataclass(slots=True)
class Pool:
    """Children of one broker; the heavy state of their tasks is in this process and shared by fork."""

    settings: Settings
    works: Mapping[str, Work]
    namespace: bool
    children: dict[int, Child] = field(default_factory=dict)
    idle: list[Child] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)
    layers: tuple[str, ...] = ()
    _paths: tuple[Path, ...] = ()
    _still_born: int = 0

    def __post_init__(self) -> None:
        self._paths = landlock.readable(self.settings)

    def missing(self) -> int:
        return self.settings.cage_children - len(self.children)

    def ready(self) -> int:
        """Children that work or wait, without those that are about to come or to go."""
        return sum(child.ready and child.doom is None for child in self.children.values())

    def spawn(self) -> Child:
        """Fork one child, which is idle when it has said so. Raises ChildrenDoNotStart after too many vain trials."""
        if self._still_born >= _FATAL_STARTS:
            raise ChildrenDoNotStart
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        complaints, voice = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(theirs.detach(), voice, parent)
        theirs.close()
        os.close(voice)
        ours.setblocking(False)
        os.set_blocking(complaints, False)
        made = Child(pid, ours, complaints)
        self.children[ours.fileno()] = made
        return made

    def _become(self, control: int, voice: int, parent: int) -> None:
        try:
            confinement.die_with(parent)
            os.set_blocking(voice, False)
            os.dup2(voice, 1)
            os.dup2(voice, 2)
            child.live(control, self.settings, self.works, self._paths, self.namespace)
            os._exit(0)
        finally:
            os._exit(70)

    def settle(self, settled: Child, layers: bytes) -> None:
        """A new child has confined itself."""
        settled.ready, self.layers = True, tuple(orjson.loads(layers))
        self._still_born = 0
        self.idle.append(settled)

    def free(self, done: Child) -> None:
        """A child waits for its next request; what the last one made it say is forgotten."""
        _words(done.complaints)
        self.idle.append(done)

    def kill(self, condemned: Child, cause: str) -> None:
        condemned.doom = cause
        os.kill(condemned.pid, signal.SIGKILL)

    def bury(self, dead: Child) -> str:
        """Take away a child whose socket has closed; why it died."""
        pid, status = os.waitpid(dead.pid, os.WNOHANG)
        if pid == 0:
            # A child whose socket is closed but that lives on obeys nobody.
            os.kill(dead.pid, signal.SIGKILL)
            _, status = os.waitpid(dead.pid, 0)
        cause = dead.doom or _cause(status, _words(dead.complaints))
        del self.children[dead.control.fileno()]
        if dead in self.idle:
            self.idle.remove(dead)
        dead.control.close()
        os.close(dead.complaints)
        self.deaths[cause] += 1
        self._still_born += not dead.ready
        return cause

    def close(self) -> None:
        for left in self.children.values():
            os.kill(left.pid, signal.SIGKILL)
        for left in self.children.values():
            os.waitpid(left.pid, 0)


def _words(complaints: int) -> bytes:
    try:
        return os.read(complaints, packets.LARGEST)
    except BlockingIOError:
        return b""


def _cause(status: int, words: bytes) -> str:
    if not os.WIFSIGNALED(status):
        return EXITED
    number = os.WTERMSIG(status)
    if number == signal.SIGPROF:
        return TIMEOUT
    if number == signal.SIGABRT and any(sign in words for sign in _OUT_OF_MEMORY):
        return MEMORY
    return {signal.SIGABRT: ABORTED, signal.SIGKILL: KILLED}.get(signal.Signals(number), CRASHED)
