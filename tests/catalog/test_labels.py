"""Labels of blank nodes: the same for the same graph, however it is read, and the same where others change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from guanxia.linked.blank_nodes import named
from guanxia.linked.tangles import Tangled
from tests.catalog.conftest import isomorphic

NODES = st.sampled_from([*(BlankNode(f"x{number}") for number in range(6)), NamedNode("urn:a")])
PROPERTIES = st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")])
OBJECTS = st.one_of(NODES, st.just(Literal("v")))
TRIPLES = st.lists(st.builds(Triple, NODES, PROPERTIES, OBJECTS), max_size=10, unique_by=str)


def read(text: str) -> list[Triple]:
    prefixes = "PREFIX : <urn:> "
    return [quad.triple for quad in parse(prefixes + text, format=RdfFormat.TURTLE, rename_blank_nodes=True)]


def lines(text: str) -> set[str]:
    return {str(one) for one in named(read(text))}


def quads(triples: list[Triple]) -> list[Quad]:
    return [Quad(one.subject, one.predicate, one.object) for one in triples]


def renamed(triples: list[Triple], order: list[int]) -> list[Triple]:
    """The same statements with other labels, in another order."""

    names = {BlankNode(f"x{number}"): BlankNode(f"y{other}") for number, other in enumerate(order)}
    found = []
    for one in reversed(triples):
        subject = names[one.subject] if isinstance(one.subject, BlankNode) else one.subject
        object_ = names[one.object] if isinstance(one.object, BlankNode) else one.object
        found.append(Triple(subject, one.predicate, object_))
    return found


def shared(below: str = "") -> list[Triple]:
    """Two shared nodes that differ in what stands above them, or in what they hold."""
    text = "_:a <urn:p> _:b , _:d ; <urn:q> _:d . _:c <urn:q> _:b ."
    return [quad.triple for quad in parse(text + below, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("below", ["", '_:b <urn:r> [ <urn:v> "1" ] . _:d <urn:r> [ <urn:v> "2" ] .'])
def test_shared_nodes_are_told_apart_by_what_stands_above_and_below(below: str) -> None:
    """However often they are read, as the order of a set hangs on labels."""
    again = {tuple(map(str, named(read(" ".join(map(lambda one: f"{one} .", shared(below))))))) for _ in range(40)}
    assert len(again) == 1


@settings(max_examples=300, deadline=None)
@given(TRIPLES, st.permutations(range(6)))
def test_any_graph_has_the_same_labels_whatever_its_own_were(triples: list[Triple], order: list[int]) -> None:
    found = named(triples)
    assert list(map(str, found)) == list(map(str, named(renamed(triples, order))))
    assert isomorphic(quads(triples), quads(found))


def test_a_change_inside_one_node_renames_no_node() -> None:
    before = lines(':a :p [ :q [ :r "1" ] ; :s "x" ] . :b :p ( [ :v 1 ] [ :v 2 ] ) .')
    after = lines(':a :p [ :q [ :r "2" ] ; :s "x" ] . :b :p ( [ :v 1 ] [ :v 3 ] ) .')
    assert len(before - after) == len(after - before) == 2


def test_an_item_more_in_a_list_renames_nothing_before_it() -> None:
    before = lines(":b :p ( [ :v 1 ] [ :v 2 ] ) .")
    after = lines(":b :p ( [ :v 1 ] [ :v 2 ] [ :v 3 ] ) .")
    assert len(before - after) == 1


def test_a_node_more_beside_others_renames_none_of_them() -> None:
    before = lines(":a :p [ :v 1 ] , [ :v 2 ] .")
    after = lines(":a :p [ :v 1 ] , [ :v 2 ] , [ :v 3 ] .")
    assert before < after


def test_equal_nodes_stay_several() -> None:
    assert len(lines(":a :p [ :v 1 ] , [ :v 1 ] .")) == 4
    assert len(lines("[] :v 1 . [] :v 1 .")) == 2


def test_a_long_list_needs_no_recursion() -> None:
    assert len(lines(f":a :p ( {' '.join(map(str, range(5_000)))} ) .")) == 10_001


def test_nodes_that_look_alike_in_too_many_ways_are_refused_in_bounded_time() -> None:
    ring = " ".join(f"_:n{one} :p _:n{other} ." for one in range(9) for other in range(9) if one != other)
    with pytest.raises(Tangled):
        named(read(ring))
