"""One graph made of two: the knowledge, indexed once, and a package laid over it for one validation."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from guanxia.shacl_query import template

# rdflib would read these with parsers of its own, entities and all.
_MARKUP = frozenset(str(RDF[name]) for name in ("XMLLiteral", "HTML"))
_XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = f"{_XSD}string"
Index = dict[Node, dict[Node, dict[Node, None]]]
_NONE: dict[Node, Any] = {}
_AS = ox.NamedNode("urn:as")


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """The same term for pySHACL, its lexical form kept."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"not a term of RDF 1.1: {term}")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype in _MARKUP:
        return _unread(term.value, URIRef(datatype))
    return Literal(term.value, datatype=None if datatype == XSD_STRING else URIRef(datatype), normalize=False)


def _unread(text: str, datatype: URIRef) -> Literal:
    """A literal whose text nothing parses."""
    made = str.__new__(Literal, text)
    made._language, made._datatype, made._value, made._ill_typed = None, datatype, text, False
    return made


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The same term for the store."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype or XSD_STRING))
    return ox.BlankNode(str(term))


class Layer:
    """Statements by subject and by predicate, each set in the order of arrival."""

    def __init__(self, statements: Iterable[tuple[Node, Node, Node]] = ()) -> None:
        self.by_subject: Index = {}
        self.by_predicate: Index = {}
        for one in statements:
            self.add(*one)

    def add(self, subject: Node, predicate: Node, value: Node) -> None:
        self.by_subject.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self.by_predicate.setdefault(predicate, {}).setdefault(value, {})[subject] = None

    def holds(self, subject: Node, predicate: Node, value: Node) -> bool:
        return value in self.by_subject.get(subject, _NONE).get(predicate, _NONE)

    def matches(self, subject: Node | None, predicate: Node | None, value: Node | None) -> Iterator[tuple[Node, ...]]:
        """Statements that fit a pattern; None stands for any term."""
        if subject is not None:
            found = self.by_subject.get(subject, _NONE)
            for name in found if predicate is None else (predicate,):
                values = found.get(name, _NONE)
                for one in values if value is None else (value,) if value in values else ():
                    yield subject, name, one
            return
        for name in self.by_predicate if predicate is None else (predicate,):
            found = self.by_predicate.get(name, _NONE)
            for one in found if value is None else (value,):
                for start in found.get(one, _NONE):
                    yield start, name, one


class Solution(dict[str, Node]):
    """One row of a query, as pySHACL reads it."""

    def asdict(self) -> dict[str, Node]:
        return dict(self)


class Solutions(list[Solution]):
    """Rows of a query, or the answer of an ASK."""

    askAnswer: bool | None = None

    @property
    def bindings(self) -> Solutions:
        return self


