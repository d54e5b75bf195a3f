"""W3C's SPARQL 1.1 suite over HTTP: through the route, the gate and the cage; and what the engine alone reaches."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store
from werkzeug.test import Client

from guanxia.app import Service
from guanxia.cage import Cage, Task
from guanxia.settings import Settings
from guanxia.sparql import formats
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Endpoint
from guanxia.web import sparql
from tests.conformance.sparql_suite import SUITE, Case, as_expected, cases, dataset

EXCEPTIONS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "sparql_exceptions.toml").read_text(encoding="utf-8")
)
ALL = 348
PASSED, FAILED, REFUSED = "passed", "failed", "refused"
NOT_OFFERED = ("service-not-offered", "syntax-not-offered", "too-deep", "too-complex")
SETTINGS = Settings(cage_children=1, client_errors=10_000, client_running=64, client_seconds=10_000)
_FORMATS = {
    formats.XML: QueryResultsFormat.XML,
    formats.JSON: QueryResultsFormat.JSON,
    formats.CSV: QueryResultsFormat.CSV,
    formats.TSV: QueryResultsFormat.TSV,
}


@contextmanager
def client_over_the_suite(service: Service) -> Iterator[Client]:
    """The route of the endpoint over the data of the suite, in a cage of its own."""
    tasks = (Task("suite", "tests.conformance.sparql_task:load"),)
    with Cage(SETTINGS, tasks) as cage:
        endpoint = Endpoint(SETTINGS, "suite", Caged(cage, "suite"))
        app = Flask("suite", static_folder=None, template_folder=None)
        app.register_blueprint(sparql.blueprint(replace(service, settings=SETTINGS, cage=cage, endpoint=endpoint)))
        yield app.test_client()


def outcome_over_http(case: Case, client: Client) -> str:
    """``passed``, ``failed``, or ``refused`` where the endpoint does not offer what is asked."""
    asked = {"query": case.text, **case.graphs}
    answer = client.post("/sparql", data=asked, headers={"Accept": f"{case.format.media_type}, */*;q=0.1"})
    kind = answer.json["type"].rpartition("/")[2] if answer.status_code >= 400 and answer.json else ""
    if case.kind == "negative":
        return PASSED if answer.status_code == 400 and kind == "malformed-query" else FAILED
    if kind in NOT_OFFERED:
        return REFUSED
    if answer.status_code != 200:
        return FAILED
    right = case.kind == "positive" or (
        answer.mimetype == case.format.media_type and as_expected(case, answer.get_data())
    )
    return PASSED if right else FAILED


def outcome_of_the_engine(case: Case, store: Store) -> str:
    """What the engine makes of a case when it is asked directly."""
    graphs = {
        keyword: [NamedNode(name) for name in case.graphs.get(parameter, [])]
        for keyword, parameter in (("default_graph", "default-graph-uri"), ("named_graphs", "named-graph-uri"))
        if case.graphs
    }
    try:
        found = store.query(case.text, base_iri=case.base, **graphs)  # type: ignore[arg-type]
        body = _written(found, case)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return PASSED if case.kind == "negative" else FAILED
    if case.kind != "evaluation":
        return PASSED if case.kind == "positive" else FAILED
    return PASSED if as_expected(case, body) else FAILED


def _written(found: QuerySolutions | QueryBoolean | QueryTriples, case: Case) -> bytes:
    if isinstance(found, QueryTriples):
        return found.serialize(format=RdfFormat.N_TRIPLES) or b""
    return found.serialize(format=_FORMATS.get(case.format, QueryResultsFormat.JSON)) or b""


def outcomes(service: Service) -> dict[Case, str]:
    """The outcome of each case over HTTP."""
    with client_over_the_suite(service) as client:
        return {case: outcome_over_http(case, client) for case in cases()}


@pytest.fixture(scope="module")
def found(shared: Path, service: Service) -> dict[Case, str]:
    assert shared.is_dir()
    return outcomes(service)


def test_the_suite_is_whole(found: dict[Case, str]) -> None:
    assert len(found) == len({case.iri for case in found}) == ALL
    assert all(case.query.is_file() and (case.result is None or case.result.is_file()) for case in found)


@pytest.mark.parametrize("sort", [FAILED, REFUSED])
def test_the_suite_passes_but_for_the_listed_exceptions(found: dict[Case, str], sort: str) -> None:
    assert {case.name for case, outcome in found.items() if outcome == sort} == set(EXCEPTIONS[sort])


def test_every_exception_has_its_reason() -> None:
    assert set(EXCEPTIONS) == {FAILED, REFUSED}
    assert all(len(reason) > 20 for reasons in EXCEPTIONS.values() for reason in reasons.values())


def test_nothing_is_lost_that_the_engine_alone_reaches(found: dict[Case, str]) -> None:
    store = dataset()
    lost = [
        case.name
        for case, outcome in found.items()
        if outcome == FAILED and outcome_of_the_engine(case, store) == PASSED
    ]
    assert lost == []
    assert SUITE.is_dir()
