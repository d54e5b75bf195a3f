"""The law in ``oxigraph serve`` gives the same bytes as the law in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guanxia.app import Service, create_app, create_service
from guanxia.settings import Settings
from tests.conftest import SHARED
from tests.engines.comparing import differing_answers, differing_pages, differing_queries
from tests.engines.server import Oxigraph


@pytest.fixture(scope="module")
def remote(shared_engine: Oxigraph) -> Iterator[Service]:
    service = create_service(Settings(sparql_url=shared_engine.url))
    yield service
    service.cage.close()


@pytest.fixture(scope="module")
def contracts() -> Path | None:
    assert SHARED.is_dir() or os.environ.get("CI") != "true"
    return SHARED if SHARED.is_dir() else None


def test_the_release_has_the_same_name_and_size(service: Service, remote: Service) -> None:
    assert remote.graph.release == service.graph.release
    assert len(remote.graph) == len(service.graph)
    assert remote.graph.intact()


def test_every_question_of_the_suite_has_the_same_bytes(
    service: Service, remote: Service, contracts: Path | None
) -> None:
    assert differing_answers(service, remote, contracts) == []


def test_every_query_gives_the_same_rows_in_the_same_order(service: Service, remote: Service) -> None:
    assert differing_queries(service, remote) == []


def test_pages_and_documents_are_the_same_bytes(shared_engine: Oxigraph) -> None:
    assert differing_pages(create_app(Settings()), create_app(Settings(sparql_url=shared_engine.url))) == []


def test_all_statements_come_whole(service: Service, remote: Service) -> None:
    def ground(one: Service) -> set[str]:
        return {str(triple) for triple in one.graph if "_:" not in f"{triple.subject}{triple.object}"}

    assert ground(remote) == ground(service)
