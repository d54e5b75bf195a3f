"""Reports as JSON for programs: the report itself, one document for several, or a line a package."""

from __future__ import annotations

from typing import IO, Any

import orjson

from guanxia.rendering import canonical
from guanxia.reports.entries import Entry
from guanxia.reports.summary import Summary

FORMAT = "guanxia.validations.v1"


class JsonWriter:
    """The report (or problem document) of a single package as it is; of several, an object with all of them."""

    def __init__(self, stream: IO[bytes], language: str, single: bool = False) -> None:
        self._stream, self._single = stream, single
        self._summary = Summary()
        self._begun = False
        if not single:
            stream.write(b'{"format":' + orjson.dumps(FORMAT) + b',"packages":[')

    def write(self, entry: Entry) -> None:
        if self._single:
            self._stream.write(_content(entry) + b"\n")
            return
        self._summary.add(entry)
        self._stream.write((b",\n" if self._begun else b"\n") + line(entry))
        self._begun = True

    def end(self) -> None:
        if not self._single:
            self._stream.write(b'\n],"summary":' + canonical(self._summary.as_dict()) + b"}\n")


class LinesWriter:
    """NDJSON: one line a package."""

    def __init__(self, stream: IO[bytes], language: str) -> None:
        self._stream = stream

    def write(self, entry: Entry) -> None:
        self._stream.write(line(entry) + b"\n")

    def end(self) -> None:
        """Nothing follows the last line."""


def line(entry: Entry) -> bytes:
    """An object with the source of a package and its report or problem."""
    head: dict[str, Any] = {"source": entry.source.encode(errors="replace").decode()}
    if entry.line is not None:
        head["line"] = entry.line
    name = b"report" if entry.problem is None else b"problem"
    return orjson.dumps(head)[:-1] + b',"' + name + b'":' + _content(entry) + b"}"


def _content(entry: Entry) -> bytes:
    return entry.body if entry.problem is None and entry.body is not None else canonical(entry.problem)
