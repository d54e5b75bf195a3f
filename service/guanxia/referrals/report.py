"""A report as SHACL writes it: ``sh:ValidationReport`` in Turtle and JSON-LD, the same bytes for the same package.

Things of the package without an IRI bear the same names as in the findings, as ``rdfs:label``. As SHACL has it,
``sh:conforms`` is false where anything was found, of whatever severity.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from guanxia.referrals.findings import Told
from guanxia.referrals.rules import Rules
from guanxia.referrals.statements import GX, RDF, RDFS, SH, XSD, Statements, Term

FORMATS = {"text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD}
_PREFIXES = {
    "gx": GX,
    "rdfs": RDFS,
    "sh": SH,
    "shape": "https://w3id.org/guanxia/shapes#",
    "xsd": XSD,
}


def as_rdf(found: Told, rules: Rules, media_type: str) -> bytes:
    """The report in one of ``FORMATS``. Raises KeyError for another."""
    form = FORMATS[media_type]
    made = serialize(_report(found, rules), format=form, prefixes=_PREFIXES) or b""
    return _ordered(made) if form == RdfFormat.TURTLE else made


def _ordered(turtle: bytes) -> bytes:
    """The prefixes in their order: the serializer gives them in one of its own, another each time."""
    lines = turtle.splitlines(keepends=True)
    head = [line for line in lines if line.startswith(b"@prefix")]
    return b"".join([*sorted(head), *lines[len(head) :]])


def _report(found: Told, rules: Rules) -> Iterator[Triple]:
    report, terms = BlankNode("report"), _Terms(found)
    conforms = Literal("false" if found.results else "true", datatype=NamedNode(f"{XSD}boolean"))
    yield _triple(report, f"{RDF}type", NamedNode(f"{SH}ValidationReport"))
    yield _triple(report, f"{SH}conforms", conforms)
    names = [BlankNode(f"result{number}") for number in range(1, len(found.results) + 1)]
    for name in names:
        yield _triple(report, f"{SH}result", name)
    for name, (one, rule) in zip(names, found.results, strict=True):
        yield _triple(name, f"{RDF}type", NamedNode(f"{SH}ValidationResult"))
        yield _triple(name, f"{SH}resultSeverity", NamedNode(one.severity))
        yield _triple(name, f"{SH}focusNode", terms.own(one.focus))
        if one.path is not None:
            yield _triple(name, f"{SH}resultPath", terms.path(one.path, rules.shapes))
        if one.value is not None:
            yield _triple(name, f"{SH}value", terms.own(one.value))
        yield _triple(name, f"{SH}sourceShape", rules.named(one.shape))
        if one.constraint is not None:
            yield _triple(name, f"{SH}sourceConstraint", rules.named(one.constraint))
        yield _triple(name, f"{SH}sourceConstraintComponent", NamedNode(one.component))
        for language, words in (("zh", rule.message.zh), ("en", rule.message.en)):
            yield _triple(name, f"{SH}resultMessage", Literal(words, language=language))
    yield from terms.rest()


class _Terms:
    """Terms of the package and of paths, blank nodes named in their order of use."""

    def __init__(self, found: Told) -> None:
        self._found = found
        self._own: dict[Term, BlankNode] = {}
        self._paths: dict[Term, BlankNode] = {}
        self._rest: list[Triple] = []

    def own(self, term: Term) -> Term:
        if not isinstance(term, BlankNode):
            return term
        if term not in self._own:
            self._own[term] = BlankNode(f"part{len(self._own) + 1}")
            self._rest.append(_triple(self._own[term], f"{RDFS}label", Literal(self._found.names.name(term))))
        return self._own[term]

    def path(self, term: Term, shapes: Statements) -> Term:
        """A path with all that describes it."""
        if not isinstance(term, BlankNode):
            return term
        if term not in self._paths:
            self._paths[term] = name = BlankNode(f"path{len(self._paths) + 1}")
            for predicate, values in sorted(shapes.about(term).items()):
                for value in values:
                    self._rest.append(_triple(name, predicate, self.path(value, shapes)))
        return self._paths[term]

    def rest(self) -> list[Triple]:
        """What describes the blank nodes, each subject's statements together."""
        return sorted(self._rest, key=lambda one: str(one.subject))


def _triple(subject: BlankNode, predicate: str, value: Term) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