class Stacked(Graph):
    """Two layers read as one graph of rdflib."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self.knowledge, self.package = Layer(), Layer()

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self.triples((None, None, None)))

    def add(self, triple: Any) -> Stacked:
        self.knowledge.add(*triple)
        return self

    def triples(self, triple: Any) -> Any:
        yield from self.package.matches(*triple)
        yield from self.knowledge.matches(*triple)

    def __contains__(self, triple: Any) -> bool:
        if None in triple:
            return any(True for _ in self.triples(triple))
        return self.package.holds(*triple) or self.knowledge.holds(*triple)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
            return
        yield from self.package.by_subject.get(subject, _NONE).get(predicate, _NONE)
        yield from self.knowledge.by_subject.get(subject, _NONE).get(predicate, _NONE)

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:
        if predicate is None or object is None:
            yield from super().subjects(predicate, object, unique)
            return
        yield from self.package.by_predicate.get(predicate, _NONE).get(object, _NONE)
        yield from self.knowledge.by_predicate.get(predicate, _NONE).get(object, _NONE)

    def predicate_objects(self, subject: Any = None, unique: bool = False) -> Any:
        for layer in (self.package, self.knowledge):
            for predicate, values in layer.by_subject.get(subject, _NONE).items():
                for value in values:
                    yield predicate, value


class Layers(Stacked):
    """The knowledge and one package as one graph; queries run in an embedded store that holds both."""

    def __init__(self, knowledge: Iterable[ox.Triple] = (), prefixes: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._prefixes = dict(prefixes or {})
        self._terms: dict[Any, Node] = {}
        known = list(knowledge)
        self.knowledge = Layer((self._kept(s), self._kept(p), self._kept(o)) for s, p, o in known)
        self._store = ox.Store()
        self._store.bulk_extend([ox.Quad(s, p, o) for s, p, o in known])
        self._added: list[ox.Quad] = []
        self._nodes: dict[Any, Node] = {}

    def _kept(self, term: Any) -> Node:
        found = self._terms.get(term)
        if found is None:
            found = self._terms[term] = to_rdflib(term)
        return found

    def _read(self, term: Any) -> Node:
        return self._nodes.get(term) or self._terms.get(term) or to_rdflib(term)

    def lay(self, package: Iterable[ox.Triple]) -> None:
        """Lay a package over the knowledge. What the knowledge states itself stays when the package is lifted.

        In the store blank nodes of the package stand as IRIs, so that a query can name them.
        """
        read, named = self._read, self._named
        added = [one for one in dict.fromkeys(package) if not self._states(one)]
        with warnings.catch_warnings(action="ignore"):
            self.package = Layer((read(s), read(p), read(o)) for s, p, o in added)
        self._added = [ox.Quad(named(s), p, named(o)) for s, p, o in added]
        self._nodes |= _respelled(one.object for one in added)
        self._store.extend(self._added)

    def _states(self, one: ox.Triple) -> bool:
        known = self._terms.get(one.subject)
        return known is not None and self.knowledge.holds(known, self._read(one.predicate), self._read(one.object))

    def _named(self, term: Any) -> Any:
        if not isinstance(term, ox.BlankNode) or term in self._terms:
            return term
        name = ox.NamedNode(f"urn:node:{term.value}")
        self._nodes.setdefault(name, BNode(term.value))
        return name

    def lift(self) -> None:
        """Take the package off again."""
        self.package = Layer()
        for quad in self._added:
            self._store.remove(quad)
        self._added = []
        self._nodes.clear()

    def query(  # type: ignore[override]
        self, query_object: str, *_: Any, initBindings: Mapping[str, Node] | None = None, **__: Any
    ) -> Solutions:
        """Rows of a query with variables bound beforehand. Raises SyntaxError."""
        terms = {name: self._named(to_oxigraph(term)) for name, term in (initBindings or {}).items()}
        text = template(query_object, frozenset(terms)).fill(terms)
        found = self._store.query(text, prefixes=self._prefixes)
        rows = Solutions()
        if isinstance(found, ox.QueryBoolean):
            rows.askAnswer = bool(found)
        elif isinstance(found, ox.QuerySolutions):
            names = [variable.value for variable in found.variables]
            for solution in found:
                values = zip(names, solution, strict=True)
                rows.append(Solution({name: self._read(one) for name, one in values if one is not None}))
        return rows


def _respelled(terms: Iterable[Any]) -> dict[Any, Node]:
    """Literals by the spelling that a store gives them: it keeps the value of a number and not how it was written."""
    literals = {one for one in terms if isinstance(one, ox.Literal) and not one.language}
    typed = [one for one in literals if one.datatype.value.startswith(_XSD) and one.datatype.value != XSD_STRING]
    if not typed:
        return {}
    store, given = ox.Store(), sorted(typed, key=str)
    store.extend([ox.Quad(ox.NamedNode(f"urn:{number}"), _AS, one) for number, one in enumerate(given)])
    found = {quad.object: given[int(quad.subject.value[4:])] for quad in store}
    return {spelled: to_rdflib(one) for spelled, one in found.items() if spelled != one}
