"""Class expressions as trees of conditions that people can read: what must hold together, in any case, or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from guanxia.linked.blocks import Blocks, Object
from guanxia.linked.expressions import OWL
from guanxia.model import Text
from guanxia.portraits.names import Names, Ref

_JOINS = {f"{OWL}intersectionOf": "all", f"{OWL}unionOf": "any"}
_TRUTH = {"true": Text("是", "yes"), "false": Text("否", "no")}
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """``join`` is all, any or not, of ``parts``; else a thing (``ref``), with a ``value`` where it is a fact."""

    join: str = ""
    parts: tuple[Condition, ...] = ()
    ref: Ref | None = None
    value: Text | None = None

    def refs(self) -> Iterator[Ref]:
        """The things that it names."""
        if self.ref:
            yield self.ref
        for part in self.parts:
            yield from part.refs()


def condition(term: Object, blocks: Blocks, names: Names, depth: int = 0) -> Condition | None:
    """The condition that an expression states; None for one that is made of anything else."""
    if isinstance(term, NamedNode):
        return Condition(ref=names.ref(term.value))
    if isinstance(term, Literal) or depth > DEEPEST:
        return None
    said = {predicate.value: values for predicate, values in blocks.said(term).items()}
    for name, join in _JOINS.items():
        if name in said:
            members = blocks.members(said[name][0])
            parts = [condition(one, blocks, names, depth + 1) for one in members or ()]
            found = tuple(one for one in parts if one is not None)
            return Condition(join, found) if parts and len(found) == len(parts) else None
    if f"{OWL}complementOf" in said:
        part = condition(said[f"{OWL}complementOf"][0], blocks, names, depth + 1)
        return Condition("not", (part,)) if part else None
    fact, value = said.get(f"{OWL}onProperty", [None])[0], said.get(f"{OWL}hasValue", [None])[0]
    if isinstance(fact, NamedNode) and isinstance(value, Literal):
        told = names.choices.get((fact.value, value.value)) or _TRUTH.get(value.value)
        return Condition(ref=names.ref(fact.value), value=told or Text(value.value, value.value))
    return None
