"""The README's ``console`` blocks: commands, and what they print. ``python -m tests.house.readme`` fills them anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from guanxia.app import create_app
from guanxia.settings import Settings
from tests.house.project import ROOT

README = ROOT / "README.md"
PUBLISHED = "http://127.0.0.1:8000"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
MORE = "…"


@dataclass(frozen=True, slots=True)
class Session:
    """One command and the lines shown for it; a line ``…`` stands for any lines."""

    command: str
    shown: tuple[str, ...]


def sessions(text: str) -> list[Session]:
    """The session of each block: a line that begins with ``$``, then the lines that it prints."""
    found = []
    for block in BLOCK.findall(text):
        first, *shown = block.splitlines()
        if not first.startswith("$ "):
            raise ValueError(f"no command in {first!r}")
        found.append(Session(first[2:], tuple(line.rstrip() for line in shown)))
    return found


@contextmanager
def serving() -> Iterator[str]:
    """The service over real HTTP on a free port; gives its address."""
    server = make_server("127.0.0.1", 0, create_app(Settings()), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def printed(command: str, address: str) -> list[str]:
    """Lines that a command prints on a screen of 120 columns; 1 means that it found something.

    Raises CalledProcessError for any other status but 0.
    """
    surroundings = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "service"),
        "PYTHONUTF8": "1",
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace(PUBLISHED, address)],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command)
    return [line.rstrip() for line in done.stdout.splitlines()]


def matches(lines: list[str], shown: tuple[str, ...]) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line == MORE else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def refilled(text: str, address: str) -> str:
    """The text with what its commands print now, as many lines as were shown before ``…``."""

    def fill(block: re.Match[str]) -> str:
        (session,) = sessions(block[0])
        lines = printed(session.command, address)
        if MORE in session.shown:
            lines = [*lines[: session.shown.index(MORE)], MORE]
        return "\n".join(["```console", f"$ {session.command}", *lines, "```"])

    return BLOCK.sub(fill, text)


if __name__ == "__main__":
    with serving() as place:
        README.write_text(refilled(README.read_text(encoding="utf-8"), place), encoding="utf-8")
