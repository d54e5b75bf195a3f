"""The catalog of what is published: releases with their files, described in DCAT 3 and VoID."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import NamedNode, Triple

from guanxia.catalog import void
from guanxia.catalog.counts import RDF_TYPE
from guanxia.catalog.dcat import CATALOG, Described
from guanxia.catalog.lines import Published
from guanxia.catalog.shelf import Release, Shelf
from guanxia.linked.addresses import BASE, Addresses
from guanxia.settings import Settings

GRAPH = NamedNode(f"{BASE}catalog")
NOTICE = f"{BASE}ontology#Notice"
OURS = tuple(f"{BASE}id/{kind}" for kind in ("catalog", "series/", "release/", "distribution/", "service/", "agent/"))
LOG = logging.getLogger("guanxia")


class Catalog:
    """The statements of the catalog graph; they hold no blank nodes. Addresses in them are those of the settings."""

    def __init__(self, graph: Published, settings: Settings, shelf: Shelf | None = None) -> None:
        self._graph, self._settings = graph, settings
        self.shelf = shelf or Shelf(graph, settings)
        self._of: tuple[str, ...] = ()
        self._triples: tuple[Triple, ...] = ()
        self._parts: dict[str, list[Triple]] = {}

    def triples(self) -> tuple[Triple, ...]:
        """All statements; made anew when another release has come. Raises PersonalData, Tangled, OSError."""
        releases = self.shelf.releases()
        names = tuple(one.name for one in releases)
        if names != self._of:
            self._triples = self._written(releases)
            self._parts, self._of = _by_thing(self._triples), names
        return self._triples

    def description(self, iri: str) -> list[Triple]:
        """What is said of one thing and of its parts, which are named below it with ``#``; empty where nothing is."""
        if not iri.startswith(OURS):
            return []
        try:
            self.triples()
        except (ValueError, OSError) as error:
            LOG.warning("the catalog cannot be described: %s", error)
        return list(self._parts.get(iri.partition("#")[0], ()))

    def _written(self, releases: list[Release]) -> tuple[Triple, ...]:
        current = self.shelf.current()
        out = Described(releases, current, self._settings).write()
        void.write(out, releases, current, Addresses(self._settings), self._example)
        return tuple(sorted(out, key=str))

    @cached_property
    def _example(self) -> str:
        """A thing to begin with: the notice whose IRI comes first, else the catalog."""
        notices = [
            one.subject.value
            for one in self._graph.triples(None)
            if one.predicate.value == RDF_TYPE
            and one.object == NamedNode(NOTICE)
            and isinstance(one.subject, NamedNode)
        ]
        return min(notices, default=CATALOG)


def _by_thing(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Statements of our own things, with those of their parts."""
    found: dict[str, list[Triple]] = {}
    for one in triples:
        if isinstance(one.subject, NamedNode) and one.subject.value.startswith(f"{BASE}id/"):
            found.setdefault(one.subject.value.partition("#")[0], []).append(one)
    return found


__all__ = ["GRAPH", "Catalog", "Release", "Shelf"]
