"""The application of the release that a SPARQL server holds: held back while there is none, changed when it changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

import orjson
from flask import Flask

from guanxia.cage import CageError
from guanxia.engine import EngineError, EngineSlow
from guanxia.engine.graph import Engine
from guanxia.engine.releases import program_of
from guanxia.settings import Settings
from guanxia.web.errors import AFTER_ENGINE, engine_problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOG = logging.getLogger("guanxia")
RECHECK_SECONDS = 1.0
PATIENCE_SECONDS, RETIRED_SECONDS = 2.0, 60.0
LIVE, READY = "/livez", "/readyz"
# What is the same whatever the law says.
LAWLESS = (LIVE, "/static/")


class Standby:
    """WSGI that has an application for as long as the server can be asked, and for each release one of its own.

    Requests that have begun end with the application they began with.
    """

    def __init__(self, settings: Settings, build: Callable[[Settings], Flask]) -> None:
        self._settings, self._build = settings, build
        self._engine = Engine(replace(settings, sparql_seconds=min(settings.sparql_seconds, PATIENCE_SECONDS)))
        self._program = program_of(settings)
        self._asking, self._building = threading.Lock(), threading.Lock()
        self.application: Flask | None = None
        self._release: str | None = None
        self._tried: str | None = None
        self._refused: str | None = None
        self._fault: Exception | None = None
        self._at = monotonic()
        self._renew()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._look()
        application, fault, path = self.application, self._fault, environ["PATH_INFO"]
        if application is not None and (fault is None or isinstance(fault, EngineSlow) or path.startswith(LAWLESS)):
            if path != READY or fault is None:
                return application.wsgi_app(environ, start_response)
        return _held_back(path, isinstance(fault, EngineSlow), environ["REQUEST_METHOD"] == "HEAD", start_response)

    def _look(self) -> None:
        """Ask the server, at most every second and never twice at once, which release it holds."""
        if monotonic() - self._at < RECHECK_SECONDS or not self._asking.acquire(blocking=False):
            return
        try:
            newest = self._engine.newest(self._program).name
            if self.application is not None:
                self._settle(None)
            if newest in (self._release, self._refused):
                return
            self._tried = newest
            if self.application is None:
                self._renew()
            else:
                self._renew_beside()
        except EngineError as error:
            self._settle(error)
        finally:
            self._at = monotonic()
            self._asking.release()

    def _renew(self) -> None:
        """Make the application of the newest release and take it from now on."""
        with self._building:
            try:
                application = self._build(self._settings)
            except EngineError as error:
                self._settle(error)
            except Exception as error:
                # Such a release would not start from files either; the one before goes on.
                LOG.exception("the release in the engine cannot be served")
                self._refused = self._tried
                self._settle(None if self.application else error)
            else:
                if self.application is not None:
                    _warm(application, self.application)
                before, self.application = self.application, application
                self._release = application.extensions["guanxia"].graph.release
                self._settle(None)
                if before is not None:
                    _retire(before)

    def _renew_beside(self) -> None:
        """Do so while the application that is there goes on."""
        if not self._building.locked():
            threading.Thread(target=self._renew, name="standby", daemon=True).start()

    def _settle(self, fault: Exception | None) -> None:
        if type(fault) is not type(self._fault):
            LOG.warning("the engine: %s", fault or "answers again")
        self._fault = fault


def _warm(application: Flask, before: Flask) -> None:
    """Start the cage of an application before it is needed, where that of the one before is in use."""
    if before.extensions["guanxia"].cage.started:
        with suppress(CageError):
            application.extensions["guanxia"].cage.start()


def _retire(application: Flask) -> None:
    """End the cage of an application that takes no more requests, when those it has are done."""
    timer = threading.Timer(RETIRED_SECONDS, application.extensions["guanxia"].cage.close)
    timer.daemon = True
    timer.start()


def _held_back(path: str, slow: bool, bare: bool, start_response: StartResponse) -> Iterable[bytes]:
    problem = engine_problem(slow)
    status, kind, document = f"{problem.status} {problem.title.en}", "application/problem+json", problem.as_dict()
    if path == LIVE:
        status, kind, document = "200 OK", "application/json", {"status": "alive"}
    elif path == READY:
        kind, document = "application/json", {"status": "not ready", "graphLoaded": False, "engine": problem.kind}
        status = "503 Service Unavailable"
    body = orjson.dumps(document)
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    if path != LIVE:
        headers += [("Retry-After", str(AFTER_ENGINE)), ("Access-Control-Allow-Origin", "*")]
    start_response(status, headers)
    return () if bare else (body,)
