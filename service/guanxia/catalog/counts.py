"""What a graph holds, counted: the numbers that VoID asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

BASE = "https://w3id.org/guanxia/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
RDF_TYPE = f"{RDF}type"
LICENSE_OF = "http://purl.org/dc/terms/license"
# Statements of the syntax, and of datatypes, lead to nothing that anybody would follow.
NO_LINKS = frozenset({RDF_TYPE, f"{RDF}first", f"{RDF}rest", f"{RDFS}range", f"{RDFS}domain", LICENSE_OF})

Term = object


def counts(triples: Iterable[Triple]) -> dict[str, Any]:
    """Numbers of one graph, ready for JSON.

    ``entities`` are the things named under the base address that the graph describes; ``classes`` and ``properties``
    give for each IRI its part of the graph; ``links`` the statements that lead to things of others, by property and
    by the namespace they lead to.
    """
    subjects: dict[Term, set[str]] = defaultdict(set)
    objects: set[Term] = set()
    by_property: dict[str, list[Triple]] = defaultdict(list)
    number = 0
    for triple in triples:
        number += 1
        by_property[triple.predicate.value].append(triple)
        objects.add(triple.object)
        types = subjects[triple.subject]
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            types.add(triple.object.value)
    classes = _classes(subjects)
    return {
        "triples": number,
        "entities": sum(isinstance(one, NamedNode) and one.value.startswith(BASE) for one in subjects),
        "distinctSubjects": len(subjects),
        "distinctObjects": len(objects),
        "classes": classes,
        "properties": {name: _property(found) for name, found in sorted(by_property.items())},
        "links": _links(by_property),
    }


def _classes(subjects: dict[Term, set[str]]) -> dict[str, int]:
    """How many things are of each class."""
    found: dict[str, int] = defaultdict(int)
    for types in subjects.values():
        for name in types:
            found[name] += 1
    return dict(sorted(found.items()))


def _property(triples: list[Triple]) -> dict[str, int]:
    return {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
    }


def _links(by_property: dict[str, list[Triple]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name in sorted(set(by_property) - NO_LINKS):
        spaces: dict[str, int] = defaultdict(int)
        for triple in by_property[name]:
            if _own(triple.subject) and isinstance(triple.object, NamedNode) and not _own(triple.object):
                spaces[space(triple.object.value)] += 1
        if spaces:
            found[name] = dict(sorted(spaces.items()))
    return found


def _own(term: Term) -> bool:
    return not isinstance(term, Literal) and str(term).startswith(f"<{BASE}")


def space(iri: str) -> str:
    """The namespace of a term: all up to and with the last ``#`` or ``/``."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
