"""Formats: the same statements in each, and the same bytes for the same statements."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from guanxia.app import Service
from guanxia.linked.blank_nodes import named
from guanxia.linked.blocks import FIRST, NIL, REST, TYPE
from guanxia.linked.formats import FORMATS, JSON_LD, TURTLE, Format, prefixes, serialise
from guanxia.store import SHAPES

READERS = {
    "turtle": RdfFormat.TURTLE,
    "json-ld": RdfFormat.JSON_LD,
    "rdf-xml": RdfFormat.RDF_XML,
    "n-triples": RdfFormat.N_TRIPLES,
}
EX = "https://example.org/"
P, Q = NamedNode(f"{EX}p"), NamedNode(f"{EX}q")
XSD = "http://www.w3.org/2001/XMLSchema#"


def canonical(triples: list[Triple]) -> list[str]:
    dataset = Dataset(Quad(one.subject, one.predicate, one.object) for one in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def back(body: bytes, format: Format) -> list[str]:
    return canonical([quad.triple for quad in parse(body, format=READERS[format.name])])


def chain(*members: NamedNode | BlankNode | Literal) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """A list with its statements."""
    head: NamedNode | BlankNode = NIL
    made: list[Triple] = []
    for member in reversed(members):
        node = BlankNode()
        made += [Triple(node, FIRST, member), Triple(node, REST, head)]
        head = node
    return head, made


def twins() -> list[Triple]:
    """Blank nodes that say the same, under one subject and under two."""
    made = []
    for subject in (NamedNode(f"{EX}a"), NamedNode(f"{EX}a"), NamedNode(f"{EX}b")):
        node = BlankNode()
        made += [Triple(subject, P, node), Triple(node, Q, Literal("same"))]
    return made


def circle() -> list[Triple]:
    one, other = BlankNode(), BlankNode()
    return [Triple(one, P, other), Triple(other, P, one), Triple(one, Q, Literal("1"))]


def shared_node() -> list[Triple]:
    node = BlankNode()
    return [Triple(NamedNode(f"{EX}{name}"), P, node) for name in "abc"] + [Triple(node, Q, NamedNode(f"{EX}a"))]


def lists() -> list[Triple]:
    inner, first = chain(Literal("x"), Literal("y", language="zh"))
    outer, second = chain(NamedNode(f"{EX}m"), inner, Literal("1", datatype=NamedNode(f"{XSD}integer")))
    long, third = chain(*(Literal(str(number)) for number in range(500)))
    broken = BlankNode()
    fourth = [
        Triple(broken, FIRST, Literal("two")),
        Triple(broken, FIRST, Literal("values")),
        Triple(broken, REST, NIL),
    ]
    a = NamedNode(f"{EX}a")
    return [*first, *second, *third, *fourth, *(Triple(a, P, node) for node in (outer, long, broken, NIL))]


def texts() -> list[Triple]:
    words = ["", "'", '"', '"""', "\\", "a\nb\tc\r", "〔2020〕27号", "\U0001f600", "<b>&amp;</b>", "{}[]", "@en", "^^"]
    kinds = ["boolean", "integer", "decimal", "double", "date", "anyURI"]
    values = ["true", "1", "+01", "-1.50", "1.", ".5", "1e3", "2020-08-20", "yes", "0"]
    made = [Literal(word) for word in words] + [Literal(word, language="zh-Hans-CN") for word in words]
    made += [Literal(value, datatype=NamedNode(XSD + kind)) for kind in kinds for value in values]
    made.append(Literal("x", datatype=NamedNode(f"{EX}datatype")))
    return [Triple(NamedNode(f"{EX}a"), P, value) for value in made]


def names() -> list[Triple]:
    space = prefixes()["gx"]
    rests = ["", "a", "a.b", "a.", "-a", ".a", "a/b", "a%20b", "a:b", "é", "字", "1", "a~b", "//a", "_", "a'b", "a(b)"]
    made = [Triple(NamedNode(space + rest), TYPE, NamedNode(f"{EX}{rest}")) for rest in rests]
    of_text = Triple(NamedNode(f"{EX}t"), TYPE, Literal("a type that is text"))
    return [*made, of_text, Triple(P, TYPE, BlankNode())]


