"""Engines that hold the release of this tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from guanxia.engine.publishing import Publisher
from guanxia.settings import Settings
from guanxia.store import open_files
from tests.engines.server import Oxigraph


def publish(settings: Settings) -> None:
    publisher = Publisher(settings, open_files(replace(settings, sparql_url=None)))
    publisher.publish()
    publisher.close()


@pytest.fixture(scope="session")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """An ``oxigraph serve`` with the release, for tests that leave it as it is."""
    server = Oxigraph(tmp_path_factory.mktemp("engine")).start()
    publish(Settings(sparql_url=server.url))
    yield server
    server.kill()


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """An empty one, for a test that ends it."""
    server = Oxigraph(tmp_path_factory.mktemp("engine")).start()
    yield server
    server.kill()
