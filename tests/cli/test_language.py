"""The command line speaks Chinese or English, tells its exit codes, and reads only the command that runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from guanxia.cli import COMMANDS
from guanxia.cli.outcomes import MEANINGS
from guanxia.cli.speech import language_of
from tests.cli.conftest import Run, environment


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_locale_of_messages_chooses_the_language(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment) == expected


def test_help_is_chinese_or_english(run: Run) -> None:
    assert "命令" in run("--help", lang="zh_CN.UTF-8").stdout
    assert "命令" in run("--lang", "zh", "--help").stdout
    assert "Commands" in run("--help").stdout


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_help_of_every_command_tells_the_exit_codes(run: Run, name: str | None, tongue: str) -> None:
    found = run("--lang", tongue, *([name] if name else []), "--help")
    assert found.exit_code == 0
    for code, meaning in MEANINGS.items():
        assert f"  {int(code)}  " in found.stdout
        words = meaning.zh if tongue == "zh" else meaning.en
        assert words[:8] in found.stdout


def test_the_option_chooses_before_and_after_the_command(run: Run) -> None:
    assert "是 / 否" in run("--lang", "zh", "facts").stdout
    assert "是 / 否" in run("facts", "--lang", "zh").stdout
    assert "yes / no" in run("facts", lang="en_US").stdout


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["serv"], "没有命令“serv”", "No such command 'serv'"),
        (["ask", "--onn", "x"], "没有选项“--onn”", "No such option"),
        (["verify"], "缺少参数", "Missing argument"),
        (["serve", "--port", "0"], "参数“port”的值有误", "Invalid value"),
    ],
)
def test_wrong_usage_ends_with_two_and_words_on_stderr(run: Run, arguments: list[str], zh: str, en: str) -> None:
    for lang, words in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        found = run(*arguments, lang=lang)
        assert found.exit_code == 2
        assert words in found.stderr
        assert not found.stdout


def test_an_error_keeps_the_language_of_its_option(run: Run) -> None:
    assert "图中没有" in run("explain", "--lang", "zh", "N99").stderr
    assert "the graph has no" in run("explain", "N99").stderr


def test_a_command_loads_its_own_module_alone() -> None:
    program = (
        "import sys, guanxia.cli as c\n"
        "c.main(['--version'], standalone_mode=False)\n"
        "print([m for m in sys.modules if m in ('granian', 'openpyxl', 'flask', 'pyoxigraph', 'rich')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment()
    )
    assert found.stdout.splitlines()[-1] == "[]"


def test_commands_are_listed_in_one_order(run: Run) -> None:
    listed = [line.split()[0] for line in run("--help").stdout.splitlines() if line.startswith("  ") and line.split()]
    assert [name for name in listed if name in COMMANDS] == [name for name in COMMANDS if name in listed]


def test_a_graph_that_cannot_be_read_ends_with_four(run: Run, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "broken.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    monkeypatch.setenv("GUANXIA_ONTOLOGY", str(tmp_path))
    found = run("facts")
    assert found.exit_code == 4
    assert "broken.ttl:1" in found.stderr
    monkeypatch.setenv("GUANXIA_ONTOLOGY", str(tmp_path / "absent"))
    assert run("facts").exit_code == 4


def test_a_setting_that_is_no_number_ends_with_two(run: Run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("GUANXIA_PORT", "many")
    assert run("facts").exit_code == 2
