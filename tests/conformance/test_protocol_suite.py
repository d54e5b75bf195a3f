"""W3C's SPARQL 1.1 Protocol tests over real HTTP (G1, G2, T7): queries as they ask, updates all refused."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from guanxia.sparql.formats import BINDINGS, GRAPHS
from tests.conformance.protocol_app import SUITE
from tests.referrals.serving import free_port

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT, CNT = Namespace("http://www.w3.org/2011/http#"), Namespace("http://www.w3.org/2011/content#")
PATH = "/sparql"
TABULAR, RDF = {one.media_type for one in BINDINGS}, {one.media_type for one in GRAPHS}
ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a case; ``expected`` are classes of status, ``boolean`` and ``format`` what the reply holds."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    expected: frozenset[str]
    boolean: bool | None
    format: str | None

    @property
    def updates(self) -> bool:
        sent = (self.path + (self.body or b"").decode("latin-1")).lower()
        direct = any("sparql-update" in value for value in self.headers.values())
        return direct or "update=" in sent or sent.endswith("clear named")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    requests: list[Request] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    media_type: str
    body: bytes


def _read(path: Path) -> list[Case]:
    graph = Graph().parse(path, format="turtle")
    return [
        Case(str(node).rsplit("#", 1)[-1].rsplit("/", 1)[-1], [_request(graph, one) for one in _sent(graph, node)])
        for entries in graph.objects(None, MF.entries)
        for node in Collection(graph, entries)
        if isinstance(node, URIRef)
    ]


def _sent(graph: Graph, case: Node) -> Iterator[Node]:
    for action in graph.objects(case, MF.action):
        for requests in graph.objects(action, HT.requests):
            yield from Collection(graph, requests)


def _request(graph: Graph, node: Node) -> Request:
    response = graph.value(node, HT.resp)
    headers = graph.value(node, HT.headers)
    body = graph.value(node, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    format = graph.value(response, MF.expectedFormat)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        None if body is None else _bytes(graph, body),
        {
            str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
            for one in (Collection(graph, headers) if headers is not None else ())
        },
        frozenset(str(one)[-3:] for one in graph.objects(response, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
        None if format is None else str(format),
    )


def _bytes(graph: Graph, body: Node) -> bytes:
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding) or "UTF-8"))


# Stands for all cases where the suite is not there; the fixture of the server says so.
ABSENT = Case("suite")
CASES = _read(SUITE / "protocol" / "manifest.ttl") if SUITE.is_dir() else []
QUERIES = [case for case in CASES if "update" not in case.name]
UPDATES = [case for case in CASES if "update" in case.name]
STORE = [
    case
    for name in ("manifest-direct.ttl", "manifest-indirect.ttl")
    for case in (_read(SUITE / "graph-store-protocol" / name) if SUITE.is_dir() else [])
]


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers.get_content_type(), response.read())
        finally:
            connection.close()

    def hash(self) -> str:
        """Over every statement of every graph, whatever their order."""
        reply = self.send("GET", f"{PATH}?query={quote(ALL)}", headers={"Accept": "text/tab-separated-values"})
        assert reply.status == 200 and reply.body.count(b"\n") == 4
        return hashlib.sha256(b"\n".join(sorted(reply.body.splitlines()))).hexdigest()


@pytest.fixture(scope="module")
def server(shared: Path) -> Iterator[Server]:
    """The endpoint over the suite's graphs, in the server that the service uses."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--port", str(port)]
    with subprocess.Popen([*program, "tests.conformance.protocol_app:application"], env=environment) as process:
        try:
            server = Server(port)
            _await(server)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _await(server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if server.send("GET", f"{PATH}?query=ASK%20%7B%7D").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server is not ready")


def test_the_suite_is_whole(shared: Path) -> None:
    assert (len(QUERIES), len(UPDATES)) == (20, 14)
    assert sum(len(_writes(case)) for case in STORE) == 21


@pytest.mark.parametrize("case", QUERIES or [ABSENT], ids=lambda case: case.name)
def test_a_query_is_answered_as_the_protocol_says(case: Case, server: Server) -> None:
    for request in case.requests:
        reply = server.send(request.method, _here(request.path), request.body, request.headers)
        assert f"{str(reply.status)[0]}xx" in request.expected, reply
        if request.format is not None:
            assert reply.media_type in (RDF if request.format == "RDF" else TABULAR), reply
        if request.boolean is not None:
            assert json.loads(reply.body)["boolean"] is request.boolean


@pytest.mark.parametrize("case", UPDATES or [ABSENT], ids=lambda case: case.name)
def test_an_update_is_refused_and_changes_nothing(case: Case, server: Server) -> None:
    before = server.hash()
    assert any(request.updates for request in case.requests)
    for request in case.requests:
        reply = server.send(request.method, _here(request.path), request.body, request.headers)
        if request.updates:
            assert 400 <= reply.status < 500 and reply.media_type == "application/problem+json", reply
        else:
            assert json.loads(reply.body)["boolean"] is False
    assert server.hash() == before


@pytest.mark.parametrize("case", STORE or [ABSENT], ids=lambda case: case.name)
def test_a_write_to_a_graph_store_is_refused_and_changes_nothing(case: Case, server: Server) -> None:
    before = server.hash()
    for request in _writes(case):
        for path in (_here(request.path), request.path):
            reply = server.send(request.method, path, request.body, request.headers)
            assert 400 <= reply.status < 500 and reply.media_type == "application/problem+json", reply
    assert server.hash() == before


def _writes(case: Case) -> list[Request]:
    return [request for request in case.requests if request.method not in ("GET", "HEAD")]


def _here(path: str) -> str:
    """The path of the endpoint in place of that of the manifest."""
    _, mark, query = path.partition("?")
    return PATH + mark + query
