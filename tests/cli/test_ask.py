"""``guanxia ask``: the answer as a tree for people, as canonical JSON for programs, and question by question."""

from __future__ import annotations

import json
import re

import pytest

from guanxia import cases
from guanxia.app import Service
from tests.cli.conftest import Run

FACTS = ("payrollUnderstated=yes", "underpaidAsResult=yes", "correctionRefused=yes")
DAY = ("--on", "2020-10-12")


def test_json_is_the_canonical_answer_of_the_service(run: Run, service: Service) -> None:
    body = b'{"facts":{"contributionDeclared":true,"contributionPaidInFull":false},"on":"2020-10-12","area":"450305"}'
    want = service.answers.answer(cases.from_json(body, service.laws))
    found = run("ask", "contributionDeclared=yes", "contributionPaidInFull=no", *DAY, "--area", "450305", "--json")
    assert found.exit_code == 0
    assert found.stdout_bytes == want + b"\n"


def test_the_conclusion_stands_first_and_everything_follows(run: Run) -> None:
    arguments = (*FACTS, "arrearsAmount=1000.00", "defaultSince=2020-09-01", *DAY, "--area", "450305")
    found = run("ask", *arguments, "--lang", "zh")
    answer = json.loads(run("ask", *arguments, "--json").stdout)
    lines = found.stdout.splitlines()
    assert lines[0] == answer["summary"]["zh"]
    violation = answer["violations"][0]
    assert f"“{violation['clause']['words']}”" in found.stdout
    for basis in violation["bases"]:
        assert basis["citation"]["zh"] in found.stdout
        assert basis["summary"]["zh"] in found.stdout
    for sanction in violation["sanctions"]:
        assert sanction["formula"]["zh"] in found.stdout
    for reading in violation["interpretations"]:
        assert reading["alternative"]["zh"] in found.stdout
    for caution in answer["cautions"]:
        assert caution["text"]["zh"] in found.stdout
    for action in answer["actions"]:
        assert action["what"]["zh"] in found.stdout
        for step in action["next"]:
            assert step["label"]["zh"] in found.stdout
    assert "〔重建〕" in found.stdout
    assert answer["sha256"] in lines[-1]
    assert answer["release"] in lines[-1]


def test_the_tree_is_plain_and_unbroken_off_a_terminal(run: Run) -> None:
    found = run("ask", *FACTS, *DAY)
    assert "\x1b" not in found.stdout
    assert all(line[0] in "│├└ " for line in found.stdout.splitlines()[1:])


def test_what_is_excluded_and_what_is_asked_are_told_with_reasons(run: Run) -> None:
    found = run("ask", "employerRegistered=yes", "contributionPaidInFull=no", *DAY, "--all").stdout
    assert "LI-1 employer does not register" in found
    assert "employer registered for social insurance = yes (stated)" in found
    assert "[contributionDeclared]" in found
    assert "more, listed with --all" not in found


def test_facts_go_by_label_and_values_by_the_words_of_either_language(run: Run) -> None:
    by_name = run("ask", "contributionPaidInFull=no", "arrearsAmount=52000.00", "insuranceKind=pension", *DAY, "--json")
    by_label = run(
        "ask",
        "已按时足额缴纳社会保险费=否",
        "欠缴数额=52,000.00元",
        "insuranceKind=PENSION",
        "--on",
        "2020年10月12日",
        "--json",
    )
    assert by_name.exit_code == by_label.exit_code == 0
    assert by_name.stdout == by_label.stdout


def test_what_is_not_known_is_left_out(run: Run) -> None:
    known = run("ask", "contributionPaidInFull=no", *DAY, "--json")
    assert run("ask", "contributionPaidInFull=no", "contributionDeclared=不知道", *DAY, "--json").stdout == known.stdout


def test_an_area_and_a_violation_go_by_name(run: Run) -> None:
    by_code = run("ask", "--violation", "SI-3", "--area", "450305", *DAY, "--json")
    by_name = run("ask", "--violation", "申报后未按时足额缴纳社会保险费", "--area", "七星区", *DAY, "--json")
    assert by_code.exit_code == 0
    assert by_code.stdout == by_name.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["contributonPaidInFull=no"], ["contributonPaidInFull", "contributionPaidInFull"]),
        (["contributionPaidInFull=maybe"], ["takes yes, no", "maybe"]),
        (["contributionPaidInFull"], ["name=value"]),
        (["contributionPaidInFull=no", "已按时足额缴纳社会保险费=否"], ["twice"]),
        (["contributionPaidInFull=no", "--on", "2020-02-30"], ["2020-02-30"]),
        (["contributionPaidInFull=no", "--area", "999999"], ["999999"]),
        (["arrearsAmount=-1"], ["arrearsAmount"]),
        (["--violation", "SI-9"], ["SI-9", "Nearest"]),
        (["employerRegistered=no", "contributionDeclared=yes"], ["employerRegistered", "contributionDeclared"]),
    ],
)
def test_bad_input_is_named_on_stderr_and_ends_with_two(run: Run, arguments: list[str], words: list[str]) -> None:
    found = run("ask", *arguments)
    assert found.exit_code == 2
    assert not found.stdout
    for word in words:
        assert word in found.stderr


