"""Keeps a broker alive as long as this process lives, and no longer."""

from __future__ import annotations

import logging
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

import orjson

from guanxia.cage import packets
from guanxia.cage.errors import CageUnavailable
from guanxia.cage.tasks import Task
from guanxia.settings import Settings

START_SECONDS = 120.0
STOP_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 30.0
STEADY_SECONDS = 10.0
BACKLOG = 1024
# Where the socket of a service is, below the folder for temporary files: FOLDER and a random word, then SOCKET.
FOLDER, SOCKET = "guanxia-", "cage"
LOG = logging.getLogger(__name__)
# What a fresh interpreter needs of the environment; secrets of this process are none of it.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONHASHSEED")


class Keeper:
    """Holds the listening socket, so that callers wait while a broker that died is started again."""

    def __init__(self, settings: Settings, tasks: Sequence[Task]) -> None:
        self._settings, self._tasks = settings, tuple(tasks)
        self._folder = Path(tempfile.mkdtemp(prefix=FOLDER))
        self.path = self._folder / SOCKET
        self._listener = _listen(self.path)
        self._process: subprocess.Popen[bytes] | None = None
        self._owner, self._closing = os.getpid(), threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="cage-keeper", daemon=True)

    def start(self, *, wait: bool = True) -> None:
        """Start the broker; with ``wait`` come back when its tasks are loaded. Raises CageUnavailable."""
        self._process = self._launch()
        try:
            if wait:
                _await_ready(self._process)
        except CageUnavailable:
            self.close()
            raise
        self._watcher.start()

    def close(self) -> None:
        """End the broker and its children. A process forked from the owner leaves them alone."""
        if os.getpid() != self._owner or self._closing.is_set():
            return
        self._closing.set()
        self._listener.close()
        if self._process is not None:
            _end(self._process)
        if self._watcher.is_alive():
            self._watcher.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _launch(self) -> subprocess.Popen[bytes]:
        listener = self._listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "guanxia.cage"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(listener,),
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        order = {
            "settings": self._settings.dump(),
            "tasks": [[task.name, task.loader] for task in self._tasks],
            "listener": listener,
            "folder": str(self._folder),
        }
        with suppress(BrokenPipeError):
            if process.stdin is not None:
                process.stdin.write(orjson.dumps(order) + b"\n")
                process.stdin.flush()
        return process

    def _watch(self) -> None:
        pause, started = FIRST_PAUSE, monotonic()
        while self._process is not None:
            self._process.wait()
            if self._closing.is_set():
                return
            LOG.warning("the cage's broker has ended (%s); another starts", _reason(self._process))
            _end(self._process)
            pause = FIRST_PAUSE if monotonic() - started > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            if self._closing.wait(pause):
                return
            try:
                self._process, started = self._launch(), monotonic()
            except (OSError, ValueError) as error:
                LOG.warning("the cage's broker cannot be started: %s", error)
            if self._closing.is_set():
                _end(self._process)


def _listen(path: Path) -> socket.socket:
    try:
        listener = packets.seqpacket()
        listener.bind(str(path))
        listener.listen(BACKLOG)
    except OSError as error:
        raise CageUnavailable(f"no local sockets that keep packets whole: {error}") from error
    return listener


def _environment() -> dict[str, str]:
    paths = [str(Path(path).resolve()) for path in sys.path if path]
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def _reason(process: subprocess.Popen[bytes]) -> str:
    """Why a broker ended, from what it told before, if nobody has read that yet."""
    told = process.stdout.readline() if process.stdout is not None and not process.stdout.closed else b""
    return str(orjson.loads(told).get("error", process.returncode)) if told else str(process.returncode)


def _await_ready(process: subprocess.Popen[bytes]) -> None:
    if process.stdout is None or not select.select([process.stdout], [], [], START_SECONDS)[0]:
        raise CageUnavailable("the broker is not ready in time")
    line = process.stdout.readline()
    if not line:
        raise CageUnavailable("the broker ended before it was ready")
    word = orjson.loads(line)
    if "error" in word:
        raise CageUnavailable(str(word["error"]))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the lifeline and see the broker off."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
