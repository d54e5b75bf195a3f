"""An HTTP server that answers as no engine should."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Behavior = Callable[[socket.socket], None]
JSON = b"Content-Type: application/sparql-results+json\r\n"
EMPTY = b'{"head":{"vars":["subject"]},"results":{"bindings":[]}}'


class Misbehaving:
    """Answers every request in one way, until it is told another; ``asked`` counts requests."""

    def __init__(self, behavior: Behavior) -> None:
        self.behavior, self.asked = behavior, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/query"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            connection.recv(1 << 16)
            self.asked += 1
            self.behavior(connection)

    def close(self) -> None:
        self._listener.close()
        for connection in self._open:
            connection.close()


def whole(head: bytes, body: bytes, status: bytes = b"200 OK") -> Behavior:
    length = b"Content-Length: %d\r\n" % len(body)
    return lambda connection: connection.sendall(b"HTTP/1.1 " + status + b"\r\n" + head + length + b"\r\n" + body)


def raw(reply: bytes) -> Behavior:
    return lambda connection: connection.sendall(reply)


def silent(_: socket.socket) -> None:
    time.sleep(20)


def dripping(head: bool) -> Behavior:
    def drip(connection: socket.socket) -> None:
        if head:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: 100000\r\n\r\n")
        for _ in range(400):
            connection.sendall(b"X: y\r\n" if head else b" ")
            time.sleep(0.05)

    return drip


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
