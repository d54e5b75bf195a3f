"""The page of referral packages: the form, and the report on a package, for people to read and to print."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response, url_for

from guanxia import cases
from guanxia.model import Clause, Text
from guanxia.referrals import gate
from guanxia.reports import words
from guanxia.reports.entries import clean
from guanxia.reports.formats import FORMATS
from guanxia.web.layout import HTML, Layout
from guanxia.web.uploads import Upload

if TYPE_CHECKING:
    from guanxia.app import Service

# Findings on one page, and characters of a package that are put back into the form.
MOST_SHOWN, MOST_KEPT = 500, 200_000
STYLE = Path(__file__).parent / "static" / "packages.css"
TYPES = (
    ("", Text("按扩展名或者内容开头", "by extension, or by how it begins")),
    (gate.TURTLE, Text("Turtle", "Turtle")),
    (gate.N_TRIPLES, Text("N-Triples", "N-Triples")),
    (gate.RDF_XML, Text("RDF/XML", "RDF/XML")),
    (gate.JSON_LD, Text("JSON-LD", "JSON-LD")),
    (gate.JSON, Text("JSON（按公布的上下文）", "JSON (with the published context)")),
)
_FORMS = {
    "csv": Text("表格 CSV", "table, CSV"),
    "xlsx": Text("表格 Excel", "table, Excel"),
    "text": Text("纯文本", "plain text"),
    "json": Text("JSON", "JSON"),
    "turtle": Text("SHACL 报告，Turtle", "SHACL report, Turtle"),
    "jsonld": Text("SHACL 报告，JSON-LD", "SHACL report, JSON-LD"),
    "junit": Text("JUnit", "JUnit"),
    "sarif": Text("SARIF", "SARIF"),
}
FORMS = (
    (HTML, Text("网页", "this page")),
    *((FORMATS[name].media_type, label) for name, label in _FORMS.items()),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity."""

    severity: str
    title: Text
    findings: list[dict[str, Any]]


class PackagePage:
    """Draws the form with what was typed, and below it the report or what is wrong."""

    def __init__(self, service: Service) -> None:
        self._service, self._layout = service, Layout(service)
        self._style = hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]

    def form(self) -> Response:
        """The blank form."""
        return self._draw(None, 200)

    def report(self, upload: Upload, body: bytes) -> Response:
        """The report on a package (``body``: as JSON); never stored."""
        found = orjson.loads(body)
        findings = found["findings"]
        groups = [
            Group(severity, words.MEANING[severity], list(members))
            for severity, members in groupby(findings[:MOST_SHOWN], key=lambda one: str(one["severity"]))
        ]
        return self._draw(upload, 200, found=found, groups=groups, left=max(0, len(findings) - MOST_SHOWN))

    def refusal(self, upload: Upload | None, document: Mapping[str, Any]) -> Response:
        """Why there is no report; ``document`` is the problem document."""
        return self._draw(upload, document["status"], problem=document)

    def _draw(self, upload: Upload | None, status: int, **values: Any) -> Response:
        shown: dict[str, Any] = {"found": None, "groups": [], "left": 0, "problem": None, **values}
        response = self._layout.draw(
            "packages.html",
            {},
            status,
            here=_here,
            own_style=self._style,
            types=TYPES,
            forms=FORMS,
            typed=_typed(upload),
            stated=upload.media_type.partition(";")[0] if upload else "",
            clauses=self._clauses if shown["found"] else {},
            clean=clean,
            words=words,
            **shown,
        )
        if upload is not None:
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("ETag", None)
        return response

    @cached_property
    def _clauses(self) -> dict[str, Clause]:
        """The clauses on which norms and kinds of violation stand, by IRI, with the words of the notice."""
        laws = self._service.laws
        found = [laws.rules(slug, one.start or cases.today()).law for slug, one in laws.notices.items()]
        clauses = [one.clause for law in found for one in law.norms]
        return {one.iri: one for one in [*clauses, *(kind.clause for law in found for kind in law.kinds)]}


def _here(lang: str) -> str:
    return url_for("package_pages.form", lang=None if lang == "zh" else lang)


def _typed(upload: Upload | None) -> str:
    """The package as text for the form, so that it can be corrected and sent again; empty where it is too long."""
    if upload is None or len(upload.body) > MOST_KEPT:
        return ""
    return upload.body.decode("utf-8-sig", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
