"""A report as XLSX: the findings on one sheet, the packages on another; rows go to disk as they come."""

from __future__ import annotations

import re
import shutil
import tempfile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from guanxia.model import Text
from guanxia.reports.entries import SEVERITIES, Entry, clean, label, refusal
from guanxia.reports.rows import Cells, heads, rows, safe
from guanxia.reports.words import CONFORMS, FAILS, REFUSED, SEVERITY, say

LONGEST_CELL, MOST_ROWS = 32_767, 1_048_575
FINDINGS, PACKAGES = Text("审查结果", "findings"), Text("文件", "packages")
PACKAGE_HEADS = (Text("文件", "file"), Text("行", "line"), Text("文书", "document"), Text("结论", "conclusion"))
REASON = Text("未能审查的原因", "why not examined")
WIDTHS = (28, 6, 18, 10, 12, 50, 28, 18, 28, 28, 50, 36, 8, 30, 20)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE_ON = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_BOLD, _WRAPPED = Font(bold=True), Alignment(vertical="top", wrap_text=True)


class XlsxWriter:
    """One workbook for all packages; findings beyond the rows of a sheet go on with a further one."""

    def __init__(self, stream: IO[bytes], language: str) -> None:
        self._stream, self._language = stream, language
        self._book = Workbook(write_only=True)
        self._findings: Any = None
        self._rows = 0
        self._next_sheet()
        named = [*(say(one, language) for one in PACKAGE_HEADS)]
        named += [say(SEVERITY[one], language) for one in SEVERITIES] + [say(REASON, language)]
        self._packages: Any = self._sheet(PACKAGES, named, (28, 6, 18, 10, 12, 8, 8, 60))

    def write(self, entry: Entry) -> None:
        for row in rows(entry, self._language):
            if self._rows >= MOST_ROWS:
                self._next_sheet()
            self._findings.append([_cell(self._findings, one) for one in row])
            self._rows += 1
        self._packages.append([_cell(self._packages, safe(one)) for one in self._package(entry)])

    def end(self) -> None:
        """Write the workbook, as if made at no time."""
        with tempfile.TemporaryFile() as raw, tempfile.TemporaryFile() as made:
            self._book.save(raw)
            with ZipFile(raw) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
                for name in sorted(old.namelist()):
                    _copy(old, new, name)
            made.seek(0)
            shutil.copyfileobj(made, self._stream)

    def _next_sheet(self) -> None:
        self._findings = self._sheet(FINDINGS, heads(self._language), WIDTHS)
        self._rows = 0

    def _sheet(self, name: Text, named: list[str], widths: tuple[int, ...]) -> Any:
        sheet = self._book.create_sheet(say(name, self._language))
        sheet.freeze_panes = "A2"
        for number, width in enumerate(widths):
            sheet.column_dimensions[chr(ord("A") + number)].width = width
        sheet.append([_bold(sheet, one) for one in named])
        return sheet

    def _package(self, entry: Entry) -> Cells:
        start: Cells = [clean(entry.source), entry.line, label(entry, self._language)]
        if entry.problem is not None:
            reason = refusal(entry.problem, self._language)
            return [*start, say(REFUSED, self._language), *[None] * len(SEVERITIES), reason]
        conclusion = say(CONFORMS if entry.report["conforms"] else FAILS, self._language)
        return [*start, conclusion, *entry.counts.values(), None]


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = _BOLD
    return cell


def _cell(sheet: Any, value: str | int | None) -> Any:
    """A cell as XLSX can hold it, always text where it is text."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value[:LONGEST_CELL])
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    return cell


def _copy(old: ZipFile, new: ZipFile, name: str) -> None:
    """A member without the time of its making."""
    member = ZipInfo(name, _EPOCH)
    member.compress_type = ZIP_DEFLATED
    with old.open(name) as source, new.open(member, "w", force_zip64=True) as target:
        if name == "docProps/core.xml":
            target.write(_MADE_ON.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read()))
        else:
            shutil.copyfileobj(source, target)
