"""pySHACL kept warm: shapes harvested once, constraints made once, queries run in the embedded store.

The steps of a validation are those of pySHACL itself; tests hold its results equal to ``pyshacl.validate``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyshacl.shape as workings
from pyoxigraph import Triple
from pyshacl.constraints import ALL_CONSTRAINT_COMPONENTS
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.errors import ConstraintLoadWarning, ReportableRuntimeError, ShapeLoadError, ValidationFailure
from pyshacl.helper.expression_helper import value_nodes_from_path
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.pytypes import SHACLExecutor
from pyshacl.rdfutil.stringify import stringify_blank_node
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

from guanxia.shacl import BrokenShapes
from guanxia.shacl_graph import Layers, Stacked, to_rdflib

_FAULTS = (ShapeLoadError, ReportableRuntimeError, ValidationFailure, SyntaxError, RuntimeError)
_TABLE = "CONSTRAINT_PARAMS"
_COUNTED = frozenset(
    SH[f"{name}ConstraintComponent"]
    for name in ("MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount", "HasValue", "UniqueLang")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result of pySHACL; ``values`` are those at the path, where the constraint is about all of them."""

    focus: Node
    path: Node | None
    value: Node | None
    component: Node
    shape: Node
    constraint: Node | None
    severity: Node
    messages: frozenset[Node]
    values: tuple[Node, ...] = ()


class _PreparedQuery:
    """A query of a constraint whose text is checked and completed once, not once a focus node."""

    def __init__(self, query: Any) -> None:
        self.node, self.messages, self.deactivated = query.node, query.messages, query.deactivated
        bound, text = query.pre_bind_variables(RDF.nil)
        self.text = query.apply_prefixes(text)
        self._fixed = {name: value for name, value in bound.items() if name != "this"}
        self._about_focus = "this" in bound

    def pre_bind_variables(self, focus: Node) -> tuple[dict[str, Node], str]:
        return {**self._fixed, "this": focus} if self._about_focus else self._fixed, self.text

    def apply_prefixes(self, text: str) -> str:
        return text


class _PreparedConstraint(SPARQLBasedConstraint):
    """sh:sparql with prepared queries."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.sparql_constraints = {_PreparedQuery(one) for one in self.sparql_constraints if not one.deactivated}

    def _validate_sparql_query(self, query: str, init_binds: dict[str, Node], target_graph: Layers) -> list[Any]:
        """The different solutions; pySHACL looks each up in a list, which takes minutes where there are thousands."""
        found: dict[Any, Any] = {}
        for solution in target_graph.query(query, initBindings=init_binds):
            rest = solution.asdict()
            if rest.pop("failure", None) is not None:
                found.setdefault(True, (True, rest))
                continue
            known = tuple(rest.pop(name, None) for name in ("this", "path", "value"))
            if any(one is not None for one in known):
                found.setdefault((known, frozenset(rest.items())), (*known, rest))
        return list(found.values())


class _Maker:
    """Makes the constraints of one component, each shape's once."""

    def __init__(self, component: Callable[[Shape], Any]) -> None:
        self._component = component
        self._made: dict[Node, Any] = {}

    def __call__(self, shape: Shape) -> Any:
        made = self._made.get(shape.node)
        if made is None:
            made = self._component(shape)
            made.make_v_result_description = _no_description
            self._made[shape.node] = made
        return made


def _no_description(*_: Any, **__: Any) -> str:
    return ""


