"""Hostile queries over real HTTP (T1 to T39), each twice, while a normal client goes on as if nothing happened."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from guanxia.problems import KINDS
from guanxia.web.refusals import HOLD_SECONDS
from tests.cage.conftest import soon
from tests.referrals.serving import Reply, Server
from tests.sparql import hostile
from tests.sparql.conftest import ALLOWANCE, LIMIT, address, ask, cage_of, hash_of
from tests.sparql.hostile import BOMBS, CROSS, DEPTHS, FORMS, FUNCTIONS, GRAPHS, REGEXES, RESULT, SERVICES, WORDS, Query

# Of the kernel's states of a connection.
ESTABLISHED = 1
FORM, UPDATE = "application/x-www-form-urlencoded", "application/sparql-update"
BOMB = f"SELECT (COUNT(*) AS ?n) {{{CROSS}}}"
TWICE = pytest.mark.parametrize("turn", ["first", "second"])


def problem(reply: Reply, *kinds: str) -> None:
    """A whole problem document of one of these kinds, not to be stored, with the time to wait where one is due."""
    assert reply.headers["Content-Type"] == "application/problem+json", (reply.status, reply.body[:300])
    document = reply.json()
    assert reply.kind in kinds, document["detail"]
    assert reply.status == document["status"] == (400 if KINDS[reply.kind][0] == 422 else KINDS[reply.kind][0])
    assert document["texts"]["detail"]["zh"] and document["texts"]["detail"]["en"]
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.status not in (403, 429, 503) or int(reply.headers["Retry-After"]) >= 1


def result(reply: Reply) -> None:
    """A whole result in the format that it says (G12)."""
    assert reply.status == 200, reply.body[:300]
    READERS[reply.headers["Content-Type"].partition(";")[0]](reply.body)


READERS: dict[str, Callable[[bytes], object]] = {
    "application/sparql-results+json": json.loads,
    "application/sparql-results+xml": ElementTree.fromstring,
    "text/turtle": lambda body: list(parse(body, format=RdfFormat.TURTLE)),
    "application/n-triples": lambda body: list(parse(body, format=RdfFormat.N_TRIPLES)),
}


@TWICE
@pytest.mark.parametrize(
    "query", [*SERVICES, *WORDS, *GRAPHS, *FUNCTIONS, *DEPTHS, *BOMBS, *REGEXES], ids=lambda query: query.case
)
def test_a_hostile_query_is_refused_or_answered_whole(
    query: Query, turn: str, server: Server, listener: socket.socket
) -> None:
    port = listener.getsockname()[1]
    client = {"Content_Type": "application/sparql-query", "X_Forwarded_For": address()}
    reply = server.request("POST", query.path(port), query.body(port), **client)
    if reply.status == 200 and RESULT in query.kinds:
        result(reply)
    else:
        problem(reply, *query.kinds)
    assert reply.seconds < (LIMIT + 0.5 if {"time-limit", "memory-limit"} & set(query.kinds) else 0.25) + ALLOWANCE
    result(ask(server, "ASK {}"))


@pytest.mark.parametrize("query", GRAPHS, ids=lambda query: query.case)
def test_graphs_that_are_not_published_are_empty(query: Query, server: Server, listener: socket.socket) -> None:
    """T4, T5."""
    port = listener.getsockname()[1]
    reply = ask(server, query.body(port).decode(), query.path(port))
    assert reply.json()["results"]["bindings"] == []


@TWICE
@pytest.mark.parametrize("name", FORMS)
def test_an_update_is_refused_however_it_is_sent(name: str, turn: str, server: Server, listener: socket.socket) -> None:
    """T6."""
    before, text = hash_of(server), FORMS[name].replace("PORT", str(listener.getsockname()[1]))
    client = {"X_Forwarded_For": address()}
    for method, path, body, media_type in (
        ("GET", f"/sparql?query={quote(text)}", b"", ""),
        ("GET", f"/sparql?update={quote(text)}", b"", ""),
        ("POST", "/sparql", urlencode({"query": text}).encode(), FORM),
        ("POST", "/sparql", urlencode({"update": text}).encode(), FORM),
        ("POST", "/sparql", text.encode(), UPDATE),
        ("POST", "/sparql", text.encode(), "application/sparql-query"),
    ):
        reply = server.request(method, path, body, Content_Type=media_type, **client)
        problem(reply, "update-not-offered", "malformed-query")
    assert hash_of(server) == before


@TWICE
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path",
    [
        "/sparql?graph=urn:g",
        "/sparql?default",
        "/data?default",
        "/rdf-graphs/service?default",
        "/ontology",
        "/shapes",
        "/doc/role/LI",
        "/id/role/LI",
    ],
)
def test_a_write_to_a_graph_is_refused(method: str, path: str, turn: str, server: Server) -> None:
    """T6: by the graph store protocol, direct and indirect."""
    before = hash_of(server)
    reply = server.request(method, path, b"<urn:a> <urn:b> <urn:c> .", Content_Type="text/turtle")
    problem(reply, "method-not-allowed", "not-found", "unsupported-media-type")
    assert hash_of(server) == before


ASK = quote("ASK {}")
BODIES = {
    "T8-update-too": ("/sparql", f"query={ASK}&update=CLEAR%20ALL".encode(), FORM, ("update-not-offered",)),
    "T8-twice": ("/sparql", f"query={ASK}&query={ASK}".encode(), FORM, ("malformed-query",)),
    "T8-in-both": (f"/sparql?query={ASK}", f"query={ASK}".encode(), FORM, ("malformed-query",)),
    "T8-in-both-direct": (f"/sparql?query={ASK}", b"ASK {}", "application/sparql-query", ("malformed-query",)),
    "T8-update-in-address": ("/sparql?update=CLEAR%20ALL", b"ASK {}", hostile.DIRECT, ("update-not-offered",)),
    "T9-utf-16": ("/sparql", "ASK {}".encode("utf-16"), hostile.DIRECT, ("encoding", "malformed-query")),
    "T9-utf-16-told": ("/sparql", "ASK {}".encode("utf-16"), f"{hostile.DIRECT}; charset=UTF-16", ("encoding",)),
    "T9-invalid": ("/sparql", b'ASK {?s ?p "\xff\xfe"}', hostile.DIRECT, ("encoding",)),
    "T9-invalid-form": ("/sparql", b"query=ASK%20%7B%3Fs%20%3Fp%20%22%FF%22%7D", FORM, ("encoding",)),
    "T9-surrogate": ("/sparql", b'ASK {?s ?p "\xed\xa0\x80"}', hostile.DIRECT, ("encoding",)),
    "T11-missing": ("/sparql", b"ASK {}", "", ("unsupported-media-type",)),
    "T11-wrong": ("/sparql", b"ASK {}", "text/plain", ("unsupported-media-type",)),
    "T11-doubled": ("/sparql", b"ASK {}", f"{hostile.DIRECT}, {FORM}", ("unsupported-media-type",)),
    "T11-multipart": ("/sparql", b"--b--", "multipart/form-data; boundary=b", ("unsupported-media-type",)),
    "T12-empty": ("/sparql", b"", hostile.DIRECT, ("malformed-query",)),
    "T12-empty-form": ("/sparql", b"query=", FORM, ("malformed-query",)),
    "T12-no-query": ("/sparql", b"", FORM, ("malformed-query",)),
    "T12-bom": ("/sparql", b"\xef\xbb\xbf", hostile.DIRECT, ("malformed-query",)),
    "T12-comments": ("/sparql", b"# nothing\n# at all", hostile.DIRECT, ("malformed-query",)),
    "T31-direct": ("/sparql", b"ASK {VALUES ?x {" + b"<urn:x>" * 300_000 + b"}}", hostile.DIRECT, ("too-large",)),
    "T31-form": ("/sparql", b"query=" + b"%20" * 700_000, FORM, ("too-large",)),
    "T31-fields": ("/sparql", b"a=b&" * 50_000, FORM, ("malformed-query",)),
}


@TWICE
@pytest.mark.parametrize("case", BODIES)
def test_a_body_that_is_no_query_is_refused(case: str, turn: str, server: Server) -> None:
    """T8, T9, T11, T12, T31."""
    path, body, media_type, kinds = BODIES[case]
    headers = {"Content_Type": media_type} if media_type else {}
    reply = server.request("POST", path, body, X_Forwarded_For=address(), **headers)
    problem(reply, *kinds)
    assert reply.seconds < 0.25 + ALLOWANCE


def test_a_body_is_not_read_beyond_its_limit_nor_inflated(server: Server) -> None:
    """T31 and the transport of T70, T71."""
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n"
    for more, kind in (
        ("Content-Length: 10000000000000\r\n\r\nASK {}", "too-large"),
        ("Content-Length: 20\r\nContent-Encoding: gzip\r\n\r\n" + "x" * 20, "unsupported-media-type"),
        ("Content-Length: 6\r\nX-HTTP-Method-Override: DELETE\r\n\r\nASK {}", ""),
    ):
        reply = server.raw((head + more).encode())
        assert reply is not None
        problem(reply, kind) if kind else result(reply)


def test_without_a_query_it_describes_itself(server: Server) -> None:
    """T12."""
    reply = server.request("GET", "/sparql")
    result(reply)
    assert reply.headers["Content-Type"].startswith("text/turtle") and b"sd:Service" in reply.body
    problem(server.request("GET", "/sparql?query=", X_Forwarded_For=address()), "malformed-query")


@TWICE
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "QUERY", "LINK", "X"])
def test_other_methods_are_refused_with_those_there_are(method: str, turn: str, server: Server) -> None:
    """T10."""
    reply = server.request(method, f"/sparql?query={ASK}")
    problem(reply, "method-not-allowed")
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


@TWICE
@pytest.mark.parametrize("method", ["DELETE", "PUT", "POST"])
def test_a_preflight_allows_reading_alone(method: str, turn: str, server: Server) -> None:
    """T34."""
    reply = server.request(
        "OPTIONS",
        "/sparql",
        Origin="https://evil.example",
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers="X-Custom",
    )
    assert reply.status == 204 and reply.headers["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    assert "X-Custom" not in reply.headers["Access-Control-Allow-Headers"]


def test_any_site_may_read_and_none_with_credentials(server: Server) -> None:
    """T33: results, descriptions and problems."""
    for text in ("ASK {}", "ASK {", BOMB):
        reply = ask(server, text, Origin="https://evil.example")
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in reply.headers


ACCEPTS = {
    "image/png": 406,
    "*/*;q=0": 406,
    "application/sparql-results+json;q=0": 406,
    ",".join(["image/png"] * 1000): 406,
    "text/html;level=∞": 200,
    "": 200,
    "application/*": 200,
    "*/*": 200,
    ";;;,,,q=": 406,
    "application/sparql-results+xml;q=1e9": 200,
}


@TWICE
@pytest.mark.parametrize("accept", ACCEPTS, ids=lambda accept: accept[:30] or "empty")
def test_whatever_is_accepted_there_is_a_result_or_a_list_of_formats(accept: str, turn: str, server: Server) -> None:
    """T32."""
    request = [
        b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n",
        f"X-Forwarded-For: {address()}\r\nAccept: {accept}\r\n\r\n".encode(),
    ]
    reply = server.raw(b"".join(request))
    assert reply is not None and reply.status == ACCEPTS[accept], reply
    if reply.status == 406:
        problem(reply, "not-acceptable")
        assert "application/sparql-results+json" in reply.json()["errors"][0]["nearest"]
    assert "Accept" in reply.headers["Vary"]


@TWICE
@pytest.mark.parametrize("expression", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_never_the_same_is_not_stored(expression: str, turn: str, server: Server) -> None:
    """T30."""
    path = f"/sparql?query={quote(f'SELECT ({expression} AS ?x) {{}}')}"
    first, second = (server.request("GET", path, X_Forwarded_For=address()) for _ in range(2))
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "no-store"
    assert "Etag" not in first.headers
    assert expression == "BNODE()" or first.body != second.body


def test_what_is_always_the_same_can_be_kept(server: Server) -> None:
    path = f"/sparql?query={quote(f'SELECT ?s {{?s a <{hostile.GX}Statute>}} ORDER BY ?s LIMIT 3')}"
    first = server.request("GET", path)
    assert first.headers["Cache-Control"].startswith("public") and first.headers["Vary"].startswith("Accept")
    again = server.request("GET", path, If_None_Match=first.headers["Etag"])
    assert again.status == 304 and again.body == b""
    other = server.request("GET", path, Accept="text/csv", If_None_Match=first.headers["Etag"])
    assert other.status == 200 and other.headers["Etag"] != first.headers["Etag"]
    head = server.request("HEAD", path)
    assert head.status == 200 and head.headers["Etag"] == first.headers["Etag"]


ODD = {"U+0000": "\\u0000", "U+FFFE": "\\uFFFE", "]]>": "]]>", "U+0085": "\\u0085", "<&>": "<&>"}


@TWICE
@pytest.mark.parametrize("name", ODD)
def test_odd_characters_are_written_well_or_refused(name: str, turn: str, server: Server) -> None:
    """T35."""
    reply = ask(server, f'SELECT ("a{ODD[name]}b" AS ?x) {{}}', Accept="application/sparql-results+xml")
    if reply.status == 200:
        root = ElementTree.fromstring(reply.body)  # noqa: S314
        (value,) = [one.text for one in root.iter() if one.tag.endswith("literal")]
        assert value is not None and value[0] + value[-1] == "ab"
    else:
        problem(reply, "not-serializable")


@TWICE
@pytest.mark.parametrize("text", ['q"uote', "c,omma", "l\nine", "r\rn", "t\tab", "=1+1", "+1", "-1", "@x", "back\\s"])
def test_tables_are_read_back_as_they_were(text: str, turn: str, server: Server) -> None:
    """T36."""
    query = f"SELECT ({json.dumps(text)} AS ?x) (1 AS ?y) {{}}"
    table = ask(server, query, Accept="text/csv").body.decode()
    assert list(csv.reader(io.StringIO(table, newline=""))) == [["x", "y"], [text, "1"]]
    head, row, *rest = ask(server, query, Accept="text/tab-separated-values").body.decode().split("\n")
    assert head == "?x\t?y" and rest in ([], [""])
    assert json.loads(row.split("\t")[0]) == text


def test_an_address_of_a_result_is_never_a_link_to_a_script(server: Server) -> None:
    """T38."""
    query = "BASE <javascript:alert(1)> SELECT (<#x> AS ?a) (IRI('javascript:alert(1)') AS ?b) {}"
    reply = ask(server, query, Accept="text/html")
    assert reply.status in (200, 400)
    html = reply.body.decode()
    assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", html, re.IGNORECASE)
    assert "unsafe-inline" not in reply.headers["Content-Security-Policy"]


@TWICE
def test_one_that_sends_bombs_without_end_is_refused_and_leaves_the_others_their_places(
    turn: str, server: Server
) -> None:
    """T27: eight at once, in a loop."""
    client = address()

    def attack(_: int) -> Reply:
        return ask(server, BOMB, client=client)

    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(attack, range(32)))
    for reply in replies:
        problem(reply, "time-limit", "too-many-requests", "busy")
    assert sum(reply.status == 429 for reply in replies) >= 8
    result(ask(server, "ASK {}"))


@TWICE
def test_a_query_whose_client_has_gone_ends(turn: str, server: Server) -> None:
    """T28: seen by the deaths of children; the limit of a second alone would end it too, by another cause."""
    before = abandoned(server)
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", f"/sparql?query={quote(BOMB)}", headers={"X-Forwarded-For": address()})
    assert connection.sock is not None
    time.sleep(0.1)
    connection.close()
    assert soon(lambda: abandoned(server) > before, 1.0)


def abandoned(server: Server) -> int:
    return cage_of(server).status().deaths.get("abandoned", 0)


@TWICE
def test_one_that_reads_next_to_nothing_is_cut_off(turn: str, server: Server) -> None:
    """T29: its child is free at once, since results are whole before they go out; then its connection ends."""
    query = f"SELECT (CONCAT({', '.join(['?text'] * 100)}) AS ?x) {{ ?s gx:says ?text }}"
    text = f"PREFIX gx: <{hostile.GX}> {query} # {turn}"
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", server.port))
        head = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address()}\r\n\r\n"
        reader.sendall(head.encode())
        assert reader.recv(15) == b"HTTP/1.1 200 OK"
        assert cage_of(server).status().busy <= 1
        end, size, got = time.monotonic() + 2.5 + ALLOWANCE, 0, b"?"
        while got and time.monotonic() < end:
            time.sleep(0.1)
            try:
                got = reader.recv(1)
            except ConnectionResetError:
                got = b""
            size += len(got)
        assert closed(reader), size


def closed(reader: socket.socket) -> bool:
    """Whether the connection is over, apart from what has arrived and was not read."""
    state = reader.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state != ESTABLISHED


def test_sixty_one_syntax_errors_in_a_minute_are_too_many_and_ignoring_that_is_banned(server: Server) -> None:
    """T39, and the operator's command."""
    client = address()
    replies = [ask(server, "ASK {", client=client) for _ in range(61)]
    assert [reply.status for reply in replies[:30]] == [400] * 30
    problem(replies[-1], "too-many-requests")
    for _ in range(220):
        reply = ask(server, "ASK {?s ?p 39}", client=client)
    problem(reply, "banned")
    assert 86_000 < int(reply.headers["Retry-After"]) <= 86_400
    assert cage_of(server).clients(release=client)["released"]
    assert soon(lambda: ask(server, "ASK {?s ?p 39}", client=client).status == 200, HOLD_SECONDS + ALLOWANCE)
