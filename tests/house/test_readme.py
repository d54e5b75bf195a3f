"""The README tells the truth: its paths, commands, settings and answers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest

from guanxia.cli import COMMANDS
from guanxia.cli.outcomes import MEANINGS
from tests.house.project import ROOT
from tests.house.readme import README, Session, matches, printed, serving, sessions

TEXT = README.read_text(encoding="utf-8")
TOP = {path.name for path in ROOT.iterdir()}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as place:
        yield place


def test_the_readme_answers_real_questions_in_both_languages() -> None:
    commands = [session.command for session in sessions(TEXT)]
    assert sum(command.startswith("curl ") for command in commands) >= 2
    assert sum(command.startswith("guanxia ") for command in commands) >= 2


@pytest.mark.parametrize("session", sessions(TEXT), ids=lambda session: " ".join(shlex.split(session.command)[:4])[:50])
def test_a_command_prints_what_the_readme_shows(session: Session, address: str) -> None:
    lines = printed(session.command, address)
    assert session.shown, "the README shows no output"
    assert matches(lines, session.shown), "\n".join(lines[:60])


def test_every_path_exists() -> None:
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
    paths = [span for span in spans if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*/?", span) and ("/" in span or span in TOP)]
    paths = [path for path in paths if not path.startswith(".venv/")]
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []
    named = [span for span in spans if re.fullmatch(r"[\w-]+\.ttl", span)]
    assert [name for name in named if not list((ROOT / "ontology").rglob(name))] == []


def test_the_map_shows_every_folder_of_the_law() -> None:
    shown = set(re.findall(r"`(ontology/\w+)/", TEXT))
    there = {f"ontology/{path.name}" for path in (ROOT / "ontology").iterdir() if path.is_dir()}
    assert there <= shown


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`[^`]*`", TEXT))))
    assert {"serve", "test", "bench", "check", "lock", "wheel"} <= named
    assert [target for target in sorted(named) if not re.search(rf"(?m)^[a-z ]*\b{target}\b[a-z ]*:", makefile)] == []


def test_every_command_of_the_program_is_told_and_every_one_told_exists() -> None:
    told = set(re.findall(r"\bguanxia (?:--lang \w+ )?([a-z]+)\b", "\n".join(re.findall(r"`[^`]*`", TEXT))))
    assert told - set(COMMANDS) == set()
    assert set(COMMANDS) - told <= {"serve"}


def test_the_settings_are_those_of_the_code() -> None:
    code = (ROOT / "service" / "guanxia" / "settings.py").read_text(encoding="utf-8")
    assert set(re.findall(r"GUANXIA_[A-Z_]+", TEXT)) == set(re.findall(r'"(GUANXIA_[A-Z_]+)"', code))


def test_the_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"(?m)^\| (\d) \| (.+) \|$", TEXT)
    assert len(rows) == 2 * len(MEANINGS)
    for code, text in MEANINGS.items():
        told = [words for number, words in rows if int(number) == code]
        assert [text.zh.partition("（")[0], text.en.partition(" (")[0]] == told
