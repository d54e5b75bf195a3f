"""Class expressions as decision diagrams, and their shortest descriptions.

A *description* is a set of fact values. It is an implicant of an expression if every case with these values
is in the class, whatever else is true of it; the shortest ones are the prime implicants. What is known of a
case settles the expression exactly if it contains one of them (Quine 1955; Coudert and Madre 1992).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from guanxia.model import All, Any, Exclusion, Expression, Fact, Has, Not

FALSE, TRUE = 0, 1
Description = frozenset[tuple[str, bool | str]]


def facts_in(expression: Expression) -> Iterator[str]:
    """Names of the facts that an expression mentions, with repetitions."""
    match expression:
        case Has(fact, _):
            yield fact
        case Not(inner):
            yield from facts_in(inner)
        case All(of) | Any(of):
            for part in of:
                yield from facts_in(part)


def holds(expression: Expression, world: dict[str, bool | str]) -> bool:
    """Whether a case of which everything is known is in the class; a choice that is absent was never made."""
    match expression:
        case Has(fact, value):
            return world.get(fact) == value
        case Not(inner):
            return not holds(inner, world)
        case All(of):
            return all(holds(part, world) for part in of)
        case Any(of):
            return any(holds(part, world) for part in of)


def consistent(exclusions: Sequence[Exclusion]) -> Expression:
    """The class of the cases in which nothing holds that cannot hold together."""
    return All(tuple(Not(All((pair.first, pair.second))) for pair in exclusions))


class Diagrams:
    """Reduced ordered multi-valued decision diagrams over the facts, in the order given.

    A boolean fact has two values; a choice has its values and, last, that no choice was made.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._values: list[tuple[bool | str | None, ...]] = [
            fact.values if fact.type == "boolean" else (*fact.values, None) for fact in facts
        ]
        self._names = [fact.name for fact in facts]
        self._index = {name: index for index, name in enumerate(self._names)}
        self._nodes: list[tuple[int, tuple[int, ...]]] = [(len(facts), ()), (len(facts), ())]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._combined: dict[tuple[bool, int, int], int] = {}
        self._negated = {FALSE: TRUE, TRUE: FALSE}
        self._primes: dict[int, frozenset[Description]] = {FALSE: frozenset(), TRUE: frozenset([frozenset()])}

    def _node(self, variable: int, children: tuple[int, ...]) -> int:
        if all(child == children[0] for child in children):
            return children[0]
        key = (variable, children)
        if key not in self._unique:
            self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return self._unique[key]

    def _children(self, node: int, variable: int) -> tuple[int, ...]:
        top, children = self._nodes[node]
        return children if top == variable else (node,) * len(self._values[variable])

    def _combine(self, conjunction: bool, left: int, right: int) -> int:
        neutral, absorbing = (TRUE, FALSE) if conjunction else (FALSE, TRUE)
        if left == absorbing or right == absorbing:
            return absorbing
        if left in (neutral, right):
            return right
        if right == neutral:
            return left
        key = (conjunction, min(left, right), max(left, right))
        if key not in self._combined:
            variable = min(self._nodes[left][0], self._nodes[right][0])
            pairs = zip(self._children(left, variable), self._children(right, variable), strict=True)
            self._combined[key] = self._node(variable, tuple(self._combine(conjunction, a, b) for a, b in pairs))
        return self._combined[key]

    def both(self, nodes: Iterable[int]) -> int:
        return reduce(lambda left, right: self._combine(True, left, right), nodes, TRUE)

    def either(self, nodes: Iterable[int]) -> int:
        return reduce(lambda left, right: self._combine(False, left, right), nodes, FALSE)

    def negate(self, node: int) -> int:
        if node not in self._negated:
            variable, children = self._nodes[node]
            self._negated[node] = self._node(variable, tuple(self.negate(child) for child in children))
        return self._negated[node]

    def of(self, expression: Expression) -> int:
        """The diagram of an expression; raises KeyError for a fact that is not among the facts given."""
        match expression:
            case Has(fact, value):
                variable = self._index[fact]
                return self._node(
                    variable, tuple(TRUE if known == value else FALSE for known in self._values[variable])
                )
            case Not(inner):
                return self.negate(self.of(inner))
            case All(of):
                return self.both(self.of(part) for part in of)
            case Any(of):
                return self.either(self.of(part) for part in of)

    def shortest(self, node: int) -> frozenset[Description]:
        """All shortest descriptions that put every case of theirs in the class."""
        if node not in self._primes:
            variable, children = self._nodes[node]
            shared = self.shortest(self.both(children))
            found = set(shared)
            for value, child in zip(self._values[variable], children, strict=True):
                if value is None:
                    continue
                literal = (self._names[variable], value)
                found.update(
                    prime | {literal}
                    for prime in self.shortest(child)
                    if not any(general <= prime for general in shared)
                )
            self._primes[node] = frozenset(found)
        return self._primes[node]


def relevant(expression: Expression, exclusions: Sequence[Exclusion]) -> tuple[Exclusion, ...]:
    """The exclusions that are linked, directly or through others, with the facts of an expression."""
    known, chosen = set(facts_in(expression)), set[Exclusion]()
    while True:
        new = {pair for pair in exclusions if {pair.first.fact, pair.second.fact} & known} - chosen
        if not new:
            return tuple(pair for pair in exclusions if pair in chosen)
        chosen |= new
        known |= {side.fact for pair in new for side in (pair.first, pair.second)}


def descriptions(
    diagrams: Diagrams, expression: Expression, exclusions: Sequence[Exclusion]
) -> tuple[frozenset[Description], frozenset[Description]]:
    """Shortest descriptions of what is surely in the class and of what is surely outside, given the exclusions."""
    world = diagrams.of(consistent(relevant(expression, exclusions)))
    inside = diagrams.of(expression)
    impossible = diagrams.negate(world)
    absurd = diagrams.shortest(impossible)

    def possible(found: frozenset[Description]) -> frozenset[Description]:
        return frozenset(one for one in found if not any(other <= one for other in absurd))

    sure = possible(diagrams.shortest(diagrams.either((inside, impossible))))
    never = possible(diagrams.shortest(diagrams.either((diagrams.negate(inside), impossible))))
    return sure, never
