"""What no file of the project may hold: promises, paths of a machine, addresses of registries, copied notices."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.project import ROOT, SERVICE, Module

HERE = Path(__file__).resolve().parent
SUFFIXES = {".py", ".ttl", ".rq", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", ".sh", ".lua", ""}
FORBIDDEN = {
    "a path of a machine": re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|opt|mnt)/[\w.-]+"),
    "a promise": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b"),
    "the address of a registry": re.compile(
        r"https?://[^\s\"<>]+(?:\.whl|\.tgz|\.tar\.gz)\b|https?://[^\s\"<>]+/simple/?(?=[\s\"]|$)|--(?:extra-)?index-url\b(?!\S)"
    ),
    "another's notice": re.compile(
        r"Copyright\s+(?:\(c\)|©|\d{4})|All rights reserved|SPDX-FileCopyrightText", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str, project_files: list[Path]) -> None:
    found = []
    for path in project_files:
        if path.name == "LICENSE" or path.suffix not in SUFFIXES or path.is_relative_to(HERE):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN[what].search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_license_is_the_whole_apache_license() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text and len(text) > 11_000


def test_every_module_begins_with_a_docstring(modules: list[Module]) -> None:
    import ast

    assert [str(module.path.relative_to(SERVICE)) for module in modules if not ast.get_docstring(module.tree)] == []


def test_tracked_scripts_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_make_answers_from_another_folder_and_under_a_path_with_a_space(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    for command in (["make", "-f", str(folder / "Makefile"), "help"], ["make", "-C", str(folder), "help"]):
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "make serve" in done.stdout
