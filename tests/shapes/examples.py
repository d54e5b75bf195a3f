"""Example packages beside the shapes: those that pass, and those of which one named demand is not met."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from guanxia.referrals.examiner import Report

SHAPE = "https://w3id.org/guanxia/shapes#"
NOTICES = "notices"
_HEADER = "#+ expect: "
# Parameters of SHACL by which a property shape can object, as pySHACL calls the component.
PARAMETERS: dict[Node, str] = {
    SH.minCount: "MinCount",
    SH.maxCount: "MaxCount",
    SH.datatype: "Datatype",
    SH["class"]: "Class",
    SH["in"]: "In",
    SH.pattern: "Pattern",
    SH.minInclusive: "MinInclusive",
    SH.maxInclusive: "MaxInclusive",
    SH.hasValue: "HasValue",
    SH["not"]: "Not",
}
# Words of a property shape that are no demand of their own.
WORDS = {SH.path, SH.severity, SH.name, SH.description, SH.message}


@dataclass(frozen=True, slots=True)
class Example:
    """One package; ``expected`` names the shapes that object to it, all of them."""

    path: Path
    expected: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def fix(self) -> Path:
        return self.path.with_suffix(".fix.ru")

    def triples(self) -> list[Triple]:
        return [quad.triple for quad in parse(path=str(self.path), format=RdfFormat.TURTLE)]

    def mended(self) -> tuple[list[Triple], set[str]]:
        """The package after the update beside it, and the predicates of what that changes.

        What is said of a thing that goes altogether goes with it, and does not count as changed.
        """
        store = Store()
        store.extend(Quad(*one) for one in self.triples())
        before = set(store)
        store.update(self.fix.read_text(encoding="utf-8"))
        left = {one.subject for one in store}
        changed = {one.predicate.value for one in before ^ set(store) if one.subject in left}
        return [one.triple for one in store], changed


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand: a parameter of a named shape, or a query that a shape carries. ``statement`` makes it a demand."""

    shape: str
    component: str
    statement: Triple

    @property
    def name(self) -> str:
        return f"{self.shape}/{self.component}"


def examples(shapes: Path) -> list[Example]:
    """All of them. Raises ValueError for a file that is neither."""
    found = []
    for path in sorted(shapes.glob(f"{NOTICES}/*/*/*.ttl"), key=lambda path: path.as_posix()):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        expected = frozenset(first.removeprefix(_HEADER).split(", ")) if first.startswith(_HEADER) else frozenset[str]()
        if not path.name.startswith("fail-" if expected else "pass-"):
            raise ValueError(f"{path}: a failing example begins with {_HEADER!r}, a passing one does not")
        found.append(Example(path, expected))
    return found


def constraints(graph: Graph) -> list[Constraint]:
    """Every demand of the shapes, by name. Raises ValueError for a parameter that this list does not know."""
    found = []
    for shape, predicate, value in graph:
        if not isinstance(shape, URIRef) or not shape.startswith(SHAPE) or not str(predicate).startswith(str(SH)):
            continue
        if predicate == SH.sparql:
            found.append(Constraint(_local(value), "SPARQL", _triple(shape, predicate, value)))
        elif (shape, SH.path, None) in graph and predicate not in WORDS:
            if predicate not in PARAMETERS:
                raise ValueError(f"{shape}: {predicate}")
            found.append(Constraint(_local(shape), PARAMETERS[predicate], _triple(shape, predicate, value)))
    return sorted(found, key=lambda one: one.name)


def _local(term: object) -> str:
    return str(term).removeprefix(SHAPE)


def _triple(shape: URIRef, predicate: object, value: object) -> Triple:
    """The statement as the engine reads it; a blank node stands for any, as each of these is stated once a shape."""
    if isinstance(value, URIRef):
        return Triple(NamedNode(shape), NamedNode(str(predicate)), NamedNode(value))
    return Triple(NamedNode(shape), NamedNode(str(predicate)), BlankNode("any"))


def same(one: Triple, other: Triple) -> bool:
    """Whether two statements are the same, a blank node or literal standing for any."""
    plain = isinstance(one.object, BlankNode | Literal) and isinstance(other.object, BlankNode | Literal)
    return (one.subject, one.predicate) == (other.subject, other.predicate) and (plain or one.object == other.object)


def objecting(report: Report) -> set[str]:
    """Names of the shapes and queries that object."""
    named = [one.constraint if isinstance(one.constraint, NamedNode) else one.shape for one in report.results]
    return {one.value.removeprefix(SHAPE) for one in named if isinstance(one, NamedNode)}
