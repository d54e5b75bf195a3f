"""Schemas of packages, of the reports on them and of drafts (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxia.referrals import findings
from guanxia.referrals.drafting import FORMAT as DRAFT
from guanxia.web.schemas import TEXT, Schema, many, maybe, record, ref

if TYPE_CHECKING:
    from guanxia.app import Service

SEVERITIES = ("violation", "warning", "info")
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}


def packages(service: Service) -> dict[str, Schema]:
    """The package in plain JSON, its report, drafts and examples, each part by its name."""
    rows = [row for row in service.questions.ask("package_classes") if "document" in row]
    kinds: Schema = {"type": "string", "enum": sorted(row.text("document") for row in rows)}
    classes = {"enum": sorted(row.text("class").rpartition("#")[2] for row in rows)}
    package = {
        "type": "object",
        "description": "普通 JSON，键名见 /context/package.jsonld / plain JSON; /context/package.jsonld has the keys",
        "properties": {"type": classes},
    }
    return {"Package": package, **_report(kinds), **_draft(kinds), **_examples()}


def _told() -> dict[str, Schema]:
    """What a finding and a blank have in common."""
    clause = record({"iri": ref("Iri"), "address": maybe(TEXT), "label": ref("Text")})
    return {
        "severity": {"enum": list(SEVERITIES)},
        "message": ref("Text"),
        "clause": maybe(clause),
        "provision": maybe(ref("Provision")),
        "norm": maybe(ref("Iri")),
        "reconstructed": FLAG,
        "shape": ref("Iri"),
        "detail": record({"found": ref("Text"), "expected": ref("Text")}),
        "value": maybe(TEXT),
    }


def _report(kinds: Schema) -> dict[str, Schema]:
    finding = record({**_told(), "focus": TEXT, "path": maybe(TEXT), "fix": ref("Text"), "place": ref("Text")})
    report = {
        "conforms": FLAG,
        "kind": maybe(kinds),
        "findings": many(ref("Finding")),
        "counts": record({name: COUNT for name in SEVERITIES}),
        "release": TEXT,
        "shapes": TEXT,
        "format": {"const": findings.FORMAT},
    }
    return {"Finding": finding, "Validation": record(report)}


def _draft(kinds: Schema) -> dict[str, Schema]:
    part = record({"iri": ref("Iri"), "label": ref("Text")})
    blank = record({**_told(), "part": maybe(part), "place": TEXT, "property": maybe(TEXT), "prompt": ref("Text")})
    draft = {
        "kind": kinds,
        "title": ref("Text"),
        "package": ref("Package"),
        "blanks": many(ref("Blank")),
        "release": TEXT,
        "format": {"const": DRAFT},
    }
    asked = record({"kind": kinds}, {"case": ref("Question")})
    return {"DraftQuestion": asked, "Blank": blank, "Draft": record(draft)}


def _examples() -> dict[str, Schema]:
    names = {"notice": TEXT, "kind": TEXT, "name": TEXT, "about": TEXT, "address": TEXT}
    one = record({**names, "conforms": FLAG, "expected": maybe(TEXT), "fix": maybe(TEXT)})
    return {"PackageExamples": record({"examples": many(ref("PackageExample"))}), "PackageExample": one}
