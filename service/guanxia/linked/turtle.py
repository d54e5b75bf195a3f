"""Turtle that people read: blank nodes and lists stand where they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.linked.blocks import TYPE, Blocks, Object, Said
from guanxia.linked.prefixes import prefixes, shortened

XSD = "http://www.w3.org/2001/XMLSchema#"
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_SHORT = {
    f"{XSD}boolean": re.compile("true|false"),
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def written(statements: Sequence[Triple], about: str | None = None) -> bytes:
    """Sorted statements in Turtle; only the prefixes that are used are declared."""
    writer = _Writer(Blocks(statements, about), _Names())
    body = "\n".join(writer.blocks())
    head = "".join(f"@prefix {name}: <{prefixes()[name]}> .\n" for name in sorted(writer.names.used))
    return f"{head}\n{body}".encode()


class _Names:
    def __init__(self) -> None:
        self.used: set[str] = set()

    def name(self, node: NamedNode) -> str:
        found = shortened(node.value)
        if found and _LOCAL.fullmatch(found[1]):
            self.used.add(found[0])
            return ":".join(found)
        return str(node)


class _Writer:
    def __init__(self, blocks: Blocks, names: _Names) -> None:
        self._blocks, self.names = blocks, names

    def blocks(self) -> Iterator[str]:
        for node, said in self._blocks:
            yield f"{self._term(node, 0)}{self._said(said, 1)} .\n"

    def _said(self, said: Said, depth: int) -> str:
        pad = "    " * depth
        lines = [
            f"{'a' if predicate == TYPE else self.names.name(predicate)} "
            + " , ".join(self._value(value, depth) for value in values)
            for predicate, values in said.items()
        ]
        return f"\n{pad}" + f" ;\n{pad}".join(lines)

    def _value(self, value: Object, depth: int) -> str:
        if not self._blocks.inside(value):
            return self._term(value, depth)
        members = self._blocks.members(value)
        if members is not None:
            return f"( {' '.join(self._value(one, depth) for one in members)} )"
        said = self._blocks.said(value) if isinstance(value, BlankNode) else {}
        return f"[{self._said(said, depth + 1)} ]" if said else "[]"

    def _term(self, term: Object, depth: int) -> str:
        if isinstance(term, NamedNode):
            return self.names.name(term)
        return self._literal(term) if isinstance(term, Literal) else str(term)

    def _literal(self, literal: Literal) -> str:
        kind = literal.datatype
        if literal.language or kind.value == f"{XSD}string":
            return str(literal)
        short = _SHORT.get(kind.value)
        if short and short.fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{self.names.name(kind)}"
