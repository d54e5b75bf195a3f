"""Documents about things: what each says, and what it says of itself."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode, Triple

from guanxia.linked.addresses import BASE, document_of
from guanxia.linked.formats import Format, serialise
from guanxia.linked.things import ONTOLOGY, SHAPES, Things
from guanxia.store import SHAPES as SHAPES_GRAPH
from guanxia.store import Graph

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
LATELY = 32
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DOCUMENT, _TOPIC = NamedNode("http://xmlns.com/foaf/0.1/Document"), NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_LICENSE, _DATASET = NamedNode("http://purl.org/dc/terms/license"), NamedNode("http://rdfs.org/ns/void#inDataset")


class Documents:
    """The documents of a release. Ontology and shapes are documents themselves; all other things have one."""

    def __init__(self, things: Things, graph: Graph) -> None:
        self._things, self._graph = things, graph
        self._lately = lru_cache(maxsize=LATELY)(self._read)

    def statements(self, iri: str) -> list[Triple]:
        """What the document about an IRI says; empty where nothing is said of it."""
        return self._lately(iri) if iri in self._things.names else self._read(iri)

    def _read(self, iri: str) -> list[Triple]:
        whole = self._things.versions.get(iri, iri)
        if whole == ONTOLOGY:
            return self._things.ontology()
        if whole == SHAPES:
            return list(self._graph.triples(SHAPES_GRAPH))
        said = self._things.describe(iri)
        return [*self._about(iri), *said] if said else []

    def written(self, iri: str, format: Format) -> bytes:
        return serialise(self.statements(iri), format, iri)

    def _about(self, iri: str) -> list[Triple]:
        document = NamedNode(BASE + document_of(iri))
        if document.value == iri:
            return []
        return [
            Triple(document, _TYPE, _DOCUMENT),
            Triple(document, _TOPIC, NamedNode(iri)),
            Triple(document, _LICENSE, NamedNode(LICENSE)),
            Triple(document, _DATASET, NamedNode(f"{BASE}id/release/{self._graph.release}")),
        ]
