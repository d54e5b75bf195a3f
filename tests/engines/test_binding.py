"""Parameters are set into a query as terms: nothing that they hold is ever read as a part of the query."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from guanxia.engine.text import Key, UnfitQuery, prepare
from guanxia.queries import term_of
from guanxia.store import SHAPES

THING = "https://w3id.org/guanxia/id/x"
HOSTILE = [
    '"',
    "'",
    "\\",
    '" } DROP ALL #',
    "?thing",
    "\n} UNION { ?a ?b ?c",
    "'''",
    '"""',
    "\\u0022 .",
    "\u2028",
    "管辖",
    "\x00",
    "\x7f",
    "<>",
    "}",
    "{",
    "#",
]
ECHO = 'SELECT ?word ?same WHERE { BIND(?word AS ?same) FILTER(?word != "}") }'


def echoed(word: Literal) -> Any:
    """The parameter as an engine reads it."""
    found = Store().query(prepare(ECHO).text({"word": word}, {}))
    assert isinstance(found, QuerySolutions)
    return [row["same"] for row in found]


@pytest.mark.parametrize("word", [one for one in HOSTILE if one != "}"])
def test_a_hostile_text_stays_one_term(word: str) -> None:
    assert echoed(Literal(word)) == [Literal(word)]
    assert echoed(Literal(word, language="zh")) == [Literal(word, language="zh")]


@given(st.text(st.characters(codec="utf-8"), max_size=40).filter(lambda word: word != "}"))
def test_any_text_stays_one_term(word: str) -> None:
    assert echoed(Literal(word)) == [Literal(word)]


@pytest.mark.parametrize("word", ["a b", "a>b", 'a"b', "a<b", "a{b", "a\nb", "a\\b", "a`b", "a^b", "a|b", "nothing"])
def test_what_is_no_iri_never_becomes_one(word: str) -> None:
    with pytest.raises(ValueError):
        term_of(f"{THING}{word}" if word != "nothing" else "")


def test_only_variables_of_the_name_are_set() -> None:
    query = """# ?thing in a comment }
    SELECT ?thing ?things WHERE {
      ?things <urn:p?thing> "?thing" ; <urn:q> '''?thing' }''' . ?thing ?p $thing . # ?thing
    } ORDER BY ?things"""
    text = prepare(query).text({"thing": NamedNode(THING)}, {})
    assert text.count(f"<{THING}>") == 2
    assert "?things <urn:p?thing> \"?thing\" ; <urn:q> '''?thing' }'''" in text
    assert "SELECT  ?things" in text.replace("\n", " ")


def test_a_day_is_a_typed_literal() -> None:
    text = prepare("SELECT ?x WHERE { ?x ?y ?day }").text({"day": term_of(date(2020, 9, 1))}, {})
    assert '"2020-09-01"^^<http://www.w3.org/2001/XMLSchema#date>' in text


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(UnfitQuery, match="blank node"):
        prepare("SELECT ?x WHERE { ?x ?y ?z }").text({"z": BlankNode("a")}, {})


def test_graphs_get_their_names_in_the_engine() -> None:
    query = f"SELECT ?x WHERE {{ ?x ?y <{SHAPES.value}> . GRAPH <{SHAPES.value}> {{ ?x ?y ?z }} }}"
    text = prepare(query).text({}, {SHAPES.value: "urn:release/shapes"})
    assert f"?y <{SHAPES.value}>" in text and "GRAPH <urn:release/shapes>" in text


def test_the_order_of_rows_is_known_and_its_variables_come_along() -> None:
    one = prepare("SELECT ?a (COALESCE(?b, ?c) AS ?d) WHERE { ?a ?b ?c . ?a ?e ?f } ORDER BY ?f DESC(?d) ?a")
    assert one.projected == ("a", "d")
    assert one.keys == (Key("f", False), Key("d", True), Key("a", False))
    assert one.added == ("f",)
    assert "?f " in one.text({}, {}).partition("WHERE")[0]


def test_an_order_that_a_distinct_result_cannot_have_is_refused() -> None:
    with pytest.raises(UnfitQuery, match="distinct"):
        prepare("SELECT DISTINCT ?a WHERE { ?a ?b ?c } ORDER BY ?c")


def test_grouping_by_a_parameter_stays_a_query() -> None:
    text = prepare("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?n").text(
        {"p": NamedNode(THING)}, {}
    )
    assert isinstance(Store().query(text), QuerySolutions)


def test_a_text_outside_ascii_is_sent_with_its_datatype() -> None:
    text = prepare("""SELECT (CONCAT("管辖", "ascii") AS ?a) WHERE { ?s ?p "管辖"@zh , "管辖" }""").text({}, {})
    assert text.count('"管辖"^^<http://www.w3.org/2001/XMLSchema#string>') == 2
    assert '"管辖"@zh' in text and '"ascii")' in text
