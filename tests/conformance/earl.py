"""EARL reports: what W3C's suites make of this version, one file a suite, for people who compare implementations.

``python -m tests.conformance.earl`` writes them. The outcomes are those that the tests of the suites hold: every case
passes but for the listed exceptions, and none of these is stale.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from guanxia import __version__
from tests.conformance import sparql_suite, test_parsers, test_shacl_suite
from tests.conftest import SHARED

HERE = Path(__file__).parent
REPORTS = HERE / "reports"
PASSED, FAILED, INAPPLICABLE = "passed", "failed", "inapplicable"
READ_ONLY = "updates are refused on purpose: the published graph is read-only"
ENGINES = {"sparql11": ("pyoxigraph",), "rdf11": ("pyoxigraph",), "shacl": ("pyshacl", "rdflib", "pyoxigraph")}
TITLES = {
    "sparql11": "SPARQL 1.1: query language, results, federation and protocol",
    "rdf11": "RDF 1.1: Turtle, N-Triples and RDF/XML as packages are read",
    "shacl": "SHACL: core and SPARQL as packages are validated",
}
SOFTWARE = "#guanxia"

Outcome = tuple[str, str]


def outcomes() -> dict[str, dict[str, Outcome]]:
    """By suite and IRI of a test: the outcome, and the reason where it is not passed."""
    return {"sparql11": dict(_sparql()), "rdf11": dict(_parsers()), "shacl": dict(_shacl())}


def _listed(name: str, exceptions: Mapping[str, Mapping[str, str]]) -> Outcome:
    for sort, outcome in (("failed", FAILED), ("refused", INAPPLICABLE)):
        if name in exceptions[sort]:
            return outcome, exceptions[sort][name]
    return PASSED, ""


def _sparql() -> Iterator[tuple[str, Outcome]]:
    exceptions = tomllib.loads((HERE / "sparql_exceptions.toml").read_text(encoding="utf-8"))
    for case in sparql_suite.cases():
        yield case.iri, _listed(case.name, exceptions)
    for iri in sparql_suite.entries("protocol/manifest.ttl"):
        yield iri, (INAPPLICABLE, READ_ONLY) if "update" in iri.rpartition("#")[2] else (PASSED, "")


def _parsers() -> Iterator[tuple[str, Outcome]]:
    for suite in test_parsers.SUITES:
        base = f"{test_parsers.SITE}{suite}/"
        for case in test_parsers._cases(SHARED / "w3c" / "rdf" / "rdf11" / suite, base):
            yield f"{base}manifest.ttl#{case.name}", _listed(f"{suite}#{case.name}", test_parsers.EXCEPTIONS)


def _shacl() -> Iterator[tuple[str, Outcome]]:
    for case in test_shacl_suite.CASES:
        reason = test_shacl_suite.EXCEPTIONS.get(case.name)
        yield f"urn:x-shacl-test:/{case.name}", (FAILED, reason) if reason else (PASSED, "")


def report(suite: str, found: Mapping[str, Outcome], day: date) -> str:
    """The report on one suite as Turtle; the same text for the same outcomes, versions and day."""
    engines = "".join(
        f',\n        [ a doap:Project ; doap:name "{name}" ; doap:release [ doap:revision "{version(name)}" ] ]'
        for name in ENGINES[suite]
    )
    head = f"""\
# License: CC BY 4.0. Made by tests/conformance/earl.py; do not edit.
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix earl: <http://www.w3.org/ns/earl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<> a foaf:Document ;
    dcterms:title "{TITLES[suite]}"@en ;
    dcterms:issued "{day}"^^xsd:date ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    foaf:primaryTopic <{SOFTWARE}> .

<{SOFTWARE}> a doap:Project , earl:Software , earl:TestSubject ;
    doap:name "guanxia" ;
    doap:programming-language "Python" ;
    doap:release [ doap:revision "{__version__}" ] ;
    dcterms:requires {engines.removeprefix(",").strip()} .

<#tests> a earl:Assertor , earl:Software ;
    dcterms:title "tests of guanxia {__version__}"@en .
"""
    return head + "".join(_assertion(iri, *found[iri], day) for iri in sorted(found))


def _assertion(iri: str, outcome: str, reason: str, day: date) -> str:
    told = f' ;\n        dcterms:description "{reason}"@en' if reason else ""
    return f"""
[] a earl:Assertion ;
    earl:assertedBy <#tests> ;
    earl:subject <{SOFTWARE}> ;
    earl:test <{iri}> ;
    earl:mode earl:automatic ;
    earl:result [
        a earl:TestResult ;
        earl:outcome earl:{outcome} ;
        dcterms:date "{day}"^^xsd:date{told}
    ] .
"""


def main() -> int:
    if not SHARED.is_dir():
        print("needs ../shared with W3C's suites", file=sys.stderr)
        return 1
    REPORTS.mkdir(exist_ok=True)
    for suite, found in outcomes().items():
        (REPORTS / f"{suite}-earl.ttl").write_text(report(suite, found, date.today()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
