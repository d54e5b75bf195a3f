"""Broken copies of things of the graph: for each constraint of the shapes one copy that it must catch.

Where a constraint looks at one predicate, its copy is made by rule; for the others it is written down here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

GX = Namespace("https://w3id.org/guanxia/ontology#")
SHAPE = Namespace("https://w3id.org/guanxia/shapes#")
BASE = "https://w3id.org/guanxia/id/"
NOTICE = f"{BASE}notice/guilin-2020-27/"
LAW = f"{BASE}statute/social-insurance-law/"
ELSEWHERE = URIRef(f"{BASE}nowhere")
COMPONENTS = {
    SH.minCount: "MinCount",
    SH.maxCount: "MaxCount",
    SH.datatype: "Datatype",
    SH["class"]: "Class",
    SH.nodeKind: "NodeKind",
    SH["in"]: "In",
    SH.languageIn: "LanguageIn",
    SH.uniqueLang: "UniqueLang",
    SH.pattern: "Pattern",
    SH.minLength: "MinLength",
    SH.minInclusive: "MinInclusive",
    SH.minExclusive: "MinExclusive",
    SH.maxExclusive: "MaxExclusive",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.equals: "Equals",
    SH["or"]: "Or",
    SH.xone: "Xone",
    SH.hasValue: "HasValue",
}
PREFIXES = "".join(
    f"@prefix {name}: <{space}> .\n"
    for name, space in {
        "gx": str(GX),
        "owl": str(OWL),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "xsd": str(XSD),
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "conf": f"{BASE}confidence/",
        "g27": NOTICE,
    }.items()
)


@dataclass(frozen=True, slots=True)
class Constraint:
    shape: URIRef
    component: str

    @property
    def name(self) -> str:
        return f"{str(self.shape).rsplit('#', 1)[-1]}/{self.component}"


@dataclass(frozen=True, slots=True)
class Change:
    """A copy of ``base`` less the values of ``without``, plus Turtle about ``$this``."""

    base: str
    without: tuple[str, ...] = ()
    plus: str = ""


SANCTION, FINE, LATE_FEE = f"{LAW}art-86/fine-employer", f"{LAW}art-84/fine-person", f"{LAW}art-86/late-fee"
NUMBERED = f"{LAW}art-57-1/term-registration"
KIND, NORM, READING = f"{NOTICE}SI-3", f"{NOTICE}N07", f"{NOTICE}I2"
BASIS_KINDS = ("gx:competenceBasis", "gx:substantiveBasis", "gx:sanctionBasis", "gx:procedureBasis")
WRITTEN: dict[str, Change] = {
    "Subject/Or": Change(NORM, plus="<https://example.org/stranger> rdfs:label 'x'@zh , 'x'@en ."),
    "Statute-from/Or": Change(LAW[:-1], ("gx:from", "skos:scopeNote")),
    "Statute-checked/Or": Change(LAW[:-1], ("gx:checked", "skos:scopeNote")),
    "Provision-wording/MinCount": Change(f"{LAW}art-84"),
    "Provision-wording/Class": Change(f"{LAW}art-84", plus="<x:thing> eli:realizes $this ."),
    "Wording-from/Or": Change(f"{LAW}art-84/2011-07-01", ("gx:from", "skos:scopeNote")),
    "Wording-reported/Or": Change(f"{LAW}art-84/2011-07-01", ("gx:confidence",), "$this gx:confidence conf:V3 ."),
    "Edition-days/Or": Change(f"{BASE}statute/legislation-law/2023-03-15", ("gx:from",)),
    "Clause-digest/SPARQL": Change(f"{NOTICE}clause-1-1-1", ("gx:words",), "$this gx:words '改动'@zh ."),
    "Norm-modality/MinCount": Change(NORM, ("rdf:type",), "$this a gx:Norm ."),
    "Norm-modality/MaxCount": Change(NORM, plus="$this a gx:Duty ."),
    "Norm-basis/Class": Change(NORM, plus="$this gx:procedureBasis g27:N01 ."),
    "CompetenceNorm-condition/Equals": Change(NORM, ("gx:condition",), "$this gx:condition g27:Case-SI-2 ."),
    "ViolationType-norm/MinCount": Change(KIND),
    "ViolationType-norm/MaxCount": Change(KIND, plus="g27:N01 gx:concerns $this . g27:N02 gx:concerns $this ."),
    "ViolationType-norm/Class": Change(KIND, plus="g27:N12 gx:concerns $this ."),
    "ViolationType-basis/MinCount": Change(KIND, BASIS_KINDS),
    "ViolationType-basis/Class": Change(KIND, plus="$this gx:procedureBasis g27:N01 ."),
    "Condition-definition/MinCount": Change(NORM, plus="g27:N12 gx:condition $this ."),
    "Condition-definition/MaxCount": Change(
        f"{NOTICE}Case-SI-3", plus="$this owl:equivalentClass gx:OrderMade . g27:N12 gx:condition $this ."
    ),
    "HasValue-fact/MinCount": Change(NORM, plus="$this owl:onProperty gx:order ; owl:hasValue true ."),
    "HasValue-fact/MaxCount": Change(
        NORM, plus="$this owl:onProperty gx:employerRegistered , gx:correctionOrderedBy ; owl:hasValue true ."
    ),
    "HasValue-fact/In": Change(NORM, plus="$this owl:onProperty gx:arrearsAmount ; owl:hasValue 1.0 ."),
    "Sanction-base/Or": Change(SANCTION, ("gx:baseFact",)),
    "Sanction-form/Or": Change(SANCTION, plus="$this gx:maxAmount 5.0 ."),
    "Sanction-lateFee/Or": Change(LATE_FEE, ("gx:ratePerDay",)),
    "Sanction-baseFact/In": Change(SANCTION, ("gx:baseFact",), "$this gx:baseFact gx:employerRegistered ."),
    "Term-unit/Or": Change(NUMBERED, ("gx:unit",)),
    "Term-provision/Or": Change(NUMBERED, ("gx:provision",)),
    "Term-words/Or": Change(f"{NOTICE}term-promptly", ("gx:words", "gx:provision")),
    "Interpretation-switch/Or": Change(READING, ("gx:reads",)),
    "Interpretation-role/Or": Change(READING, ("gx:alternativeWhen",)),
    "Fact-choice/Or": Change(f"{GX}correctionOrderedBy", ("gx:choice",)),
    "Fact-range/Or": Change(f"{GX}employerRegistered", ("rdfs:range",)),
    "Disjointness-excludes/MinCount": Change(NORM, plus="$this a owl:AllDisjointClasses ."),
    "Post-holder/Xone": Change(f"{BASE}post/450302-LI", plus=f"$this gx:heldBy <{BASE}office/guilin-hrss> ."),
}


def constraints(shapes: Graph) -> list[Constraint]:
    """Every constraint of the named shapes."""
    found = [
        Constraint(shape, component)
        for shape in set(shapes.subjects(SH.message))
        if isinstance(shape, URIRef)
        for parameter, component in COMPONENTS.items()
        if (shape, parameter, None) in shapes
    ]
    found += [Constraint(one, "SPARQL") for one in shapes.objects(None, SH.sparql) if isinstance(one, URIRef)]
    return sorted(found, key=lambda one: one.name)


class Mutation:
    """Makes the broken copy for a constraint."""

    def __init__(self, shapes: Graph, data: Graph) -> None:
        self.shapes, self.data = shapes, data

    def of(self, constraint: Constraint) -> tuple[str, list[tuple[Node, Node, Node]]]:
        """The name of the copy and its statements. Raises LookupError where no rule and no example makes one."""
        name = URIRef(f"{BASE}mutant/{constraint.name}")
        if constraint.name in WRITTEN:
            change = WRITTEN[constraint.name]
            focus = "https://example.org/stranger" if constraint.name == "Subject/Or" else str(name)
            return focus, self._written(name, change)
        path = self.shapes.value(constraint.shape, SH.path)
        if not isinstance(path, URIRef):
            raise LookupError(f"no broken example for {constraint.name}")
        base = self._base(constraint.shape, path)
        kept = [(name, p, o) for p, o in self.data.predicate_objects(base) if p != path]
        values = list(self.data.objects(base, path))
        return str(name), [*kept, *self._broken(constraint, name, path, values)]

    def _written(self, name: URIRef, change: Change) -> list[tuple[Node, Node, Node]]:
        added = Graph().parse(data=PREFIXES + change.plus.replace("$this", f"<{name}>"), format="turtle")
        without = {added.namespace_manager.expand_curie(one) for one in change.without}
        copied = [(name, p, o) for p, o in self.data.predicate_objects(URIRef(change.base)) if p not in without]
        if not copied:
            raise LookupError(f"nothing to copy: {change.base}")
        return [*copied, *added]

    def _base(self, shape: URIRef, path: URIRef) -> Node:
        """A thing that the shape looks at and that has the predicate."""
        hosts = [*self.shapes.subjects(SH.property, shape)]
        marks = [one for host in hosts for one in self.shapes.objects(host, SH.targetSubjectsOf)]
        targets = [one for host in hosts for one in self.shapes.objects(host, SH.targetClass)]
        wanted = {kind for target in targets for kind in self.data.transitive_subjects(RDFS.subClassOf, target)}
        for one in sorted(set(self.data.subjects(path)), key=lambda one: (not isinstance(one, URIRef), str(one))):
            marked = not marks or any((one, mark, None) in self.data for mark in marks)
            if marked and (not targets or wanted & set(self.data.objects(one, RDF.type))):
                return one
        return min((one for kind in wanted for one in self.data.subjects(RDF.type, kind)), key=str)

    def _broken(
        self, constraint: Constraint, name: URIRef, path: URIRef, values: list[Node]
    ) -> Iterator[tuple[Node, Node, Node]]:
        limit = self.shapes.value(constraint.shape, SH[_lower(constraint.component)])
        first = values[0] if values else Literal(1)
        words = Literal("mots", lang="fr")
        other: dict[str, list[Node | None]] = {
            "MinCount": [*values[1:]] if self._needs_two(constraint.shape) else [],
            "MaxCount": [*values, words if getattr(first, "language", None) else self._second(first)],
            "Datatype": [Literal("x")],
            "Class": [ELSEWHERE],
            "NodeKind": [Literal("x")],
            "In": [Literal("R")],
            "LanguageIn": [*values, words],
            "UniqueLang": [*values, Literal("别的", lang="zh")],
            "Pattern": [Literal("xyz")],
            "MinLength": [Literal("")],
            "MinInclusive": [Literal(-1, datatype=getattr(first, "datatype", None))],
            "MinExclusive": [limit],
            "MaxExclusive": [limit],
            "LessThanOrEquals": [self._above(first)],
        }
        yield from ((name, path, one) for one in other[constraint.component] if one is not None)
        if constraint.component == "LessThanOrEquals" and isinstance(limit, URIRef):
            yield name, limit, self._below(first)

    def _needs_two(self, shape: URIRef) -> bool:
        return self.shapes.value(shape, SH.minCount) == Literal(2)

    @staticmethod
    def _second(first: Node) -> Node:
        if not isinstance(first, Literal):
            return ELSEWHERE
        if first.datatype == XSD.date:
            return Literal("1999-01-01", datatype=XSD.date)
        if first.datatype == XSD.boolean:
            return Literal(not first.value)
        return Literal(f"{first}9", datatype=first.datatype)

    @staticmethod
    def _above(first: Node) -> Node:
        date = getattr(first, "datatype", None) == XSD.date
        return Literal("2999-01-01" if date else "999999999.0", datatype=XSD.date if date else XSD.decimal)

    @staticmethod
    def _below(first: Node) -> Node:
        date = getattr(first, "datatype", None) == XSD.date
        return Literal("1999-01-01" if date else "1.0", datatype=XSD.date if date else XSD.decimal)


def _lower(component: str) -> str:
    return component[0].lower() + component[1:]
