"""A release written from a server is the one written from the files, byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from guanxia.catalog import Release, Shelf
from guanxia.settings import Settings
from guanxia.store import open_files, open_graph
from tests.engines.server import Oxigraph


def contents(release: Release) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(release.folder.iterdir())}


def test_files_from_a_server_are_those_from_the_files(
    shared_engine: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    here = Settings(releases=tmp_path / "files")
    there = replace(here, releases=tmp_path / "server", sparql_url=shared_engine.url)
    made = [Shelf(open_files(here), here).write(), Shelf(open_graph(there), there).write()]
    assert contents(made[0]) == contents(made[1])
    assert len(contents(made[0])) > 15
