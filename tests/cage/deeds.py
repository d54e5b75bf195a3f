"""Tasks of the tests: what a child does, good and bad. The request is a line of JSON that names the deed."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from guanxia.cage import Refusal
from guanxia.cage.tasks import Work
from guanxia.settings import Settings

STEPS = 1_500
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


def load(settings: Settings) -> Work:
    """Heavy state once for all children: a store."""
    store = Store()
    node = NamedNode("https://example.org/a")
    store.extend(Quad(NamedNode(f"https://example.org/{step}"), node, Literal(step)) for step in range(STEPS))
    deeds = Deeds(store)

    def work(request: bytes) -> bytes | Iterable[bytes]:
        name, arguments = json.loads(request)
        result: bytes | Iterable[bytes] = getattr(deeds, name)(*arguments)
        return result

    return work


def load_echo(settings: Settings) -> Work:
    return lambda request: request


def load_nothing(settings: Settings) -> Work:
    raise FileNotFoundError("no law here")


class Deeds:
    """Each method is one deed; refusals by the kernel come back as the name of their error."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept: list[bytes] = []

    def pid(self) -> bytes:
        return b"%d" % os.getpid()

    def sleep(self, seconds: float, word: str) -> bytes:
        time.sleep(seconds)
        return word.encode()

    def query(self, text: str) -> bytes:
        solutions = self._store.query(text)
        return b"%d" % sum(1 for _ in solutions)  # type: ignore[union-attr, misc]

    def loop(self) -> bytes:
        while True:
            pass

    def eat(self) -> bytes:
        hoard = []
        while True:
            hoard.append(bytearray(1_000_000))

    def keep(self, size: int) -> bytes:
        self.kept.append(b"x" * size)
        return b"kept"

    def leave(self) -> bytes:
        os._exit(0)

    def crash(self) -> bytes:
        ctypes.string_at(0)
        return b""

    def recurse(self) -> bytes:
        return self.recurse()

    def fail(self, secret: str) -> bytes:
        raise ValueError(secret)

    def refuse(self, size: int) -> bytes:
        raise Refusal(b"r" * size)

    def panic(self) -> bytes:
        raise BaseException("panic")

    def speak(self, words: str) -> bytes:
        print(words)
        print(words, file=sys.stderr)
        os.write(2, words.encode() * 100_000)
        return b"spoke"

    def pieces(self, count: int, size: int, pause: float) -> Iterator[bytes]:
        for _ in range(count):
            yield b"p" * size
            time.sleep(pause)

    def pieces_then(self, count: int, deed: str) -> Iterator[bytes]:
        yield from self.pieces(count, 70_000, 0)
        getattr(self, deed)()

    def long_line(self, size: int) -> bytes:
        return b"l" * size

    def attempt(self, what: str, argument: Any) -> bytes:
        try:
            return repr(ATTEMPTS[what](argument)).encode()
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            return f"refused {type(error).__name__}".encode()


def _connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=0.3)


def _datagram(port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"out", ("127.0.0.1", port))


def _local_socket(path: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as sender:
        sender.connect(path)


def _write(folder: str) -> int:
    with open(os.path.join(folder, "written"), "w", encoding="utf-8") as file:
        return file.write("here")


def _thread(_: Any) -> None:
    threading.Thread(target=time.sleep, args=(0,)).start()


def _more_memory(_: Any) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except ValueError as error:
        raise OSError from error


ATTEMPTS: dict[str, Callable[[Any], object]] = {
    "connect": _connect,
    "datagram": _datagram,
    "local socket": _local_socket,
    "write": _write,
    "temporary file": lambda _: tempfile.TemporaryFile(),
    "remove": os.unlink,
    "folder": os.mkdir,
    "read": lambda path: open(path, "rb").read(3),
    "fork": lambda _: os.fork(),
    "program": lambda path: subprocess.run([path], check=True),
    "replace": lambda path: os.execv(path, [path]),  # noqa: S606
    "user": lambda _: os.geteuid(),
    "thread": _thread,
    "kill": lambda pid: os.kill(pid, signal.SIGKILL),
    "more memory": _more_memory,
}
