"""SPARQL servers as tests need them: on a free port, with a folder of their own, ended and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

START_SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Oxigraph:
    """``oxigraph serve`` of this environment, over a folder that outlives it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/query"

    def start(self) -> Oxigraph:
        program = Path(sysconfig.get_path("scripts")) / "oxigraph"
        assert program.exists(), f"no oxigraph beside {sys.executable}"
        self._process = subprocess.Popen(
            [str(program), "serve", "--location", str(self._folder), "--bind", f"127.0.0.1:{self.port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await_answer(f"http://127.0.0.1:{self.port}/")
        return self

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def await_answer(url: str, seconds: float = START_SECONDS) -> None:
    """Until a server answers, with whatever status."""
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(url, timeout=5).close()
            return
        except HTTPError as error:
            error.close()
            return
        except (URLError, OSError):
            assert time.monotonic() < until, f"nothing answers at {url}"
            time.sleep(0.05)
