"""Cages of the tests: real brokers and children, with limits of one second and little memory."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guanxia.cage import Cage, Task
from guanxia.settings import Settings

MEMORY = 64 * 1024 * 1024
REPLY = 4 * 1024 * 1024
SETTINGS = Settings(
    cage_children=2, cage_wall=1.0, cage_cpu=1.0, cage_memory=MEMORY, cage_reply=REPLY, cage_queue=256, cage_wait=5.0
)
TASKS = (Task("deed", "tests.cage.deeds:load"), Task("echo", "tests.cage.deeds:load_echo"))


def deed(name: str, *arguments: Any) -> bytes:
    return json.dumps([name, arguments]).encode()


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def soon(condition: Callable[[], bool], seconds: float = 1.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture(scope="session")
def cage() -> Iterator[Cage]:
    """One cage with two children for all tests that leave it as it was."""
    with Cage(SETTINGS, TASKS) as made:
        yield made


class Canary:
    """A listener on this machine that counts who reaches it, by stream or by datagram."""

    def __init__(self) -> None:
        self.hits = 0
        self._stream = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._stream.getsockname()[1])
        self._datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagram.bind(("127.0.0.1", self.port))
        for watch in (self._watch_stream, self._watch_datagram):
            threading.Thread(target=watch, daemon=True).start()

    def _watch_stream(self) -> None:
        while True:
            try:
                connection, _ = self._stream.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()

    def _watch_datagram(self) -> None:
        while self._datagram.fileno() >= 0:
            try:
                self._datagram.recv(100)
            except OSError:
                return
            self.hits += 1

    def close(self) -> None:
        for listener in (self._stream, self._datagram):
            try:
                listener.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            listener.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A listener that has been seen to work."""
    made = Canary()
    socket.create_connection(("127.0.0.1", made.port)).close()
    assert soon(lambda: made.hits == 1)
    made.hits = 0
    yield made
    made.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that this user may read and that is nothing of the cage's."""
    path = tmp_path / "secret"
    path.write_bytes(b"secret of the register")
    os.chmod(path, 0o644)
    return path
