"""Modules and functions stay small enough to be read in one sitting."""

from __future__ import annotations

import ast

from tests.house.project import Module

MODULE_LINES = 250
FUNCTION_LINES = 40


def test_a_module_has_at_most_250_lines(modules: list[Module]) -> None:
    sizes = {module.name: len(module.path.read_text(encoding="utf-8").splitlines()) for module in modules}
    assert {name: lines for name, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_a_function_has_at_most_40_lines(modules: list[Module]) -> None:
    """Lines of the body; the signature, decorators and the docstring do not count, nor do functions inside."""
    long = {
        f"{module.name}:{function.lineno} {function.name}": lines
        for module in modules
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := _own_lines(function)) > FUNCTION_LINES
    }
    assert long == {}


def _own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    inner = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function
    ]
    covered = {line for node in inner for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return len(set(range(body[0].lineno, (body[-1].end_lineno or 0) + 1)) - covered)
