"""The W3C's parser tests (RDF 1.1), through the gate and the parse function of packages (G5)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, Triple, parse

from guanxia.app import Service
from guanxia.referrals import gate, parsing
from guanxia.referrals.context import Context, make_context
from guanxia.referrals.refusals import Refused

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SITE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
SUITES = {
    "rdf-turtle": (gate.TURTLE, 313),
    "rdf-n-triples": (gate.N_TRIPLES, 70),
    "rdf-xml": (gate.RDF_XML, 166),
}
EXCEPTIONS = tomllib.loads((Path(__file__).parent / "parsers_refused.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest; ``result`` is the N-Triples that it should give, if it says so."""

    name: str
    base: str
    negative: bool
    action: Path
    result: Path | None


@pytest.fixture(scope="module")
def context(service: Service) -> Context:
    return make_context(service.questions)


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_passes_but_for_the_listed_exceptions(shared: Path, context: Context, suite: str) -> None:
    media_type, size = SUITES[suite]
    cases = list(_cases(shared / "w3c" / "rdf" / "rdf11" / suite, f"{SITE}{suite}/"))
    outcomes = {f"{suite}#{case.name}": _outcome(case, media_type, context) for case in cases}
    assert len(outcomes) == size
    for sort in ("refused", "failed"):
        listed = {name for name in EXCEPTIONS[sort] if name.startswith(f"{suite}#")}
        assert {name for name, outcome in outcomes.items() if outcome == sort} == listed


def test_every_exception_has_its_reason() -> None:
    assert set(EXCEPTIONS) == {"refused", "failed"}
    assert all(len(reason) > 20 for reasons in EXCEPTIONS.values() for reason in reasons.values())


def _outcome(case: Case, media_type: str, context: Context) -> str:
    """``passed``, ``failed``, or ``refused`` where the gate or a limit stands against a valid file."""
    try:
        found = parsing.read(case.action.read_bytes(), media_type, context, base=case.base)
    except Refused as refusal:
        return "passed" if case.negative else "failed" if refusal.kind == "malformed-rdf" else "refused"
    if case.negative or (case.result and not _isomorphic(found, case.result)):
        return "failed"
    return "passed"


def _isomorphic(found: tuple[Triple, ...], result: Path) -> bool:
    got = Dataset(Quad(*triple) for triple in found)
    want = Dataset(parse(path=str(result), format=RdfFormat.N_TRIPLES))
    for graph in (got, want):
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return got == want


def _cases(folder: Path, base: str) -> Iterator[Case]:
    store = Store()
    store.load(path=str(folder / "manifest.ttl"), format=RdfFormat.TURTLE, base_iri=f"{base}manifest.ttl")

    def value(subject: NamedNode, name: str) -> NamedNode | None:
        quads = store.quads_for_pattern(subject, NamedNode(name), None)
        return next((quad.object for quad in quads), None)  # type: ignore[return-value]

    def file(iri: NamedNode | None) -> Path | None:
        return folder / iri.value.removeprefix(base) if iri else None

    entry = value(NamedNode(f"{base}manifest.ttl"), f"{MF}entries")
    while entry is not None and entry.value != f"{RDF}nil":
        test = value(entry, f"{RDF}first")
        assert test is not None
        action, sort = value(test, f"{MF}action"), value(test, f"{RDF}type")
        assert action is not None and sort is not None
        path = file(action)
        assert path is not None
        negative = "Negative" in sort.value
        yield Case(test.value.rpartition("#")[2], action.value, negative, path, file(value(test, f"{MF}result")))
        entry = value(entry, f"{RDF}rest")
