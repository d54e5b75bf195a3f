"""What other engines say is read as what it means; what is not whole is no result."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from guanxia.engine.errors import EngineFault
from guanxia.engine.terms import XSD, in_order, rows, statements
from guanxia.engine.text import Key


def document(*values: dict[str, Any]) -> bytes:
    return orjson.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": value} for value in values]}})


def typed(value: str, datatype: str, kind: str = "literal") -> dict[str, Any]:
    return {"type": kind, "value": value, "datatype": XSD + datatype}


@pytest.mark.parametrize(
    ("value", "term"),
    [
        (typed("1", "boolean", "typed-literal"), Literal(True)),
        (typed("0", "boolean"), Literal(False)),
        (typed("true", "boolean"), Literal(True)),
        (typed("+007", "integer"), Literal(7)),
        (typed("200000.00", "decimal"), Literal("200000", datatype=NamedNode(f"{XSD}decimal"))),
        (typed("0.00050", "decimal"), Literal("0.0005", datatype=NamedNode(f"{XSD}decimal"))),
        (typed("2020-08-20", "date"), Literal("2020-08-20", datatype=NamedNode(f"{XSD}date"))),
        ({"type": "literal", "value": "管辖", "xml:lang": "zh"}, Literal("管辖", language="zh")),
        ({"type": "literal", "value": "a"}, Literal("a")),
        (typed("a", "string", "typed-literal"), Literal("a")),
        ({"type": "uri", "value": "urn:a"}, NamedNode("urn:a")),
        ({"type": "bnode", "value": "nodeID://b10"}, BlankNode("nnodeID3ax2fx2fb10")),
    ],
)
def test_a_value_is_read_in_its_canonical_form(value: dict[str, Any], term: Any) -> None:
    assert rows(document(value)) == [{"x": term}]


def test_different_blank_nodes_stay_different() -> None:
    labels = ["nodeID://b1", "nodeID:/b1", "b1", "b-1", "b1 "]
    found = rows(document(*({"type": "bnode", "value": label} for label in labels)))
    assert len({str(row["x"]) for row in found}) == len(labels)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"<html>",
        document(typed("1", "integer"))[:-1],
        document(typed("1", "integer")) + b"{",
        document(typed("x", "integer")),
        document(typed("1,0", "decimal")),
        document({"type": "triple", "value": {}}),
        document({"type": "uri", "value": "not an iri"}),
        document({"type": "uri"}),
        b'{"head": {"vars": []}, "results": {"bindings": [{"x": {"type": "uri", "value": "urn:a"}}]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [1]}}',
        b'{"head": {"vars": ["x"]}, "boolean": true}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_not_a_whole_result_is_a_fault(body: bytes) -> None:
    with pytest.raises(EngineFault):
        rows(body)


def test_statements_are_whole_or_a_fault() -> None:
    line = b'<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'
    assert [str(one.object) for one in statements(line)] == [str(Literal(True))]
    for body in (line[:-3], b"<html></html>", line + b"<urn:a> <urn:b>"):
        with pytest.raises(EngineFault):
            statements(body)


def test_rows_are_ordered_as_the_standard_says() -> None:
    terms = [
        None,
        NamedNode("urn:a"),
        NamedNode("urn:b"),
        Literal(2),
        Literal("9.5", datatype=NamedNode(f"{XSD}decimal")),
        Literal(10),
        Literal("a"),
        Literal("b", language="en"),
    ]
    found: list[dict[str, Any]] = [{"x": term} if term is not None else {} for term in terms]
    assert in_order(found[::-1], [Key("x", False)]) == found
    assert in_order(found, [Key("x", True)]) == found[::-1]
