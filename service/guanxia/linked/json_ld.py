"""JSON-LD that people read: short names by a context, blank nodes and lists where they are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.linked.blocks import TYPE, Blocks, Node, Object, Said, iris
from guanxia.linked.prefixes import shortened, used
from guanxia.linked.turtle import XSD

_BOOLEANS = {"true": True, "false": False}


def written(statements: Sequence[Triple], about: str | None = None) -> bytes:
    """Sorted statements as one JSON-LD document; only the prefixes that are used stand in its context."""
    return orjson.dumps(document(statements, about), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def document(statements: Sequence[Triple], about: str | None = None) -> dict[str, Any]:
    writer = _Writer(Blocks(statements, about), used(iris(statements)))
    return {"@context": writer.prefixes, "@graph": writer.nodes()}


class _Writer:
    def __init__(self, blocks: Blocks, prefixes: Mapping[str, str]) -> None:
        self._blocks, self.prefixes = blocks, prefixes

    def nodes(self) -> list[dict[str, Any]]:
        return [{"@id": self._name(node), **self._said(said)} for node, said in self._blocks]

    def _name(self, node: Node) -> str:
        if isinstance(node, BlankNode):
            return str(node)
        found = shortened(node.value)
        return ":".join(found) if found and not found[1].startswith("//") else node.value

    def _said(self, said: Said) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for predicate, values in said.items():
            if predicate == TYPE and all(isinstance(value, NamedNode) for value in values):
                made["@type"] = _one([self._name(value) for value in values if isinstance(value, NamedNode)])
            else:
                made[self._name(predicate)] = _one([self._value(value) for value in values])
        return made

    def _value(self, value: Object) -> Any:
        if isinstance(value, Literal):
            return self._literal(value)
        if self._blocks.inside(value):
            members = self._blocks.members(value)
            if members is not None:
                return {"@list": [self._value(one) for one in members]}
            return self._said(self._blocks.said(value))
        return {"@id": self._name(value)}

    def _literal(self, literal: Literal) -> Any:
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        kind = literal.datatype.value
        if kind == f"{XSD}string":
            return literal.value
        if kind == f"{XSD}boolean" and literal.value in _BOOLEANS:
            return _BOOLEANS[literal.value]
        return {"@value": literal.value, "@type": self._name(literal.datatype)}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
