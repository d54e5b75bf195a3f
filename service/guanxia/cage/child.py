"""A child of the cage: confined, it answers one request after the other until it is killed or has grown too big."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import process_time

import orjson

from guanxia.cage import confinement, limits, packets
from guanxia.cage.errors import Refusal
from guanxia.cage.packets import CHUNK, Head
from guanxia.cage.tasks import Work
from guanxia.settings import Settings


class _Unread(Exception):
    """The caller has gone or does not read in time."""


class _TooLarge(Exception):
    """The reply is over its limit."""


def live(control: int, settings: Settings, works: Mapping[str, Work], paths: Iterable[Path], namespace: bool) -> None:
    """All of a child's life, in a process just forked; ``control`` is the descriptor of its socket to the broker."""
    _quieten(control)
    memory = limits.Memory(settings.cage_memory)
    limits.hold_resources()
    memory.hold()
    layers = confinement.confine(paths, namespace)
    broker = packets.seqpacket(control)
    broker.send(packets.READY + orjson.dumps(layers))
    child = _Child(settings, works)
    while True:
        packet, descriptors, _, _ = socket.recv_fds(broker, packets.LARGEST, 1)
        if not packet or not descriptors:
            return
        with packets.seqpacket(descriptors[0]) as caller:
            caller.settimeout(settings.cage_stall)
            outcome = child.serve(Head.parse(packet), caller)
        finished = child.spent or memory.outgrown()
        broker.send(packets.DONE + packets.DONE_FORM.pack(outcome, finished))
        if finished:
            return


def _quieten(control: int) -> None:
    """Keep nothing of the broker open, and nothing that is said: it could tell of the request."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(3, control)
    os.closerange(control + 1, os.sysconf("SC_OPEN_MAX"))
    logging.disable(logging.CRITICAL)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")


class _Child:
    """``spent`` tells that this process should not answer another request."""

    def __init__(self, settings: Settings, works: Mapping[str, Work]) -> None:
        self._settings, self._works = settings, works
        self.spent = False

    def serve(self, head: Head, caller: socket.socket) -> bytes:
        """Answer one request; which packet ended it."""
        start = process_time()
        limits.processor_time(head.cpu)
        try:
            self._reply(head, caller)
            kind, detail = packets.END, packets.NUMBER.pack(process_time() - start)
        except _Unread:
            return packets.UNREAD
        except Refusal as refusal:
            kind, detail = packets.REFUSED, refusal.payload
        except _TooLarge:
            kind, detail = packets.LARGE, b"%d" % self._settings.cage_reply
        except MemoryError:
            self.spent = True
            kind, detail = packets.MEMORY, b"%d" % self._settings.cage_memory
        except BaseException as error:
            # Native code reports its panics by exceptions of the base class; what it leaves behind is unknown.
            self.spent = not isinstance(error, Exception)
            kind, detail = packets.FAILED, _place(error).encode()[:CHUNK]
        finally:
            limits.processor_time(0)
        try:
            return self._finish(caller, kind, detail)
        except _Unread:
            return packets.UNREAD

    def _reply(self, head: Head, caller: socket.socket) -> None:
        work = self._works.get(head.task)
        body = _whole(head, caller)
        if work is None:
            raise LookupError
        result = work(body)
        pending, total = bytearray(), 0
        for piece in (result,) if isinstance(result, bytes) else result:
            total += len(piece)
            if total > self._settings.cage_reply:
                raise _TooLarge
            pending += piece
            if len(pending) >= CHUNK:
                _send(caller, packets.DATA, pending)
                pending = bytearray()
        if pending:
            _send(caller, packets.DATA, pending)

    def _finish(self, caller: socket.socket, kind: bytes, detail: bytes) -> bytes:
        if kind == packets.REFUSED:
            cut = max(len(detail) - 1, 0) // CHUNK * CHUNK
            _send(caller, packets.PART, detail[:cut])
            detail = detail[cut:]
        _packet(caller, kind + detail)
        return kind


def _whole(head: Head, caller: socket.socket) -> bytes:
    parts, missing = [head.body], head.length - len(head.body)
    while missing > 0:
        try:
            packet = caller.recv(packets.LARGEST)
        except OSError as error:
            raise _Unread from error
        if packet[:1] != packets.BODY:
            raise _Unread
        parts.append(packet[1:])
        missing -= len(packet) - 1
    return b"".join(parts) if len(parts) > 1 else head.body


def _send(caller: socket.socket, kind: bytes, data: bytes | bytearray) -> None:
    view = memoryview(data)
    for start in range(0, len(view), CHUNK):
        _packet(caller, kind + view[start : start + CHUNK])


def _packet(caller: socket.socket, packet: bytes) -> None:
    try:
        caller.send(packet)
    except OSError as error:
        raise _Unread from error


def _place(error: BaseException) -> str:
    """Type of an exception and the line that raised it; its text may hold what was sent."""
    steps = traceback.extract_tb(error.__traceback__, limit=-1)
    where = f" at {Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
    return type(error).__name__ + where
