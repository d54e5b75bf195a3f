"""A report as text: the conclusion first, then the findings by severity, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from guanxia.reports.entries import SEVERITIES, Entry, Seen, label, refusal, seen
from guanxia.reports.words import (
    BASIS,
    COLON,
    CONFORMS,
    EXPECTED,
    FAILS,
    FIX,
    FOUND,
    MEANING,
    PLACE,
    RECONSTRUCTED,
    REFUSED,
    counted,
    say,
)

# Parts of a line: a text and what it is (``good``, ``bad``, a severity, ``head``, ``mark``, ``dim`` or nothing).
Line = tuple[tuple[str, str], ...]


def lines(entry: Entry, language: str) -> Iterator[Line]:
    """The lines of one package; each begins with the blanks of its depth."""
    if entry.problem is not None:
        yield (say(REFUSED, language), "bad"), ("  ", ""), (entry.place, "head")
        yield (("  " + refusal(entry.problem, language), ""),)
        return
    good = entry.report["conforms"]
    told, kind = counted(entry.counts, language), label(entry, language)
    yield (
        (say(CONFORMS if good else FAILS, language), "good" if good else "bad"),
        ("  ", ""),
        (entry.place, "head"),
        (f"  {kind}" if kind else "", ""),
        (f"  {told}" if told else "", "dim"),
    )
    for severity in SEVERITIES:
        found = [seen(one, language) for one in entry.findings if one["severity"] == severity]
        if found:
            yield ((f"  {say(MEANING[severity], language)}", severity),)
        for number, one in enumerate(found, 1):
            yield from _finding(number, one, language)


def _finding(number: int, one: Seen, language: str) -> Iterator[Line]:
    mark = f" [{say(RECONSTRUCTED, language)}]" if one.reconstructed else ""
    yield (f"    {number}. ", one.severity), (one.message, ""), (mark, "mark")
    where = f"{one.place} ({one.property})" if one.property else one.place
    for head, text in ((PLACE, where), (FOUND, one.found), (EXPECTED, one.expected), (BASIS, one.basis)):
        if text:
            yield (f"       {say(head, language)}{say(COLON, language)}", "dim"), (text, "")
    yield (f"       {say(FIX, language)}{say(COLON, language)}", "head"), (one.fix, "")
    yield ((f"       {one.shape}", "dim"),)


class PlainWriter:
    """Text without color."""

    def __init__(self, stream: IO[bytes], language: str) -> None:
        self._stream, self._language = stream, language

    def write(self, entry: Entry) -> None:
        for line in lines(entry, self._language):
            self._stream.write(("".join(text for text, _ in line) + "\n").encode())

    def end(self) -> None:
        """Nothing follows the last package."""
