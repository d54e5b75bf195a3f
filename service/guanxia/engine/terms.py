"""Results of other engines as the terms that the embedded store would give, in the order of SPARQL.

Engines write the same value in several ways: Virtuoso says ``1`` for the boolean true, ``typed-literal`` for a literal
with a datatype, and ``nodeID://…`` for a blank node. Values are written in their canonical form here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, parse

from guanxia.engine.errors import EngineFault
from guanxia.engine.text import Key
from guanxia.store import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
RESULTS = QueryResultsFormat.JSON.media_type
STATEMENTS = RdfFormat.N_TRIPLES.media_type
# What may be said of the two instead of their own names; Virtuoso calls N-Triples plain text.
RESULT_TYPES = (RESULTS, "application/json")
STATEMENT_TYPES = (STATEMENTS, "text/plain", "text/turtle")
_LABEL = re.compile(r"[^A-Za-z0-9]+")
Row = dict[str, Term]


def _decimal(text: str) -> str:
    value = format(Decimal(text), "f")
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return "0" if value in ("-0", "") else value


_CANONICAL: dict[str, Callable[[str], str]] = {
    f"{XSD}boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    f"{XSD}integer": lambda text: str(int(text)),
    f"{XSD}decimal": _decimal,
}


def rows(body: bytes) -> list[Row]:
    """Rows of a whole document of SPARQL results in JSON. Raises EngineFault."""
    try:
        document = orjson.loads(body)
        names = set(document["head"]["vars"])
        found = [{name: _term(value) for name, value in binding.items()} for binding in document["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise EngineFault(f"not a whole result in JSON: {type(error).__name__}") from error
    if any(not row.keys() <= names for row in found):
        raise EngineFault("a row binds a variable that the head does not name")
    return found


def _term(value: Mapping[str, Any]) -> Term:
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return NamedNode(text)
    if kind == "bnode":
        return BlankNode(_label(text))
    if kind not in ("literal", "typed-literal"):
        raise ValueError("no such kind of term")
    if "xml:lang" in value:
        return Literal(text, language=value["xml:lang"])
    return _literal(text, value.get("datatype", f"{XSD}string"))


def _literal(text: str, datatype: str) -> Literal:
    canonical = _CANONICAL.get(datatype)
    return Literal(canonical(text) if canonical else text, datatype=NamedNode(datatype))


def _label(text: str) -> str:
    """A label as the store takes it: letters and digits alone, and different for different ones."""
    return "n" + _LABEL.sub(lambda match: "x".join(f"{ord(char):x}" for char in match[0]), text)


def statements(body: bytes) -> list[Triple]:
    """Statements of a whole document in N-Triples or Turtle. Raises EngineFault."""
    try:
        triples = [quad.triple for quad in parse(body, format=RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise EngineFault("not whole statements in N-Triples or Turtle") from error
    return [Triple(one.subject, one.predicate, _same(one.object)) for one in triples]


def _same(term: Any) -> Any:
    plain = isinstance(term, Literal) and term.language is None
    return _literal(term.value, term.datatype.value) if plain else term


def in_order(found: list[Row], keys: Sequence[Key]) -> list[Row]:
    """Rows as ORDER BY puts them: by one key after the other, equal ones as they came."""
    for key in reversed(keys):
        found = sorted(found, key=lambda row: _rank(row.get(key.name)), reverse=key.falling)
    return found


def _rank(term: Term | None) -> tuple[int, int, Any]:
    """Unbound, blank nodes, IRIs, literals; literals by their kind and then their value."""
    if term is None:
        return 0, 0, 0
    if isinstance(term, BlankNode):
        return 1, 0, 0
    if isinstance(term, NamedNode):
        return 2, 0, term.value
    if term.datatype.value in (f"{XSD}integer", f"{XSD}decimal"):
        return 3, 0, Decimal(term.value)
    return 3, 1, (term.value, term.language or "", term.datatype.value)
