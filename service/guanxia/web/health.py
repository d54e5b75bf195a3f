"""Whether the process lives, whether it may serve, and what it serves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response

from guanxia import __version__
from guanxia.cage import CageError

if TYPE_CHECKING:
    from guanxia.app import Service

RECHECK_SECONDS = 2.0
PATIENCE_SECONDS = 0.5


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("health", __name__)
    checked = _Checked(service)

    @views.get("/livez")
    def livez() -> Response:
        return _plain({"status": "alive"})

    @views.get("/readyz")
    def readyz() -> Response:
        loaded = len(service.graph) > 0 and bool(service.laws.notices)
        same, examination = checked.state()
        response = _plain(
            {
                "status": "ready" if loaded and same else "not ready",
                "graphLoaded": loaded,
                "releaseUnchanged": same,
                "examination": examination,
            }
        )
        response.status_code = 200 if loaded and same else 503
        return response

    @views.get("/version")
    def version() -> Response:
        return _plain({"version": __version__, "release": service.graph.release, "triples": len(service.graph)})

    return views


class _Checked:
    """What costs more to find out than a probe should cause, asked for at most every few seconds."""

    def __init__(self, service: Service) -> None:
        self._service, self._at = service, -RECHECK_SECONDS
        self._state = (True, "idle")

    def state(self) -> tuple[bool, str]:
        """Whether the graph is that of its files, and the state of the cage.

        ``idle`` before the first package, ``ready``, ``busy`` where requests wait, ``unavailable``; answers are given
        in each of them.
        """
        if time.monotonic() - self._at > RECHECK_SECONDS:
            self._state, self._at = (self._service.graph.intact(), self._cage()), time.monotonic()
        return self._state

    def _cage(self) -> str:
        cage = self._service.cage
        if not cage.started:
            return "idle"
        try:
            return "busy" if cage.status(PATIENCE_SECONDS).queued else "ready"
        except CageError:
            return "unavailable"


def _plain(value: dict[str, object]) -> Response:
    response = Response(orjson.dumps(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
