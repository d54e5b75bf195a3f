"""Values of the model as JSON objects, and the canonical JSON that answers are made of."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from guanxia import texts
from guanxia.jurisdiction.blocks import Reading
from guanxia.jurisdiction.deadlines import last_day
from guanxia.model import Basis, Caution, Clause, DocumentKind, Interpretation, Material, Provision, Term
from guanxia.problems import pair
from guanxia.workdays import is_working

SORTED = orjson.OPT_SORT_KEYS


def canonical(value: Any) -> bytes:
    """RFC 8785 JSON of a value without floats: sorted ASCII keys, no blanks, UTF-8."""
    return orjson.dumps(value, option=SORTED)


def stored(value: Any) -> bytes:
    """Canonical JSON to be kept: a copy of its own size, as orjson leaves its buffer half empty."""
    return bytes(memoryview(canonical(value)))


def kept(value: Any) -> orjson.Fragment:
    return orjson.Fragment(stored(value))


def provision(one: Provision) -> dict[str, Any]:
    return {"iri": one.iri, "citation": pair(one.citation)}


def clause(one: Clause) -> dict[str, Any]:
    return {
        "id": one.id,
        "iri": one.iri,
        "address": one.address,
        "label": pair(one.label),
        "words": one.words,
        "sha256": one.sha256,
    }


def basis(one: Basis) -> dict[str, Any]:
    return {
        **provision(one.provision),
        "role": one.role,
        "summary": pair(one.summary),
        "inForce": {
            "from": one.start and one.start.isoformat(),
            "to": one.end and one.end.isoformat(),
            "state": one.state,
            "checked": one.checked and one.checked.isoformat(),
        },
        "confidence": one.confidence,
    }


def term(one: Term, start: date | None) -> dict[str, Any]:
    """A term, with its last day where it has a number and its start is known."""
    last = note = None
    if start is not None and one.number is not None and one.unit is not None:
        result = last_day(start, one.number, one.unit, is_working)
        last = result.day and result.day.isoformat()
        note = texts.no_calendar(result.unknown_year) if result.unknown_year is not None else None
        if result.day and result.nominal and result.nominal != result.day:
            note = texts.moved(result.nominal)
    return {
        "iri": one.iri,
        "label": pair(one.label),
        "words": pair(one.words),
        "number": one.number,
        "unit": one.unit,
        "start": one.start and {"event": pair(one.start), "fact": one.day_fact, "day": start and start.isoformat()},
        "provision": one.provision and provision(one.provision),
        "lastDay": last,
        "note": note and pair(note),
        "inForce": one.in_force,
        "confidence": one.confidence,
    }


def document(one: DocumentKind | None) -> dict[str, Any] | None:
    if one is None:
        return None
    contains = [{"iri": part.iri, "label": pair(part.label), "reconstructed": part.reconstructed} for part in one.parts]
    return {"kind": one.id, "iri": one.iri, "label": pair(one.label), "contains": contains}


def later(one: Basis) -> dict[str, Any]:
    return {**provision(one.provision), "role": one.role, "from": str(one.start), "confidence": one.confidence}


def material(one: Material) -> dict[str, Any]:
    return {
        "iri": one.iri,
        "label": pair(one.label),
        "provisions": [provision(item) for item in one.provisions],
        "confidence": one.confidence,
        "reconstructed": True,
    }


def caution(one: Caution, sure: bool) -> dict[str, Any]:
    """A caution; ``sure`` tells whether its condition holds or is only possible."""
    return {
        "id": one.id,
        "iri": one.iri,
        "state": "applies" if sure else "possible",
        "text": pair(one.text),
        "headline": one.headline and pair(one.headline),
        "since": one.since and one.since.isoformat(),
        "confidence": one.confidence,
        "source": list(one.source),
    }


def interpretation(one: Interpretation, reading: Reading | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "iri": one.iri,
        "label": pair(one.label),
        "stand": pair(one.stand),
        "ground": [provision(item) for item in one.ground],
        "groundText": pair(one.ground_text),
        "alternative": pair(one.alternative),
        "underAlternative": reading
        and {
            "changes": reading.changes,
            "violations": list(reading.verdict.established),
            "possible": list(reading.verdict.possible),
            "competent": sorted(reading.verdict.certain_roles),
        },
    }
