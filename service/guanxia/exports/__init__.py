"""The law in the words of other standards, made by CONSTRUCT queries; nothing is added that the graph does not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode, Triple

from guanxia.exports.standards import EXPORTS, SEARCH, Export
from guanxia.exports.web_search import objects
from guanxia.queries import Questions

__all__ = ["EXPORTS", "Export", "Exports"]

THINGS = "https://w3id.org/guanxia/id/"
_BY_NAME = {one.name: one for one in EXPORTS}


class Exports:
    """The exports of one release; each is made when it is first asked for, and kept."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._made: dict[str, tuple[Triple, ...]] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(_BY_NAME)

    def about(self, name: str) -> Export:
        """What an export is. Raises KeyError for a name that is none."""
        return _BY_NAME[name]

    def triples(self, name: str) -> tuple[Triple, ...]:
        """The statements of an export, sorted, each once. Raises KeyError for a name that is none."""
        if name not in self._made:
            parts = (self._questions.construct(query) for query in _BY_NAME[name].queries)
            self._made[name] = tuple(sorted({one for part in parts for one in part}, key=str))
        return self._made[name]

    def description(self, iri: str) -> tuple[Triple, ...]:
        """What the exports say of a thing of ours that the graph itself does not describe; empty for all else.

        What search engines are told is left out of things that another export describes.
        """
        return self._descriptions.get(iri, ())

    def subjects(self) -> frozenset[str]:
        """Things of ours that the exports alone describe: services, requirements, kinds of evidence and the like."""
        return frozenset(self._descriptions)

    def schema_org(self, iri: str) -> Mapping[str, Any]:
        """What search engines are told of an IRI: one compact JSON-LD object; empty where nothing is told."""
        return self._objects.get(iri, {})

    @cached_property
    def _descriptions(self) -> Mapping[str, tuple[Triple, ...]]:
        known = {one.subject.value for one in self._questions.graph if isinstance(one.subject, NamedNode)}
        said: dict[str, set[Triple]] = defaultdict(set)
        for name in self.names():
            if name == SEARCH:
                known |= said.keys()
            for one in self.triples(name):
                if isinstance(one.subject, NamedNode) and one.subject.value not in known:
                    said[one.subject.value].add(one)
        return {iri: tuple(sorted(said[iri], key=str)) for iri in sorted(said) if iri.startswith(THINGS)}

    @cached_property
    def _objects(self) -> Mapping[str, Mapping[str, Any]]:
        return objects(self.triples(SEARCH))
