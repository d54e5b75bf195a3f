"""Statements written with prefixed names, as the catalog needs them."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.linked.formats import prefixes
from guanxia.model import Text


class Statements:
    """A growing list of statements; names such as ``dcat:title`` are expanded, other text is an IRI as it stands."""

    def __init__(self) -> None:
        self._triples: dict[Triple, None] = {}

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def add(self, subject: str, property_: str, *values: str | Literal | Text | None) -> None:
        """Statements of one thing; a Text becomes a literal in each language, None says nothing."""
        for value in values:
            if isinstance(value, Text):
                self.add(subject, property_, Literal(value.zh, language="zh"), Literal(value.en, language="en"))
            elif value is not None:
                object_ = value if isinstance(value, Literal) else NamedNode(expanded(value))
                self._triples[Triple(NamedNode(subject), NamedNode(expanded(property_)), object_)] = None

    def kind(self, subject: str, *classes: str) -> str:
        """State what a thing is; the thing is returned, to be used at once."""
        self.add(subject, "rdf:type", *classes)
        return subject


def expanded(name: str) -> str:
    """The IRI of a prefixed name; what has no prefix of ours is an IRI already."""
    prefix, colon, local = name.partition(":")
    return prefixes()[prefix] + local if colon and prefix in prefixes() and not local.startswith("//") else name


def typed(value: str | int, datatype: str) -> Literal:
    return Literal(str(value), datatype=NamedNode(expanded(datatype)))


def shortened(iri: str) -> str | None:
    """``dcat-Dataset`` for the IRI of a term under a known prefix: fit for a fragment."""
    found = [(len(space), name, space) for name, space in prefixes().items() if iri.startswith(space)]
    if not found:
        return None
    _, name, space = max(found)
    local = iri.removeprefix(space)
    return f"{name}-{local}" if local and "/" not in local and "#" not in local else None
