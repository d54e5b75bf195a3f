"""Skeletons of documents, made from the graph, the shapes and their examples: what to fill in, and what is demanded.

The passing example with the fewest statements gives the structure; what only others say is optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from guanxia.model import Text
from guanxia.referrals.context import GX, XSD, Context
from guanxia.referrals.examiner import read_rules
from guanxia.referrals.rules import Rule, Rules
from guanxia.referrals.statements import RDF, SH, Statements, Term, local
from guanxia.store import Graph, rule_files

_NAMED = re.compile(r"`(\w+)`")
_SEVERITIES = ("Violation", "Warning", "Info")
# What the reading of a citation finds out, nobody writes; demands on it are demands on the citation.
_DERIVED = {"citationState": "citationText"}
_FORMS = {"date": "2020-10-12", "decimal": "1234.50", "integer": "1", "boolean": "true", "string": "…"}
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule on one place of a document; ``text`` says what it demands.

    ``needed`` where it cannot be met by leaving the place empty, ``further`` where it is about other places too.
    """

    rule: Rule
    text: Text
    severity: str
    needed: bool
    further: bool


@dataclass(slots=True)
class Blank:
    """A property to fill in. ``values`` show its form: values, or the blanks of each part that it leads to."""

    way: Way
    values: list[Literal | NamedNode | list[Blank]]
    optional: bool = False

    @property
    def name(self) -> str:
        return self.way[-1]

    @property
    def parts(self) -> list[list[Blank]]:
        return [one for one in self.values if isinstance(one, list)]


