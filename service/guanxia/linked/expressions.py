"""Class expressions and paths in words of the Manchester syntax and of SPARQL, with short names."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from guanxia.linked.blocks import Blocks, Object, Said
from guanxia.linked.prefixes import shortened
from guanxia.linked.turtle import XSD

OWL, SH = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/shacl#"
_LISTS = {"intersectionOf": " and ", "unionOf": " or "}
_QUANTIFIERS = {"someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "value", "hasSelf": "Self"}
_NUMBERS = {
    "minCardinality": "min",
    "maxCardinality": "max",
    "cardinality": "exactly",
    "minQualifiedCardinality": "min",
    "maxQualifiedCardinality": "max",
    "qualifiedCardinality": "exactly",
}
_FACETS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}
_STEPS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def short(iri: str) -> str:
    """An IRI by its prefix where one fits."""
    found = shortened(iri)
    return ":".join(found) if found and found[1] else f"<{iri}>"


def worded(term: Object, blocks: Blocks) -> str:
    """A value in words; brackets stand around what is composed."""
    if isinstance(term, NamedNode):
        return short(term.value)
    if isinstance(term, Literal):
        return literal(term)
    members = blocks.members(term)
    if members is not None:
        return "( " + " ".join(worded(one, blocks) for one in members) + " )"
    said = {predicate.value: values for predicate, values in blocks.said(term).items()}
    return _owl(said, blocks) or _path(said, blocks) or _plain(blocks.said(term), blocks)


def path(term: Object, blocks: Blocks) -> str:
    """A property path as SPARQL writes it."""
    members = blocks.members(term) if isinstance(term, BlankNode) else None
    if members:
        return " / ".join(path(one, blocks) for one in members)
    if isinstance(term, BlankNode):
        return _path({predicate.value: values for predicate, values in blocks.said(term).items()}, blocks) or "…"
    return worded(term, blocks)


def literal(term: Literal) -> str:
    if term.language:
        return f"{Literal(term.value)}@{term.language}"
    kind = term.datatype.value
    if kind == f"{XSD}string":
        return str(term)
    return term.value if kind.startswith(XSD) else f"{Literal(term.value)}^^{short(kind)}"


def _owl(said: dict[str, list[Object]], blocks: Blocks) -> str:
    for name, between in _LISTS.items():
        if f"{OWL}{name}" in said:
            members = blocks.members(said[f"{OWL}{name}"][0]) or []
            return "(" + between.join(worded(one, blocks) for one in members) + ")"
    if f"{OWL}complementOf" in said:
        return f"not {worded(said[f'{OWL}complementOf'][0], blocks)}"
    if f"{OWL}oneOf" in said:
        members = blocks.members(said[f"{OWL}oneOf"][0]) or []
        return "{" + ", ".join(worded(one, blocks) for one in members) + "}"
    if f"{OWL}onProperty" in said:
        return _restriction(said, blocks)
    if f"{OWL}onDatatype" in said:
        facets = blocks.members(said[f"{OWL}withRestrictions"][0]) or []
        return f"{worded(said[f'{OWL}onDatatype'][0], blocks)}[{', '.join(_facet(one, blocks) for one in facets)}]"
    return ""


def _restriction(said: dict[str, list[Object]], blocks: Blocks) -> str:
    name = worded(said[f"{OWL}onProperty"][0], blocks)
    for key, word in _QUANTIFIERS.items():
        if f"{OWL}{key}" in said:
            return f"({name} {word} {worded(said[f'{OWL}{key}'][0], blocks)})"
    for key, word in _NUMBERS.items():
        if f"{OWL}{key}" in said:
            of = [worded(one, blocks) for part in ("onClass", "onDataRange") for one in said.get(f"{OWL}{part}", [])]
            return f"({' '.join([name, word, worded(said[f'{OWL}{key}'][0], blocks), *of])})"
    return f"({name} …)"


def _facet(term: Object, blocks: Blocks) -> str:
    said = blocks.said(term) if isinstance(term, BlankNode) else {}
    return ", ".join(
        f"{_FACETS.get(name := predicate.value.removeprefix(XSD), name)} {worded(value, blocks)}"
        for predicate, values in said.items()
        for value in values
    )


def _path(said: dict[str, list[Object]], blocks: Blocks) -> str:
    if f"{SH}inversePath" in said:
        return f"^{path(said[f'{SH}inversePath'][0], blocks)}"
    if f"{SH}alternativePath" in said:
        members = blocks.members(said[f"{SH}alternativePath"][0]) or []
        return "(" + " | ".join(path(one, blocks) for one in members) + ")"
    for name, sign in _STEPS.items():
        if f"{SH}{name}" in said:
            return f"({path(said[f'{SH}{name}'][0], blocks)}){sign}"
    return ""


def _plain(said: Said, blocks: Blocks) -> str:
    """Any other blank node, such as a shape without a name: property and value, one after another."""
    parts = []
    for predicate, values in said.items():
        name = short(predicate.value).removeprefix("sh:")
        shown = path if predicate.value == f"{SH}path" else worded
        parts += [f"{name} {shown(value, blocks)}" for value in values]
    return "[ " + " ; ".join(parts) + " ]"
