"""The shapes one by one, as their documentation shows them: all of it read from the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Triple

from guanxia.linked.addresses import SHAPE_TERMS
from guanxia.linked.blocks import Blocks, Object
from guanxia.linked.expressions import path, short
from guanxia.linked.references import Cell, Reference, References
from guanxia.linked.texts import Said
from guanxia.model import Text

KINDS = {"sh:NodeShape": "node", "sh:PropertyShape": "property", "sh:SPARQLConstraint": "query"}
TARGETS = {
    "sh:targetClass": Text("此类的每一个实例", "every instance of"),
    "sh:targetNode": Text("此事物", "the thing"),
    "sh:targetSubjectsOf": Text("以此属性作出陈述的每一事物", "everything that has"),
    "sh:targetObjectsOf": Text("此属性的每一个值", "every value of"),
}
SEVERITIES = {
    "sh:Violation": Text("违反：必须改正", "violation: must be corrected"),
    "sh:Warning": Text("警告：应当核实", "warning: should be checked"),
    "sh:Info": Text("提示", "information"),
}
PARTS = ("sh:property", "sh:sparql")
# What an entry shows in places of its own; anything else is a constraint.
APART = (
    *("rdf:type", "sh:name", "sh:description", "sh:message", "sh:severity", "sh:path", "sh:select", "sh:prefixes"),
    *("gx:fix", "gx:expected", "gx:reconstructed", "gx:statedIn", "gx:provision", "dcterms:source"),
    *("dcterms:description", "rdfs:label", "sh:order", "sh:group", *PARTS, *TARGETS),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape; ``path`` and ``query`` are as they are written, ``holders`` are the shapes that it is part of."""

    iri: str
    name: str
    kind: str
    label: Text
    about: Text | None
    targets: tuple[tuple[Text, Cell], ...]
    path: str
    severity: Text | None
    message: Text | None
    fix: Text | None
    expected: Text | None
    reconstructed: bool
    constraints: tuple[tuple[str, tuple[Cell, ...]], ...]
    query: str
    sources: tuple[Cell, ...]
    clauses: tuple[Cell, ...]
    provisions: tuple[Cell, ...]
    parts: tuple[str, ...]
    holders: tuple[Reference, ...]

    @property
    def of_packages(self) -> bool:
        """Whether it tells how to mend what it finds: it judges what people send."""
        return self.fix is not None


class Rules:
    """The shapes of the release, in the order of their names."""

    def __init__(self, statements: Callable[[], Iterable[Triple]], references: References) -> None:
        self._statements, self._references = statements, references

    @cached_property
    def all(self) -> dict[str, Rule]:
        blocks = Blocks(sorted(self._statements(), key=str))
        nodes = [node for node, _ in blocks if isinstance(node, NamedNode) and node.value.startswith(SHAPE_TERMS)]
        said = {node.value: Said(node, blocks) for node in nodes}
        holders: dict[str, list[str]] = defaultdict(list)
        for iri, one in said.items():
            for part in one.iris(*PARTS):
                holders[part].append(iri)
        rules = (self._rule(iri, one, holders[iri]) for iri, one in said.items())
        return {rule.iri: rule for rule in rules if rule.kind}

    def groups(self, of_packages: bool) -> list[tuple[Rule, list[Rule]]]:
        """Shapes that look at things by themselves, each with its parts; those for packages or for the graph."""
        found = []
        for rule in self.all.values():
            parts = [self.all[part] for part in rule.parts if part in self.all]
            if not rule.holders and any(one.of_packages for one in (rule, *parts)) == of_packages:
                found.append((rule, parts))
        return found

    def _rule(self, iri: str, said: Said, holders: list[str]) -> Rule:
        name = iri.removeprefix(SHAPE_TERMS)
        severity = next((short(one) for one in said.iris("sh:severity")), "")
        return Rule(
            iri=iri,
            name=name,
            kind=next((KINDS[kind] for one in said.iris("rdf:type") if (kind := short(one)) in KINDS), ""),
            label=said.text("sh:name", "rdfs:label") or Text(name, name),
            about=said.text("sh:description", "dcterms:description"),
            targets=tuple((words, cell) for key, words in TARGETS.items() for cell in self._cells(said, key)),
            path=next((path(one, said.blocks) for one in said.all("sh:path")), ""),
            severity=SEVERITIES.get(severity),
            message=said.text("sh:message"),
            fix=said.text("gx:fix"),
            expected=said.text("gx:expected"),
            reconstructed=said.plain("gx:reconstructed") == "true",
            constraints=tuple((short(key), self._shown(values, said)) for key, values in said.others(APART)),
            query=said.plain("sh:select").strip(),
            sources=self._cells(said, "dcterms:source"),
            clauses=self._cells(said, "gx:statedIn"),
            provisions=self._cells(said, "gx:provision"),
            parts=tuple(said.iris(*PARTS)),
            holders=tuple(map(self._references.to, holders)),
        )

    def _cells(self, said: Said, name: str) -> tuple[Cell, ...]:
        return self._shown(said.all(name), said)

    def _shown(self, values: Iterable[Object], said: Said) -> tuple[Cell, ...]:
        return tuple(self._references.cell(value, said.blocks) for value in values)