@dataclass(frozen=True, slots=True)
class Content:
    """What the notice says that a document contains, with the properties that carry it."""

    label: Text
    clauses: tuple[Text, ...]
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A kind of document with all its blanks."""

    kind: str
    label: Text
    definition: Text
    name: str
    contents: tuple[Content, ...]
    blanks: tuple[Blank, ...]


@dataclass
class Skeletons:
    """Skeletons of the kinds of one notice. Raises UnreadableGraph for shapes that cannot be read."""

    graph: Graph
    shapes: Path
    context: Context
    notice: str
    _root: dict[str, dict[Way, list[Demand]]] = field(init=False, default_factory=dict)
    _inside: dict[Way, list[Demand]] = field(init=False, default_factory=dict)
    _paths: dict[str, dict[Way, None]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = Rules(Statements(read_rules(rule_files(self.shapes))), Statements(self.graph))
        for shape in self.rules.shapes.subjects():
            self._read(shape)

    @property
    def kinds(self) -> dict[str, str]:
        """The class of each kind of document by its notation."""
        found = {}
        for klass in self.context.kinds:
            for kind in self.rules.knowledge.iris(NamedNode(klass), f"{GX}documentKind"):
                found[self.rules.notation(kind)] = klass
        return dict(sorted(found.items()))

    def skeleton(self, kind: str) -> Skeleton:
        """The skeleton of a kind by its notation. Raises KeyError for another."""
        klass, knowledge = self.kinds[kind], self.rules.knowledge
        (document,) = knowledge.iris(NamedNode(klass), f"{GX}documentKind")
        contents = tuple(self._contents(document))
        first, *others = self._examples(kind, klass) or [[]]
        _merge(first, *others)
        shown = {one.name for one in first}
        _merge(first, self._generic((), self._ways(klass, contents, shown)))
        definition = knowledge.text(document, "http://www.w3.org/2004/02/skos/core#definition")
        return Skeleton(
            kind, self.rules.label(document), definition or Text("", ""), local(klass), contents, tuple(first)
        )

    def demands(self, kind: str, way: Way) -> list[Demand]:
        """What is demanded at a place, the gravest first."""
        own = self._root.get(local(self.kinds[kind]), {}).get(way, [])
        common = self._root.get("Package", {}).get(way, [])
        inside = [one for start in range(len(way) - 1) for one in self._inside.get(way[start:], [])]
        found = {one.rule.shape: one for one in (*own, *common, *inside)}
        return sorted(found.values(), key=lambda one: (_SEVERITIES.index(one.severity), not one.needed, one.further))

    def codes(self, name: str) -> tuple[str, ...]:
        """Codes that a property takes, if it takes codes."""
        return self.context.coded.get(name, ())

    def _read(self, shape: Term) -> None:
        """The demands of a node shape, each under the place that it is about."""
        shapes = self.rules.shapes
        classes = [local(one.value) for one in shapes.iris(shape, f"{SH}targetClass")]
        links = [local(one.value) for one in shapes.iris(shape, f"{SH}targetObjectsOf")]
        for one in shapes.values(shape, f"{SH}property"):
            demand = self._demand(one, None, shape)
            way = self._path(shapes.value(one, f"{SH}path"))
            self._keep(demand, classes, links, way)
            for name in classes if way else ():
                self._paths.setdefault(name, {})[way] = None
        for one in shapes.values(shape, f"{SH}sparql"):
            demand = self._demand(shape, one, shape)
            names = tuple(name for name in dict.fromkeys(_NAMED.findall(demand.rule.fix.zh)) if self._known(name))
            self._keep(demand, classes, links, names[:2] if names[1:] and names[0] in self.context.parts else names[:1])

    def _keep(self, demand: Demand, classes: Sequence[str], links: Sequence[str], way: Way) -> None:
        if not way:
            return
        way = (*way[:-1], _DERIVED.get(way[-1], way[-1]))
        for name in classes:
            self._root.setdefault(name, {}).setdefault(way, []).append(demand)
        for link in links:
            self._inside.setdefault((link, *(way[1:] if way[0] == link else way)), []).append(demand)

    def _demand(self, shape: Term, constraint: Term | None, owner: Term) -> Demand:
        shapes = self.rules.shapes
        stated = shapes.plain(shape, f"{SH}severity") or shapes.plain(owner, f"{SH}severity") or "Violation"
        severity = local(stated)
        least = shapes.plain(shape, f"{SH}minCount") if constraint is None else None
        needed = least not in (None, "0") and severity == "Violation"
        rule = self.rules.rule(shape, constraint)
        # The message of a query tells the defect, its description the demand.
        described = shapes.text(constraint, f"{SH}description") if constraint is not None else None
        return Demand(rule, described or rule.message, severity, needed, constraint is not None)

    def _path(self, path: Term | None) -> Way:
        """The properties of a plain path; none for another."""
        if isinstance(path, NamedNode):
            return (local(path.value),) if path.value.startswith(GX) else ()
        steps = self.rules.shapes.items(path)
        plain = steps and all(isinstance(one, NamedNode) and one.value.startswith(GX) for one in steps)
        return tuple(local(one.value) for one in steps) if plain else ()

    def _known(self, name: str) -> bool:
        return name in self.context.parts or name in self.context.plain or name in self.context.coded

    def _contents(self, document: NamedNode) -> Iterator[Content]:
        knowledge = self.rules.knowledge
        parts = knowledge.iris(document, f"{GX}mustContain")
        for part in sorted(parts, key=lambda one: int(knowledge.plain(one, f"{GX}order") or 0)):
            places = knowledge.iris(part, f"{GX}statedIn") or knowledge.iris(part, f"{GX}provision")
            properties = tuple(local(one.value) for one in knowledge.iris(part, f"{GX}carriedBy"))
            yield Content(self.rules.label(part), tuple(self.rules.label(one) for one in places), properties)

    def _examples(self, kind: str, klass: str) -> list[list[Blank]]:
        """The blanks of the passing examples, those of the shortest first."""
        found = []
        for path in sorted((self.shapes / "notices" / self.notice / kind).glob("pass-*.ttl")):
            triples = [
                one.triple for one in parse(path=str(path), format=RdfFormat.TURTLE) if not isinstance(one, Triple)
            ]
            package = Statements(triples)
            roots = [one for one in package.subjects() if NamedNode(klass) in package.values(one, f"{RDF}type")]
            found += [(len(triples), path.name, _blanks(package, root, (), frozenset())) for root in roots]
        return [blanks for _, _, blanks in sorted(found, key=lambda one: one[:2])]

    def _ways(self, klass: str, contents: Iterable[Content], shown: set[str]) -> list[Way]:
        """Places that the shapes know of, and those that carry contents which no example shows."""
        demanded = [*self._paths.get(local(klass), {}), *self._paths.get("Package", {})]
        told = [(name,) for one in contents if shown.isdisjoint(one.properties) for name in one.properties[:1]]
        return list(dict.fromkeys([*told, *demanded]))

    def _generic(self, start: Way, ways: Iterable[Way]) -> list[Blank]:
        """Blanks with forms that follow from the kinds of their values."""
        found: dict[str, list[Way]] = {}
        for way in ways:
            if self._known(way[0]):
                found.setdefault(way[0], []).extend([way[1:]] if way[1:] else [])
        made = []
        for name, deeper in found.items():
            way = (*start, name)
            if name in self.context.parts:
                inside = [one[1:] for one in self._inside if one[0] == name and one[1:]]
                made.append(Blank(way, [self._generic(way, [*deeper, *inside])], optional=True))
            else:
                made.append(Blank(way, [self._form(name)], optional=True))
        return made

    def _form(self, name: str) -> Literal | NamedNode:
        definition = self.context.definitions[name]
        if name in self.context.coded:
            code = next(iter(self.context.coded[name]))
            scope: Mapping[str, str] = definition["@context"]
            return NamedNode(scope.get(code, scope["@vocab"] + code))
        sort = local(definition["@type"].replace("xsd:", XSD)) if isinstance(definition, dict) else "string"
        return Literal(_FORMS.get(sort, "…"), datatype=NamedNode(XSD + sort))


def _blanks(package: Statements, subject: Term, way: Way, above: frozenset[Term]) -> list[Blank]:
    """What an example says of a thing, in its order."""
    made = []
    for predicate, values in package.about(subject).items():
        if predicate.startswith(GX):
            here = (*way, local(predicate))
            made.append(Blank(here, [_value(package, one, here, above | {subject}) for one in values]))
    return made


def _value(package: Statements, value: Term, way: Way, above: frozenset[Term]) -> Literal | NamedNode | list[Blank]:
    if isinstance(value, Literal) or (isinstance(value, NamedNode) and value not in package):
        return value
    return [] if value in above else _blanks(package, value, way, above)


def _merge(into: list[Blank], *others: Iterable[Blank]) -> None:
    """Add what only others have, as optional."""
    for other in others:
        known = {one.name: one for one in into}
        for blank in other:
            own = known.get(blank.name)
            if own is None:
                into.append(_optional(blank))
            elif own.parts:
                _merge(own.parts[0], *blank.parts)


def _optional(blank: Blank) -> Blank:
    """A blank with all below it; of several parts the first shows the form."""
    first = [[_optional(one) for one in part] for part in blank.parts[:1]]
    return Blank(blank.way, [*first] if first else blank.values[:1], optional=True)
