"""The cage as its callers see it: bytes in, bytes out, or an exception that says why not."""

from __future__ import annotations

import select
import socket
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, replace
from time import monotonic
from types import TracebackType
from typing import Any

import orjson

from guanxia.cage import packets
from guanxia.cage.errors import (
    CageAbandoned,
    CageBusy,
    CageDied,
    CageError,
    CageFailed,
    CageMemory,
    CageShare,
    CageTimeout,
    CageTooLarge,
    CageUnavailable,
    Refusal,
)
from guanxia.cage.keeper import Keeper
from guanxia.cage.packets import CHUNK, Head
from guanxia.cage.tasks import TASKS, Task
from guanxia.settings import Settings

# How much longer than its limits a broker may take that has just been started again.
PATIENCE_SECONDS = 10.0
# When to look for the first time whether anybody still waits for a reply, and how often then, in seconds.
FIRST_LOOK, NEXT_LOOK = 0.025, 0.1


def _unknown(_: bytes) -> CageError:
    return CageDied("broker")


_REASONS: dict[bytes, Callable[[bytes], CageError]] = {
    packets.TIMEOUT: lambda detail: CageTimeout(packets.NUMBER.unpack(detail)[0]),
    packets.MEMORY: lambda detail: CageMemory(int(detail)),
    packets.LARGE: lambda detail: CageTooLarge(int(detail)),
    packets.FAILED: lambda detail: CageFailed(detail.decode(errors="replace")),
    packets.DIED: lambda detail: CageDied(detail.decode(errors="replace")),
    packets.BUSY: lambda detail: CageBusy(int(detail)),
    packets.SHARE: lambda detail: CageShare(int(detail)),
    packets.BANNED: lambda detail: CageShare(int(detail), banned=True),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: ``key`` names the client whose share it is, empty for none; ``gone`` tells that it does not wait."""

    key: str = ""
    gone: Callable[[], bool] | None = None


NOBODY = Visitor()


@dataclass(frozen=True, slots=True)
class Status:
    """The broker and its children now; ``served`` and ``deaths`` count by outcome and by cause since it started."""

    pid: int
    children: list[int]
    busy: int
    queued: int
    served: dict[str, int]
    deaths: dict[str, int]
    confinement: list[str]
    limits: dict[str, float]


class Cage:
    """Runs tasks in confined children; one for a process, for all its threads.

    It uses the broker at ``settings.cage_socket``, or one of its own that starts with the first request.
    ``around`` is entered while a thread waits for a whole reply.
    """

    def __init__(self, settings: Settings, tasks: Sequence[Task] = TASKS) -> None:
        self._settings, self._tasks = settings, tuple(tasks)
        self._path = settings.cage_socket
        self._lock = threading.Lock()
        self._finalizer: weakref.finalize[[], Cage] | None = None
        self.around: Callable[[], AbstractContextManager[None]] = nullcontext

    def run(self, task: str, request: bytes, *, wall: float | None = None, visitor: Visitor = NOBODY) -> bytes:
        """The whole reply. Raises CageError, or Refusal by the task; ``wall`` in seconds instead of the set limits."""
        with self.around(), self.stream(task, request, wall=wall, visitor=visitor) as chunks:
            return b"".join(chunks)

    def stream(self, task: str, request: bytes, *, wall: float | None = None, visitor: Visitor = NOBODY) -> Stream:
        """The reply as it comes. Raises as ``run`` does, also after the first chunk where the reply was cut."""
        settings = self._settings
        head = Head(task, wall or settings.cage_wall, wall or settings.cage_cpu, len(request), b"", visitor.key)
        connection = self._connect(head.wall + settings.cage_wait + PATIENCE_SECONDS)
        return Stream(connection, head, request, settings.cage_reply, visitor.gone)

    def note(self, visitor: Visitor, patience: float = PATIENCE_SECONDS, *, ignored: int = 0) -> None:
        """Count an error of a client that needed no child, or so many refusals that it ignored, if any.

        Raises CageShare where it has had its share.
        """
        if visitor.key and self.started:
            with self._connect(patience) as connection:
                connection.send(packets.NOTE + packets.COUNT.pack(ignored) + visitor.key.encode())
                told = _receive(connection)
                if told[:1] != packets.END:
                    raise _REASONS.get(told[:1], _unknown)(told[1:])

    def clients(self, release: str = "", patience: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Clients and what each has left; with ``release`` a client's past is forgotten first.

        ``{"released": bool, "clients": [{"client", "banned", "seconds", "errors", "running", "waiting"}]}``
        """
        with self._connect(patience) as connection:
            connection.send(packets.CLIENTS + release.encode())
            told: dict[str, Any] = orjson.loads(_receive(connection)[1:])
        return told

    @property
    def started(self) -> bool:
        """Whether there is a broker to ask: one of its own, or one that several processes share."""
        return self._path is not None

    def status(self, patience: float = PATIENCE_SECONDS) -> Status:
        """The state within ``patience`` seconds. Raises CageUnavailable or CageDied."""
        with self._connect(patience) as connection:
            connection.send(packets.STATUS)
            values: dict[str, Any] = orjson.loads(_receive(connection)[1:])
        return Status(**{field.name: values[field.name] for field in fields(Status)})

    def start(self) -> str:
        """Start the broker now if it is this process that has to; its socket. Raises CageUnavailable."""
        with self._lock:
            if self._path is None:
                keeper = Keeper(self._settings, self._tasks)
                keeper.start()
                self._finalizer = weakref.finalize(self, keeper.close)
                self._path = str(keeper.path)
            return self._path

    def close(self) -> None:
        """End the broker that this object started."""
        with self._lock:
            if self._finalizer is not None:
                self._finalizer()
                self._finalizer, self._path = None, None

    def __enter__(self) -> Cage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connect(self, patience: float) -> socket.socket:
        path = self._path or self.start()
        try:
            connection = packets.seqpacket()
        except OSError as error:
            raise CageUnavailable(str(error)) from error
        try:
            connection.settimeout(patience)
            connection.connect(path)
        except OSError as error:
            connection.close()
            raise CageUnavailable(f"the broker cannot be reached: {error}") from error
        return connection


class Stream(Iterator[bytes]):
    """Chunks of one reply. Closing it before its end kills the child that makes it.

    ``cpu`` is the processor time of a whole reply, in seconds.
    """

    def __init__(
        self,
        connection: socket.socket,
        head: Head,
        request: bytes,
        limit: int,
        gone: Callable[[], bool] | None = None,
    ) -> None:
        self._connection: socket.socket | None = connection
        self._limit, self._received, self._gone = limit, 0, gone
        self.cpu = 0.0
        try:
            self._send(connection, head, request)
        except BaseException:
            self.close()
            raise

    def _send(self, connection: socket.socket, head: Head, request: bytes) -> None:
        try:
            connection.send(replace(head, body=request[:CHUNK]).packet())
            for start in range(CHUNK, len(request), CHUNK):
                connection.send(packets.BODY + request[start : start + CHUNK])
        except (ConnectionError, TimeoutError):
            # Why it does not take more can still be read.
            return

    def __next__(self) -> bytes:
        refusal = bytearray()
        while self._connection is not None:
            try:
                if self._gone is not None:
                    _await(self._connection, self._gone)
                packet = _receive(self._connection)
                kind, detail = packet[:1], packet[1:]
                if kind == packets.DATA:
                    self._count(detail)
                    return detail
                if kind == packets.END:
                    self.cpu = packets.NUMBER.unpack(detail)[0]
                elif kind in (packets.PART, packets.REFUSED):
                    self._count(detail)
                    refusal += detail
                    if kind == packets.REFUSED:
                        raise Refusal(bytes(refusal))
                else:
                    raise _REASONS.get(kind, _unknown)(detail)
            except BaseException:
                self.close()
                raise
            if kind == packets.END:
                self.close()
        raise StopIteration

    def _count(self, detail: bytes) -> None:
        self._received += len(detail)
        if self._received > self._limit:
            raise CageTooLarge(self._limit)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def _await(connection: socket.socket, gone: Callable[[], bool]) -> None:
    """Come back when there is something to receive, or the time is over. Raises CageAbandoned once nobody waits."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    end, pause = monotonic() + (connection.gettimeout() or 0.0), FIRST_LOOK
    while not poll.poll(pause * 1000) and monotonic() < end:
        if gone():
            raise CageAbandoned("nobody waits for the reply")
        pause = NEXT_LOOK


def _receive(connection: socket.socket) -> bytes:
    """The next packet. Raises CageDied where there is none: what came before is not a reply."""
    for _ in range(2):
        try:
            packet = connection.recv(packets.LARGEST)
        except ConnectionError:
            # The kernel tells first that our packets were not read, then what was said to us.
            continue
        except TimeoutError:
            break
        if packet:
            return packet
        break
    raise CageDied("broker")
