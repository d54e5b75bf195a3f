"""Reports to render: one examined by the real rules, one made up of what is hard to render."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guanxia.model import Text
from guanxia.problems import Problem, pair
from guanxia.referrals.asking import as_document
from guanxia.referrals.examination import Examination
from guanxia.rendering import canonical
from guanxia.reports.entries import Entry
from guanxia.settings import Settings

HOSTILE = ("=HYPERLINK(1)", "+cmd", "-2+3", "@SUM", "\tx", "\rx", "＝1+1", " =1", "a\nFAKE LOG \x1b[31m", "王\u202e五")


def finding(**changes: Any) -> dict[str, Any]:
    text = pair(Text("甲", "a"))
    return {
        "severity": "violation",
        "message": text,
        "fix": pair(Text("改", "mend it")),
        "focus": "document",
        "path": "https://w3id.org/guanxia/ontology#basicFacts",
        "detail": {"found": text, "expected": text},
        "shape": "https://w3id.org/guanxia/shapes#Made-up",
        "reconstructed": False,
        **changes,
    }


def entry(*findings: dict[str, Any], source: str = "a.ttl", line: int | None = None) -> Entry:
    conforms = not any(one["severity"] == "violation" for one in findings)
    report = {
        "conforms": conforms,
        "kind": "reply",
        "findings": list(findings),
        "release": "r",
        "format": "guanxia.validation.v1",
    }
    return Entry(source, canonical(report), line=line)


@pytest.fixture(scope="session")
def hostile() -> Entry:
    """Values as an attacker writes them."""
    values = [finding(detail={"found": pair(Text(one, one)), "expected": pair(Text("乙", "b"))}) for one in HOSTILE]
    return entry(*values, source="=cmd|' /C calc'!A0.ttl")


@pytest.fixture(scope="session")
def refused() -> Entry:
    problem = Problem("too-deep", Text("嵌套 <过深> & 多", "nested <too> & deep"))
    return Entry("b c/#1.ndjson", problem=as_document(problem), line=7)


@pytest.fixture(scope="session")
def examination(root: Path) -> Examination:
    return Examination(Settings())


@pytest.fixture(scope="session")
def examined(examination: Examination, root: Path) -> list[Entry]:
    """The examples of one kind of document, each with its report, also in Turtle and JSON-LD by their names."""
    folder = root / "shapes/notices/guilin-2020-27/penalty-proposal"
    names = ("pass-direct-route", "fail-no-facts", "fail-material-missing", "fail-no-address")
    bodies = [(folder / f"{name}.ttl").read_bytes() for name in names]
    return [
        Entry(
            f"{name}.ttl", examination.report(body, "text/turtle"), rdf=examination.report(body, *["text/turtle"] * 2)
        )
        for name, body in zip(names, bodies, strict=True)
    ]
