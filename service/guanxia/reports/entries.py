"""What is rendered: packages, each with its report (``contracts/validation.schema.json``) or why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

from guanxia.model import Text

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True)
class Entry:
    """One package: ``source`` is its file, ``line`` where it stands in a file of several.

    ``body`` is the report as JSON bytes, ``problem`` the problem document of a package that was not examined; one of
    them is there. ``rdf`` is the report as ``sh:ValidationReport`` where that was asked for.
    """

    source: str
    body: bytes | None = None
    problem: Mapping[str, Any] | None = None
    line: int | None = None
    rdf: bytes | None = field(default=None, repr=False)

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """The report as an object; empty where the package was refused."""
        found: Mapping[str, Any] = orjson.loads(self.body) if self.body is not None else {}
        return found

    @property
    def place(self) -> str:
        """File and line, fit for a line of text."""
        return clean(self.source if self.line is None else f"{self.source}:{self.line}")

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """In the order of the report: violations, then warnings, then notes."""
        found: list[Mapping[str, Any]] = self.report.get("findings", [])
        return found

    @property
    def counts(self) -> dict[str, int]:
        return {name: sum(one["severity"] == name for one in self.findings) for name in SEVERITIES}

    def at_least(self, severity: str) -> bool:
        """Whether something of this severity or a graver one was found."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(one["severity"] in grave for one in self.findings)


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding in one language, each part a line of text without control characters."""

    severity: str
    message: str
    name: str
    place: str
    property: str
    found: str
    expected: str
    basis: str
    fix: str
    shape: str
    reconstructed: bool


def seen(finding: Mapping[str, Any], language: str) -> Seen:
    """A finding as a person reads it. ``language`` is ``zh`` or ``en``."""

    def say(pair: Any) -> str:
        return clean(pair[language]) if pair else ""

    detail = finding["detail"]
    return Seen(
        severity=finding["severity"],
        message=say(finding["message"]),
        name=say(finding.get("name")) or local(finding["shape"]),
        place=say(finding.get("place")) or clean(finding["focus"]),
        property=_property(finding),
        found=say(detail["found"]),
        expected=say(detail["expected"]),
        basis=_basis(finding, language),
        fix=say(finding["fix"]),
        shape=local(finding["shape"]),
        reconstructed=bool(finding["reconstructed"]),
    )


def refusal(problem: Mapping[str, Any], language: str) -> str:
    """Why a package was refused, in one line."""
    texts = problem.get("texts")
    return clean(texts["detail"][language] if texts else problem["detail"])


def kind_of(problem: Mapping[str, Any]) -> str:
    """The short name of the kind of problem."""
    return local(problem["type"])


def label(entry: Entry, language: str) -> str:
    """What kind of document a package is, in words."""
    document = entry.report.get("document")
    return clean(document["label"][language]) if document else clean(entry.report.get("kind") or "")


def clean(text: str) -> str:
    """A text on one line; characters that steer a terminal or that nobody sees are shown by their codes."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\u3000" else _code(one) for one in text)


def _code(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def local(iri: str) -> str:
    """The last part of an IRI."""
    return clean(iri.rstrip("#/").replace("#", "/").rsplit("/", 1)[-1])


def _property(finding: Mapping[str, Any]) -> str:
    named = finding.get("property")
    if named and named.get("name"):
        return clean(named["name"])
    return local(finding["path"]) if finding["path"] and "<" not in finding["path"] else clean(finding["path"] or "")


def _basis(finding: Mapping[str, Any], language: str) -> str:
    """Clause with norm, and provisions; what else the demand comes from where there are none."""
    notice, law = Text("通知 ", "notice, "), Text("；", "; ")
    norm = local(finding["norm"]) if finding.get("norm") else ""
    mark = (f"（{norm}）" if language == "zh" else f" ({norm})") if norm else ""
    clauses = [one for one in (finding.get("clause"), *finding.get("furtherClauses", ())) if one]
    provisions = [one for one in (finding.get("provision"), *finding.get("furtherProvisions", ())) if one]
    told = [f"{getattr(notice, language)}{_words(one, 'label', language)}{mark}" for one in clauses]
    told += [_words(one, "citation", language) + _remark(one, language) for one in provisions]
    if not told:
        told = [_words(one, "label", language) for one in finding.get("sources", ())] or [norm]
    return clean(getattr(law, language).join(one for one in told if one))


def _remark(provision: Mapping[str, Any], language: str) -> str:
    remark = provision.get("remark")
    return str(remark[language]) if remark else ""


def _words(thing: Mapping[str, Any], key: str, language: str) -> str:
    pair = thing.get(key)
    return pair[language] if pair else local(thing["iri"])
