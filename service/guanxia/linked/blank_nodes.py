"""Blank nodes named by their place, so that the same statements are the same bytes in every process."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Triple

from guanxia.linked.labels import Labels


def named(triples: Iterable[Triple], graph: str = "") -> list[Triple]:
    """The statements, each once and sorted, with labels that stay; ``graph`` is the name of theirs. Raises Tangled."""
    statements = set(triples)
    if not any(isinstance(term, BlankNode) for one in statements for term in (one.subject, one.object)):
        return sorted(statements, key=str)
    labels = Labels(statements, graph)
    return sorted(map(labels.of, statements), key=str)
