"""A copy of the newest release of a server, for processes without network."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from guanxia.engine.graph import RemoteGraph
from guanxia.settings import Settings
from guanxia.store import SHAPES


def fetch(settings: Settings, folder: Path) -> Settings:
    """Write the release into a folder; settings that read it from there and know no server. Raises EngineError."""
    graph = RemoteGraph(settings)
    folder.mkdir(parents=True, exist_ok=True)
    _write(graph.triples(None), folder / "law.ttl")
    _write(graph.triples(SHAPES), folder / "shapes.ttl")
    (folder / "release").write_text(graph.release, encoding="utf-8")
    graph.engine.close()
    _end_threads()
    return replace(settings, sparql_url=None, sparql_user=None, sparql_password="", snapshot=folder)


def _write(statements: Iterable[Triple], path: Path) -> None:
    serialize(statements, str(path), format=RdfFormat.N_TRIPLES)


def _end_threads() -> None:
    """Clocks of requests that are done: who leaves the network must be alone."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(1.0)
