"""Modules and functions stay small enough to be read in one sitting."""

from __future__ import annotations

import ast

from tests.house.project import Module

MODULE_LINES = 280
FUNCTION_LINES = 45

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_is_long(modules: list[Module]) -> None:
    """Lines that hold something; blank lines do not count."""
    sizes = {module.name: sum(bool(line.strip()) for line in module.text.splitlines()) for module in modules}
    assert {name: lines for name, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_no_function_is_long(modules: list[Module]) -> None:
    """Lines of the body; the signature, decorators and the docstring do not count, nor do functions inside."""
    sizes = {
        f"{module.name}:{function.lineno} {function.name}": _own_lines(function)
        for module in modules
        for function in ast.walk(module.tree)
        if isinstance(function, Function)
    }
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}


def _own_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    inner = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    covered = {line for node in inner for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return len(set(range(body[0].lineno, (body[-1].end_lineno or 0) + 1)) - covered)
