"""Findings about folders of Turtle: what is told to an author, with name and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guanxia.model import Text
from guanxia.places import Place

_LABEL = re.compile(r'^"(.*)"@(zh|en)$', re.DOTALL)
_LABELS = {"<http://www.w3.org/2000/01/rdf-schema#label>", "<http://www.w3.org/2004/02/skos/core#prefLabel>"}

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """``severity``: error or warning (to mend), info (to know). ``rule`` is the shape or check that objects."""

    severity: str
    rule: str
    message: Text
    subject: str | None = None
    name: Text | None = None
    place: Place | None = None


@dataclass(slots=True)
class Report:
    """All findings; ``figures`` says how much was looked at. Nothing was examined if a file is ``unreadable``."""

    findings: list[Finding] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    unreadable: bool = False

    @property
    def to_mend(self) -> list[Finding]:
        return [one for one in self.findings if one.severity != "info"]


def settle(report: Report, where: Mapping[str, Place], own: set[Path], statements: Iterable[Triple]) -> None:
    """Give findings their place and name; leave out those about things of other folders; order by place."""
    wanted = {one.subject for one in report.findings if one.subject}
    names: dict[str, dict[str, str]] = {}
    for subject, predicate, value in statements:
        if predicate in _LABELS and subject[1:-1] in wanted and (found := _LABEL.match(value)):
            names.setdefault(subject[1:-1], {})[found[2]] = found[1]
    settled = []
    for one in report.findings:
        place = where.get(one.subject or "")
        if place and place.path.resolve() not in own:
            continue
        label = names.get(one.subject or "", {})
        name = Text(label.get("zh", ""), label.get("en", "")) if label else None
        settled.append(Finding(one.severity, one.rule, one.message, one.subject, name, place))
    rank = {"error": 0, "warning": 1, "info": 2}
    settled.sort(
        key=lambda one: (
            rank[one.severity],
            str(one.place.path) if one.place else "",
            one.place.line if one.place else 0,
            one.rule,
            one.message.en,
        )
    )
    report.findings = settled
