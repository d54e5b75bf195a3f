"""Whatever a server does, a request to it ends in time, and nothing is taken for an answer that is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from guanxia.app import create_app
from guanxia.engine import EngineDown, EngineError, EngineFault, EngineRefusal, EngineSlow, RemoteGraph
from guanxia.engine.graph import Engine
from guanxia.settings import Settings
from tests.engines import misbehaving
from tests.engines.misbehaving import EMPTY, JSON, Behavior, Misbehaving, raw, whole
from tests.engines.server import Oxigraph, free_port

SECONDS = 1.0
LATEST = SECONDS + 1.0
HTML = b"Content-Type: text/html\r\n"
# Where a server closes in its head, the kernel may tell of the reset before what came first.
BEHAVIORS: dict[str, tuple[Behavior, type[EngineError] | tuple[type[EngineError], ...]]] = {
    "silent": (misbehaving.silent, EngineSlow),
    "drips its head": (misbehaving.dripping(head=True), EngineSlow),
    "drips its body": (misbehaving.dripping(head=False), EngineSlow),
    "never ends": (misbehaving.endless, EngineFault),
    "closes at once": (raw(b""), EngineDown),
    "closes in its head": (raw(b"HTTP/1.1 200 OK\r\nContent-"), (EngineFault, EngineDown)),
    "closes in its body": (raw(b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: 500\r\n\r\n" + EMPTY), EngineDown),
    "closes in a chunk": (
        raw(b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n50\r\n" + EMPTY),
        EngineDown,
    ),
    "ends without a last chunk": (
        raw(b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(EMPTY) + EMPTY + b"\r\n"),
        EngineDown,
    ),
    "cuts JSON and closes": (raw(b"HTTP/1.0 200 OK\r\n" + JSON + b"\r\n" + EMPTY[:-2]), EngineFault),
    "gives half of JSON": (whole(JSON, EMPTY[: len(EMPTY) // 2]), EngineFault),
    "answers HTML": (whole(HTML, b"<html>log in</html>"), EngineFault),
    "says HTML for JSON": (whole(HTML, EMPTY), EngineFault),
    "says nothing of its type": (whole(b"", EMPTY), EngineFault),
    "does not speak HTTP": (raw(b"220 mail.example ESMTP\r\n"), EngineDown),
    "says 500": (whole(HTML, b"<b>secret</b>", b"500 Internal Server Error"), EngineFault),
    "says 503": (whole(HTML, b"", b"503 Service Unavailable"), EngineDown),
    "says 400": (whole(HTML, b"no such query", b"400 Bad Request"), EngineRefusal),
    "says 302": (whole(b"Location: http://192.0.2.1/\r\n", b"", b"302 Found"), EngineFault),
    "tells that it cut rows": (whole(JSON + b"X-SPARQL-MaxRows: 10000\r\n", EMPTY), EngineFault),
    "tells that it ran out of time": (whole(JSON + b"X-SQL-State: S1TAT\r\n", EMPTY), EngineFault),
}


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    made = Misbehaving(raw(b""))
    yield made
    made.close()


def settings(url: str) -> Settings:
    return Settings(sparql_url=url, sparql_seconds=SECONDS, sparql_reply=4 * 1024 * 1024)


@pytest.mark.parametrize("name", BEHAVIORS)
def test_a_request_ends_in_time_with_its_reason(server: Misbehaving, name: str) -> None:
    server.behavior, expected = BEHAVIORS[name]
    start = time.monotonic()
    with pytest.raises(EngineError) as caught:
        RemoteGraph(settings(server.url))
    assert time.monotonic() - start < LATEST
    assert isinstance(caught.value, expected)
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("name", ["silent", "drips its body", "never ends", "answers HTML", "says 500", "says 400"])
def test_the_service_is_held_back_and_lives(server: Misbehaving, name: str) -> None:
    server.behavior = BEHAVIORS[name][0]
    client = create_app(settings(server.url)).test_client()
    start = time.monotonic()
    assert client.get("/livez").status_code == 200
    ready, answer = client.get("/readyz"), client.get("/api/v1/jurisdiction?on=2020-10-12")
    assert time.monotonic() - start < 2 * LATEST
    assert ready.status_code in (503, 504)
    assert answer.status_code in (503, 504)
    assert answer.content_type == "application/problem+json"
    assert int(answer.headers["Retry-After"]) >= 1
    document = answer.get_json()
    assert document["type"].rsplit("/", 1)[-1] in ("engine-unavailable", "engine-slow")
    assert set(document["texts"]["detail"]) == {"zh", "en"}
    assert str(server.port) not in answer.text and "secret" not in answer.text


def test_requests_do_not_ask_a_server_that_is_down_all_at_once(server: Misbehaving) -> None:
    client = create_app(settings(server.url)).test_client()
    before = server.asked
    for _ in range(50):
        assert client.get("/facts").status_code == 503
    assert server.asked - before <= 3


def test_a_kept_connection_that_the_server_has_ended_is_made_anew(engine: Oxigraph) -> None:
    asked = Engine(settings(engine.url))
    assert asked.size("urn:nothing") == 0
    engine.kill()
    engine.start()
    assert asked.size("urn:nothing") == 0
    asked.close()


def test_connections_serve_many_threads(shared_engine: Oxigraph) -> None:
    asked = Engine(replace(settings(shared_engine.url), sparql_seconds=20.0))
    found: list[int] = []

    def ask() -> None:
        found.extend(asked.size("urn:nothing") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 160
    asked.close()


@pytest.mark.parametrize(
    "url", ["", "localhost:7878", "ftp://localhost/query", "http:///query", "http://user:secret@localhost/query"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError) as caught:
        Engine(Settings(sparql_url=url))
    assert "secret" not in str(caught.value)


def test_nothing_listens() -> None:
    with pytest.raises(EngineDown, match="cannot be reached"):
        RemoteGraph(settings(f"http://127.0.0.1:{free_port()}/query"))
