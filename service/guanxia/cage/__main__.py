"""``python -m guanxia.cage``: the broker's own process, started by ``guanxia.cage.keeper``.

The first line of standard input says what to do, the end of it ends the broker; one line of standard output tells
that the tasks are loaded and a child is confined, or why not.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import orjson

from guanxia.cage import confinement, packets
from guanxia.cage.broker import Broker
from guanxia.cage.pool import ChildrenDoNotStart, Pool
from guanxia.cage.tasks import Task, Work
from guanxia.settings import Settings

LIFELINE, TOLD = 0, 1


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    namespace = confinement.leave_network()
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    order: dict[str, Any] = orjson.loads(line)
    settings = Settings.load(order["settings"])
    try:
        works = {name: Task(name, loader).load(settings) for name, loader in order["tasks"]}
    except Exception as error:
        _tell({"error": f"{type(error).__name__}: {error}"})
        return 1
    return _serve(settings, works, namespace, order["listener"], Path(order["folder"]))


def _serve(settings: Settings, works: dict[str, Work], namespace: bool, listener: int, folder: Path) -> int:
    gc.collect()
    gc.freeze()
    pool = Pool(settings, works, namespace)
    try:
        Broker(pool, packets.seqpacket(listener), LIFELINE, lambda: _tell({"ready": True})).run()
    except ChildrenDoNotStart:
        _tell({"error": "children of the cage do not start"})
        return 1
    finally:
        pool.close()
    # The lifeline has ended: nobody else may be left to tidy up.
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def _tell(word: dict[str, Any]) -> None:
    """Say one line to the keeper; nothing else ever goes this way."""
    os.write(TOLD, orjson.dumps(word) + b"\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, TOLD)
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
