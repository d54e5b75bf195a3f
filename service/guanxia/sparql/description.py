"""The endpoint in its own words: SPARQL 1.1 Service Description, with its limits by terms of our ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.linked.addresses import BASE, TERMS
from guanxia.model import Text
from guanxia.settings import Settings
from guanxia.sparql.formats import BINDINGS, GRAPHS

SERVICE = NamedNode(f"{BASE}id/service/sparql")
LICENSE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
TITLE = Text("管辖 SPARQL 端点", "Guanxia SPARQL endpoint")
ABOUT = Text(
    "法律图的只读查询服务（SPARQL 1.1）；结果要么完整，要么是错误。",
    "Read-only query service over the law graph (SPARQL 1.1); a result is whole or an error.",
)
_SD, _VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
_DCTERMS, _RDFS = "http://purl.org/dc/terms/", "http://www.w3.org/2000/01/rdf-schema#"
_SKOS, _OWL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2002/07/owl#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")
_FORMAT = NamedNode("http://www.w3.org/ns/formats/Format")
_XSD = "http://www.w3.org/2001/XMLSchema#"
# What is told of a term of ours that the description uses.
_TOLD = (_TYPE, NamedNode(f"{_RDFS}label"), NamedNode(f"{_SKOS}definition"), NamedNode(f"{_SKOS}scopeNote"))
_DEFINITION, _COMMENT = NamedNode(f"{_SKOS}definition"), NamedNode(f"{_RDFS}comment")


def limits(settings: Settings) -> dict[str, int | float]:
    """The limits of the endpoint by the local name of their term; times are in seconds, sizes in bytes."""
    return {
        "queryTimeLimit": float(settings.cage_wall),
        "queryMemoryLimit": settings.cage_memory,
        "querySizeLimit": settings.query_size,
        "queryDepthLimit": settings.query_depth,
        "queryPatternLimit": settings.query_patterns,
        "resultRowLimit": settings.query_rows,
        "resultSizeLimit": settings.cage_reply,
        "clientTimeBudget": float(settings.client_seconds),
        "clientErrorBudget": settings.client_errors,
        "clientQueryLimit": settings.client_running,
    }


@dataclass(frozen=True, slots=True)
class Description:
    """``endpoint`` is the address, ``law`` the number of statements of the default graph, ``graphs`` those by name.

    ``said`` gives what the ontology says of a term.
    """

    settings: Settings
    endpoint: str
    release: str
    law: int
    graphs: Mapping[str, int]
    said: Callable[[str], Iterable[Triple]]

    def triples(self) -> Iterator[Triple]:
        yield from self._service()
        yield from self._dataset()
        for name, limit in limits(self.settings).items():
            kind = "decimal" if isinstance(limit, float) else "integer"
            yield Triple(SERVICE, NamedNode(TERMS + name), Literal(str(limit), datatype=NamedNode(_XSD + kind)))
            yield from self._term(TERMS + name)

    def _service(self) -> Iterator[Triple]:
        yield Triple(SERVICE, _TYPE, _sd("Service"))
        yield Triple(SERVICE, _sd("endpoint"), NamedNode(self.endpoint))
        yield Triple(SERVICE, _sd("supportedLanguage"), _sd("SPARQL11Query"))
        yield Triple(SERVICE, _sd("defaultEntailmentRegime"), _SIMPLE)
        yield Triple(_SIMPLE, _TYPE, _sd("EntailmentRegime"))
        for format in dict.fromkeys((*BINDINGS, *GRAPHS)):
            yield Triple(SERVICE, _sd("resultFormat"), NamedNode(format.iri))
            yield Triple(NamedNode(format.iri), _TYPE, _FORMAT)
        for predicate, text in (("title", TITLE), ("description", ABOUT)):
            yield Triple(SERVICE, NamedNode(_DCTERMS + predicate), Literal(text.zh, language="zh"))
            yield Triple(SERVICE, NamedNode(_DCTERMS + predicate), Literal(text.en, language="en"))
        yield Triple(SERVICE, NamedNode(f"{_DCTERMS}license"), LICENSE)
        yield Triple(SERVICE, NamedNode(f"{_OWL}versionInfo"), Literal(self.release))

    def _dataset(self) -> Iterator[Triple]:
        dataset = BlankNode("dataset")
        yield Triple(SERVICE, _sd("defaultDataset"), dataset)
        yield Triple(SERVICE, _sd("availableGraphs"), dataset)
        yield Triple(dataset, _TYPE, _sd("Dataset"))
        yield Triple(dataset, _TYPE, _sd("GraphCollection"))
        yield Triple(dataset, _sd("defaultGraph"), BlankNode("law"))
        yield from _counted(BlankNode("law"), self.law)
        for number, (name, size) in enumerate(sorted(self.graphs.items())):
            named, graph = BlankNode(f"name{number}"), BlankNode(f"graph{number}")
            yield Triple(dataset, _sd("namedGraph"), named)
            yield Triple(named, _TYPE, _sd("NamedGraph"))
            yield Triple(named, _sd("name"), NamedNode(name))
            yield Triple(named, _sd("graph"), graph)
            yield from _counted(graph, size)

    def _term(self, iri: str) -> Iterator[Triple]:
        for one in self.said(iri):
            if one.subject == NamedNode(iri) and one.predicate in _TOLD:
                yield one
                if one.predicate == _DEFINITION:
                    yield Triple(one.subject, _COMMENT, one.object)


def _counted(graph: BlankNode, size: int) -> Iterator[Triple]:
    yield Triple(graph, _TYPE, _sd("Graph"))
    yield Triple(graph, _TYPE, NamedNode(f"{_VOID}Dataset"))
    yield Triple(graph, NamedNode(f"{_VOID}triples"), Literal(str(size), datatype=NamedNode(f"{_XSD}integer")))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
