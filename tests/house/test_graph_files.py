"""Turtle and query files: prefixes, licenses, headers, and who uses a query."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.project import ROOT, Module

PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
HEADER = ("summary", "answers", "binds", "returns")
QUERIES = sorted((ROOT / "queries").glob("*.rq"))


def head(path: Path) -> dict[str, str]:
    lines = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#+")]
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def test_one_prefix_stands_for_one_namespace(graph_files: list[Path]) -> None:
    spaces: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for path in graph_files:
        for prefix, space in PREFIX.findall(path.read_text(encoding="utf-8")):
            if prefix:
                spaces.setdefault(prefix, set()).add(space)
                names.setdefault(space, set()).add(prefix)
    assert spaces
    assert {prefix: found for prefix, found in spaces.items() if len(found) > 1} == {}
    assert {space: found for space, found in names.items() if len(found) > 1} == {}


def test_a_file_declares_the_prefixes_that_it_uses_and_no_others(graph_files: list[Path]) -> None:
    idle = {}
    for path in graph_files:
        text = path.read_text(encoding="utf-8")
        body = PREFIX.sub("", text)
        unused = [
            prefix for prefix, _ in PREFIX.findall(text) if not re.search(rf"(?<![\w-]){re.escape(prefix)}:", body)
        ]
        if unused:
            idle[str(path.relative_to(ROOT))] = unused
    assert idle == {}


def test_each_file_names_its_license_before_its_first_statement(graph_files: list[Path]) -> None:
    without = []
    for path in graph_files:
        comments = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                break
            comments.append(line)
        if not any(line.startswith("# License: ") for line in comments):
            without.append(str(path.relative_to(ROOT)))
    assert without == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_says_what_it_answers_takes_and_returns(path: Path) -> None:
    header = head(path)
    assert [key for key in HEADER if key not in header] == []
    assert header["summary"] and header["returns"]
    assert re.fullmatch(r"CQ-\d{2,3}(, CQ-\d{2,3})*", header["answers"])
    text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for name in re.split(r"[,\s]+", header["binds"]):
        assert name in {"", "-", "none", "nothing"} or re.search(rf"[?$]{name}\b", text), (
            f"binds {name}, which does not occur"
        )


def test_every_query_is_asked_by_the_code_or_by_a_competency_question(modules: list[Module]) -> None:
    asked = {
        node.value
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in sorted((ROOT / "tests" / "competency").glob("*.toml")):
        asked.add(tomllib.loads(path.read_text(encoding="utf-8")).get("query", ""))
    assert [path.stem for path in QUERIES if path.stem not in asked] == []


SPARQL = re.compile(
    r"\b(?:SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^{]*\{|\bPREFIX\s+\w*:|\bWHERE\s*\{|\bFILTER\s*\(|\bINSERT\s+DATA\b"
)


def test_no_query_text_stands_in_the_code(modules: list[Module]) -> None:
    """Query text in a string is query text that somebody may paste into; it belongs in queries/."""
    found = [
        f"{module.path.relative_to(ROOT)}:{node.lineno}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SPARQL.search(node.value)
    ]
    assert found == []


def test_no_string_is_built_where_a_query_is_run(modules: list[Module]) -> None:
    """What goes to the engine is the text of a file as it stands: no f-string, %, +, format, replace or join."""
    built = [
        f"{module.path.relative_to(ROOT)}:{node.lineno}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"query", "select", "ask"}
        for argument in node.args[:1]
        if any(
            isinstance(part, ast.JoinedStr | ast.BinOp)
            or (
                isinstance(part, ast.Attribute)
                and part.attr in {"format", "replace", "join", "format_map", "substitute"}
            )
            for part in ast.walk(argument)
        )
    ]
    assert built == []
