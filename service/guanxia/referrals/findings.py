"""A report as findings in both languages (``contracts/validation.schema.json``): same package, same bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from guanxia.model import Text
from guanxia.problems import pair
from guanxia.referrals.details import Details
from guanxia.referrals.examiner import Report, Result
from guanxia.referrals.naming import Names
from guanxia.referrals.rules import Rule, Rules, Source
from guanxia.referrals.statements import GX, SH, Term, local
from guanxia.rendering import canonical

FORMAT = "guanxia.validation.v1"
_SEVERITIES = {f"{SH}Violation": "violation", f"{SH}Warning": "warning", f"{SH}Info": "info"}
_RANK = {name: number for number, name in enumerate(_SEVERITIES.values())}


@dataclass(frozen=True, slots=True)
class Told:
    """A report ready to be told: results in their order, each with its rule and its finding."""

    kind: NamedNode | None
    document: Term | None
    names: Names
    results: tuple[tuple[Result, Rule], ...]
    findings: tuple[dict[str, Any], ...]


def told(report: Report, rules: Rules) -> Told:
    """The results in an order that follows from package and shapes alone, none twice."""
    names = Names(report.package, report.document, rules.knowledge)
    details = Details(rules, report.package, names)
    made: dict[bytes, tuple[tuple[Any, ...], Result, Rule, dict[str, Any]]] = {}
    for one in report.results:
        rule = rules.rule(one.shape, one.constraint)
        finding = _finding(one, rule, report, rules, names, details)
        key = canonical(finding)
        made[key] = (_RANK[finding["severity"]], names.order(_seat(one, report)), key), one, rule, finding
    ordered = sorted(made.values(), key=lambda row: row[0])
    results = tuple((one, rule) for _, one, rule, _ in ordered)
    return Told(report.kind, report.document, names, results, tuple(finding for *_, finding in ordered))


def document(found: Told, rules: Rules, release: str, shapes: str) -> dict[str, Any]:
    """The findings on one package as a JSON object; ``shapes`` names the state of the shapes."""
    kind = found.kind
    counts = Counter(one["severity"] for one in found.findings)
    subject = found.document.value if isinstance(found.document, NamedNode) else None
    return {
        "conforms": not counts["violation"],
        "kind": None if kind is None else rules.notation(kind),
        "document": kind and {"iri": kind.value, "label": pair(rules.label(kind)), "subject": subject},
        "findings": list(found.findings),
        "counts": {name: counts[name] for name in _RANK},
        "release": release,
        "shapes": shapes,
        "format": FORMAT,
    }


def as_json(found: Told, rules: Rules, release: str, shapes: str) -> bytes:
    """The same as canonical JSON (RFC 8785)."""
    return canonical(document(found, rules, release, shapes))


def _finding(one: Result, rule: Rule, report: Report, rules: Rules, names: Names, details: Details) -> dict[str, Any]:
    return {
        "severity": _SEVERITIES.get(one.severity, "violation"),
        "message": pair(rule.message),
        "name": pair(rule.name),
        "fix": pair(rule.fix),
        "focus": names.name(one.focus),
        "place": pair(names.place(_seat(one, report))),
        "path": one.path and rules.path(one.path),
        "property": _property(one, rules),
        "value": None if one.value is None else names.name(one.value),
        "detail": {"found": pair(details.found(one)), "expected": pair(details.expected(one, rule))},
        "shape": rule.shape,
        "component": local(one.component),
        **_sources(rule, _issued(report)),
        "reconstructed": rule.reconstructed,
    }


def _seat(one: Result, report: Report) -> Term:
    """Where to look: the part of the package at fault, or the thing that the demand is about."""
    part = one.value
    inside = isinstance(part, BlankNode) or (isinstance(part, NamedNode) and part in report.package)
    return part if part is not None and inside else one.focus


def _property(one: Result, rules: Rules) -> dict[str, Any] | None:
    if one.path is None:
        return None
    name = local(one.path.value) if isinstance(one.path, NamedNode) and one.path.value.startswith(GX) else None
    return {"name": name, "label": pair(rules.path_label(one.path))}


def _issued(report: Report) -> str | None:
    """The day of issue, where the document states one."""
    if report.document is None:
        return None
    days = [one for one in report.package.values(report.document, f"{GX}issuedOn") if isinstance(one, Literal)]
    try:
        return date.fromisoformat(days[0].value).isoformat() if len(days) == 1 else None
    except ValueError:
        return None


def _sources(rule: Rule, day: str | None) -> dict[str, Any]:
    clauses, provisions = [_clause(one) for one in rule.clauses], [_provision(one, day) for one in rule.provisions]
    return {
        "norm": rule.norm,
        "clause": clauses[0] if clauses else None,
        "furtherClauses": clauses[1:],
        "provision": provisions[0] if provisions else None,
        "furtherProvisions": provisions[1:],
        "sources": [{"iri": one.iri, "label": pair(one.label)} for one in rule.sources],
    }


def _clause(one: Source) -> dict[str, Any]:
    return {"iri": one.iri, "address": one.address, "label": pair(one.label)}


def _provision(one: Source, day: str | None) -> dict[str, Any]:
    """A provision, and whether a wording of it that the graph has was in force on the day of issue."""
    state, start, end = "unknown", None, None
    if day is not None and one.spans:
        valid = [span for span in one.spans if (span[0] or "") <= day <= (span[1] or day)]
        start, end = valid[-1] if valid else (one.spans[0][0], one.spans[-1][1])
        state = "yes" if valid else "no"
    return {
        "iri": one.iri,
        "citation": pair(one.label),
        "inForce": {"on": day, "state": state, "from": start, "to": end},
        "remark": pair(_other_days(start, end)) if state == "no" else None,
    }


def _other_days(start: str | None, end: str | None) -> Text:
    """That the graph has the provision only as it stood on other days than that of issue."""
    zh = "至".join(filter(None, (start, end))) if end else f"自{start}起"
    en = f"from {start} on" if not end else f"from {start} to {end}" if start else f"until {end}"
    return Text(
        f"（图中的条文{zh}有效；成文之日的条文没有收入，条号可能不同）",
        f" (the graph has it as in force {en}, not on the day of issue, when its number may be another one)",
    )
