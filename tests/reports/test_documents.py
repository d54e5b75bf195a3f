"""Reports for programs: JSON, NDJSON, and RDF of several."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from guanxia.referrals.examination import Examination
from guanxia.reports.entries import Entry
from guanxia.reports.formats import FORMATS, render
from guanxia.reports.summary import MOST_REFUSED, Summary
from tests.reports.conftest import entry, finding

SH = "http://www.w3.org/ns/shacl#"


def test_the_report_of_one_package_is_the_document_of_the_contract(examined: list[Entry], shared: Path) -> None:
    schema = json.loads((shared / "contracts/validation.schema.json").read_text(encoding="utf-8"))
    for one in examined:
        jsonschema.validate(json.loads(render([one], "json", "zh")), schema)


def test_of_several_each_is_told_with_its_source(examined: list[Entry], refused: Entry) -> None:
    entries = [*examined, refused]
    whole = json.loads(render(entries, "json", "zh", single=False))
    lines = [json.loads(line) for line in render(entries, "ndjson", "zh").splitlines()]
    assert whole["packages"] == lines
    assert [line["source"] for line in lines] == [one.source for one in entries]
    assert [line["report"] for line in lines[:-1]] == [one.report for one in examined]
    assert lines[-1]["problem"]["type"].endswith("/too-deep") and lines[-1]["line"] == 7
    assert whole["summary"]["packages"] == len(entries)
    assert whole["summary"]["refused"] == 1
    assert whole["summary"]["findings"]["violation"] == sum(one.counts["violation"] for one in examined)


def test_a_summary_counts_and_does_not_grow(refused: Entry) -> None:
    summary = Summary()
    for number in range(3 * MOST_REFUSED):
        summary.add(Entry(f"{number}", problem=refused.problem))
        summary.add(entry(finding(), finding(severity="info")))
    assert len(summary.refused) == MOST_REFUSED
    assert summary.refusals == 3 * MOST_REFUSED
    assert summary.by_kind() == [("reply", 0, 3 * MOST_REFUSED)]
    assert summary.most_frequent()[0][1:] == ("info", 3 * MOST_REFUSED)
    json.dumps(summary.as_dict())


@pytest.mark.parametrize(("name", "form"), [("turtle", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)])
def test_reports_of_several_packages_stand_in_one_graph(
    examined: list[Entry], examination: Examination, root: Path, name: str, form: RdfFormat
) -> None:
    folder = root / "shapes/notices/guilin-2020-27/penalty-proposal"
    media_type = FORMATS[name].media_type
    entries = [
        Entry(
            one.source, one.body, rdf=examination.report((folder / one.source).read_bytes(), "text/turtle", media_type)
        )
        for one in examined
    ]
    assert render(entries[:1], name, "zh") == entries[0].rdf
    triples = list(parse(render(entries, name, "zh", single=False), format=form))
    reports = [one.subject for one in triples if one.object == NamedNode(f"{SH}ValidationReport")]
    assert len(set(reports)) == len(entries)
    assert [one.object for one in triples if one.predicate.value.endswith("/terms/source")] == [
        Literal(one.source) for one in entries
    ]
    results = [one.subject for one in triples if one.object == NamedNode(f"{SH}ValidationResult")]
    assert len(set(results)) == sum(len(one.findings) for one in entries)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "jsonld"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_packages_give_the_same_bytes(
    examined: list[Entry], hostile: Entry, refused: Entry, name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [*examined, hostile, refused]
    first = render(entries, name, language, single=False)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    again = render(
        [Entry(one.source, one.body, one.problem, one.line, one.rdf) for one in entries], name, language, single=False
    )
    assert again == first
