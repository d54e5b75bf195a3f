"""The formats of reports: their media types, and writers that take packages one by one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Protocol

from guanxia.reports.entries import Entry


class Writer(Protocol):
    """Takes packages in their order; what it keeps does not grow with their number."""

    def write(self, entry: Entry) -> None: ...

    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """``rdf`` is the media type in which the report itself has to be asked for, where it is not JSON."""

    name: str
    media_type: str
    suffix: str
    place: str
    rdf: str | None = None
    binary: bool = False
    options: frozenset[str] = frozenset()

    def writer(self, stream: IO[bytes], language: str, *, single: bool = False, fail_on: str = "violation") -> Writer:
        """``single`` where there is one package and no batch; ``fail_on`` is the least severity that fails."""
        given = {"single": single, "fail_on": fail_on}
        module, _, name = self.place.partition(":")
        make: Callable[..., Writer] = getattr(import_module(module), name)
        return make(stream, language, **{key: value for key, value in given.items() if key in self.options})


_SINGLE = frozenset({"single"})
FORMATS = {
    one.name: one
    for one in (
        Format("text", "text/plain", ".txt", "guanxia.reports.plain:PlainWriter"),
        Format("json", "application/json", ".json", "guanxia.reports.documents:JsonWriter", options=_SINGLE),
        Format("ndjson", "application/x-ndjson", ".ndjson", "guanxia.reports.documents:LinesWriter"),
        Format("turtle", "text/turtle", ".ttl", "guanxia.reports.triples:TurtleWriter", "text/turtle", options=_SINGLE),
        Format(
            "jsonld",
            "application/ld+json",
            ".jsonld",
            "guanxia.reports.triples:JsonLdWriter",
            "application/ld+json",
            options=_SINGLE,
        ),
        Format("csv", "text/csv", ".csv", "guanxia.reports.comma:CsvWriter"),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
            "guanxia.reports.sheet:XlsxWriter",
            binary=True,
        ),
        Format("junit", "application/xml", ".xml", "guanxia.reports.junit:JunitWriter", options=frozenset({"fail_on"})),
        Format("sarif", "application/sarif+json", ".sarif", "guanxia.reports.sarif:SarifWriter"),
    )
}


def render(entries: Iterable[Entry], name: str, language: str, *, single: bool = True) -> bytes:
    """Packages in one of ``FORMATS``. ``language`` is ``zh`` or ``en``."""
    stream = io.BytesIO()
    writer = FORMATS[name].writer(stream, language, single=single)
    for one in entries:
        writer.write(one)
    writer.end()
    return stream.getvalue()
