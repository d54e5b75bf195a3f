"""One truth: what the service decides of every combination of facts, compared with a description logic reasoner.

A *cell* is a set of fact values. It is written as the class of the cases that have these values; the reasoner then
tells of every named class whether it holds all cases of the cell (established), none (excluded) or neither, and
whether the cell can have no case at all (contradictory).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from guanxia import consistency, reading
from guanxia.consistency import BOOLEAN, CELL, CLASS, FIRST, NIL, OWL, REST, SUBCLASS, TYPE, Classification, Triple
from guanxia.jurisdiction.logic import facts_in
from guanxia.jurisdiction.rules import Literal, Rules
from guanxia.model import Expression
from guanxia.notices import Laws

MOST_FACTS = 6
PROCESSES = 2
NEGATION = "urn:not:"
CONTRADICTORY = "contradictory"
CASE = "<https://w3id.org/guanxia/ontology#Case>"

Cell = tuple[Literal, ...]
State = bool | str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    class_iri: str
    cell: Cell
    service: State
    reasoner: State


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one notice: how many classes and cells were compared, and where service and reasoner differ."""

    notice: str
    classes: int
    cells: int
    comparisons: int
    contradictory: int
    disagreements: tuple[Disagreement, ...]


def rules_of(laws: Laws, slug: str) -> Rules:
    """The rules of a notice on its first day; its class axioms are the same on every day."""
    return laws.rules(slug, laws.notices[slug].start or date.max)


def named_classes(laws: Laws, slug: str) -> dict[str, Expression]:
    """All named classes over facts that the kinds, norms, sanctions, cautions and readings of a notice use."""
    rows = laws.questions.ask("case_classes", notice=laws.notices[slug].iri)
    found = reading.expressions(rows).items()
    return {iri: expression for iri, expression in found if ":/" in iri and any(facts_in(expression))}


def cells_of(rules: Rules, expression: Expression) -> Iterator[Cell]:
    """The cells by which a class is examined.

    Up to six facts: every combination of their values and of not known. Beyond that: each shortest description of
    what is surely inside and surely outside, and each of these less one value, where the state must change.
    """
    names = sorted(set(facts_in(expression)), key=lambda name: rules.law.facts[name].order)
    if len(names) <= MOST_FACTS:
        choices = [(None, *((name, value) for value in rules.law.facts[name].values)) for name in names]
        yield from (tuple(one for one in cell if one is not None) for cell in product(*choices))
        return
    condition = rules.condition(expression)
    for world in (*condition.sure, *condition.never):
        literals = tuple(rules.bits.read(world))
        yield literals
        yield from (literals[:index] + literals[index + 1 :] for index in range(len(literals)))


def all_cells(rules: Rules, classes: Mapping[str, Expression]) -> list[Cell]:
    """The cells of all classes, each once."""
    return list({cell: None for expression in classes.values() for cell in cells_of(rules, expression)})


def service_states(rules: Rules, classes: Mapping[str, Expression], cell: Cell) -> dict[str, State]:
    """What the service decides of a cell, by class."""
    world = rules.close(rules.bits.world(cell))
    if any(world & first and world & second for _, first, second, *_ in rules.exclusions):
        return dict.fromkeys(classes, CONTRADICTORY)
    return {iri: rules.condition(expression).state((world,)) for iri, expression in classes.items()}


def reasoner_state(found: Classification, cell: int, class_iri: str) -> State:
    """What the reasoner found of a cell: True (established), False (excluded), None, or ``contradictory``."""
    name = f"{CELL}{cell}"
    if name in found.empty:
        return CONTRADICTORY
    above = found.above[name]
    if class_iri in above:
        return True
    return False if f"{NEGATION}{class_iri}" in above else None


def prove(laws: Laws, slug: str, folders: Sequence[Path], timeout: float = consistency.TIMEOUT) -> Proof:
    """Compare service and reasoner on every cell and class of a notice of the folders. Raises ReasonerFailed."""
    rules, classes = rules_of(laws, slug), named_classes(laws, slug)
    cells = all_cells(rules, classes)
    axioms = [*consistency.axioms(folders), *negations(classes)]
    parts = [cells[start::PROCESSES] for start in range(PROCESSES)]

    def classified(part: Sequence[Cell]) -> Classification:
        return consistency.classify(consistency.copy([*axioms, *cell_axioms(rules, part)]), timeout)

    with ThreadPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(classified, parts))
    if not all(one.consistent for one in found):
        raise consistency.ReasonerFailed("the axioms of the graph contradict each other")
    differing, contradictory = list[Disagreement](), 0
    for part, classification in zip(parts, found, strict=True):
        for index, cell in enumerate(part):
            states = service_states(rules, classes, cell)
            contradictory += CONTRADICTORY in states.values()
            reasoned = {iri: reasoner_state(classification, index, iri) for iri in classes}
            differing += [
                Disagreement(iri, cell, states[iri], reasoned[iri]) for iri in classes if states[iri] != reasoned[iri]
            ]
    return Proof(slug, len(classes), len(cells), len(classes) * len(cells), contradictory, tuple(differing))


def negations(classes: Iterable[str]) -> Iterator[Triple]:
    """For each class the class of the cases outside it."""
    for index, iri in enumerate(classes):
        name, whole, rest, part, end = f"<{NEGATION}{iri}>", *(f"_:not{index}x{place}" for place in range(4))
        yield from ((name, TYPE, CLASS), (name, f"<{OWL}equivalentClass>", whole), (whole, TYPE, CLASS))
        yield from ((whole, f"<{OWL}intersectionOf>", rest), (rest, FIRST, CASE), (rest, REST, end))
        yield from ((end, FIRST, part), (end, REST, NIL))
        yield from ((part, TYPE, CLASS), (part, f"<{OWL}complementOf>", f"<{iri}>"))


def cell_axioms(rules: Rules, cells: Sequence[Cell]) -> Iterator[Triple]:
    """Each cell as a class of cases, restricted to its values."""
    for index, cell in enumerate(cells):
        name = f"<{CELL}{index}>"
        yield from ((name, TYPE, CLASS), (name, SUBCLASS, CASE))
        for place, (fact, value) in enumerate(cell):
            node = f"_:cell{index}x{place}"
            literal = f'"{str(value).lower()}"^^{BOOLEAN}' if isinstance(value, bool) else f'"{value}"'
            yield from ((name, SUBCLASS, node), (node, TYPE, f"<{OWL}Restriction>"))
            yield from (
                (node, f"<{OWL}onProperty>", f"<{rules.law.facts[fact].iri}>"),
                (node, f"<{OWL}hasValue>", literal),
            )