def deep() -> list[Triple]:
    made, above = [], BlankNode()
    made.append(Triple(NamedNode(f"{EX}a"), P, above))
    for number in range(300):
        below = BlankNode()
        made += [Triple(above, P, below), Triple(above, Q, Literal(str(number)))]
        above = below
    return made


GRAPHS = {make.__name__: make for make in (twins, circle, shared_node, lists, texts, names, deep)}


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("name", GRAPHS)
def test_what_is_written_is_read_back_the_same(name: str, format: Format) -> None:
    graph = GRAPHS[name]()
    assert back(serialise(graph, format), format) == canonical(graph)


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("part", ["law", "shapes"])
def test_law_and_shapes_are_the_same_in_every_format(service: Service, part: str, format: Format) -> None:
    triples = list(service.graph.triples(SHAPES if part == "shapes" else None))
    assert back(serialise(triples, format), format) == canonical(triples)


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("name", GRAPHS)
def test_order_and_names_of_blank_nodes_do_not_matter(name: str, format: Format) -> None:
    graph = GRAPHS[name]()
    once = serialise(graph, format)
    fresh: dict[BlankNode, BlankNode] = {}
    random.Random(7).shuffle(graph)

    def other(term: object) -> object:
        return fresh.setdefault(term, BlankNode()) if isinstance(term, BlankNode) else term

    again = [Triple(other(one.subject), one.predicate, other(one.object)) for one in graph]  # type: ignore[arg-type]
    assert serialise([*again, *again], format) == once


def test_another_process_writes_the_same_bytes(root: Path) -> None:
    program = (
        "from tests.linked.test_formats import *; import hashlib;"
        "print([hashlib.sha256(serialise(GRAPHS[name](), one)).hexdigest() for name in GRAPHS for one in FORMATS])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONPATH": f"{root}:{root / 'service'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and runs[0].count("'") > 20


def test_turtle_and_json_ld_are_for_readers() -> None:
    inner, statements = chain(NamedNode(f"{EX}m"), Literal("x"))
    node = BlankNode()
    owl = prefixes()["owl"]
    statements += [
        Triple(NamedNode(f"{EX}z"), TYPE, NamedNode(f"{owl}Class")),
        Triple(NamedNode(f"{EX}z"), NamedNode(f"{owl}equivalentClass"), node),
        Triple(node, NamedNode(f"{owl}unionOf"), inner),
        Triple(NamedNode(f"{EX}a"), P, Literal("true", datatype=NamedNode(f"{XSD}boolean"))),
    ]
    turtle = serialise(statements, TURTLE, f"{EX}z").decode()
    assert 'owl:unionOf ( <https://example.org/m> "x" ) ]' in turtle and "_:" not in turtle
    assert turtle.index("<https://example.org/z>") < turtle.index("<https://example.org/a>")
    assert [line for line in turtle.splitlines() if line.startswith("@prefix")] == [f"@prefix owl: <{owl}> ."]
    document = orjson.loads(serialise(statements, JSON_LD, f"{EX}z"))
    first = document["@graph"][0]
    assert first["@id"] == f"{EX}z" and first["@type"] == "owl:Class"
    assert first["owl:equivalentClass"] == {"owl:unionOf": {"@list": [{"@id": f"{EX}m"}, "x"]}}
    assert document["@context"]["owl"] == owl


def test_prefixes_are_those_of_the_graph_files(graph_prefixes: dict[str, str]) -> None:
    """A prefix of the data that the table knows stands for the same there."""
    assert {name: space for name, space in prefixes().items() if graph_prefixes.get(name, space) != space} == {}
    assert "gx" in prefixes() and len(set(prefixes().values())) == len(prefixes())


def test_statements_are_labeled_once_and_sorted() -> None:
    graph = [*twins(), *circle()]
    made = named(graph + graph)
    assert len(made) == len(graph) and made == sorted(made, key=str)
