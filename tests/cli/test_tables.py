"""Tables are read in the encodings that offices use and written so that no cell becomes a formula."""

from __future__ import annotations

import csv
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from guanxia.tables import UnreadableTable, encoding_of, reading, safe, writing

TEXT = "案号,已申报\r\n甲,是\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(TEXT.encode(encoding))
    with reading(path) as source:
        assert list(source.rows) == [["案号", "已申报"], ["甲", "是"]]


def test_a_character_cut_by_a_block_is_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(b"a" + "案".encode() * 700_000)
    assert encoding_of(path) == "utf-8-sig"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_first_line(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f'a{delimiter}b\n"x{delimiter}y"{delimiter}z\n', encoding="utf-8")
    with reading(path) as source:
        assert list(source.rows) == [["a", "b"], [f"x{delimiter}y", "z"]]


def test_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(b"a,b\n\xff\xff,\xfe\n")
    with pytest.raises(UnreadableTable, match="encoding"), reading(path):
        pass


@pytest.mark.parametrize("name", ["cases.xls", "cases", "cases.pdf"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableTable, match="kind"), reading(tmp_path / name):
        pass


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UnreadableTable, match="broken"), reading(path):
        pass


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_starts_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe(f"{start}1") == f"'{start}1"
    assert safe("1" + start) == "1" + start
    assert safe(-1) == -1


def test_what_is_written_as_xlsx_comes_back_as_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with writing(path) as sink:
        sink.write(["=1+1", "a\x00b", None, 12, date(2020, 9, 1), "𠮷"])
    cells = next(load_workbook(path).worksheets[0].iter_rows())
    assert [cell.value for cell in cells][:4] == ["'=1+1", "a\ufffdb", None, 12]
    assert cells[0].data_type == "s"
    assert cells[5].value == "𠮷"


def test_csv_is_written_with_a_mark_that_spreadsheets_know(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with writing(path) as sink:
        sink.write(['a"b', "c,d", "e\nf", None])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [['a"b', "c,d", "e\nf", ""]]


def test_a_run_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), writing(path) as sink:
        sink.write(["half"])
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_a_workbook_that_understates_its_size_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    book = Workbook()
    for number in range(30):
        book.active.append([number, "x"])
    book.save(path)
    small = tmp_path / "small.xlsx"
    _restate_dimension(path, small)
    with reading(small) as source:
        assert len(list(source.rows)) == 30


def _restate_dimension(path: Path, target: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B30"', b'<dimension ref="A1"'))


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000, encoding="utf-8")
    with reading(path) as source:
        assert source.total == path.stat().st_size
        list(islice(source.rows, 2))
        assert 0 < source.done < source.total
