"""What the shapes say of a demand besides the test itself: its words, its source in notice or statute, its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode

from guanxia.model import Text
from guanxia.referrals.statements import DCTERMS, ELI, GX, RDF, RDFS, SH, SKOS, Statements, Term, local

SHAPES = "https://w3id.org/guanxia/shapes#"
_LINKS = ("property", "node", "not", "sparql", "qualifiedValueShape", "and", "or", "xone")


@dataclass(frozen=True, slots=True)
class Source:
    """A clause (``address``) or a provision: what a demand stands on.

    ``spans`` are the first and last days (ISO 8601, or None) on which wordings of the provision are in force.
    """

    iri: str
    label: Text
    address: str | None = None
    spans: tuple[tuple[str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand; ``shape`` is the named shape or constraint that an author can look up."""

    shape: str
    name: Text
    message: Text
    fix: Text
    expected: Text | None
    norm: str | None
    sources: tuple[Source, ...]
    clauses: tuple[Source, ...]
    provisions: tuple[Source, ...]
    reconstructed: bool


class Rules:
    """The demands of the shapes over the knowledge."""

    def __init__(self, shapes: Statements, knowledge: Statements) -> None:
        self.shapes, self.knowledge = shapes, knowledge
        self._owner = _owners(shapes)
        self._spans = _spans(knowledge)
        self.rule = cache(self._rule)
        self.label = cache(self._label)
        self.path = cache(self._path)
        self.path_label = cache(self._path_label)
        self._norms = frozenset(
            one for one, _, top in knowledge if top == NamedNode(f"{GX}Norm") and _ == f"{RDFS}subClassOf"
        )

    def _rule(self, shape: Term, constraint: Term | None) -> Rule:
        chain = list(self._chain(constraint if constraint is not None and constraint in self.shapes else shape, shape))
        named = next((one for one in chain if isinstance(one, NamedNode)), None)
        message = self._text(chain, f"{SH}message")
        name = self._text(chain, f"{SH}name")
        sources = self._values(chain, f"{DCTERMS}source")
        norm = next((one.value for one in sources if self._is_norm(one)), None)
        clauses = self._values(chain, f"{GX}statedIn")
        if norm and not clauses:
            clauses = self.knowledge.iris(NamedNode(norm), f"{GX}statedIn")
        description = self._text(chain, f"{SH}description")
        fallback = message or description or name or Text("不符合要求。", "The demand is not met.")
        return Rule(
            shape=named.value if named else f"{SHAPES}{local(shape.value)}",
            name=name or fallback,
            message=message or fallback,
            fix=self._text(chain, f"{GX}fix") or fallback,
            expected=self._text(chain, f"{GX}expected"),
            norm=norm,
            sources=tuple(self._source(one) for one in sources),
            clauses=tuple(self._source(one) for one in clauses),
            provisions=tuple(self._source(one) for one in self._values(chain, f"{GX}provision")),
            reconstructed=self._flag(chain, f"{GX}reconstructed"),
        )

    def named(self, shape: Term) -> Term:
        """A shape, or the first with a name of those that it is a part of."""
        return next((one for one in self._chain(shape, shape) if isinstance(one, NamedNode)), shape)

    def _chain(self, start: Term, shape: Term) -> Iterable[Term]:
        """The constraint, its shape, and what that is a part of, up to the first that has a name."""
        yield start
        node: Term | None = start if isinstance(start, NamedNode) else shape
        if node != start:
            yield shape
        seen = {start, shape}
        while node is not None and not isinstance(node, NamedNode):
            node = self._owner.get(node)
            if node is None or node in seen:
                return
            seen.add(node)
            yield node

    def _text(self, chain: list[Term], property_: str) -> Text | None:
        return next((text for one in chain if (text := self.shapes.text(one, property_))), None)

    def _values(self, chain: list[Term], property_: str) -> list[NamedNode]:
        return next((found for one in chain if (found := self.shapes.iris(one, property_))), [])

    def _flag(self, chain: list[Term], property_: str) -> bool:
        return any(self.shapes.plain(one, property_) == "true" for one in chain)

    def _is_norm(self, iri: NamedNode) -> bool:
        return any(one in self._norms for one in self.knowledge.values(iri, f"{RDF}type"))

    def _source(self, iri: NamedNode) -> Source:
        spans = tuple(self._spans.get(iri, ()))
        return Source(iri.value, self._label(iri), self.knowledge.plain(iri, f"{GX}address"), spans)

    def _label(self, term: NamedNode) -> Text:
        """What a thing of the knowledge or a term is called."""
        for graph in (self.knowledge, self.shapes):
            for property_ in (f"{RDFS}label", f"{SKOS}prefLabel", f"{SH}name"):
                if found := graph.text(term, property_):
                    return found
        return Text(local(term.value), local(term.value))

    def kind(self, document: Term, package: Statements) -> NamedNode | None:
        """The kind of document that a thing of the package is, if any."""
        for klass in package.iris(document, f"{RDF}type"):
            for kind in self.knowledge.iris(klass, f"{GX}documentKind"):
                return kind
        return None

    def notation(self, kind: NamedNode) -> str:
        return self.knowledge.plain(kind, f"{SKOS}notation") or local(kind.value)

    def _path(self, path: Term) -> str:
        """A property path: an IRI, or as SPARQL writes it."""
        return path.value if isinstance(path, NamedNode) else self._written(path)

    def _written(self, path: Term) -> str:
        if isinstance(path, NamedNode):
            return f"<{path.value}>"
        about = self.shapes.about(path)
        if f"{RDF}first" in about:
            return "/".join(self._inner(one) for one in self.shapes.items(path))
        for name, before, after in (
            ("inversePath", "^", ""),
            ("zeroOrMorePath", "", "*"),
            ("oneOrMorePath", "", "+"),
            ("zeroOrOnePath", "", "?"),
        ):
            if values := about.get(SH + name):
                return f"{before}{self._inner(values[0])}{after}"
        return "|".join(self._inner(one) for one in self.shapes.items(self.shapes.value(path, f"{SH}alternativePath")))

    def _inner(self, path: Term) -> str:
        return self._written(path) if isinstance(path, NamedNode) else f"({self._written(path)})"

    def _path_label(self, path: Term) -> Text:
        """The properties of a path in words."""
        named = self._properties(path)
        labels = [self._label(one) for one in named]
        return Text(" / ".join(one.zh for one in labels), " / ".join(one.en for one in labels))

    def _properties(self, path: Term) -> list[NamedNode]:
        if isinstance(path, NamedNode):
            return [path]
        about = self.shapes.about(path)
        inside = self.shapes.items(path) if f"{RDF}first" in about else [v for one in about.values() for v in one]
        if alternatives := about.get(f"{SH}alternativePath"):
            inside = self.shapes.items(alternatives[0])
        return [name for one in inside for name in self._properties(one)]


def _spans(knowledge: Statements) -> dict[Term, list[tuple[str | None, str | None]]]:
    """Days in force of the wordings of each provision, the earliest first."""
    found: dict[Term, list[tuple[str | None, str | None]]] = {}
    for wording, predicate, provision in knowledge:
        if predicate == f"{ELI}realizes":
            span = knowledge.plain(wording, f"{GX}from"), knowledge.plain(wording, f"{GX}until")
            found.setdefault(provision, []).append(span)
    return {provision: sorted(spans, key=lambda span: span[0] or "") for provision, spans in found.items()}


def _owners(shapes: Statements) -> dict[Term, Term]:
    """What each part of a shape hangs on."""
    found: dict[Term, Term] = {}
    for subject, predicate, value in shapes:
        name = predicate.removeprefix(SH)
        if name in _LINKS:
            for part in shapes.items(value) if name in ("and", "or", "xone") else (value,):
                found.setdefault(part, subject)
    return found
