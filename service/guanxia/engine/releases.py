"""The releases that a SPARQL server holds: one small graph tells of each its name, its graphs and their sizes.

Each release has graphs of its own, so that a service goes on answering from one while the next is loaded, and an answer
never mixes two. The graph that tells of them is replaced when all of a release is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.engine.errors import EngineFault
from guanxia.settings import Settings
from guanxia.store import SHAPES, hash_of, rule_files

BASE = "https://w3id.org/guanxia/"
GRAPH = f"{BASE}releases"
LAW = ""
_DCTERMS, _VOID, _GX = "http://purl.org/dc/terms/", "http://rdfs.org/ns/void#", f"{BASE}ontology#"
_NAME, _PART, _AS = f"{_DCTERMS}identifier", f"{_DCTERMS}hasPart", f"{_DCTERMS}isFormatOf"
_NEEDS, _SIZE, _ORDER = f"{_DCTERMS}requires", f"{_VOID}triples", f"{_GX}order"
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


@dataclass(frozen=True, slots=True)
class Release:
    """``graphs`` maps the public name of a graph (LAW for the law) to its name in the server, ``sizes`` to its size.

    ``program`` is the hash of the queries and rules that it was made with; ``order`` counts the releases of a server.
    """

    name: str
    program: str
    order: int
    graphs: Mapping[str, str]
    sizes: Mapping[str, int]

    def statements(self) -> Iterator[Triple]:
        """What the server is told of the release."""
        node = NamedNode(node_of(self.name))
        yield Triple(NamedNode(GRAPH), NamedNode(_PART), node)
        yield Triple(node, NamedNode(_NAME), Literal(self.name))
        yield Triple(node, NamedNode(_NEEDS), Literal(self.program))
        yield Triple(node, NamedNode(_ORDER), Literal(str(self.order), datatype=_INTEGER))
        for public, graph in self.graphs.items():
            part = NamedNode(graph)
            yield Triple(node, NamedNode(_PART), part)
            yield Triple(part, NamedNode(_SIZE), Literal(str(self.sizes[public]), datatype=_INTEGER))
            if public != LAW:
                yield Triple(part, NamedNode(_AS), NamedNode(public))


def program_of(settings: Settings) -> str:
    """Hash of the queries and rules of a program: a release is read by those that it was made with."""
    return hash_of([*sorted(settings.queries.glob("*.rq")), *rule_files(settings.shapes)])


def node_of(name: str) -> str:
    return f"{BASE}id/release/{name}"


def graphs_of(name: str) -> dict[str, str]:
    """The graphs of a release by their public names."""
    return {LAW: f"{node_of(name)}/law", SHAPES.value: f"{node_of(name)}/shapes"}


def read(statements: Iterable[Triple]) -> list[Release]:
    """Releases as a server tells of them, in their order. Raises EngineFault for one that lacks something."""
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in statements:
        about[triple.subject.value][triple.predicate.value].append(triple.object.value)  # type: ignore[union-attr]
    try:
        found = [_release(about, node) for node in about.get(GRAPH, {}).get(_PART, [])]
    except (LookupError, ValueError) as error:
        raise EngineFault("what the server tells of its releases is not whole") from error
    return sorted(found, key=lambda release: release.order)


def _release(about: Mapping[str, Mapping[str, list[str]]], node: str) -> Release:
    one = about[node]
    graphs = {(about[part].get(_AS) or [LAW])[0]: part for part in one[_PART]}
    sizes = {public: int(about[part][_SIZE][0]) for public, part in graphs.items()}
    if LAW not in graphs:
        raise LookupError(node)
    return Release(one[_NAME][0], one[_NEEDS][0], int(one[_ORDER][0]), graphs, sizes)
