"""Statements of schema.org as compact JSON-LD objects, one a thing, for search engines that read pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

CONTEXT = "https://schema.org"
SPACE = "https://schema.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"


def objects(triples: Iterable[Triple]) -> dict[str, Mapping[str, Any]]:
    """The object of each IRI: texts with their language, things as references, values in the order of their text."""
    values: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(triples, key=str):
        if not isinstance(one.subject, NamedNode):
            continue
        if one.predicate.value == TYPE:
            values[one.subject.value]["@type"].append(_name(one.object))
        else:
            values[one.subject.value][one.predicate.value.removeprefix(SPACE)].append(_value(one.object))
    return {iri: _object(iri, found) for iri, found in values.items()}


def _object(iri: str, found: Mapping[str, list[Any]]) -> dict[str, Any]:
    whole = {name: found[name][0] if len(found[name]) == 1 else found[name] for name in sorted(found)}
    return {"@context": CONTEXT, "@id": iri, **whole}


def _name(term: Any) -> str:
    return str(term.value).removeprefix(SPACE)


def _value(term: Any) -> Any:
    if isinstance(term, NamedNode):
        return {"@id": term.value}
    if not isinstance(term, Literal):
        raise TypeError(f"a node without a name: {term}")
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == f"{XSD}boolean":
        return term.value == "true"
    return int(term.value) if term.datatype.value == f"{XSD}integer" else term.value
