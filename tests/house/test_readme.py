"""The README tells the truth: its paths, commands, settings and answers."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from guanxia.app import create_app
from guanxia.cli import COMMANDS
from guanxia.cli.outcomes import MEANINGS
from guanxia.settings import Settings
from tests.house.project import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLISHED = "http://127.0.0.1:8000"
TOP = {path.name for path in ROOT.iterdir()}
Session = tuple[str, list[str]]


def sessions() -> list[Session]:
    """Commands of the ``console`` blocks with the lines that they print; a line ``…`` stands for any lines."""
    found: list[Session] = []
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The service over real HTTP on a free port."""
    server = make_server("127.0.0.1", 0, create_app(Settings()), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_the_readme_answers_real_questions_in_both_languages() -> None:
    commands = [command for command, _ in sessions()]
    assert sum(command.startswith("curl ") for command in commands) >= 2
    assert sum(command.startswith("guanxia ") for command in commands) >= 2


@pytest.mark.parametrize("session", sessions(), ids=lambda session: " ".join(shlex.split(session[0])[:4])[:50])
def test_a_command_prints_what_the_readme_shows(session: Session, address: str) -> None:
    command, shown = session
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace(PUBLISHED, address)],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "service"),
            "PYTHONUTF8": "1",
            "COLUMNS": "120",
            "NO_COLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    assert shown, "the README shows no output"
    assert matches(printed, shown), "\n".join(printed[:60])


def matches(printed: list[str], shown: list[str]) -> bool:
    """Whether the lines are those shown, where ``…`` stands for any number of lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def test_every_path_exists() -> None:
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
    paths = [span for span in spans if span.split("/")[0] in TOP and "<" not in span and not span.startswith(".venv")]
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
    assert set(re.findall(r"GUANXIA_[A-Z]+", TEXT)) == set(re.findall(r'"(GUANXIA_[A-Z_]+)"', code))


def test_the_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"(?m)^\| (\d) \| (.+) \|$", TEXT)
    assert len(rows) == 2 * len(MEANINGS)
    for code, text in MEANINGS.items():
        told = [words for number, words in rows if int(number) == code]
        assert [text.zh.partition("（")[0], text.en.partition(" (")[0]] == told
