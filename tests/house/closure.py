"""What follows from statements together with the vocabularies that they use (OWL 2 RL), and what must not follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import owlrl
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

ELI = Namespace("http://data.europa.eu/eli/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
OWN = "https://w3id.org/guanxia/"
LEVELS = (ELI.LegalResource, ELI.LegalExpression, ELI.Format)


def closed(graph: Graph, shared: Path, *vocabularies: str) -> Graph:
    for name in vocabularies:
        graph.parse(shared / "vocabularies" / name)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def one_of_each_make(graph: Graph, start: str) -> list[Node]:
    """One thing for each set of types, predicates and incoming predicates: its like have the same entailments."""
    makes: dict[frozenset[object], Node] = {}
    for subject in sorted(set(graph.subjects()), key=str):
        if isinstance(subject, URIRef) and str(subject).startswith(start):
            incoming = ((predicate, "in") for predicate in graph.predicates(object=subject))
            make = frozenset([*graph.objects(subject, RDF.type), *graph.predicates(subject), *incoming])
            makes.setdefault(make, subject)
    return list(makes.values())


def around(graph: Graph, subjects: Iterable[Node]) -> Graph:
    """What is said of the subjects, and of each kind of link one that leads to them."""
    chosen = Graph()
    for subject in subjects:
        for triple in graph.triples((subject, None, None)):
            chosen.add(triple)
        for predicate in sorted(set(graph.predicates(object=subject)), key=str):
            chosen.add((min(graph.subjects(predicate, subject), key=str), predicate, subject))
    return chosen


def errors(graph: Graph) -> list[str]:
    return [str(o) for one in graph.subjects(RDF.type, ERRNS.ErrorMessage) for o in graph.objects(one, ERRNS.error)]


def on_two_levels(graph: Graph) -> set[str]:
    """Things that are two of work, expression and file."""
    levels: dict[Node, set[Node]] = defaultdict(set)
    for level in LEVELS:
        for one in graph.subjects(RDF.type, level):
            levels[one].add(level)
    return {str(one) for one, found in levels.items() if len(found) > 1}


def entities_that_are_activities(graph: Graph) -> set[str]:
    entities = set(graph.subjects(RDF.type, PROV.Entity))
    return {str(one) for one in entities & set(graph.subjects(RDF.type, PROV.Activity))}


def classes_that_are_concepts(graph: Graph) -> set[str]:
    classes = {one for one in graph.subjects(RDF.type, OWL.Class) if str(one).startswith(OWN)}
    return {str(one) for one in classes & set(graph.subjects(RDF.type, SKOS.Concept))}
