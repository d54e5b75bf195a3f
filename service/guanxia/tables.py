"""Tables row by row, in constant memory: CSV in UTF-8, UTF-16 or GB18030, and the first sheet of XLSX."""

from __future__ import annotations

import codecs
import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat, zip_longest
from pathlib import Path
from typing import IO, Any, Protocol
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
BLOCK = 1 << 20
Row = Sequence[Any]


class UnreadableTable(Exception):
    """A table that cannot be read or written; ``reason`` is ``kind``, ``encoding``, ``broken`` or ``empty``."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason} {where}".strip())
        self.reason, self.where = reason, where


class Sink(Protocol):
    """Where rows go."""

    def write(self, row: Row) -> None: ...


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A formula whose value the file does not hold: ``cell`` is its place, such as C5."""

    cell: str
    formula: str

    def __str__(self) -> str:
        return self.formula


@dataclass(slots=True)
class Source:
    """Rows of a table; ``done`` and ``total`` tell how far reading has come, ``total`` None where nobody knows."""

    rows: Iterator[Row]
    total: int | None
    done: int = 0
    sheets: int = 1


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that starts like one gets an apostrophe."""
    if isinstance(cell, Unsaved):
        return f"'{cell}"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def kind_of(path: Path) -> str:
    """``csv`` or ``xlsx`` by the name. Raises UnreadableTable."""
    kind = {".csv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}.get(path.suffix.lower())
    if kind is None:
        raise UnreadableTable("kind", path.name)
    return kind


def encoding_of(path: Path) -> str:
    """The encoding of a text file, found by reading it once. Raises UnreadableTable."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name in ("utf-8-sig", "gb18030"):
        if _decodes(path, name):
            return name
    raise UnreadableTable("encoding", path.name)


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


@contextmanager
def reading(path: Path) -> Iterator[Source]:
    """The rows of a table. Raises UnreadableTable, OSError."""
    with _csv_rows(path) if kind_of(path) == "csv" else _xlsx_rows(path) as source:
        yield source


@contextmanager
def _csv_rows(path: Path) -> Iterator[Source]:
    with path.open(encoding=encoding_of(path), newline="") as stream:
        head = stream.readline()
        delimiter = max(",;\t", key=head.count)
        stream.seek(0)
        source = Source(iter(()), path.stat().st_size)
        source.rows = _csv_cells(stream, delimiter, source)
        yield source


def _csv_cells(stream: IO[str], delimiter: str, source: Source) -> Iterator[Row]:
    raw = stream.buffer  # type: ignore[attr-defined]
    reader = csv.reader(stream, delimiter=delimiter)
    try:
        for row in reader:
            source.done = raw.tell()
            yield row
    except csv.Error as error:
        raise UnreadableTable("broken", f"{reader.line_num}: {error}") from error


@contextmanager
def _xlsx_rows(path: Path) -> Iterator[Source]:
    with path.open("rb") as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=True)
        except OSError:
            raise
        except Exception as error:
            raise UnreadableTable("broken", str(error)) from error
        try:
            sheet = book.worksheets[0] if book.worksheets else None
            if sheet is None:
                raise UnreadableTable("empty", path.name)
            source = Source(iter(()), sheet.max_row, sheets=len(book.worksheets))
            sheet.reset_dimensions()
            with _formulas(path) as formulas:
                source.rows = _xlsx_cells(sheet, formulas, source)
                yield source
        finally:
            book.close()


@contextmanager
def _formulas(path: Path) -> Iterator[Any]:
    """The first sheet with its formulas as text; None where it has none, so that it is read but once."""
    with path.open("rb") as stream, ZipFile(stream) as pack:
        sheets = [name for name in pack.namelist() if name.startswith("xl/worksheets/")]
        there = any(_holds(pack, name, b"<f") for name in sheets)
    if not there:
        yield None
        return
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            yield sheet
        finally:
            book.close()


def _holds(pack: ZipFile, name: str, wanted: bytes) -> bool:
    """Whether a part has an element that starts so, read block by block."""
    with pack.open(name) as part:
        tail = b""
        while block := part.read(BLOCK):
            if wanted + b">" in tail + block or wanted + b" " in tail + block or wanted + b"/" in tail + block:
                return True
            tail = block[-len(wanted) - 1 :]
    return False


def _xlsx_cells(sheet: Any, formulas: Any, source: Source) -> Iterator[Row]:
    written = formulas.iter_rows() if formulas is not None else repeat(())
    try:
        for row, cells in zip(sheet.iter_rows(values_only=True), written, strict=False):
            source.done += 1
            yield _with_unsaved(row, cells) if cells and None in row else row
    except (ValueError, KeyError, SyntaxError) as error:
        raise UnreadableTable("broken", f"{source.done + 1}: {error}") from error


def _with_unsaved(row: Row, cells: Sequence[Any]) -> Row:
    """The values of a row, with a mark where a formula has none."""
    return [
        Unsaved(cell.coordinate, str(getattr(cell.value, "text", cell.value)))
        if value is None and getattr(cell, "data_type", None) == "f"
        else value
        for value, cell in zip_longest(row, cells)
    ]


@contextmanager
def writing(path: Path) -> Iterator[Sink]:
    """A place for rows; the file appears under its name when all are written. Raises UnreadableTable, OSError."""
    kind = kind_of(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        with _csv_sink(part) if kind == "csv" else _xlsx_sink(part) as sink:
            yield sink
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


class _Csv:
    def __init__(self, stream: IO[str]) -> None:
        self._writer = csv.writer(stream)

    def write(self, row: Row) -> None:
        self._writer.writerow(["" if cell is None else safe(cell) for cell in row])


class _Xlsx:
    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def write(self, row: Row) -> None:
        self._sheet.append([_cell(safe(cell)) for cell in row])


def _cell(cell: Any) -> Any:
    """A cell as XLSX can hold it: control characters shown as U+FFFD, text cut at the longest length."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)[:LONGEST_CELL] if isinstance(cell, str) else cell


@contextmanager
def _csv_sink(path: Path) -> Iterator[Sink]:
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        yield _Csv(stream)


@contextmanager
def _xlsx_sink(path: Path) -> Iterator[Sink]:
    book = Workbook(write_only=True)
    yield _Xlsx(book.create_sheet())
    book.save(path)
