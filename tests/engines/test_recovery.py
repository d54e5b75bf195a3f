"""The engine goes and comes back: the service says so, and recovers without being started again."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from guanxia.app import create_app
from guanxia.engine.publishing import Publisher
from guanxia.settings import Settings
from guanxia.store import open_files
from guanxia.web.standby import Standby
from tests.cli.conftest import PROGRAM, environment
from tests.engines.conftest import publish
from tests.engines.server import Oxigraph, free_port

QUESTION = {"facts": {"contributionPaidInFull": False}, "on": "2020-10-12"}
SOON = 5.0


def eventually(found: Callable[[], Any], seconds: float = SOON) -> Any:
    """What is looked for, as soon as it is there."""
    until = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < until, "it has not come about"
        time.sleep(0.05)
    return value


def changed(folder: Path, number: int) -> Settings:
    """The law of this tree with one more statement: another release."""
    law = folder / f"law-{number}"
    shutil.copytree(Settings().ontology[0], law)
    (law / "more.ttl").write_text(f"<urn:more> <urn:number> {number} .", encoding="utf-8")
    return Settings(ontology=(law,))


def test_each_fault_turns_readiness_alone_and_back(engine: Oxigraph) -> None:
    publish(Settings(sparql_url=engine.url))
    client = create_app(Settings(sparql_url=engine.url)).test_client()

    def states() -> tuple[int, ...]:
        answer = client.post("/api/v1/jurisdiction", json=QUESTION)
        return client.get("/livez").status_code, client.get("/readyz").status_code, answer.status_code

    assert states() == (200, 200, 200)
    first = client.post("/api/v1/jurisdiction", json=QUESTION).data
    for _ in range(2):
        engine.kill()
        eventually(lambda: states() == (200, 503, 503))
        refused = client.get("/api/v1/facts", headers={"Accept-Language": "zh"})
        assert refused.get_json()["type"].endswith("/engine-unavailable")
        assert refused.headers["Retry-After"] == "2"
        assert client.get("/livez").get_json() == {"status": "alive"}
        engine.start()
        eventually(lambda: states() == (200, 200, 200))
        assert client.post("/api/v1/jurisdiction", json=QUESTION).data == first


def test_a_law_that_is_read_while_the_engine_goes_is_a_problem_and_no_more(engine: Oxigraph) -> None:
    publish(Settings(sparql_url=engine.url))
    client = create_app(Settings(sparql_url=engine.url)).test_client()
    assert client.get("/readyz").status_code == 200
    engine.kill()
    answer = client.post("/api/v1/jurisdiction", json={**QUESTION, "on": "2012-01-01"})
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"]


def test_an_engine_without_release_is_waited_for(engine: Oxigraph) -> None:
    client = create_app(Settings(sparql_url=engine.url)).test_client()
    assert client.get("/readyz").status_code == 503
    assert client.get("/").status_code == 503
    publish(Settings(sparql_url=engine.url))
    eventually(lambda: client.get("/readyz").status_code == 200, 20)
    assert client.get("/").status_code == 200


def test_a_new_release_is_taken_over_without_a_gap_and_never_mixed(engine: Oxigraph, tmp_path: Path) -> None:
    publish(Settings(sparql_url=engine.url))
    app = create_app(Settings(sparql_url=engine.url))
    seen: list[tuple[int, str, str]] = []
    done = threading.Event()

    def ask() -> None:
        client = app.test_client()
        while not done.is_set():
            before = client.get("/version").get_json()["release"]
            answer = client.post("/api/v1/jurisdiction", json=QUESTION)
            seen.append((answer.status_code, before, answer.get_json()["release"]))
            assert client.get("/readyz").status_code == 200
            time.sleep(0.02)

    asker = threading.Thread(target=ask)
    asker.start()
    names = []
    try:
        for number in range(5):
            files = open_files(changed(tmp_path, number))
            Publisher(Settings(sparql_url=engine.url), files).publish()
            names.append(files.release)
            eventually(lambda: seen and seen[-1][2] == names[-1], 20)
    finally:
        done.set()
        asker.join()
    assert {status for status, _, _ in seen} == {200}
    assert set(names) <= {release for _, _, release in seen}
    order = [release for _, _, release in seen]
    assert [name for index, name in enumerate(order) if index == 0 or order[index - 1] != name][1:] == names


def test_a_release_that_cannot_be_served_leaves_the_one_before(
    engine: Oxigraph, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(Settings(sparql_url=engine.url))
    app = create_app(Settings(sparql_url=engine.url))
    client = app.test_client()
    before = client.get("/version").get_json()["release"]
    broken = changed(tmp_path, 1)
    for path in broken.ontology[0].rglob("norms.ttl"):
        path.unlink()
    Publisher(Settings(sparql_url=engine.url), open_files(broken)).publish()
    eventually(lambda: client.get("/livez") and "cannot be served" in caplog.text, 20)
    for _ in range(3):
        time.sleep(1.1)
        assert client.get("/version").get_json()["release"] == before
    assert client.post("/api/v1/jurisdiction", json=QUESTION).status_code == 200
    assert caplog.text.count("cannot be served") == 1
    Publisher(Settings(sparql_url=engine.url), open_files(changed(tmp_path, 2))).publish()
    eventually(lambda: client.get("/version").get_json()["release"] != before, 20)


def test_packages_and_public_queries_are_of_the_release_in_the_engine(engine: Oxigraph, tmp_path: Path) -> None:
    publish(Settings(sparql_url=engine.url))
    app = create_app(Settings(sparql_url=engine.url, cage_children=1))
    client = app.test_client()

    def counted() -> tuple[int, int]:
        query = {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "format": "json"}
        document = client.get("/sparql", query_string=query).get_json()
        return int(document["results"]["bindings"][0]["n"]["value"]), client.get("/version").get_json()["triples"]

    size = len(open_files(Settings()))
    assert counted() == (size, size)
    Publisher(Settings(sparql_url=engine.url), open_files(changed(tmp_path, 1))).publish()
    eventually(lambda: client.get("/version").get_json()["triples"] == size + 1, 20)
    assert counted() == (size + 1, size + 1)
    report = client.post("/api/v1/validations", data="<urn:a> a <urn:b> .", content_type="text/turtle")
    assert report.status_code == 422
    assert isinstance(app.wsgi_app, Standby) and app.wsgi_app.application is not None
    app.wsgi_app.application.extensions["guanxia"].cage.close()


@contextmanager
def serving(url: str) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port), "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(GUANXIA_SPARQL_URL=url),
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def status(url: str, body: bytes | None = None) -> int:
    try:
        with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=5) as reply:
            return int(reply.status)
    except HTTPError as error:
        with error:
            return error.code
    except (URLError, OSError):
        return 0


def test_a_server_that_starts_before_its_engine_serves_when_that_is_there(engine: Oxigraph) -> None:
    publish(Settings(sparql_url=engine.url))
    engine.kill()
    question = json.dumps(QUESTION).encode()
    with serving(engine.url) as service:
        eventually(lambda: status(f"{service}/livez") == 200, 20)
        assert status(f"{service}/readyz") == 503
        assert status(f"{service}/api/v1/jurisdiction", question) == 503
        engine.start()
        eventually(lambda: status(f"{service}/readyz") == 200, 20)
        eventually(lambda: status(f"{service}/api/v1/jurisdiction", question) == 200, 20)
        engine.kill()
        eventually(lambda: status(f"{service}/readyz") == 503)
        assert status(f"{service}/livez") == 200
