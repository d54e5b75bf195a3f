"""``guanxia cite``: margin notes for the citations of a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guanxia.citations import MAX_CITATIONS, MAX_TEXT, STATES
from guanxia.cli import cite
from tests.cli.conftest import Run

DAY = ("--on", "2020-10-12")
TEXT = "经查，\n该单位违反《社会保险法》第六十三条第二款。\r\n依据第九十九条和《社会保险法》第一百二十条处理。\n"


def test_each_citation_is_a_margin_note(run: Run) -> None:
    found = run("cite", *DAY, stdin=TEXT, lang="zh_CN.UTF-8")
    lines = found.stdout.splitlines()
    assert lines[0] == "2:6  ✓ 有效  《社会保险法》第六十三条第二款"
    assert lines[1].startswith("    → 《社会保险法》第六十三条第二款  https://w3id.org/guanxia/id/statute/")
    assert lines[1].endswith("/art-63-2/2011-07-01")
    assert lines[2].startswith("    《社会保险法》第六十三条第二款在2020年10月12日有效")
    assert lines[3] == "3:3  ≈ 所指不明  第九十九条"
    assert "3:9  ✗ 没有此条  《社会保险法》第一百二十条" in lines
    assert lines[-1] == "共 3 处引用，以2020年10月12日为准：有效 1，所指不明 1，没有此条 1。"
    assert found.exit_code == 1


def test_the_notes_speak_english_too(run: Run) -> None:
    lines = run("cite", *DAY, stdin=TEXT).stdout.splitlines()
    assert lines[0] == "2:6  ✓ in force  《社会保险法》第六十三条第二款"
    assert "→ Social Insurance Law, art. 63(2)" in lines[1]
    assert lines[-1] == "3 citations, as of 2020-10-12: in force 1, ambiguous 1, no such provision 1."


def test_a_file_is_read_like_standard_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(TEXT.encode())
    assert run("cite", str(path), *DAY).stdout == run("cite", "-", *DAY, stdin=TEXT).stdout


def test_json_is_that_of_the_interface(run: Run, shared: Path) -> None:
    import jsonschema

    found = run("cite", *DAY, "--json", stdin=TEXT)
    value = json.loads(found.stdout)
    schema = json.loads((shared / "contracts" / "citations.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(value)
    assert [TEXT[one["start"] : one["end"]] for one in value["citations"]] == [
        one["text"] for one in value["citations"]
    ]
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 0),
        ("没有引用", 0),
        ("社保法84条", 0),
        ("《社会保险稽核办法》第六条", 0),
        ("《社会保险经办条例》第六十条", 1),
        ("《社会保险法》第一百二十条", 1),
        ("《社会保险征缴法》第三条", 1),
        ("第八十六条", 1),
    ],
)
def test_the_exit_code_tells_whether_all_citations_stand(run: Run, text: str, code: int) -> None:
    assert run("cite", *DAY, stdin=text).exit_code == code


@pytest.mark.parametrize("day", ["2020-10-12", "2020年10月12日", "2020/10/12"])
def test_a_day_may_be_written_in_several_ways(run: Run, day: str) -> None:
    assert "2020年10月12日" in run("cite", "--on", day, "--lang", "zh", stdin="社保法84条").stdout


def test_the_day_is_today_if_not_stated(run: Run) -> None:
    from guanxia.cases import today

    assert run("cite", "--json", stdin="社保法84条").stdout.count(f'"on":"{today()}"') == 1


@pytest.mark.parametrize(
    ("arguments", "body", "code"),
    [
        (("--on", "2020-02-30"), b"", 2),
        (("--on", "x\x1b[31m"), b"", 2),
        ((), b"\xff\xfe", 2),
        ((), b"a" * (MAX_TEXT + 1), 2),
        ((), "社保法84条。".encode() * (MAX_CITATIONS + 1), 2),
        (("absent.txt",), b"", 5),
    ],
)
def test_what_cannot_be_read_ends_with_its_code(run: Run, arguments: tuple[str, ...], body: bytes, code: int) -> None:
    found = run("cite", *arguments, stdin=body)
    assert found.exit_code == code
    assert found.stderr.startswith("Error") and "\x1b" not in found.stderr
    assert not found.stdout


def test_nothing_of_the_text_acts_on_the_terminal(run: Run) -> None:
    found = run("cite", *DAY, stdin="《社会\x1b[31m保险征缴法》第三\u202e条；《某\x07法》第三条")
    assert not {"\x1b", "\x07", "\u202e"} & set(found.stdout)


def test_every_state_has_a_sign_and_words() -> None:
    assert set(cite.STATES) == set(STATES)
