"""Requests to a SPARQL server: kept connections, one deadline for a whole exchange, nothing taken that is not whole."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from time import monotonic
from urllib.parse import urlsplit

from guanxia import __version__
from guanxia.engine.digest import authorization
from guanxia.engine.errors import EngineDown, EngineFault, EngineRefusal, EngineSlow

CONNECT_SECONDS = 3.0
CHUNK = 1 << 16
SPARE_CONNECTIONS = 16
# What Virtuoso says of a result that it has cut: at a number of rows, or at a time.
CUT_HEADERS = ("X-SPARQL-MaxRows", "X-SQL-State")
WORDS = 300
_TAG = re.compile(r"<[^<>]*>")
BUSY_STATUSES = (429, 503)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: ``media_type`` without its parameters."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Access:
    """User and password of a server that asks for them, by Basic or Digest."""

    user: str
    password: str


class Wire:
    """One server, by the address of a service of it; safe for threads. Raises ValueError for an address not of HTTP.

    ``seconds`` is how long a whole exchange may take, ``most`` how many bytes a reply may have.
    """

    def __init__(self, url: str, seconds: float, most: int, access: Access | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not an address of a SPARQL server: {url}")
        if parts.username or parts.password:
            raise ValueError("user and password do not belong into the address of a SPARQL server")
        self.url, self._secure, self._host, self._port = url, parts.scheme == "https", parts.hostname, parts.port
        self._path, self._query = parts.path or "/", parts.query
        self._seconds, self._most, self._access = seconds, most, access
        self._spare: deque[HTTPConnection] = deque()
        self._challenge: str | None = None

    def send(
        self,
        method: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        query: str = "",
        seconds: float | None = None,
        most: int | None = None,
    ) -> Reply:
        """The reply to one request. Raises EngineDown, EngineSlow, EngineFault or EngineRefusal."""
        target = self._path + ("?" + "&".join(filter(None, (self._query, query))) if self._query or query else "")
        until = monotonic() + (seconds or self._seconds)
        sent = {"User-Agent": f"guanxia/{__version__}", **headers}
        if self._access is not None and self._challenge is None and body is not None:
            # Who is asked by Digest learns so before a large body is on its way.
            _, self._challenge = self._exchange("HEAD", target, None, sent, until, most or self._most)
        reply, challenge = self._exchange(method, target, body, sent, until, most or self._most)
        if reply.status == 401 and self._access is not None and challenge:
            self._challenge = challenge
            reply, _ = self._exchange(method, target, body, sent, until, most or self._most)
        if reply.status in BUSY_STATUSES:
            raise EngineDown(f"{self.url}: status {reply.status}: {_words(reply.body)}")
        if 400 <= reply.status < 500:
            raise EngineRefusal(reply.status, _words(reply.body))
        if not 200 <= reply.status < 300:
            raise EngineFault(f"{self.url}: status {reply.status}: {_words(reply.body)}")
        return reply

    def _exchange(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str], until: float, most: int
    ) -> tuple[Reply, str | None]:
        """A reply of any status and the challenge that came with it; once more where a kept connection has ended."""
        while True:
            connection, kept = self._connection(until)
            try:
                with _watched(connection, until) as watch:
                    reply, challenge, last = self._speak(connection, method, target, body, headers, most)
            except (OSError, HTTPException) as error:
                connection.close()
                if watch.expired:
                    raise EngineSlow(f"{self.url} has not answered in time") from error
                if kept and isinstance(error, ConnectionError | HTTPException):
                    continue
                raise EngineDown(f"{self.url}: {type(error).__name__}: {error}") from error
            except BaseException:
                connection.close()
                raise
            if watch.expired:
                # The end that it made looks like that of a head.
                connection.close()
                raise EngineSlow(f"{self.url} has not answered in time")
            if last or len(self._spare) >= SPARE_CONNECTIONS:
                connection.close()
            else:
                self._spare.append(connection)
            return reply, challenge

    def _speak(
        self,
        connection: HTTPConnection,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        most: int,
    ) -> tuple[Reply, str | None, bool]:
        credentials = self._credentials(method, target)
        with suppress(BrokenPipeError, ConnectionResetError):
            # A server may answer, and end, before it has read a body that it does not want.
            connection.request(method, target, body, {**headers, **credentials})
        response = connection.getresponse()
        for name in CUT_HEADERS:
            if response.headers.get(name):
                raise EngineFault(f"{self.url} has cut its result: {name}: {response.headers[name][:WORDS]}")
        reply = Reply(response.status, response.headers.get_content_type(), self._whole(response, most))
        return reply, response.headers.get("WWW-Authenticate"), response.will_close

    def _whole(self, response: HTTPResponse, most: int) -> bytes:
        """The body to its stated end. Raises EngineFault for one that is too large, HTTPException for one cut short."""
        parts, size = [], 0
        while part := response.read(CHUNK):
            size += len(part)
            if size > most:
                raise EngineFault(f"{self.url}: the reply has more than {most} bytes")
            parts.append(part)
        if response.length:
            raise IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _credentials(self, method: str, target: str) -> dict[str, str]:
        if self._access is None or self._challenge is None:
            # Virtuoso does not ask by Digest whoever comes with Basic at once.
            return {}
        if self._challenge.lower().startswith("digest"):
            user, password = self._access.user, self._access.password
            return {"Authorization": authorization(self._challenge, method, target, user, password)}
        pair = f"{self._access.user}:{self._access.password}".encode()
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}

    def _connection(self, until: float) -> tuple[HTTPConnection, bool]:
        with suppress(IndexError):
            return self._spare.pop(), True
        patience = max(min(CONNECT_SECONDS, until - monotonic()), 0.001)
        made = (
            HTTPSConnection(self._host, self._port, timeout=patience, context=ssl.create_default_context())
            if self._secure
            else HTTPConnection(self._host, self._port, timeout=patience)
        )
        try:
            made.connect()
        except OSError as error:
            made.close()
            raise EngineDown(f"{self.url} cannot be reached: {error}") from error
        made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.sock.settimeout(None)
        return made, False

    def close(self) -> None:
        """End the connections that are kept."""
        with suppress(IndexError):
            while True:
                self._spare.pop().close()

    def __del__(self) -> None:
        if hasattr(self, "_spare"):
            self.close()


class _Watch:
    expired = False


@contextmanager
def _watched(connection: HTTPConnection, until: float) -> Iterator[_Watch]:
    """End the connection at its time, however slowly it still speaks."""
    watch = _Watch()

    def expire() -> None:
        watch.expired = True
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(until - monotonic(), 0.0), expire)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def _words(body: bytes) -> str:
    text = _TAG.sub(" ", body[: 8 * WORDS].decode(errors="replace"))
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:WORDS]
