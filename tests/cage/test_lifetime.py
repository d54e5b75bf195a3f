"""A broker serves as long as its owner lives, comes again when it dies, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guanxia.cage import Cage, CageDied, CageUnavailable, Task
from guanxia.cage.keeper import Keeper
from guanxia.settings import Settings
from tests.cage.conftest import SETTINGS, TASKS, alive, deed, soon

OWNER = """
import sys
from guanxia.cage import Cage
from tests.cage.conftest import SETTINGS, TASKS
cage = Cage(SETTINGS, TASKS)
cage.run("echo", b"")
status = cage.status()
print(cage.start(), status.pid, *status.children, flush=True)
sys.stdin.read()
"""
WORKER = """
import sys
from guanxia.cage import Cage
from guanxia.settings import Settings
cage = Cage(Settings.from_environment())
print(cage.run("echo", b"hello").decode(), cage.status().pid)
"""


def program(text: str, **variables: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-c", text],
        env={**os.environ, "PYTHONPATH": paths, **variables},
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def owner() -> Iterator[tuple[subprocess.Popen[str], Path, list[int]]]:
    process = program(OWNER)
    try:
        assert process.stdout is not None
        path, *pids = process.stdout.readline().split()
        yield process, Path(path), [int(pid) for pid in pids]
    finally:
        process.communicate(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_owner_ends(number: signal.Signals) -> None:
    with owner() as (process, path, pids):
        assert all(map(alive, pids))
        process.send_signal(number)
        process.wait(5)
        assert soon(lambda: not any(map(alive, pids)))
        assert soon(lambda: not path.parent.exists())


def test_a_process_forked_from_a_killed_owner_does_not_keep_the_broker() -> None:
    forking = OWNER.replace("sys.stdin.read()", "import os, time\nif os.fork() == 0:\n    time.sleep(3)\ntime.sleep(3)")
    process = program(forking)
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()[1:]]
    process.kill()
    assert soon(lambda: not any(map(alive, pids)))
    process.communicate(timeout=10)


def test_children_do_not_outlive_a_killed_broker() -> None:
    with owner() as (_, path, (broker, *children)):
        os.kill(broker, signal.SIGKILL)
        assert soon(lambda: not any(map(alive, children)))
    assert not path.parent.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_broker_that_dies_comes_again(number: signal.Signals, caplog: pytest.LogCaptureFixture) -> None:
    with Cage(SETTINGS, TASKS) as cage:
        first = cage.run("echo", b"one"), cage.status().pid
        stream = cage.stream("deed", deed("sleep", 5, "secret"))
        assert soon(lambda: cage.status().busy == 1)
        os.kill(first[1], number)
        with pytest.raises(CageDied, match="broker"):
            list(stream)
        assert cage.run("echo", b"two") == b"two"
        assert cage.status().pid != first[1]
    assert "secret" not in caplog.text
    assert "another starts" in caplog.text


def test_closing_ends_all_and_the_next_request_begins_anew() -> None:
    cage = Cage(SETTINGS, TASKS)
    assert cage.run("echo", b"one") == b"one"
    status = cage.status()
    cage.close()
    assert not any(map(alive, (status.pid, *status.children)))
    assert cage.run("echo", b"two") == b"two"
    cage.close()


def test_two_processes_share_one_broker_and_its_children() -> None:
    keeper = Keeper(SETTINGS, TASKS)
    keeper.start(wait=False)
    try:
        workers = [program(WORKER, GUANXIA_CAGE_SOCKET=str(keeper.path)) for _ in range(2)]
        replies = [worker.communicate(timeout=10)[0].split() for worker in workers]
        status = Cage(Settings(cage_socket=str(keeper.path)), TASKS).status()
        assert replies == [["hello", str(status.pid)]] * 2
        assert len(status.children) == SETTINGS.cage_children
        assert status.served == {"ok": 2}
    finally:
        keeper.close()
    assert not keeper.path.exists()


def test_a_task_that_cannot_be_loaded_is_told() -> None:
    for loader, reason in (("tests.cage.deeds:load_nothing", "no law here"), ("guanxia.nowhere:load", "nowhere")):
        with pytest.raises(CageUnavailable, match=reason):
            Cage(SETTINGS, (Task("broken", loader),)).run("broken", b"")


def test_a_socket_without_broker_is_told(tmp_path: Path) -> None:
    with pytest.raises(CageUnavailable):
        Cage(Settings(cage_socket=str(tmp_path / "none")), TASKS).run("echo", b"")


def test_a_process_forked_from_the_owner_uses_the_broker_and_leaves_it_alone() -> None:
    forking = OWNER.replace(
        "sys.stdin.read()", "import os\nif os.fork() == 0:\n    cage.run('echo', b'')\n    sys.exit()\n"
    )
    process = program(forking + "os.wait()\ncage.run('echo', b'')\nprint(cage.status().served['ok'])\n")
    output, _ = process.communicate(timeout=10)
    assert output.splitlines()[-1] == "3"


def test_the_environment_sets_the_limits() -> None:
    environment = {
        "GUANXIA_CAGE_CHILDREN": "3",
        "GUANXIA_CAGE_WALL": "2.5",
        "GUANXIA_CAGE_CPU": "2",
        "GUANXIA_CAGE_MEMORY": "1000000",
        "GUANXIA_CAGE_QUEUE": "7",
        "GUANXIA_CAGE_SOCKET": "/run/cage",
    }
    settings = Settings.from_environment(environment)
    numbers = settings.cage_children, settings.cage_wall, settings.cage_cpu, settings.cage_memory, settings.cage_queue
    assert numbers == (3, 2.5, 2.0, 1_000_000, 7)
    assert settings.cage_socket == "/run/cage"
    assert Settings.load(json.loads(json.dumps(settings.dump()))) == settings


@pytest.mark.parametrize("text", ["0", "-1", "nan", "many", ""])
def test_a_limit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Settings.from_environment({"GUANXIA_CAGE_WALL": text})


def test_a_request_costs_little(cage: Cage) -> None:
    times = []
    for _ in range(300):
        start = time.perf_counter()
        cage.run("echo", b"x" * 100)
        times.append(time.perf_counter() - start)
    assert sorted(times)[150] < 0.001
