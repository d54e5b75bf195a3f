"""A report as SARIF 2.1.0: shapes are its rules, with their help; findings are its results."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import IO, Any
from urllib.parse import quote

import orjson

from guanxia import __version__
from guanxia.problems import BASE
from guanxia.reports.entries import Entry, Seen, kind_of, refusal, seen
from guanxia.reports.words import BASIS, EXPECTED, FIX, FOUND, RECONSTRUCTED, REFUSED, say

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


class SarifWriter:
    """One run for all packages; results go out as they come, the rules that they name follow at the end."""

    def __init__(self, stream: IO[bytes], language: str) -> None:
        self._stream, self._language = stream, language
        self._rules: dict[str, dict[str, Any]] = {}
        self._releases: dict[str, None] = {}
        self._begun = False
        stream.write(b'{"$schema":' + orjson.dumps(SCHEMA) + b',"version":"2.1.0","runs":[{"columnKind":')
        stream.write(b'"unicodeCodePoints","language":' + orjson.dumps(LANGUAGES[language]) + b',"results":[')

    def write(self, entry: Entry) -> None:
        if release := entry.report.get("release"):
            self._releases[release] = None
        results = [self._refused(entry)] if entry.problem is not None else []
        results += [self._result(entry, one) for one in entry.findings]
        for one in results:
            self._stream.write((b",\n" if self._begun else b"\n") + orjson.dumps(one))
            self._begun = True

    def end(self) -> None:
        driver = {
            "name": "guanxia",
            "version": __version__,
            "informationUri": "https://w3id.org/guanxia/",
            "language": LANGUAGES[self._language],
            "rules": [self._rules[name] for name in sorted(self._rules)],
            "properties": {"releases": sorted(self._releases)},
        }
        self._stream.write(b'\n],"tool":' + orjson.dumps({"driver": driver}) + b"}]}\n")

    def _result(self, entry: Entry, finding: Mapping[str, Any]) -> dict[str, Any]:
        one = seen(finding, self._language)
        self._rules.setdefault(one.shape, self._rule(finding, one))
        detail = [
            f"{say(head, self._language)}: {text}"
            for head, text in ((FOUND, one.found), (EXPECTED, one.expected))
            if text
        ]
        return {
            "ruleId": one.shape,
            "level": LEVELS[one.severity],
            "kind": "fail",
            "message": {"text": "\n".join([one.message, *detail, f"{say(FIX, self._language)}: {one.fix}"])},
            "locations": [_location(entry, finding, one)],
            "partialFingerprints": {"finding/v1": _fingerprint(finding)},
            "properties": {"reconstructed": one.reconstructed, "focus": finding["focus"], "path": finding["path"]},
        }

    def _rule(self, finding: Mapping[str, Any], one: Seen) -> dict[str, Any]:
        mark = f" [{say(RECONSTRUCTED, self._language)}]" if one.reconstructed else ""
        basis = f"{say(BASIS, self._language)}: {one.basis}" if one.basis else ""
        return {
            "id": one.shape,
            "name": one.shape.replace("-", "_"),
            "shortDescription": {"text": one.name},
            "fullDescription": {"text": one.message + mark},
            "help": {"text": "\n".join(part for part in (one.fix, basis) if part)},
            "helpUri": finding["shape"],
            "defaultConfiguration": {"level": LEVELS[one.severity]},
            "properties": {"tags": [one.severity, *(["reconstructed"] if one.reconstructed else [])]},
        }

    def _refused(self, entry: Entry) -> dict[str, Any]:
        problem = entry.problem or {}
        kind = kind_of(problem)
        texts = problem.get("texts")
        title = texts["title"][self._language] if texts else problem["title"]
        name = f"refused-{kind}"
        self._rules[name] = {
            "id": name,
            "name": name.replace("-", "_"),
            "shortDescription": {"text": title},
            "fullDescription": {"text": f"{say(REFUSED, self._language)}: {title}"},
            "help": {"text": title},
            "helpUri": BASE + kind,
            "defaultConfiguration": {"level": "error"},
        }
        text = f"{say(REFUSED, self._language)}: {refusal(problem, self._language)}"
        return {
            "ruleId": name,
            "level": "error",
            "kind": "fail",
            "message": {"text": text},
            "locations": [{"physicalLocation": _physical(entry)}],
        }


def _location(entry: Entry, finding: Mapping[str, Any], one: Seen) -> dict[str, Any]:
    return {
        "physicalLocation": _physical(entry),
        "logicalLocations": [{"fullyQualifiedName": finding["focus"], "name": one.place, "kind": "element"}],
    }


def _physical(entry: Entry) -> dict[str, Any]:
    path = entry.source.encode(errors="surrogateescape")
    return {
        "artifactLocation": {"uri": quote(path, safe="/") if entry.source != "-" else "stdin"},
        "region": {"startLine": entry.line or 1},
    }


def _fingerprint(finding: Mapping[str, Any]) -> str:
    """What makes a finding the same in another run: demand, place and value."""
    parts = [finding["shape"], finding["focus"], finding["path"], finding.get("value")]
    return blake2b(orjson.dumps(parts), digest_size=16).hexdigest()
