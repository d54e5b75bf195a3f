"""Replies that were made before are given again at once, before Flask makes its request and response."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Request, Response
from werkzeug.http import parse_etags, unquote_etag

from guanxia.cases import today
from guanxia.memory import Memory

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_BYTES = 48 * 1024 * 1024
LARGEST = 4 * 1024 * 1024
MARK = "guanxia.ready"
ASKED = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE")
LONGEST = 4_000
# A request with one of these is not for a whole reply.
PARTIAL = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# Headers that a reply without content does not carry.
OF_CONTENT = ("Content-Type", "Content-Length")


def keep(response: Response, incoming: Request) -> Response:
    """Mark a reply as one that depends on path, query, Accept, Accept-Language, release and day alone."""
    incoming.environ[MARK] = True
    return response


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    asked: int

    @property
    def size(self) -> int:
        return self.asked + len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


class Ready:
    """WSGI in front of WSGI: whole replies to GET that views have marked, up to a number of bytes."""

    def __init__(self, application: WSGIApplication, limit: int = KEPT_BYTES) -> None:
        self._application = application
        self._memory = Memory(limit)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or any(name in environ for name in PARTIAL):
            return self._application(environ, start_response)
        asked = tuple(environ.get(name, "") for name in ASKED)
        if sum(map(len, asked)) > LONGEST:
            return self._application(environ, start_response)
        key = (*asked, today())
        kept: _Kept | None = self._memory.find(key)
        if kept is not None:
            return _given(kept, environ, start_response)
        if method == "HEAD":
            return self._application(environ, start_response)
        return self._made(key, environ, start_response)

    def _made(self, key: tuple[Any, ...], environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The reply of the application, kept if it is whole and marked."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            started[:] = [(status, headers)]
            return start_response(status, headers, error) if error else start_response(status, headers)

        parts = self._application(environ, start)
        status, headers = started[-1] if started else ("", [])
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        if not (environ.get(MARK) and status.startswith("200 ") and etag):
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if len(body) <= LARGEST:
            asked = sum(len(part) for part in key if isinstance(part, str))
            lasting = [(name, value) for name, value in headers if name != "Date"]
            self._memory.get(key, lambda: _Kept(lasting, body, unquote_etag(etag)[0] or "", asked))
        return (body,)


def _given(kept: _Kept, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if "HTTP_IF_NONE_MATCH" in environ and parse_etags(environ["HTTP_IF_NONE_MATCH"]).contains_weak(kept.etag):
        start_response("304 NOT MODIFIED", [(name, value) for name, value in kept.headers if name not in OF_CONTENT])
        return ()
    start_response("200 OK", [*kept.headers])
    return () if environ["REQUEST_METHOD"] == "HEAD" else (kept.body,)
