"""A child reaches no network, writes no file, starts no process, and reads only programs and the law."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guanxia.cage import Cage, CageError
from guanxia.cage.confinement import AUDIT, LANDLOCK, NAMESPACE, SECCOMP
from tests.cage.conftest import Canary, alive, deed

SERVICE = "SELECT * { SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }"


def attempt(cage: Cage, what: str, argument: Any = None) -> str:
    return cage.run("deed", deed("attempt", what, argument)).decode()


def test_network_is_held_by_the_kernel(cage: Cage) -> None:
    """A network namespace, a filter of system calls, or both; an audit hook alone would not hold native code."""
    assert {NAMESPACE, SECCOMP} & set(cage.status().confinement)


def test_no_network(cage: Cage, canary: Canary) -> None:
    assert attempt(cage, "connect", canary.port).startswith("refused")
    assert attempt(cage, "datagram", canary.port).startswith("refused")
    with pytest.raises(CageError):
        cage.run("deed", deed("query", SERVICE % canary.port))
    assert canary.hits == 0


def test_no_sockets_of_this_machine(cage: Cage) -> None:
    """Not even the broker's own."""
    assert attempt(cage, "local socket", cage.start()).startswith("refused")


@pytest.mark.parametrize("what", ["write", "folder", "remove", "temporary file"])
def test_no_file_is_written(cage: Cage, what: str, tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    argument = {"write": tmp_path, "folder": tmp_path / "made", "remove": tmp_path / "there"}.get(what, "")
    assert attempt(cage, what, str(argument)).startswith("refused")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_only_programs_and_the_law_are_read(cage: Cage, secret: Path, root: Path) -> None:
    """Where the kernel cannot hold that (no Landlock), the status does not claim it."""
    law = next((root / "ontology").rglob("*.ttl"))
    held = LANDLOCK in cage.status().confinement
    for foreign in (str(secret), "/etc/passwd", f"/proc/{os.getpid()}/environ"):
        assert attempt(cage, "read", foreign).startswith("refused") == held
    assert attempt(cage, "read", str(law)) == repr(law.read_bytes()[:3])


@pytest.mark.parametrize("what", ["fork", "program", "replace", "thread"])
def test_no_process_is_started(cage: Cage, what: str) -> None:
    for _ in range(20):
        assert attempt(cage, what, "/bin/true").startswith("refused")


def test_no_other_process_is_killed(cage: Cage) -> None:
    sleeper = subprocess.Popen(["sleep", "20"])
    try:
        for target in (sleeper.pid, cage.status().pid, os.getpid(), -1):
            assert attempt(cage, "kill", target).startswith("refused")
        assert alive(sleeper.pid)
    finally:
        sleeper.kill()
        sleeper.wait()


def test_the_superuser_is_nobody_inside(cage: Cage) -> None:
    held = [
        line.split()[1]
        for pid in cage.status().children
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        if line.startswith("NoNewPrivs:")
    ]
    assert held == ["1", "1"]
    if os.geteuid() == 0:
        assert attempt(cage, "read", "/etc/shadow").startswith("refused")
        assert attempt(cage, "user") == "65534"


def test_no_limit_is_raised(cage: Cage) -> None:
    assert attempt(cage, "more memory").startswith("refused")


def test_secrets_of_the_environment_stay_outside(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXIA_DATABASE_SECRET", "canary")
    with Cage(cage._settings, cage._tasks) as other:
        other.run("echo", b"")
        environment = Path(f"/proc/{other.status().pid}/environ").read_bytes()
    assert b"canary" not in environment


LAYERS = {
    NAMESPACE: "assert confinement.leave_network()",
    SECCOMP: "assert seccomp.confine()",
    AUDIT: "sys.addaudithook(confinement.deny)",
}
PROGRAM = """
import socket, sys
from guanxia.cage import confinement, seccomp
from pyoxigraph import Store
store = Store()
try:
    {layer}
except AssertionError:
    sys.exit(3)
try:
    {attempt}
except OSError:
    sys.exit(0)
sys.exit(4)
"""
PYTHON = "socket.create_connection(('127.0.0.1', {port}), timeout=1)"
NATIVE = "list(store.query('SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}'))"


@pytest.mark.parametrize(
    ("layer", "way"), [(NAMESPACE, PYTHON), (NAMESPACE, NATIVE), (SECCOMP, PYTHON), (SECCOMP, NATIVE), (AUDIT, PYTHON)]
)
def test_each_layer_alone_keeps_from_the_network(layer: str, way: str, canary: Canary, cage: Cage) -> None:
    """A layer that the kernel does not grant is not claimed."""
    program = PROGRAM.format(layer=LAYERS[layer], attempt=way.format(port=canary.port))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        assert layer not in cage.status().confinement
        return
    assert done.returncode == 0, done.stderr
    assert canary.hits == 0


@pytest.mark.parametrize(
    "way",
    ["open('/tmp/written', 'w')", "__import__('os').mkdir('/tmp/made')", "__import__('subprocess').run(['true'])"],
)
def test_the_audit_hook_stands_in_for_python(way: str) -> None:
    program = PROGRAM.format(layer=LAYERS[AUDIT], attempt=way)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
