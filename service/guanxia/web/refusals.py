"""Clients that have had their share are refused at once, before Flask and cage: a loop of theirs must cost little."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from guanxia.cage import Cage, CageError, CageShare, Visitor
from guanxia.web.visitors import key_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH, MARK = "/sparql", "guanxia.refused"
# How long a refusal holds without asking the ledger again, so that a release is soon felt; clients that are held.
HOLD_SECONDS, MOST = 1.0, 1_000
# Refusals of which the ledger is told at once.
TOLD = 20


@dataclass(slots=True)
class _Held:
    """The reply that was given, to be given again until then for the same Accept; how often it was."""

    until: float
    accept: str
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    again: int = 0


class Refusals:
    """WSGI in front of WSGI: a reply that the view has marked goes to its client again while it asks for queries."""

    def __init__(self, application: WSGIApplication, cage: Cage, proxies: int) -> None:
        self._application, self._cage, self._proxies = application, cage, proxies
        self._held: dict[str, _Held] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or not _asks(environ):
            return self._application(environ, start_response)
        key, accept = key_of(environ, self._proxies), environ.get("HTTP_ACCEPT", "")
        held = self._held.get(key)
        if held is None:
            return self._passed(key, accept, environ, start_response)
        held.again += 1
        if monotonic() < held.until and held.accept == accept and held.again < TOLD:
            start_response(held.status, [*held.headers])
            return () if environ["REQUEST_METHOD"] == "HEAD" else (held.body,)
        self._tell(key, held)
        return self._passed(key, accept, environ, start_response)

    def _tell(self, key: str, held: _Held) -> None:
        """Let the ledger know what it has not seen; what it makes of that, the next answer shows."""
        if self._held.pop(key, None) is not None and held.again > 1:
            try:
                self._cage.note(Visitor(key), ignored=held.again - 1)
            except (CageShare, CageError):
                return

    def _passed(
        self, key: str, accept: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            started[:] = [(status, headers)]
            return start_response(status, headers, error) if error else start_response(status, headers)

        parts = self._application(environ, start)
        if not environ.get(MARK) or environ["REQUEST_METHOD"] == "HEAD":
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if len(self._held) >= MOST:
            self._held.clear()
        self._held[key] = _Held(monotonic() + HOLD_SECONDS, accept, *started[-1], body)
        return (body,)


def _asks(environ: WSGIEnvironment) -> bool:
    method = environ["REQUEST_METHOD"]
    return method == "POST" or (method in ("GET", "HEAD") and "query=" in environ.get("QUERY_STRING", ""))
