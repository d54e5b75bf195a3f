"""Reports as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from guanxia.reports.entries import Entry
from guanxia.reports.formats import render
from guanxia.reports.rows import HEADS
from tests.reports.conftest import HOSTILE

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_csv(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def read_xlsx(body: bytes, sheet: int = 0) -> list[list[Any]]:
    found = load_workbook(io.BytesIO(body)).worksheets[sheet]
    return [list(row) for row in found.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_row_a_finding_and_one_for_a_package_without(examined: list[Entry], refused: Entry, language: str) -> None:
    entries = [*examined, refused]
    rows = read_csv(render(entries, "csv", language))
    assert rows[0] == [getattr(head, language) for head in HEADS]
    assert len(rows) == 1 + sum(max(1, len(one.findings)) for one in entries)
    assert {len(row) for row in rows} == {len(HEADS)}
    missing = dict(zip(rows[0], next(row for row in rows if row[0] == "fail-no-facts.ttl"), strict=True))
    finding = examined[1].findings[0]
    assert finding["message"][language] in missing.values()
    assert finding["fix"][language] in missing.values()
    assert rows[-1][1] == "7"
    assert any("<" in cell for cell in rows[-1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_kinds_of_table_say_the_same(examined: list[Entry], refused: Entry, language: str) -> None:
    entries = [*examined, refused]
    wide = read_xlsx(render(entries, "xlsx", language))
    assert [["" if cell is None else str(cell) for cell in row] for row in wide] == read_csv(
        render(entries, "csv", language)
    )


def test_the_second_sheet_has_a_row_a_package(examined: list[Entry], refused: Entry) -> None:
    rows = read_xlsx(render([*examined, refused], "xlsx", "en"), 1)
    assert [row[0] for row in rows[1:]] == [one.source for one in (*examined, refused)]
    assert rows[2][3:7] == ["does not conform", 1, 0, 0]
    assert rows[-1][-1] == "nested <too> & deep"


def test_what_looks_like_a_formula_is_disarmed_and_marked(hostile: Entry) -> None:
    rows = read_csv(render([hostile], "csv", "en"))
    for row, value in zip(rows[1:], HOSTILE, strict=True):
        assert not any(cell.lstrip(" \u3000").startswith(RISKY) for cell in row)
        found = row[8]
        assert found.startswith("'") == value.lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert "file" in row[-1]
        assert ("found" in row[-1]) == found.startswith("'")


def test_no_cell_of_a_workbook_is_a_formula(hostile: Entry) -> None:
    book = load_workbook(io.BytesIO(render([hostile], "xlsx", "zh")))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    assert not any(
        str(cell.value).lstrip().startswith(RISKY)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
