"""Evaluation in a real cage: results are whole and read back as they were, or there is a problem that says why not."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from guanxia.cage import Cage, Task, Visitor
from guanxia.catalog import GRAPH
from guanxia.problems import KINDS, Problem
from guanxia.settings import Settings
from guanxia.sparql import formats
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Answer, Endpoint, NotAnswered
from guanxia.sparql.formats import BINDINGS, GRAPHS, Format
from guanxia.sparql.keeping import LARGEST, Kept
from guanxia.sparql.request import Request
from guanxia.store import SHAPES
from tests.sparql.odd_data import BASE, NOT_XML, ROWS, TEXTS
from tests.sparql.test_gate import BOUNDARIES

SETTINGS = Settings(
    cage_children=2, cage_wall=1.0, cage_cpu=1.0, cage_memory=128 * 1024 * 1024, cage_reply=1024 * 1024, query_rows=ROWS
)
SECONDS = 1.0 + 0.5 + 1.0  # the limit, what may come on top of it, and patience with other work on this machine
PARSED = {
    formats.XML: QueryResultsFormat.XML,
    formats.JSON: QueryResultsFormat.JSON,
    formats.TSV: QueryResultsFormat.TSV,
}
STATEMENTS = {
    formats.TURTLE: RdfFormat.TURTLE,
    formats.N_TRIPLES: RdfFormat.N_TRIPLES,
    formats.JSON_LD: RdfFormat.JSON_LD,
    formats.RDF_XML: RdfFormat.RDF_XML,
}


class Asking:
    """An endpoint that is asked by text; nothing is kept between two questions."""

    def __init__(self, cage: Cage) -> None:
        self.cage = cage

    def __call__(
        self, text: str, format: Format | None = None, default: tuple[str, ...] = (), named: tuple[str, ...] = ()
    ) -> Answer:
        endpoint = Endpoint(SETTINGS, "release", Caged(self.cage, "odd"))
        query = endpoint.admit(text)
        return endpoint.answer(Request(query, format or formats.formats_of(query.form)[0], default, named))

    def values(self, text: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> list[str]:
        rows = json.loads(self(text, formats.JSON, default, named).body)["results"]["bindings"]
        return sorted(term["value"] for row in rows for term in row.values())


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    with Cage(SETTINGS, (Task("odd", "tests.sparql.odd_data:load"),)) as cage:
        yield Asking(cage)


def problem(ask: Asking, text: str, format: Format | None = None) -> Problem:
    with pytest.raises(Problem) as told:
        ask(text, format)
    assert told.value.kind in KINDS and ".py" not in told.value.detail.en
    return told.value


def texts(body: bytes, format: Format) -> list[str]:
    """The values of the only column of a result."""
    if format == formats.CSV:
        head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
        assert len(head) == 1
        return [row[0] if row else "" for row in rows]
    found = parse_query_results(body, format=PARSED[format])
    assert not isinstance(found, QueryBoolean)
    return [row[0].value for row in found if isinstance(row[0], Literal)]


@pytest.mark.parametrize("format", BINDINGS, ids=lambda one: one.name)
def test_a_table_is_read_back_as_it_was(ask: Asking, format: Format) -> None:
    answer = ask("SELECT ?text { ?s <text> ?text }", format)
    assert answer.media_type == format.media_type
    assert sorted(texts(answer.body, format)) == sorted(TEXTS)


@pytest.mark.parametrize("format", [formats.CSV, formats.TSV], ids=lambda one: one.name)
def test_a_line_of_a_table_has_as_many_columns_as_its_head(ask: Asking, format: Format) -> None:
    body = ask("SELECT ?s ?text ?none { ?s <text> ?text }", format).body.decode()
    if format == formats.TSV:
        assert {line.count("\t") for line in body.split("\n")[:-1]} == {2} and body.count("\n") == len(TEXTS) + 1
    else:
        assert {len(row) for row in csv.reader(io.StringIO(body, newline=""))} == {3}


@pytest.mark.parametrize("format", BINDINGS, ids=lambda one: one.name)
@pytest.mark.parametrize("truth", [True, False])
def test_an_ask_is_answered_in_every_format(ask: Asking, format: Format, truth: bool) -> None:
    body = ask("ASK { ?s <text> 'plain' }" if truth else "ASK { ?s <text> 'none' }", format).body
    if format == formats.CSV or format == formats.TSV:
        assert body.decode() == str(truth).lower()
    else:
        assert bool(parse_query_results(body, format=PARSED[format])) is truth


@pytest.mark.parametrize("format", GRAPHS, ids=lambda one: one.name)
def test_statements_are_read_back_as_they_were(ask: Asking, format: Format) -> None:
    answer = ask("CONSTRUCT { ?s <text> ?text } WHERE { ?s <text> ?text }", format)
    found = list(parse(answer.body, format=STATEMENTS[format]))
    assert sorted(quad.object.value for quad in found if isinstance(quad.object, Literal)) == sorted(TEXTS)
    assert answer.body == ask("CONSTRUCT { ?s <text> ?text } WHERE { ?text ^<text> ?s }", format).body


@pytest.mark.parametrize("sign", NOT_XML, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_xml_cannot_hold_is_refused_in_xml_alone(ask: Asking, sign: str) -> None:
    text = f"SELECT ?x {{ ?s <bad> ?x FILTER(STR(?s) = '{BASE}bad-{NOT_XML.index(sign)}') }}"
    told = problem(ask, text, formats.XML)
    assert (told.kind, told.status) == ("not-serializable", 406) and f"U+{ord(sign):04X}" in told.detail.en
    for format in (formats.JSON, formats.CSV, formats.TSV):
        assert texts(ask(text, format).body, format) == [sign]
    told = problem(ask, "CONSTRUCT WHERE { ?s <bad> ?x }", formats.RDF_XML)
    assert told.kind == "not-serializable"
    assert ask("CONSTRUCT WHERE { ?s <bad> ?x }", formats.JSON_LD).body


def test_a_property_that_is_no_name_is_refused_in_rdf_xml_alone(ask: Asking) -> None:
    assert problem(ask, "CONSTRUCT WHERE { ?s <1> ?o }", formats.RDF_XML).kind == "not-serializable"
    assert b"/1>" in ask("CONSTRUCT WHERE { ?s <1> ?o }", formats.TURTLE).body


@pytest.mark.parametrize("format", BINDINGS, ids=lambda one: one.name)
def test_a_table_has_all_its_rows_or_none(ask: Asking, format: Format) -> None:
    """At the limit it is whole, although its texts look like ends of rows; with one more row it is refused."""
    whole = ask(f"SELECT ?text {{ ?s <row> ?text }} LIMIT {ROWS}", format).body
    assert len(texts(whole, format)) == ROWS
    told = problem(ask, f"SELECT ?text {{ ?s <row> ?text }} LIMIT {ROWS + 1}", format)
    assert (told.kind, told.status) == ("result-too-large", 400) and f"{ROWS:,} rows" in told.detail.en
    assert len(json.loads(ask(f"SELECT ?none {{ ?s <row> ?text }} LIMIT {ROWS}").body)["results"]["bindings"]) == ROWS


@pytest.mark.parametrize("format", GRAPHS, ids=lambda one: one.name)
def test_a_graph_has_all_its_statements_or_none(ask: Asking, format: Format) -> None:
    """A description counts those of its blank nodes, as a hub with many has them (T37)."""
    assert problem(ask, "CONSTRUCT WHERE { ?s <row> ?o }", format).kind == "result-too-large"
    assert problem(ask, "DESCRIBE <hub>", format).kind == "result-too-large"
    assert ask("CONSTRUCT { ?s <row> 1 } WHERE { { ?s <row> ?o } UNION { ?s <row> ?o } FILTER(?s != <row-0>) }", format)


@pytest.mark.parametrize("format", BINDINGS, ids=lambda one: one.name)
def test_a_result_of_too_many_bytes_is_refused(ask: Asking, format: Format) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(21))
    told = problem(ask, f"SELECT ?x21 {{ BIND('x' AS ?x0) {doubled} }}", format)
    assert told.kind == "result-too-large" and "1,048,576 bytes" in told.detail.en


def test_graphs_are_those_of_the_protocol_then_those_of_the_query(ask: Asking) -> None:
    a, b, none = (f"{BASE}graph-{name}" for name in ("a", "b", "none"))
    asked, in_graphs = (
        "SELECT ?x { ?s <text> ?x FILTER(STRLEN(?x) = 1 && ?x != '\\\\') }",
        "SELECT ?g { GRAPH ?g { ?s ?p ?o } }",
    )
    assert ask.values(asked) == ["\u0085", "\u200f", "\u2028"]
    assert ask.values(asked, (a,)) == ["a"]
    assert ask.values(asked, (a, b)) == ["a", "b"]
    assert ask.values(asked, (none,)) == []
    assert ask.values(asked, (), (a,)) == []
    assert ask.values(in_graphs) == [a, b]
    assert ask.values(in_graphs, (a,)) == []
    assert ask.values(in_graphs, (a,), (b, none)) == [b]
    assert ask.values(asked.replace("{", f"FROM <{b}> {{", 1)) == ["b"]
    assert ask.values(asked.replace("{", "FROM <file:///etc/passwd> {", 1)) == []
    assert ask.values(asked.replace("{", f"FROM <{b}> {{", 1), (a,)) == ["a"]


def test_a_graph_name_that_is_no_iri_is_a_fault_of_the_request(ask: Asking) -> None:
    with pytest.raises(Problem) as told:
        ask.values("SELECT * {}", ("not an IRI",))
    assert (told.value.kind, told.value.status) == ("malformed-query", 400)


@pytest.mark.parametrize("name", ["http://example.org/f", "js:eval", "java:java.lang.System.exit", "bif:shutdown"])
def test_an_unknown_function_is_an_error_of_its_expression(ask: Asking, name: str) -> None:
    assert ask.values(f"SELECT (<{name}>(1) AS ?x) (COALESCE(<{name}>(1), <urn:g>(2), 'kept') AS ?y) {{}}") == ["kept"]
    assert ask.values(f"SELECT ?x {{ ?s <text> ?x FILTER(<{name}>(?x)) }}") == []


@pytest.mark.parametrize(
    ("text", "pointer", "words"),
    [
        ("SELECT * {?s ?p}", "1:17", "could follow"),
        ("SELECT * {\n ?s ?p ?o", "2:10", "could follow"),
        ("SELECT ?s {} GROUP BY ?x", "1:25", "neither grouped by"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", "1:30", "twice"),
        ("SELECT * {?s ?p ?o} GROUP BY ?s", "1:32", "GROUP BY"),
        ("ASK {BIND(1 AS ?x) BIND(2 AS ?x)}", "1:34", "shortly before"),
    ],
)
def test_a_syntax_error_tells_its_place(ask: Asking, text: str, pointer: str, words: str) -> None:
    told = problem(ask, text)
    assert (told.kind, told.status, told.faults[0].pointer) == ("malformed-query", 400, pointer)
    assert words in told.detail.en and "[" not in told.detail.en and not isinstance(told, NotAnswered)


BOMBS = {
    "T18 counting": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ("time-limit",)),
    "T19 sorting": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f", ("memory-limit", "time-limit")),
    "T22 streaming": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ("result-too-large",)),
    "T26 paths": ("SELECT (COUNT(*) AS ?n) {?a <dense>* ?b . ?b <dense>* ?c . ?c <dense>* ?d . ?e <dense>* ?f}",
                  ("time-limit", "memory-limit")),
    "planning": ("SELECT * {" + "".join(f"?s <p{n}> ?o{n} OPTIONAL {{?o{n} ?p ?z{n}}}" for n in range(32)) + "}",
                 ("time-limit", "memory-limit", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_by_its_limit_and_the_next_is_answered(ask: Asking, name: str) -> None:
    text, kinds = BOMBS[name]
    start = time.monotonic()
    try:
        ask(text)
        kind = ""
    except Problem as told:
        kind = told.kind
        if told.status == 503:
            assert isinstance(told, NotAnswered) and told.retry_after and told.retry_after > 0
    assert kind in kinds and time.monotonic() - start < SECONDS
    assert ask.values("SELECT (1 AS ?x) {}") == ["1"]


@pytest.mark.parametrize("name", [name for name in BOUNDARIES if name != "bytes"])
def test_the_engine_survives_what_the_gate_lets_pass(ask: Asking, name: str) -> None:
    make, limit, _ = BOUNDARIES[name]
    try:
        ask(make(limit))
    except Problem as told:
        assert told.kind in ("malformed-query", "time-limit", "result-too-large")
    assert ask.cage.status().deaths.get("crashed", 0) == ask.cage.status().deaths.get("aborted", 0) == 0


class Counting:
    """An evaluator that tells how often it was asked."""

    def __init__(self, body: bytes = b"{}") -> None:
        self.body, self.asked = body, 0

    def evaluate(self, request: Request, visitor: Visitor) -> bytes:
        self.asked += 1
        return self.body


def _request(endpoint: Endpoint, text: str, format: Format = formats.JSON, graphs: tuple[str, ...] = ()) -> Request:
    return Request(endpoint.admit(text), format, graphs)


def test_the_same_question_is_evaluated_once() -> None:
    evaluator = Counting()
    endpoint = Endpoint(SETTINGS, "release", evaluator)
    for _ in range(3):
        answer = endpoint.answer(_request(endpoint, "ASK {}"))
        assert (answer.body, answer.release, answer.deterministic) == (b"{}", "release", True)
    assert evaluator.asked == 1
    endpoint.answer(_request(endpoint, "ASK {}", formats.XML))
    endpoint.answer(_request(endpoint, "ASK {}", graphs=("urn:a", "urn:b")))
    endpoint.answer(_request(endpoint, "ASK {}", graphs=("urn:b", "urn:a", "urn:a")))
    assert evaluator.asked == 3


@pytest.mark.parametrize("expression", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()", "SAMPLE(?x)"])
def test_what_may_be_another_result_is_asked_again(expression: str) -> None:
    evaluator = Counting()
    endpoint = Endpoint(SETTINGS, "release", evaluator)
    for _ in range(2):
        assert not endpoint.answer(_request(endpoint, f"SELECT ({expression} AS ?y) {{}}")).deterministic
    assert evaluator.asked == 2


def test_a_large_result_is_not_kept_and_a_problem_neither() -> None:
    evaluator = Counting(b"x" * (LARGEST + 1))
    endpoint = Endpoint(SETTINGS, "release", evaluator)
    for _ in range(2):
        endpoint.answer(_request(endpoint, "ASK {}"))
    assert evaluator.asked == 2


def test_what_is_kept_stays_within_its_bytes_and_forgets_the_oldest() -> None:
    kept = Kept(10_000)
    for number in range(100):
        kept.put(b"%d" % number, b"x" * 1000)
        assert kept.get(b"0") is not None or number > 50
        assert kept.size <= 10_000
    assert kept.get(b"99") == b"x" * 1000 and kept.get(b"50") is None
    kept.put(b"99", b"y")
    assert kept.get(b"99") == b"y" and kept.size <= 10_000
    kept.put(b"large", b"x" * 10_001)
    assert kept.get(b"large") is None


def test_the_catalog_is_a_graph_where_releases_are_kept(tmp_path: Path) -> None:
    settings = replace(SETTINGS, releases=tmp_path, query_rows=1_000)
    with Cage(settings, (Task("odd", "guanxia.sparql.task:load"),)) as cage:
        ask = Asking(cage)
        assert ask.values("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }") == [GRAPH.value, SHAPES.value]
        kinds = "SELECT DISTINCT ?type { ?thing a ?type }"
        assert "http://www.w3.org/ns/dcat#Catalog" in ask.values(kinds, (GRAPH.value,))
        assert "http://www.w3.org/ns/dcat#Catalog" not in ask.values(kinds)
