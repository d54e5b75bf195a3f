"""A real server with its output in files, and requests to it byte by byte."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

VALIDATIONS = "/api/v1/validations"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def kind(self) -> str:
        """The last part of the type of a problem."""
        return str(self.json()["type"]).rsplit("/", 1)[-1]


@dataclass(slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]
    files: list[Path] = field(default_factory=list)

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """One request on a connection of its own; ``Content_Type`` stands for the header Content-Type."""
        start = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            try:
                connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
                response = connection.getresponse()
            except BrokenPipeError:
                # The server has replied before it had taken all.
                response = HTTPResponse(connection.sock, method=method)
                response.begin()
            return _reply(response, start)
        finally:
            connection.close()

    def validate(self, body: bytes, media_type: str, **headers: str) -> Reply:
        return self.request("POST", VALIDATIONS, body, Content_Type=media_type, **headers)

    def raw(self, *parts: bytes, close: bool = False) -> Reply | None:
        """Bytes as they stand; None where the server gives no reply. ``close`` ends the connection after them."""
        start = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            for part in parts:
                try:
                    connection.sendall(part)
                except ConnectionError:
                    break
            if close:
                return None
            response = HTTPResponse(connection)
            try:
                response.begin()
                return _reply(response, start)
            except OSError:
                return None

    def workers(self) -> list[int]:
        """Processes that serve requests."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return sorted(int(pid) for pid in children.split())

    def output(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.files)


def _reply(response: HTTPResponse, start: float) -> Reply:
    body = response.read()
    headers = {name.title(): text for name, text in response.getheaders()}
    return Reply(response.status, headers, body, time.monotonic() - start)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[Server]:
    """``guanxia serve``, ready to examine; ``variables`` are further ones of its environment."""
    port = free_port()
    files = [folder / "stdout", folder / "stderr"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **variables}
    with files[0].open("wb") as out, files[1].open("wb") as err:
        program = [sys.executable, "-m", "guanxia", "serve", "--port", str(port)]
        process = subprocess.Popen(program, stdout=out, stderr=err, env=environment)
        server = Server(port, process, files)
        try:
            _await(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _await(server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.request("GET", "/readyz").json()["examination"] == "ready":
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(server.output().decode(errors="replace"))
