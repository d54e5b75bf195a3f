"""``guanxia triage``: a table in, the same table with an answer a row out."""

from __future__ import annotations

import csv
import json
import re
import resource
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from guanxia.cli.findings import HEADS
from tests.cli.conftest import PROGRAM, Run, environment

ZH = ["案号", "地区", "日期", "已按规定申报社会保险费", "已按时足额缴纳社会保险费"]
EN = ["case", "area", "on", "contributionDeclared", "contributionPaidInFull"]
ADDED_EN = [head.en for head in HEADS]
ADDED_ZH = [head.zh for head in HEADS]


def write(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(path)
    else:
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(rows)
    return path


def read(path: Path) -> list[list[Any]]:
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def cells(rows: list[list[Any]], number: int) -> dict[str, Any]:
    return dict(zip(rows[0], rows[number], strict=True))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_row_says_what_the_answer_says(run: Run, tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"cases{suffix}", [EN, ["a", "450305", "2020-10-12", "yes", "no"]])
    found = run("triage", str(path))
    assert found.exit_code == 0, found.output
    rows = read(tmp_path / f"cases-guanxia{suffix}")
    assert rows[0] == [*EN, *ADDED_EN]
    row = cells(rows, 1)
    asked = run(
        "ask",
        "contributionDeclared=yes",
        "contributionPaidInFull=no",
        "--area",
        "450305",
        "--on",
        "2020-10-12",
        "--json",
    )
    answer = json.loads(asked.stdout)
    kinds = answer["violations"]
    assert row["agency code"] == answer["certain"]["competent"]["code"]
    assert row["agency"] == answer["certain"]["competent"]["label"]["en"]
    for one in kinds:
        mark = "" if one["state"] == "established" else "possible: "
        assert f"{mark}{one['id']} {one['label']['en']}" in row["violation"]
        assert one["clause"]["id"] in row["clause"]
        for basis in one["bases"]:
            assert basis["citation"]["en"] in row["basis"]
    assert all(f"{one['id']} " in row["cautions"] for one in answer["cautions"])
    assert row["status"] == answer["status"]
    assert not row["error"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_heads_and_words_are_read_in_every_encoding(run: Run, tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "案件.csv", [ZH, ["甲", "七星区", "2020年10月12日", "是", "否"]], encoding)
    found = run("triage", str(path), lang="zh_CN.UTF-8")
    assert found.exit_code == 0, found.output
    rows = read(tmp_path / "案件-guanxia.csv")
    assert rows[0] == [*ZH, *ADDED_ZH]
    assert rows[1][:5] == ["甲", "七星区", "2020年10月12日", "是", "否"]
    row = cells(rows, 1)
    assert row["机构代码"] == "SI"
    assert row["违法行为"].startswith("SI-3 ")
    assert row["状态"] == "已定"


def test_empty_is_unknown_and_unknown_becomes_a_question(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [ZH, ["甲", "", "2020-10-12", "", "否"], [""] * 5])
    assert run("triage", str(path), "--lang", "zh").exit_code == 0
    rows = read(tmp_path / "cases-guanxia.csv")
    row = cells(rows, 1)
    assert row["状态"] == "未定"
    assert "是否已按规定申报" in row["问题"] or "申报" in row["问题"]
    assert row["违法行为"].count("可能：") == len(row["违法行为"].split("；"))
    assert rows[2] == [""] * 5


def test_cells_of_a_spreadsheet_keep_their_types(run: Run, tmp_path: Path) -> None:
    heads = ["on", "contributionDeclared", "contributionPaidInFull", "arrearsAmount", "amount of something"]
    path = write(
        tmp_path / "cases.xlsx",
        [heads, [datetime(2020, 10, 12), True, False, 52000.5, -3], [date(2020, 10, 12), "yes", "no", 52000, 1.5]],
    )
    assert run("triage", str(path)).exit_code == 0
    rows = read(tmp_path / "cases-guanxia.xlsx")
    assert rows[1][:5] == [datetime(2020, 10, 12), True, False, 52000.5, -3]
    assert {cells(rows, number)["agency code"] for number in (1, 2)} == {"SI"}


def test_a_bad_cell_is_told_in_its_row_and_the_others_are_answered(run: Run, tmp_path: Path) -> None:
    bad = [
        ["a", "450305", "2020-10-12", "maybe", "no"],
        ["b", "450305", "2020-02-30", "yes", "no"],
        ["c", "Atlantis", "2020-10-12", "yes", "no"],
    ]
    path = write(tmp_path / "cases.csv", [EN, *bad, ["d", "450305", "2020-10-12", "yes", "no"]])
    found = run("triage", str(path))
    assert found.exit_code == 1
    assert "4 rows, 3 with errors" in found.stderr
    rows = read(tmp_path / "cases-guanxia.csv")
    for number, word in enumerate(("maybe", "2020-02-30", "Atlantis"), 1):
        row = cells(rows, number)
        assert word in row["error"]
        assert not row["agency"]
    assert cells(rows, 4)["agency code"] == "SI"


def test_facts_that_exclude_each_other_are_told_in_their_row(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["employerRegistered", "contributionDeclared"], ["no", "yes"]])
    assert run("triage", str(path)).exit_code == 1
    error = cells(read(tmp_path / "cases-guanxia.csv"), 1)["error"]
    assert "employerRegistered" in error and "contributionDeclared" in error


def test_unknown_heads_are_kept_and_named(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["case", "remark", "contributionPaidInFull"], ["a", "x", "no"]])
    found = run("triage", str(path))
    assert "unknown heads, kept as they are: case, remark" in found.stderr
    assert read(tmp_path / "cases-guanxia.csv")[1][:3] == ["a", "x", "no"]


