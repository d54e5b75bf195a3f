"""The files of this project and the shape of its code, as the house tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ROOT / "service"


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package; ``name`` is dotted, as it is imported."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, path: Path) -> Module:
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(SERVICE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return cls(name, path, text, ast.parse(text, str(path)))

    def imports(self, *, deferred: bool = True) -> set[str]:
        """Dotted names that this module imports when it runs; imports for type checkers alone do not count.

        ``deferred`` also counts those inside functions.
        """
        names: set[str] = set()
        for node in _running(self.tree, deferred):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                assert node.level == 0, f"{self.path}:{node.lineno}: write the whole name of the module"
                names.update(f"{base}.{alias.name}" for alias in node.names)
        return names - {"__future__.annotations"}


def _running(node: ast.AST, deferred: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _running(other, deferred)
            continue
        if not deferred and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield child
        yield from _running(child, deferred)
