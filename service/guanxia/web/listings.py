"""What can be asked about: facts, kinds of violation, norms, notices, provisions, areas, terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxia import cases
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, pair, shown
from guanxia.queries import Row
from guanxia.reading import local
from guanxia.rendering import basis, clause, document

if TYPE_CHECKING:
    from guanxia.app import Service

Listing = Callable[["Service", Mapping[str, str]], dict[str, Any]]


def _refuse(arguments: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Raises Problem for parameters that a listing does not take."""
    faults = []
    for key in arguments:
        if key not in known:
            text = Text(f"没有参数“{shown(key)}”。", f"no parameter '{shown(key)}'.")
            faults.append(Fault("unknown-key", shown(key), text, nearest(key, known)))
    if faults:
        raise Problem.of(faults)


def _check(service: Service, arguments: Mapping[str, str]) -> None:
    """Raises Problem for parameters that are unknown or have a wrong value, though the listing is the same for all."""
    _refuse(arguments, ("notice", "on"))
    if arguments:
        cases.from_query({"notice": min(service.laws.notices, default=""), **arguments}.items(), service.laws)


def rules_of(service: Service, arguments: Mapping[str, str]) -> tuple[Rules, date]:
    """The rules that ``notice`` and ``on`` name (default: the only notice, today). Raises Problem."""
    _refuse(arguments, ("notice", "on"))
    case = cases.from_query(arguments.items(), service.laws)
    if case.notice is None:
        raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice."))
    return service.laws.rules(case.notice, case.on), case.on


def facts(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Facts with type, question, values and the provisions they serve."""
    _check(service, arguments)
    uses: dict[str, list[dict[str, Any]]] = {}
    for row in service.questions.ask("fact_uses"):
        uses.setdefault(local(row.text("fact")), []).append(_cited(row))
    return {
        "facts": [
            {
                "name": fact.name,
                "iri": fact.iri,
                "type": fact.type,
                "label": pair(fact.label),
                "definition": pair(fact.definition),
                "question": pair(fact.question),
                "values": [{"value": one.value, "iri": one.iri, "label": pair(one.label)} for one in fact.choices],
                "serves": uses.get(fact.name, []),
            }
            for fact in service.laws.facts.values()
        ]
    }


def violations(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Kinds of violation of a notice on a day."""
    rules, on = rules_of(service, arguments)
    return {
        **_head(rules, on),
        "violations": [
            {
                "id": kind.id,
                "iri": kind.iri,
                "label": pair(kind.label),
                "clause": clause(kind.clause),
                "competent": kind.role,
                "norm": kind.norm,
                "facts": [fact for fact, _ in _mentioned(rules, kind.case_class)],
                "bases": [basis(one) for one in kind.bases],
                "sanctions": [{"iri": one.iri, "label": pair(one.label), "kind": one.kind} for one in kind.sanctions],
            }
            for kind in rules.law.kinds
        ],
    }


def norms(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Norms of a notice on a day."""
    rules, on = rules_of(service, arguments)
    return {
        **_head(rules, on),
        "norms": [
            {
                "id": norm.id,
                "iri": norm.iri,
                "modality": norm.modality,
                "what": pair(norm.what),
                "clause": clause(norm.clause),
                "bearers": list(norm.bearers),
                "counterpart": norm.counterpart,
                "facts": [fact for fact, _ in _mentioned(rules, norm.condition)],
                "document": document(norm.document),
                "bases": [basis(one) for one in norm.bases],
            }
            for norm in rules.law.norms
        ],
    }


def _mentioned(rules: Rules, expression: Any) -> list[tuple[str, Any]]:
    mask = rules.condition(expression).mask
    return [(fact.name, fact) for fact in rules.decisive if rules.bits.of_fact[fact.name] & mask]


def _head(rules: Rules, on: date) -> dict[str, Any]:
    return {"notice": rules.law.notice, "on": on.isoformat(), "inForce": rules.law.in_force}


def notices(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Notices of the graph."""
    _check(service, arguments)
    return {
        "notices": [
            {
                "slug": one.slug,
                "iri": one.iri,
                "title": pair(one.title),
                "number": one.number,
                "from": one.start and one.start.isoformat(),
                "until": one.end and one.end.isoformat(),
                "area": one.area,
            }
            for one in service.laws.notices.values()
        ]
    }


def provisions(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Provisions with each wording, its days in force and its source's confidence."""
    _check(service, arguments)
    found: dict[str, dict[str, Any]] = {}
    for row in service.questions.ask("provisions"):
        entry = found.setdefault(row.text("provision"), {**_cited(row), "statute": row.text("statute"), "wordings": []})
        entry["wordings"].append(
            {
                "says": {"zh": row.text("says_zh"), "en": row.text("says_en")},
                "from": row.optional("from"),
                "until": row.optional("until"),
                "checked": row.optional("checked"),
                "confidence": row.text("confidence"),
            }
        )
    return {"provisions": list(found.values())}


def areas(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Areas in which a notice applies, with the office of each role or the reason why none is named."""
    rules, on = rules_of(service, arguments)
    law = rules.law
    return {
        **_head(rules, on),
        "areas": [
            {
                "code": one.code,
                "iri": one.iri,
                "label": pair(one.label),
                "offices": [
                    {
                        "role": role,
                        "iri": office.iri,
                        "label": office.label and pair(office.label),
                        "missing": office.missing and pair(office.missing),
                    }
                    for (area, role), office in sorted(law.offices.items(), key=lambda item: item[0])
                    if area == one.code
                ],
            }
            for one in law.areas.values()
        ],
    }


def terms(service: Service, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Statutory terms: each value with its dates and the reference of the value."""
    _check(service, arguments)
    found: dict[str, dict[str, Any]] = {}
    for row in service.questions.ask("statutory_terms"):
        entry = found.setdefault(
            row.text("term"),
            {
                "iri": row.text("term"),
                "label": {"zh": row.text("label_zh"), "en": row.text("label_en")},
                "start": {"zh": row.text("start_zh"), "en": row.text("start_en")} if "start_zh" in row else None,
                "startFact": local(row.text("day_fact")) if "day_fact" in row else None,
                "values": [],
            },
        )
        entry["values"].append(
            {
                "number": row["number"],
                "unit": row.text("unit"),
                "from": row.optional("from"),
                "until": row.optional("until"),
                "reference": _cited(row),
                "confidence": row.text("confidence"),
            }
        )
    return {"terms": list(found.values())}


def _cited(row: Row) -> dict[str, Any]:
    return {"iri": row.text("provision"), "citation": {"zh": row.text("citation_zh"), "en": row.text("citation_en")}}


LISTINGS: dict[str, Listing] = {
    "facts": facts,
    "violations": violations,
    "norms": norms,
    "notices": notices,
    "provisions": provisions,
    "areas": areas,
    "terms": terms,
}
