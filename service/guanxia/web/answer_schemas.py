"""Schemas of the answer and its parts (JSON Schema 2020-12); keys not named here may come."""

from __future__ import annotations

from guanxia.comparison import FORMAT as COMPARISON
from guanxia.fragments import FORMAT
from guanxia.web.schemas import DAY, TEXT, Schema, many, maybe, record, ref

BOOLEAN: Schema = {"type": "boolean"}
VALUE: Schema = {"type": ["boolean", "string"]}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MONEY: Schema = {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$"}
CONFIDENCE: Schema = {"enum": ["V1", "V2", "V3"]}
NAMED: dict[str, Schema] = {"id": TEXT, "iri": ref("Iri")}
OUTCOME: dict[str, Schema] = {"violations": many(TEXT), "competent": many(TEXT)}
FURTHER: dict[str, Schema] = {"possible": many(TEXT), "norms": many(TEXT)}


def answer() -> dict[str, Schema]:
    """The answer and its parts, each by its name."""
    return {**_basics(), **_law(), **_violations(), **_course(), "Answer": _answer(), **_comparison()}


def _basics() -> dict[str, Schema]:
    office = {"office": maybe({"type": "object"}), "officeMissing": maybe(ref("Text"))}
    return {
        "Text": record({"zh": TEXT, "en": TEXT}),
        "Iri": {"type": "string", "format": "uri"},
        "Role": record({"code": TEXT, "iri": ref("Iri"), "label": ref("Text")}, office),
        "Clause": record({**NAMED, "address": TEXT, "words": TEXT, "sha256": HASH}),
        "Reason": record(
            {"fact": TEXT, "value": VALUE, "source": {"enum": ["stated", "implied", "derived"]}}, {"label": ref("Text")}
        ),
        "Provision": record({"iri": ref("Iri"), "citation": ref("Text")}),
    }


def _law() -> dict[str, Schema]:
    span = maybe(record({"min": TEXT, "max": maybe(TEXT)}))
    force = record({"from": maybe(DAY), "to": maybe(DAY), "state": {"enum": ["yes", "no", "unknown"]}})
    units = ["naturalDays", "workingDays", "hours", "months", "years", None]
    basis: dict[str, Schema] = {
        "iri": ref("Iri"),
        "citation": ref("Text"),
        "role": {"enum": ["competence", "substantive", "sanction", "procedure"]},
        "summary": ref("Text"),
        "inForce": force,
        "confidence": CONFIDENCE,
    }
    sanction: dict[str, Schema] = {
        "provision": ref("Provision"),
        "kind": {"enum": ["fine", "lateFee", "return", "warning", "other"]},
        "on": {"enum": ["employer", "responsiblePerson", "anyone"]},
        "state": {"enum": ["threatens", "needs"]},
        "amount": maybe(record({"min": MONEY, "max": maybe(MONEY)})),
        "formula": ref("Text"),
        "decidedBy": ref("Role"),
        "confidence": CONFIDENCE,
    }
    rate = {"multiple": span, "fixed": span, "ratePerDay": maybe(TEXT), "needs": many({"type": "object"})}
    number: Schema = {"type": ["integer", "null"]}
    return {
        "Basis": record(basis),
        "Sanction": record(sanction, rate, "amounts in yuan; null while the base is not stated"),
        "Term": record({"words": ref("Text"), "number": number, "unit": {"enum": units}, "lastDay": maybe(DAY)}),
    }


def _violations() -> dict[str, Schema]:
    found: dict[str, Schema] = {
        **NAMED,
        "label": ref("Text"),
        "state": {"enum": ["established", "possible"]},
        "norm": TEXT,
        "clause": ref("Clause"),
        "competent": ref("Role"),
        "reasons": many(ref("Reason")),
        "missing": many(TEXT),
        "bases": many(ref("Basis")),
        "sanctions": many(ref("Sanction")),
        "interpretations": many(ref("Interpretation")),
        "robust": BOOLEAN,
    }
    reading = {**NAMED, "stand": ref("Text"), "ground": many(ref("Provision")), "alternative": ref("Text")}
    under = maybe(record({"changes": BOOLEAN, **OUTCOME}, FURTHER))
    return {
        "FoundViolation": record(found, {"summary": ref("Text"), "terms": many(ref("Term"))}),
        "ExcludedViolation": record({**NAMED, "reasons": many(ref("Reason")), "clause": ref("Clause")}),
        "Interpretation": record(reading, {"underAlternative": under}),
    }


def _course() -> dict[str, Schema]:
    modality = ["competence", "duty", "power", "dutyOrPower", "allocation", "organizationalDuty"]
    action: dict[str, Schema] = {
        "norm": TEXT,
        "iri": ref("Iri"),
        "modality": {"enum": modality},
        "actor": ref("Role"),
        "what": ref("Text"),
        "state": {"enum": ["applies", "would-apply"]},
        "clause": ref("Clause"),
        "reasons": many(ref("Reason")),
        "terms": many(ref("Term")),
    }
    further = {"counterpart": maybe(ref("Role")), "missing": many(TEXT), "next": many({"type": "object"})}
    outcomes = many(record({"value": VALUE, **OUTCOME}, FURTHER))
    caution = {**NAMED, "text": ref("Text"), "since": maybe(DAY), "confidence": CONFIDENCE, "source": many(TEXT)}
    return {
        "Action": record(action, further),
        "AskedFact": record({"fact": TEXT, "prompt": ref("Text"), "why": ref("Clause"), "outcomes": outcomes}),
        "Flip": record({"changes": many(ref("Reason")), "competent": many(TEXT)}),
        "Caution": record(caution),
    }


def _comparison() -> dict[str, Schema]:
    sides: Schema = record({"answer": {}, "here": TEXT})
    kinds = {"enum": ["law", "notice", "graph", "program", "file", "rules"]}
    change = {"part": TEXT, "kind": {"enum": ["added", "removed", "changed"]}, "where": ref("Text")}
    texts = {"before": maybe(ref("Text")), "after": maybe(ref("Text"))}
    whole: dict[str, Schema] = {
        "format": {"const": COMPARISON},
        "intact": BOOLEAN,
        "same": BOOLEAN,
        "sameContent": BOOLEAN,
        "release": sides,
        "sha256": sides,
        "differs": many(TEXT),
        "changes": many(ref("Change")),
        "causes": many(record({"kind": kinds, "text": ref("Text")})),
        "question": ref("Question"),
    }
    cause: Schema = {"enum": ["law", "notice", "graph", None]}
    return {"Change": record({**change, **texts, "cause": cause}), "Comparison": record(whole)}


def _answer() -> Schema:
    certain = record(
        {"violation": {"type": ["boolean", "null"]}, "competent": maybe(ref("Role"))}, {"roles": many(TEXT)}
    )
    whole: dict[str, Schema] = {
        "status": {"enum": ["decided", "undecided", "outside"]},
        "summary": ref("Text"),
        "certain": certain,
        "violations": many(ref("FoundViolation")),
        "excluded": many(ref("ExcludedViolation")),
        "open": many(TEXT),
        "actions": many(ref("Action")),
        "questions": many(ref("AskedFact")),
        "flips": many(ref("Flip")),
        "cautions": many(ref("Caution")),
        "input": record({"facts": {"type": "object"}, "on": {"type": "object"}}),
        "release": TEXT,
        "format": {"const": FORMAT},
        "sha256": HASH,
    }
    return record(whole, {"robust": BOOLEAN, "hangsOn": many(TEXT), "limits": ref("Text")})
