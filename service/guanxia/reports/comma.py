"""A report as CSV: UTF-8 with the mark by which spreadsheets know it."""

from __future__ import annotations

import codecs
import csv
import io
from typing import IO

from guanxia.reports.entries import Entry
from guanxia.reports.rows import heads, rows


class CsvWriter:
    """One table for all packages."""

    def __init__(self, stream: IO[bytes], language: str) -> None:
        self._stream, self._language = stream, language
        self._buffer = io.StringIO(newline="")
        self._csv = csv.writer(self._buffer)
        stream.write(codecs.BOM_UTF8)
        self._csv.writerow(heads(language))
        self._flush()

    def write(self, entry: Entry) -> None:
        self._csv.writerows(rows(entry, self._language))
        self._flush()

    def end(self) -> None:
        """Nothing follows the last row."""

    def _flush(self) -> None:
        self._stream.write(self._buffer.getvalue().encode(errors="replace"))
        self._buffer.seek(0)
        self._buffer.truncate()
