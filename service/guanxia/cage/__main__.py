"""``python -m guanxia.cage``: the broker's own process, started by ``guanxia.cage.keeper``.

The first line of standard input says what to do; its end, or that of the owner, ends the broker. One line of standard
output tells that the tasks are loaded and a child is confined, or why not.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import orjson

from guanxia.cage import confinement, packets
from guanxia.cage.broker import Broker
from guanxia.cage.pool import ChildrenDoNotStart, Pool
from guanxia.cage.tasks import Task
from guanxia.settings import Settings

ORDERS, TOLD = 0, 1


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    lifelines = _lifelines()
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    order: dict[str, Any] = orjson.loads(line)
    settings = Settings.load(order["settings"])
    try:
        if settings.sparql_url is not None:
            settings = _copied(settings, Path(order["folder"]))
        namespace = confinement.leave_network()
        works = {name: Task(name, loader).load(settings) for name, loader in order["tasks"]}
    except Exception as error:
        _tell({"error": f"{type(error).__name__}: {error}"})
        return 1
    done = _serve(Pool(settings, works, namespace), packets.seqpacket(order["listener"]), lifelines)
    if done == 0:
        # Nobody else may be left to tidy up.
        shutil.rmtree(order["folder"], ignore_errors=True)
    return done


def _copied(settings: Settings, folder: Path) -> Settings:
    """Settings that read a copy of the release in the server: without network it could not be asked."""
    from guanxia.engine.snapshot import fetch

    return fetch(settings, folder / "release")


def _lifelines() -> tuple[int, ...]:
    """What can be read when the owner has ended; its forks may hold the other end of the orders for longer."""
    try:
        return (ORDERS, os.pidfd_open(os.getppid()))
    except OSError:
        return (ORDERS,)


def _serve(pool: Pool, listener: socket.socket, lifelines: tuple[int, ...]) -> int:
    gc.collect()
    gc.freeze()
    try:
        Broker(pool, listener, lifelines, lambda: _tell({"ready": True})).run()
    except ChildrenDoNotStart:
        _tell({"error": "children of the cage do not start"})
        return 1
    finally:
        pool.close()
    return 0


def _tell(word: dict[str, Any]) -> None:
    """Say one line to the keeper; nothing else ever goes this way."""
    os.write(TOLD, orjson.dumps(word) + b"\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, TOLD)
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