class Engine:
    """Shapes over a body of knowledge, ready to validate packages one after another. Raises BrokenShapes."""

    def __init__(
        self, shapes: Iterable[Triple], knowledge: Iterable[Triple] = (), prefixes: Mapping[str, str] | None = None
    ) -> None:
        log = logging.getLogger("guanxia.shacl")
        for one in (log, logging.getLogger("rdflib.term")):
            one.setLevel(logging.CRITICAL)  # both would tell the data they could not read
        makers = {
            component: _Maker(_PreparedConstraint if component is SPARQLBasedConstraint else component)
            for component in ALL_CONSTRAINT_COMPONENTS
        }
        parameters = {one: makers[part] for part in ALL_CONSTRAINT_COMPONENTS for one in part.constraint_parameters()}
        self._parameters = (frozenset(parameters), parameters)
        self.graph = Layers(knowledge, prefixes)
        try:
            self._shapes = ShapesGraph(_rdflib(shapes), False, log)
            every: list[Any] = list(self._shapes.shapes)
            self._paths: dict[Node, Any] = {one.node: one.path() for one in every}
            self._targeted = [_Targets(shape) for shape in every if not shape.deactivated]
        except _FAULTS as error:
            raise BrokenShapes(str(error)) from error
        for shape in every:
            try:
                self._check(shape)
            except _FAULTS as error:
                raise BrokenShapes(f"{shape.node}: {error}") from error

    def _check(self, shape: Any) -> None:
        """Make the constraints of a shape now: pySHACL tells a faulty one only when a focus node reaches it."""
        stated = {one for one, _ in shape.sg.graph.predicate_objects(shape.node)}
        for parameter in stated & self._parameters[0]:
            try:
                made = self._parameters[1][parameter](shape)
            except ConstraintLoadWarning:
                continue
            if isinstance(made, _PreparedConstraint):
                for query in made.sparql_constraints:
                    self.graph.query(query.text, initBindings=query.pre_bind_variables(RDF.nil)[0])
        for component in shape.find_custom_constraints():
            component.make_validator_for_shape(shape)

    @contextmanager
    def laid(self, package: Iterable[Triple]) -> Iterator[Layers]:
        """The package over the knowledge, for as long as the block lasts."""
        self.graph.lay(package)
        try:
            yield self.graph
        finally:
            self.graph.lift()

    def validate(self, package: Iterable[Triple]) -> list[Outcome]:
        """Everything that the shapes object to in knowledge and package together. Raises BrokenShapes."""
        executor = SHACLExecutor(validator=None)
        with self.laid(package) as graph, self._own_constraints():
            found: list[Outcome] = []
            classes: dict[Node, list[Node]] = {}
            try:
                for targets in self._targeted:
                    focus = targets.nodes(graph, classes)
                    if focus:
                        _, results = targets.shape.validate(executor, graph, focus=focus)
                        found += [self._outcome(one) for one in results]
            except _FAULTS as error:
                raise BrokenShapes(str(error)) from error
            finally:
                stringify_blank_node.dict_cache.clear()
        return found

    @contextmanager
    def _own_constraints(self) -> Iterator[None]:
        """pySHACL takes the table of constraints from its module: ours for one validation."""
        before = getattr(workings, _TABLE, (None, None))
        setattr(workings, _TABLE, self._parameters)
        try:
            yield
        finally:
            setattr(workings, _TABLE, before)

    def _outcome(self, result: tuple[str, Node, list[tuple[Node, Node, Any]]]) -> Outcome:
        _, name, statements = result
        parts: dict[Node, Any] = {}
        messages = set()
        for subject, predicate, value in statements:
            if subject == name:
                term = value[1] if isinstance(value, tuple) else value
                if predicate == SH.resultMessage:
                    messages.add(term)
                else:
                    parts[predicate] = term
        focus, shape, component = parts[SH.focusNode], parts[SH.sourceShape], parts[SH.sourceConstraintComponent]
        values = self._values(shape, focus) if component in _COUNTED else ()
        return Outcome(
            focus=focus,
            path=parts.get(SH.resultPath),
            value=parts.get(SH.value),
            component=component,
            shape=shape,
            constraint=parts.get(SH.sourceConstraint),
            severity=parts[SH.resultSeverity],
            messages=frozenset(messages),
            values=values,
        )

    def _values(self, shape: Node, focus: Node) -> tuple[Node, ...]:
        path = self._paths.get(shape)
        return tuple(value_nodes_from_path(self._shapes, focus, path, self.graph)) if path is not None else ()


class _Targets:
    """The targets of a shape, read once."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape
        nodes, classes, implicit, objects_of, subjects_of = shape.target()
        self._nodes, self._classes = tuple(nodes), tuple(dict.fromkeys((*classes, *implicit)))
        self._objects_of, self._subjects_of = tuple(objects_of), tuple(subjects_of)

    def nodes(self, graph: Layers, classes: dict[Node, list[Node]]) -> list[Node]:
        """The focus nodes; ``classes`` remembers the members of each class during one validation."""
        found = dict.fromkeys(self._nodes)
        for one in self._classes:
            if one not in classes:
                classes[one] = _members(graph, one)
            found.update(dict.fromkeys(classes[one]))
        for one in self._subjects_of:
            found.update(dict.fromkeys(subject for subject, _ in graph.subject_objects(one)))
        for one in self._objects_of:
            found.update(dict.fromkeys(value for _, value in graph.subject_objects(one)))
        return list(found)


def _members(graph: Layers, klass: Node) -> list[Node]:
    below = {klass, *graph.transitive_subjects(RDFS.subClassOf, klass)}
    return list(dict.fromkeys(one for each in below for one in graph.subjects(RDF.type, each)))


def _rdflib(statements: Iterable[Triple]) -> Stacked:
    """Shapes as pySHACL loads them: only "true" is true."""
    graph = Stacked()
    patch: Callable[[], None] = rdflib_bool_patch
    restore: Callable[[], None] = rdflib_bool_unpatch
    patch()
    try:
        for subject, predicate, value in statements:
            graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    finally:
        restore()
    return graph
