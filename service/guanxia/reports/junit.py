"""A report as JUnit XML: a suite a package, a case a finding; what counts as failed is set by a severity."""

from __future__ import annotations

import re
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from guanxia.reports.entries import SEVERITIES, Entry, Seen, kind_of, refusal, seen
from guanxia.reports.words import BASIS, CONFORMS, EXPECTED, FIX, FOUND, PLACE, RECONSTRUCTED, REFUSED, SEVERITY, say

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JunitWriter:
    """One document for all packages; findings below ``fail_on`` pass and are told in the output of their case."""

    def __init__(self, stream: IO[bytes], language: str, fail_on: str = "violation") -> None:
        self._stream, self._language = stream, language
        self._failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        self._put('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="guanxia validate">\n')

    def write(self, entry: Entry) -> None:
        cases = list(self._cases(entry))
        failed = sum(one["severity"] in self._failing for one in entry.findings)
        errors = int(entry.problem is not None)
        self._put(
            f'<testsuite name={_quoted(entry.place)} tests="{len(cases)}" failures="{failed}" errors="{errors}" '
            f'skipped="0">\n{"".join(cases)}</testsuite>\n'
        )

    def end(self) -> None:
        self._put("</testsuites>\n")

    def _put(self, text: str) -> None:
        self._stream.write(text.encode())

    def _cases(self, entry: Entry) -> list[str]:
        if entry.problem is not None:
            reason = refusal(entry.problem, self._language)
            inside = f"<error type={_quoted(kind_of(entry.problem))} message={_quoted(reason)}/>"
            return [_case(entry, say(REFUSED, self._language), inside)]
        if not entry.findings:
            return [_case(entry, say(CONFORMS, self._language), "")]
        return [self._finding(entry, seen(one, self._language)) for one in entry.findings]

    def _finding(self, entry: Entry, one: Seen) -> str:
        told = escape(_legal(self._told(one)))
        if one.severity in self._failing:
            inside = f"<failure type={_quoted(one.severity)} message={_quoted(one.message)}>{told}</failure>"
        else:
            inside = f"<system-out>{told}</system-out>"
        return _case(entry, f"{one.shape}: {one.name} ({one.place})", inside)

    def _told(self, one: Seen) -> str:
        mark = f" [{say(RECONSTRUCTED, self._language)}]" if one.reconstructed else ""
        parts = ((PLACE, one.place), (FOUND, one.found), (EXPECTED, one.expected), (BASIS, one.basis), (FIX, one.fix))
        told = [f"{say(head, self._language)}: {text}" for head, text in parts if text]
        return "\n".join([f"{say(SEVERITY[one.severity], self._language)}: {one.message}{mark}", *told])


def _case(entry: Entry, name: str, inside: str) -> str:
    start = f"<testcase classname={_quoted(entry.place)} name={_quoted(name)}"
    return f"{start}>{inside}</testcase>\n" if inside else f"{start}/>\n"


def _quoted(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
