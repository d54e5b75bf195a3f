"""Class expressions against brute force over all completions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from guanxia.jurisdiction.logic import Diagrams, consistent, descriptions, facts_in, holds, relevant
from guanxia.model import All, Any, Choice, Exclusion, Expression, Fact, Has, Not, Text

BLANK = Text("", "")
CHOICES = tuple(Choice(value, value, BLANK) for value in ("LI", "SI"))
FACTS = tuple(
    Fact(name, name, "choice" if name == "d" else "boolean", order, BLANK, BLANK, BLANK, CHOICES if name == "d" else ())
    for order, name in enumerate("abcd")
)
VALUES: dict[str, tuple[bool | str, ...]] = {fact.name: fact.values for fact in FACTS}
World = dict[str, bool | str]

LITERALS = st.sampled_from([Has(name, value) for name, values in VALUES.items() for value in values])
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LITERALS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda of: All(tuple(of))),
        st.lists(inner, max_size=3).map(lambda of: Any(tuple(of))),
    ),
    max_leaves=8,
)
PAIRS = st.lists(
    st.tuples(LITERALS, LITERALS)
    .filter(lambda pair: pair[0].fact != pair[1].fact)
    .map(lambda pair: Exclusion(*pair, BLANK)),
    max_size=2,
)
MANY = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def worlds(known: World) -> Iterator[World]:
    """All completions: booleans true or false, a choice one of its values or never made."""
    free = [
        [known[name]] if name in known else [*values, *([] if values == (True, False) else [None])]
        for name, values in VALUES.items()
    ]
    for values in product(*free):
        yield {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}


def partial_worlds() -> Iterator[World]:
    for values in product(*([None, *values] for values in VALUES.values())):
        yield {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}


def by_force(expression: Expression, pairs: list[Exclusion], known: World) -> bool | None:
    sane = [world for world in worlds(known) if holds(consistent(pairs), world)]
    found = {holds(expression, world) for world in sane}
    return found.pop() if len(found) == 1 else None


@MANY
@given(EXPRESSIONS)
def test_descriptions_decide_as_brute_force_does(expression: Expression) -> None:
    sure, never = descriptions(Diagrams(FACTS), expression, ())
    for known in partial_worlds():
        literals = set(known.items())
        inside = any(one <= literals for one in sure)
        outside = any(one <= literals for one in never)
        assert (True if inside else False if outside else None) is by_force(expression, [], known)


@MANY
@given(EXPRESSIONS, PAIRS)
def test_descriptions_regard_what_cannot_hold_together(expression: Expression, pairs: list[Exclusion]) -> None:
    sure, never = descriptions(Diagrams(FACTS), expression, pairs)
    linked = list(relevant(expression, pairs))
    for known in partial_worlds():
        if not any(holds(consistent(linked), world) for world in worlds(known)):
            continue
        literals = set(known.items())
        inside = any(one <= literals for one in sure)
        outside = any(one <= literals for one in never)
        assert (True if inside else False if outside else None) is by_force(expression, linked, known)


@MANY
@given(EXPRESSIONS)
def test_no_description_contains_another(expression: Expression) -> None:
    for found in descriptions(Diagrams(FACTS), expression, ()):
        assert not any(one < other for one in found for other in found)


@MANY
@given(EXPRESSIONS, EXPRESSIONS)
def test_equal_classes_have_one_diagram(left: Expression, right: Expression) -> None:
    diagrams = Diagrams(FACTS)
    same = all(holds(left, world) == holds(right, world) for world in worlds({}))
    assert (diagrams.of(left) == diagrams.of(right)) is same


@MANY
@given(EXPRESSIONS)
def test_denial_twice_is_the_class_itself(expression: Expression) -> None:
    diagrams = Diagrams(FACTS)
    assert diagrams.negate(diagrams.negate(diagrams.of(expression))) == diagrams.of(expression)


def test_empty_intersection_is_every_case_and_empty_union_none() -> None:
    assert holds(All(()), {}) and not holds(Any(()), {})


def test_choice_that_was_never_made_has_none_of_its_values() -> None:
    both = Any((Has("d", "LI"), Has("d", "SI")))
    assert not holds(both, {"a": True})
    sure, never = descriptions(Diagrams(FACTS), both, ())
    assert sure == {frozenset({("d", "LI")}), frozenset({("d", "SI")})} and never == frozenset()


def test_facts_are_found_at_every_depth() -> None:
    expression = All((Not(Has("a", True)), Any((Has("b", False), All((Has("d", "LI"), Has("a", False)))))))
    assert set(facts_in(expression)) == {"a", "b", "d"}


def test_exclusions_are_relevant_through_others() -> None:
    first = Exclusion(Has("a", True), Has("b", True), BLANK)
    second = Exclusion(Has("b", False), Has("c", True), BLANK)
    apart = Exclusion(Has("c", True), Has("d", "LI"), BLANK)
    assert relevant(Has("a", True), [first, second, apart]) == (first, second, apart)
    assert relevant(Has("d", "LI"), [first]) == ()
