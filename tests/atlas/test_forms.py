"""The atlas as table, CSV, JSON and RDF."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, Store, parse

from guanxia.cli import main

GX = "https://w3id.org/guanxia/ontology#"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["atlas", "--on", "2021-06-01", *arguments])


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    found = json.loads(run("--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def test_the_table_speaks_chinese_or_english() -> None:
    chinese, english = run("--lang", "zh").stdout, run("--lang", "en").stdout
    assert "有不合规之处，但通知所列无一成立（接近SI-4）" in chinese
    assert "something is amiss, yet nothing on the lists holds (near SI-4)" in english
    assert "gap-1" in chinese and "gap-1" in english


def test_the_csv_has_one_row_an_entry(document: dict[str, list[object]]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    assert len(rows) == len(document["entries"])
    gap = next(row for row in rows if row["kinds"] == "SI-4" and row["sort"] == "gap")
    assert gap["given"] == "payrollUnderstated=true underpaidAsResult=false"


def test_the_rdf_uses_declared_terms_and_can_be_asked(document: dict[str, list[object]], root: object) -> None:
    turtle = run("--format", "turtle").stdout
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    declared = {
        quad.subject.value
        for quad in parse(path=f"{root}/ontology/guanxia.ttl", format=RdfFormat.TURTLE)
        if hasattr(quad.subject, "value")
    }
    used = {term.value for quad in store for term in (quad.predicate, quad.object) if str(term).startswith(f"<{GX}")}
    facts = {term for term in used if term[len(GX)].islower()} - declared
    ask = (
        f"PREFIX gx: <{GX}> SELECT ?entry WHERE {{ ?entry a gx:Gap ; gx:given ?given . "
        "?given gx:ofFact gx:payrollUnderstated ; gx:factValue true }"
    )
    assert len(list(store.query(ask))) == 1  # type: ignore[arg-type]
    assert {one for one in used if one[len(GX)].isupper()} <= declared
    assert all(any(quad.object.value == one for quad in store) for one in facts)
    combinations = {quad.subject for quad in store if quad.predicate.value == "http://purl.org/dc/terms/isPartOf"}
    assert len(combinations) == len(document["entries"])


def test_each_entry_has_both_languages(document: dict[str, list[dict[str, dict[str, str]]]]) -> None:
    assert all(entry["text"]["zh"] and entry["text"]["en"] for entry in document["entries"])


def test_an_unknown_notice_is_bad_input_and_the_known_ones_are_named() -> None:
    result = run("--notice", "nowhere", "--lang", "en")
    assert result.exit_code == 2
    assert "guilin-2020-27" in result.stderr
