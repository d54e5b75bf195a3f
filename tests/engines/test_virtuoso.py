"""The law in Virtuoso gives the same bytes as the law in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guanxia.app import Service, create_app, create_service
from guanxia.engine import EngineFault, EngineRefusal, RemoteGraph
from guanxia.engine.publishing import Publisher
from guanxia.settings import Settings
from guanxia.store import open_files
from tests.conftest import SHARED
from tests.engines.comparing import differing_answers, differing_pages, differing_queries
from tests.engines.conftest import publish
from tests.engines.virtuoso import Virtuoso

pytestmark = pytest.mark.other_engine
QUESTION = {"facts": {"contributionPaidInFull": False}, "on": "2020-10-12"}


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso")).start()
    publish(server.settings)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def remote(virtuoso: Virtuoso) -> Iterator[Service]:
    service = create_service(virtuoso.settings)
    yield service
    service.cage.close()


def test_the_release_has_the_same_name_and_size(service: Service, remote: Service) -> None:
    assert remote.graph.release == service.graph.release
    assert len(remote.graph) == len(service.graph)
    assert remote.graph.intact()


def test_every_question_of_the_suite_has_the_same_bytes(service: Service, remote: Service) -> None:
    assert differing_answers(service, remote, SHARED if SHARED.is_dir() else None) == []


def test_every_query_gives_the_same_rows_in_the_same_order(service: Service, remote: Service) -> None:
    assert differing_queries(service, remote) == []


def test_pages_and_documents_are_the_same_bytes(virtuoso: Virtuoso) -> None:
    assert differing_pages(create_app(Settings()), create_app(virtuoso.settings)) == []


def test_all_statements_come_whole(service: Service, remote: Service) -> None:
    def ground(one: Service) -> set[str]:
        return {str(triple) for triple in one.graph if "_:" not in f"{triple.subject}{triple.object}"}

    assert ground(remote) == ground(service)


def test_publishing_needs_the_password_and_happens_once(virtuoso: Virtuoso) -> None:
    files = open_files(Settings())
    assert not Publisher(virtuoso.settings, files).publish().loaded
    assert Publisher(virtuoso.settings, files).check().name == files.release
    unknown = Publisher(replace(virtuoso.settings, sparql_user=None), files)
    with pytest.raises(EngineRefusal):
        unknown._put("urn:x", files.triples(None))
    wrong = Publisher(replace(virtuoso.settings, sparql_password="wrong"), files)  # noqa: S106
    with pytest.raises(EngineRefusal):
        wrong._put("urn:x", files.triples(None))


def test_it_goes_and_comes_back(tmp_path: Path) -> None:
    server = Virtuoso(tmp_path).start()
    publish(server.settings)
    client = create_app(server.settings).test_client()
    first = client.post("/api/v1/jurisdiction", json=QUESTION)
    assert first.status_code == 200
    time.sleep(1.1)
    server.kill()
    assert client.get("/readyz").status_code == 503
    assert client.post("/api/v1/jurisdiction", json=QUESTION).status_code == 503
    assert client.get("/livez").status_code == 200
    server.start()
    until = time.monotonic() + 30
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert client.post("/api/v1/jurisdiction", json=QUESTION).data == first.data
    server.kill()


def test_a_result_that_it_cuts_is_no_result(tmp_path: Path) -> None:
    server = Virtuoso(tmp_path, rows=1_000).start()
    try:
        publish(server.settings)
        with pytest.raises(EngineFault, match=r"cut its result|limit of rows"):
            list(RemoteGraph(server.settings))
    finally:
        server.kill()
