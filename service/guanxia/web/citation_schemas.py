"""Schemas of a question for citations and of its reply (JSON Schema 2020-12)."""

from __future__ import annotations

from guanxia.citations import FORMAT, MAX_TEXT, STATES
from guanxia.web.schemas import DAY, TEXT, Schema, many, maybe, record, ref

OFFSET: Schema = {"type": "integer", "minimum": 0, "description": "code points"}


def citations() -> dict[str, Schema]:
    """The question and the reply, each part by its name."""
    text = {**TEXT, "description": f"至多 {MAX_TEXT} 字节 UTF-8 / at most {MAX_TEXT} bytes of UTF-8"}
    day = {**DAY, "description": "以哪一天为准，默认当天 / on which day; today by default"}
    asked = record({"text": text}, {"on": maybe(day)})
    force = record({"from": maybe(DAY), "to": maybe(DAY), "state": {"enum": ["yes", "no", "later", "unknown"]}})
    provision = record(
        {"iri": ref("Iri"), "citation": ref("Text")},
        {
            "title": maybe(ref("Text")),
            "article": maybe(TEXT),
            "wording": maybe(ref("Iri")),
            "inForce": maybe(force),
        },
    )
    citation = record(
        {
            "start": OFFSET,
            "end": OFFSET,
            "text": TEXT,
            "state": {"enum": list(STATES)},
            "provision": maybe(provision),
            "message": ref("Text"),
        },
        {
            "exact": {"type": "boolean", "description": "false: the graph has the article, not its part"},
            "statute": maybe(ref("Iri")),
            "candidates": many(ref("Provision")),
        },
    )
    return {
        "CitationQuestion": {**asked, "additionalProperties": False},
        "Citation": citation,
        "Citations": record(
            {"citations": many(ref("Citation")), "release": TEXT, "format": {"const": FORMAT}}, {"on": DAY}
        ),
    }
