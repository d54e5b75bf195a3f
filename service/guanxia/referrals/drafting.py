"""Drafts: what a package of some kind can take from a case and its answer; what is left is told by the examination."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from guanxia.model import Law, Norm, Text
from guanxia.notices import Laws
from guanxia.problems import pair
from guanxia.queries import Questions
from guanxia.reading import local
from guanxia.referrals.context import Context

FORMAT = "guanxia.draft.v1"
_CITED_ROLES = ("sanction", "substantive")
Package = dict[str, Any]
# The report on a package in plain JSON.
Examine = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """What a kind of document must contain: ``property`` carries it, ``provisions`` with citation are to be cited."""

    iri: str
    label: Text
    property: str
    clauses: set[str]
    provisions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """``package`` is plain JSON, ``blanks`` is what the examination still misses, by clause."""

    kind: str
    title: Text
    package: Package
    blanks: list[dict[str, Any]]

    def as_dict(self, release: str) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": pair(self.title),
            "package": self.package,
            "blanks": self.blanks,
            "release": release,
            "format": FORMAT,
        }


class Drafter:
    """Drafts packages of the kinds in the context."""

    def __init__(self, questions: Questions, laws: Laws, context: Context) -> None:
        self._laws, self._context = laws, context
        rows = questions.ask("package_classes")
        self.kinds = {row.text("document"): row.text("class") for row in rows if "document" in row}
        self._places = [(local(row.text("fact")), row.text("place")) for row in questions.ask("draft_facts")]
        self._parts = _parts(questions)

    def draft(self, kind: str, answer: Mapping[str, Any], examine: Examine) -> Draft:
        """A draft of a kind (one of ``kinds``) for a case with its answer. Raises what ``examine`` raises."""
        package = self._filled(kind, answer)
        findings = orjson.loads(examine(orjson.dumps(package)))["findings"]
        area = _given(answer, "area")
        if area and any(_missing(one, "employer") for one in findings):
            package["employer"] = {"area": area}
            findings = orjson.loads(examine(orjson.dumps(package)))["findings"]
        blanks = sorted((self._blank(kind, one) for one in findings), key=_by_clause)
        return Draft(kind, self._context.kinds[self.kinds[kind]], package, blanks)

    def _filled(self, kind: str, answer: Mapping[str, Any]) -> Package:
        package: Package = {"type": local(self.kinds[kind])}
        law = self._law(answer)
        parties = self._parties(kind, answer, law) if law else {}
        if law:
            package |= {name: _party(name, role, _given(answer, "area"), law) for name, role in parties.items()}
        kinds = _kinds(answer)
        if len(kinds) == 1:
            package["concernsViolation"] = self._code("concernsViolation", kinds[0]["iri"])
        if answer["input"]["on"]["source"] == "stated":
            package["actOn"] = answer["input"]["on"]["value"]
        for fact, place in self._places:
            given = answer["input"]["facts"].get(fact)
            if given is not None and (parties.get("sender") or not place.startswith("sender/")):
                _put(package, place, given["value"])
        if any(part.property == "citedBasis" for part in self._parts.get(kind, ())):
            package["citedBasis"] = self._bases(kind, kinds)
        return {key: value for key, value in package.items() if value}

    def _law(self, answer: Mapping[str, Any]) -> Law | None:
        slug = answer["input"]["notice"] and answer["input"]["notice"]["value"]
        return self._laws.rules(slug, date.fromisoformat(answer["input"]["on"]["value"])).law if slug else None

    def _parties(self, kind: str, answer: Mapping[str, Any], law: Law) -> dict[str, str | None]:
        """Roles of sender and addressee by the norm that calls for the document; empty where that is not settled."""
        norms = [norm for norm in law.norms if norm.document is not None and norm.document.id == kind]
        states = {action["norm"]: action["state"] for action in answer["actions"]}
        for state in ("applies", "would-apply", None):
            chosen = [norm for norm in norms if state is None or states.get(norm.id) == state]
            if chosen:
                return _settled(chosen)
        return {}

    def _bases(self, kind: str, kinds: Sequence[Mapping[str, Any]]) -> list[Package]:
        """The provisions that the document must cite, else those of the violation that are in force on the day."""
        own = {iri: text for part in self._parts[kind] for iri, text in part.provisions.items()}
        drawn = {
            one["iri"]: one["citation"]["zh"]
            for violation in kinds
            for one in violation["bases"]
            if one["role"] in _CITED_ROLES and one["inForce"]["state"] == "yes"
        }
        return [
            {"provision": self._code("provision", iri), "citationText": text} for iri, text in (own or drawn).items()
        ]

    def _code(self, key: str, iri: str) -> str:
        """What plain JSON writes for a thing."""
        return iri.removeprefix(self._context.definitions[key]["@context"]["@vocab"])

    def _blank(self, kind: str, finding: Mapping[str, Any]) -> dict[str, Any]:
        name = finding["property"]["name"] if finding["property"] else None
        part = self._part(kind, name, finding)
        kept = ("clause", "provision", "norm", "severity", "reconstructed", "shape", "message", "detail")
        return {
            "part": part and {"iri": part.iri, "label": pair(part.label)},
            "place": finding["focus"],
            "property": name,
            "label": finding["property"] and finding["property"]["label"],
            "prompt": finding["fix"],
            "value": finding["value"],
            **{key: finding[key] for key in kept},
        }

    def _part(self, kind: str, name: str | None, finding: Mapping[str, Any]) -> Part | None:
        """The part that a finding is about: of its clause, or the only one that the property carries."""
        way = finding["focus"].split("/")[0].partition("[")[0]
        found = [one for one in self._parts.get(kind, ()) if one.property in (name, way)]
        if finding["clause"]:
            return next((one for one in found if finding["clause"]["address"] in one.clauses), None)
        return found[0] if len(found) == 1 else None


def _parts(questions: Questions) -> dict[str, list[Part]]:
    found: dict[str, dict[tuple[str, str], Part]] = {}
    for row in questions.ask("package_parts"):
        iri, name = row.text("part"), local(row.text("property"))
        label = Text(row.text("label_zh"), row.text("label_en"))
        part = found.setdefault(row.text("kind"), {}).setdefault((iri, name), Part(iri, label, name, set(), {}))
        if "clause" in row:
            part.clauses.add(row.text("clause"))
        if "provision" in row:
            part.provisions[row.text("provision")] = row.text("citation_zh")
    return {kind: list(parts.values()) for kind, parts in found.items()}


def _settled(norms: Sequence[Norm]) -> dict[str, str | None]:
    """Sender and addressee, where all norms have one sender; the first norm names the addressee."""
    senders = {bearer for norm in norms for bearer in norm.bearers}
    return {"sender": senders.pop(), "addressee": norms[0].counterpart} if len(senders) == 1 else {}


def _party(name: str, role: str | None, area: str | None, law: Law) -> Package:
    """An agency with its area; of a sender whose role is not settled the area alone."""
    if role in {one for _, one in law.offices}:
        return {"role": role, **({"area": area} if area else {})}
    return {"area": area} if name == "sender" and area else {}


def _kinds(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The stated violation, else those that are established."""
    stated = _given(answer, "violation")
    found = [one for one in answer["violations"] if one["id"] == stated]
    return found or [one for one in answer["violations"] if one["state"] == "established"]


def _given(answer: Mapping[str, Any], key: str) -> str | None:
    given = answer["input"][key]
    return given["value"] if given else None


def _put(package: Package, place: str, value: Any) -> None:
    *ways, last = place.split("/")
    for way in ways:
        package = package.setdefault(way, {})
    package.setdefault(last, value)


def _missing(finding: Mapping[str, Any], name: str) -> bool:
    return bool(finding["property"]) and finding["property"]["name"] == name and "/" not in finding["focus"]


def _by_clause(blank: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    clause = blank["clause"]
    return clause is None, clause["address"] or "" if clause else "", blank["place"], blank["shape"]