def test_with_nothing_known_off_a_terminal_it_answers_with_questions(run: Run) -> None:
    found = run("ask", *DAY)
    assert found.exit_code == 0
    assert "open questions" in found.stdout


def test_one_question_after_another_until_all_is_answered(run: Run) -> None:
    first = json.loads(run("ask", *DAY, "--json").stdout)["questions"][0]
    found = run("ask", "--interactive", *DAY, stdin="yes\nq\n")
    assert found.exit_code == 0
    prompts = [line for line in found.stdout.splitlines() if first["prompt"]["en"] in line]
    assert prompts
    assert found.stdout.splitlines()[-1] == run("ask", f"{first['fact']}=yes", *DAY).stdout.splitlines()[-1]


def test_unknown_moves_on_and_a_misread_reply_is_asked_again(run: Run) -> None:
    questions = json.loads(run("ask", *DAY, "--json").stdout)["questions"]
    found = run("ask", "--interactive", "--lang", "zh", *DAY, stdin="不知道\n也许\n?\n结束\n")
    assert found.exit_code == 0
    assert questions[0]["prompt"]["zh"] in found.stdout
    assert questions[1]["prompt"]["zh"] in found.stdout
    assert "没有看懂" in found.stdout
    assert found.stdout.splitlines()[-1] == run("ask", *DAY).stdout.splitlines()[-1]


def test_choices_are_taken_by_number_and_the_end_of_input_stops(run: Run) -> None:
    replies = "?\n" * 60
    asked = run("ask", "--interactive", *FACTS, *DAY, stdin=replies).stdout
    assert "1 labor inspectorate" in asked
    number = asked.split("1 labor inspectorate")[0].count("[y/n/?/q]")
    found = run("ask", "--interactive", "--json", *FACTS, *DAY, stdin="?\n" * number + "2\n")
    assert found.exit_code == 0
    facts = json.loads(found.stdout)["input"]["facts"]
    assert "SI" in [one["value"] for one in facts.values()]


def test_a_reply_that_contradicts_is_left_aside(run: Run) -> None:
    found = run("ask", "--interactive", "--json", "contributionDeclared=yes", *DAY, stdin="n\n" * 40)
    assert found.exit_code == 0
    assert json.loads(found.stdout)["input"]["facts"]["contributionDeclared"]["value"] is True


def test_the_dialog_with_json_leaves_stdout_to_the_answer(run: Run) -> None:
    found = run("ask", "--interactive", "--json", *DAY, stdin="y\nq\n")
    assert json.loads(found.stdout)["format"] == "guanxia.answer.v1"
    assert "[y/n/?/q]" in found.stderr


def test_answers_that_are_piped_need_the_flag_and_that_is_told(run: Run) -> None:
    silent = run("ask", "--on", "2020-10-12", stdin="y\nn\n")
    assert silent.exit_code == 0 and "--interactive" in silent.stderr and "--interactive" not in silent.stdout
    assert "--interactive" in run("ask", stdin="y\n", lang="zh_CN.UTF-8").stderr
    for arguments in (["--json"], ["contributionPaidInFull=no"], ["--interactive"]):
        assert "--interactive" not in run("ask", *arguments, stdin="q\n").stderr


def test_chinese_has_full_width_colons(run: Run) -> None:
    for violation in ("LI-1", "SI-3", "SI-4", "SI-6"):
        told = run("ask", "--violation", violation, "--area", "450305", lang="zh_CN.UTF-8").stdout
        assert re.findall(r"[\u4e00-\u9fff）】》]:.?", told) == []


def test_what_was_rebuilt_does_not_say_its_provision_twice(run: Run) -> None:
    told = run("ask", "--violation", "SI-3", lang="zh_CN.UTF-8").stdout
    rebuilt = [line.split("〔重建〕", 1)[1].split(" · ") for line in told.splitlines() if "〔重建〕《" in line]
    assert rebuilt and all(len(parts) == len(set(parts)) for parts in rebuilt)
