"""The ontology term by term, as its documentation shows it: all of it read from the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from guanxia.linked.addresses import TERMS
from guanxia.linked.blocks import Blocks
from guanxia.linked.expressions import short
from guanxia.linked.references import Cell, Reference, References
from guanxia.linked.texts import Said
from guanxia.linked.things import ONTOLOGY, Things
from guanxia.model import Text
from guanxia.queries import Questions, Row

KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "datatype",
    "owl:AnnotationProperty": "annotation",
}
TRAITS = {
    "owl:FunctionalProperty": Text("至多一个值", "functional"),
    "owl:InverseFunctionalProperty": Text("反向至多一个值", "inverse functional"),
    "owl:TransitiveProperty": Text("传递", "transitive"),
    "owl:SymmetricProperty": Text("对称", "symmetric"),
    "owl:AsymmetricProperty": Text("反对称", "asymmetric"),
    "owl:ReflexiveProperty": Text("自反", "reflexive"),
    "owl:IrreflexiveProperty": Text("反自反", "irreflexive"),
}
AXIOMS = ("rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty", "owl:inverseOf")


@dataclass(frozen=True, slots=True)
class Axiom:
    """What a term is by a true axiom: ``relation`` as ``rdfs:subClassOf``; ``foreign`` where it aligns to others."""

    relation: str
    cell: Cell
    foreign: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A loose match, told between concepts, never an axiom."""

    relation: str
    target: Reference
    concept: Reference
    note: Text | None


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property; ``kind`` is class, object, datatype, annotation or other."""

    iri: str
    name: str
    kind: str
    fact: str
    label: Text
    definition: Text | None
    note: Text | None
    example: Text | None
    change: Text | None
    question: Text | None
    notation: str
    traits: tuple[Text, ...]
    axioms: tuple[Axiom, ...]
    domain: tuple[Cell, ...]
    range: tuple[Cell, ...]
    choices: tuple[Cell, ...]
    serves: tuple[Cell, ...]
    replaced: tuple[Cell, ...]
    deprecated: bool


class Vocabulary:
    """The terms of the ontology, in the order of their names."""

    def __init__(self, questions: Questions, things: Things) -> None:
        self._questions, self._things = questions, things
        self._references = References(things)

    @cached_property
    def terms(self) -> dict[str, Term]:
        blocks = self._blocks
        return {
            iri: self._term(iri, Said(NamedNode(iri), blocks)) for iri in self._things.names if iri.startswith(TERMS)
        }

    @cached_property
    def header(self) -> Said:
        return Said(NamedNode(ONTOLOGY), self._blocks)

    @cached_property
    def matches(self) -> dict[str, tuple[Match, ...]]:
        """Loose matches by the IRI of the term."""
        found: dict[str, list[Match]] = defaultdict(list)
        for row in self._questions.ask("loose_matches"):
            found[row.text("term")].append(self._match(row))
        return {term: tuple(matches) for term, matches in found.items()}

    @cached_property
    def below(self) -> dict[str, tuple[str, ...]]:
        """The classes directly below each class; below "" are those that are below no class of ours."""
        found: dict[str, set[str]] = defaultdict(set)
        for term in self.terms.values():
            if term.kind == "class":
                above = [
                    one.cell.thing.iri
                    for one in term.axioms
                    if one.relation == "rdfs:subClassOf" and one.cell.thing and one.cell.thing.iri in self.terms
                ]
                for name in above or [""]:
                    found[name].add(term.iri)
        return {name: tuple(sorted(classes)) for name, classes in found.items()}

    def of_kind(self, kind: str) -> list[Term]:
        """Terms of a kind; facts of a case are apart, under ``fact`` and in the order in which they are asked."""
        if kind == "fact":
            return sorted((term for term in self.terms.values() if term.fact), key=lambda one: one.name)
        return [term for term in self.terms.values() if term.kind == kind and not term.fact]

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks(self._things.ontology())

    def _term(self, iri: str, said: Said) -> Term:
        types = [short(one) for one in said.iris("rdf:type")]
        name = iri.removeprefix(TERMS)
        return Term(
            iri=iri,
            name=name,
            kind=next((KINDS[one] for one in types if one in KINDS), "other"),
            fact=said.plain("gx:factType"),
            label=said.text("rdfs:label") or Text(name, name),
            definition=said.text("skos:definition"),
            note=said.text("skos:scopeNote"),
            example=said.text("skos:example"),
            change=said.text("skos:changeNote", "skos:historyNote"),
            question=said.text("gx:question"),
            notation=said.plain("skos:notation"),
            traits=tuple(TRAITS[one] for one in types if one in TRAITS),
            axioms=tuple(self._axioms(said)),
            domain=self._cells(said, "rdfs:domain"),
            range=self._cells(said, "rdfs:range"),
            choices=self._cells(said, "gx:choice"),
            serves=self._cells(said, "gx:serves"),
            replaced=self._cells(said, "dcterms:isReplacedBy"),
            deprecated=said.plain("owl:deprecated") == "true",
        )

    def _axioms(self, said: Said) -> Iterable[Axiom]:
        for relation in AXIOMS:
            for cell in self._cells(said, relation):
                yield Axiom(relation, cell, cell.thing is not None and not self._things.own(cell.thing.iri))

    def _cells(self, said: Said, *names: str) -> tuple[Cell, ...]:
        return tuple(self._references.cell(value, said.blocks) for value in said.all(*names))

    def _match(self, row: Row) -> Match:
        target = self._references.to(row.text("target"))
        if "label_zh" in row and "label_en" in row:
            target = Reference(target.iri, target.short, Text(row.text("label_zh"), row.text("label_en")))
        note = Text(row.text("note_zh"), row.text("note_en")) if "note_zh" in row and "note_en" in row else None
        return Match(short(row.text("relation")), target, self._references.to(row.text("concept")), note)