def test_what_looks_like_a_formula_is_disarmed(run: Run, tmp_path: Path) -> None:
    risky = ["=HYPERLINK(1)", "+cmd", "-2+3", "@SUM", "\tx"]
    path = write(tmp_path / "cases.csv", [["=case", "contributionPaidInFull"], *([one, "no"] for one in risky)])
    assert run("triage", str(path)).exit_code == 0
    rows = read(tmp_path / "cases-guanxia.csv")
    assert rows[0][0] == "'=case"
    assert [row[0] for row in rows[1:]] == [f"'{one}" for one in risky]


def test_a_title_above_the_heads_stays_where_it_is(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.xlsx", [["桂林市案件汇总表"], [], ZH, ["甲", "450305", "2020-10-12", "是", "否"]])
    assert run("triage", str(path), "--lang", "zh").exit_code == 0
    rows = read(tmp_path / "cases-guanxia.xlsx")
    assert rows[0][0] == "桂林市案件汇总表"
    assert rows[2][:5] == ZH
    assert rows[3][len(ZH) + 1] == "SI"


def test_a_second_run_replaces_what_the_first_has_added(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [EN, ["a", "450305", "2020-10-12", "yes", "no"]])
    assert run("triage", str(path), "-o", str(tmp_path / "one.csv")).exit_code == 0
    assert run("triage", str(tmp_path / "one.csv"), "-o", str(tmp_path / "two.csv")).exit_code == 0
    assert read(tmp_path / "one.csv") == read(tmp_path / "two.csv")


def test_a_head_of_the_table_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["violation", "status"], ["SI-3", "mine"]])
    assert run("triage", str(path)).exit_code == 0
    row = cells(read(tmp_path / "cases-guanxia.csv"), 1)
    assert (row["violation"], row["status"], row["status (2)"]) == ("SI-3", "mine", "decided")
    assert row["violation (2)"].startswith("SI-3 ")


def test_short_rows_are_filled_and_csv_becomes_xlsx(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["contributionPaidInFull", "case"], ["no"]])
    assert run("triage", str(path), "-o", str(tmp_path / "out.xlsx")).exit_code == 0
    assert cells(read(tmp_path / "out.xlsx"), 1)["status"] == "undecided"


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("cases.csv", [["a", "b"], ["1", "2"]], 2),
        ("cases.csv", [], 2),
        ("cases.csv", [["contributionPaidInFull", "已按时足额缴纳社会保险费"], ["no", "否"]], 2),
        ("cases.txt", [["contributionPaidInFull"], ["no"]], 2),
    ],
)
def test_a_table_without_use_ends_with_two(
    run: Run, tmp_path: Path, name: str, rows: list[list[str]], code: int
) -> None:
    path = write(tmp_path / name, rows)
    found = run("triage", str(path))
    assert found.exit_code == code
    assert found.stderr.startswith("Error")
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_files_that_cannot_be_used_are_named(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["contributionPaidInFull"], ["no"]])
    assert run("triage", str(tmp_path / "absent.csv")).exit_code == 5
    assert run("triage", str(path), "-o", str(tmp_path / "no" / "out.csv")).exit_code == 5
    assert run("triage", str(path), "-o", str(path)).exit_code == 2
    assert read(path) == [["contributionPaidInFull"], ["no"]]


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows = (["x" * 50, "", "2020-10-12", "", "no", f"{number}.00"] for number in range(count))
        path = write(tmp_path / f"{count}.csv", [[*EN, "arrearsAmount"], *rows])
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        subprocess.run([*PROGRAM, "triage", str(path)], check=True, capture_output=True, env=environment())
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        assert after >= before
        return after

    small, large = peak(500), peak(4000)
    assert large - small < 25 * 1024, (small, large)


def test_sentences_are_joined_by_one_sign(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", [["违法行为", "日期"], ["SI-4", "2024-01-15"]])
    run("triage", str(path), lang="zh_CN.UTF-8")
    row = cells(read(tmp_path / "cases-guanxia.csv"), 1)
    assert "；" in row["提示"] and "。；" not in "".join(row.values())


def test_a_formula_without_its_value_is_told_by_its_cell(run: Run, tmp_path: Path) -> None:
    head = ["案号", *ZH[1:]]
    rows = [
        head,
        ["=1+1", "450305", "2020-10-12", '=IF(1=1,"是","否")', "否"],
        ["b", "450305", "2020-10-12", "是", "否"],
    ]
    path = write(tmp_path / "cases.xlsx", rows)
    found = run("triage", str(path), lang="zh_CN.UTF-8")
    assert found.exit_code == 1
    told = read(tmp_path / "cases-guanxia.xlsx")
    first, second = cells(told, 1), cells(told, 2)
    assert "D2" in first["错误"] and "A2" not in first["错误"] and not first["机构"]
    assert first["案号"] == "'=1+1" and first[ZH[3]].startswith("'=IF")
    assert second["机构代码"] == "SI" and not second["错误"]


def test_a_formula_with_its_value_is_read_as_the_value(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "cases.xlsx", [["违法行为", "日期"], ['="SI-3"', "2020-10-12"]])
    with ZipFile(path) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"</f><v />" in parts[sheet] or b"</f><v></v>" in parts[sheet] or b"</f><v/>" in parts[sheet]
    value = re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>SI-3</v>", parts[sheet])
    parts[sheet] = value.replace(b'<c r="A2">', b'<c r="A2" t="str">')
    with ZipFile(path, "w") as pack:
        for name, part in parts.items():
            pack.writestr(name, part)
    assert run("triage", str(path), lang="zh_CN.UTF-8").exit_code == 0
    assert cells(read(tmp_path / "cases-guanxia.xlsx"), 1)["机构代码"] == "SI"
