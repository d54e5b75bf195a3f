"""Whether the process lives, whether it may serve, and what it serves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response

from guanxia import __version__

if TYPE_CHECKING:
    from guanxia.app import Service

RECHECK_SECONDS = 2.0


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("health", __name__)
    checked = {"at": 0.0, "intact": 1.0}

    def intact() -> bool:
        if time.monotonic() - checked["at"] > RECHECK_SECONDS:
            checked["intact"], checked["at"] = float(service.graph.intact()), time.monotonic()
        return bool(checked["intact"])

    @views.get("/livez")
    def livez() -> Response:
        return _plain({"status": "alive"})

    @views.get("/readyz")
    def readyz() -> Response:
        loaded = len(service.graph) > 0 and bool(service.laws.notices)
        same = intact()
        response = _plain(
            {"status": "ready" if loaded and same else "not ready", "graphLoaded": loaded, "releaseUnchanged": same}
        )
        response.status_code = 200 if loaded and same else 503
        return response

    @views.get("/version")
    def version() -> Response:
        return _plain({"version": __version__, "release": service.graph.release, "triples": len(service.graph)})

    return views


def _plain(value: dict[str, object]) -> Response:
    response = Response(orjson.dumps(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
