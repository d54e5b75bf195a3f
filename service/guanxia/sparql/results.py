"""Results as bytes: whole and within their limits, or Refused; never a part."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize

from guanxia.linked.formats import prefixes
from guanxia.problems import shown
from guanxia.sparql import formats
from guanxia.sparql.formats import Format
from guanxia.sparql.refusals import Refused, too_many_bytes, too_many_rows

_BINDINGS = {
    formats.JSON: QueryResultsFormat.JSON,
    formats.XML: QueryResultsFormat.XML,
    formats.CSV: QueryResultsFormat.CSV,
    formats.TSV: QueryResultsFormat.TSV,
}
_SHORT = (formats.TURTLE, formats.RDF_XML)
_GRAPHS = {
    formats.TURTLE: RdfFormat.TURTLE,
    formats.N_TRIPLES: RdfFormat.N_TRIPLES,
    formats.JSON_LD: RdfFormat.JSON_LD,
    formats.RDF_XML: RdfFormat.RDF_XML,
}
# What ends or divides rows, and lines that are none; text may hold some of these too, so that they count the most.
_MARKS = {
    formats.JSON: (b"},{", -1),
    formats.XML: (b"<result>", 0),
    formats.CSV: (b"\n", 1),
    formats.TSV: (b"\n", 1),
}
# XML 1.0 has no way to write these.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_QUOTED_FIELD = re.compile(rb'"[^"]*+"')
# The part of a name of a property that can stand in a tag.
_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_QUOTED = re.compile(rb'"(?:[^"\\]++|\\.)*"', re.S)


class Sheet(io.BytesIO):
    """What an engine writes a result to; it takes no more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, part: Any, /) -> int:
        written = super().write(part)
        if self.tell() > self._limit:
            raise too_many_bytes(self._limit)
        return written


def written(results: QuerySolutions | QueryBoolean | QueryTriples, format: Format, rows: int, size: int) -> bytes:
    """A result in a format of its form, with at most so many rows or statements and bytes. Raises Refused."""
    if isinstance(results, QueryTriples):
        return _as_graph(results, format, rows)
    sheet = Sheet(size)
    results.serialize(sheet, _BINDINGS[format])
    body = sheet.getvalue()
    if isinstance(results, QuerySolutions):
        _check_rows(body, format, rows)
        if format == formats.TSV:
            return _QUOTED.sub(_without_tabs, body)
    return _as_xml(body) if format == formats.XML else body


def _check_rows(body: bytes, format: Format, limit: int) -> None:
    mark, lines = _MARKS[format]
    if body.count(mark) - lines > limit and _rows(body, format) > limit:
        raise too_many_rows(limit, "行", "rows")


def _rows(body: bytes, format: Format) -> int:
    """The exact number of rows of a whole result."""
    mark, lines = _MARKS[format]
    exact: dict[Format, Callable[[], int]] = {
        formats.JSON: lambda: _QUOTED.sub(b"", body).count(mark) - lines,
        formats.CSV: lambda: _QUOTED_FIELD.sub(b"", body).count(mark) - lines,
    }
    return exact[format]() if format in exact else body.count(mark) - lines


def _without_tabs(quoted: re.Match[bytes]) -> bytes:
    """The engine leaves tabs in texts, where they would divide columns."""
    return quoted.group().replace(b"\t", rb"\t")


def _as_xml(body: bytes) -> bytes:
    """A well-formed document that is read as it was written: XML makes a line feed of a carriage return."""
    if found := _NOT_XML.search(body):
        sign = ord(found.group().decode())
        raise Refused(
            "not-serializable",
            f"结果含有字符 U+{sign:04X}，XML 不能写出。请改用 JSON 格式（Accept: {formats.JSON.media_type}）。",
            f"The result holds U+{sign:04X}, which XML cannot write. Ask for JSON (Accept: {formats.JSON.media_type}).",
        )
    return body.replace(b"\r", b"&#13;")


def _as_graph(results: Iterator[Triple], format: Format, limit: int) -> bytes:
    statements = set(islice(results, limit))
    for one in results:
        if one not in statements:
            raise too_many_rows(limit, "条陈述", "statements")
    if format == formats.RDF_XML:
        _check_properties(statements)
    listed = sorted(statements, key=str)
    body = serialize(listed, format=_GRAPHS[format], prefixes=_used(listed) if format in _SHORT else None) or b""
    return _as_xml(body) if format == formats.RDF_XML else body


def _used(statements: list[Triple]) -> dict[str, str]:
    """The prefixes that shorten something."""
    text = "\n".join(map(str, statements))
    return {name: space for name, space in prefixes().items() if f"<{space}" in text}


def _check_properties(statements: Iterable[Triple]) -> None:
    """The engine writes broken XML where a property does not end in a name."""
    for name in {one.predicate.value for one in statements}:
        if not _LOCAL_NAME.search(name):
            raise Refused(
                "not-serializable",
                f"属性 {shown(name)} 不能写成 RDF/XML。请改用 Turtle 或者 N-Triples 格式。",
                f"RDF/XML cannot write the property {shown(name)}. Ask for Turtle or N-Triples.",
            )
