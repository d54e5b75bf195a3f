"""Releases put into a SPARQL server by the Graph Store Protocol, checked there, and old ones taken out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from guanxia.engine import releases
from guanxia.engine.errors import EngineFault, EngineRefusal
from guanxia.engine.graph import Engine, access_of
from guanxia.engine.releases import LAW, Release
from guanxia.engine.wire import Wire
from guanxia.settings import Settings
from guanxia.store import Graph

LOAD_SECONDS = 600.0
KEPT_RELEASES = 3
# Where servers have their graph store, by how their query address ends; the second where they ask who writes.
STORES = {
    "query": ("store", "store"),
    "sparql": ("sparql-graph-crud", "sparql-graph-crud-auth"),
    "sparql-auth": ("sparql-graph-crud-auth", "sparql-graph-crud-auth"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing found and did: ``loaded`` is false where the release was there, ``dropped`` are names."""

    release: Release
    loaded: bool
    dropped: tuple[str, ...]


class Difference(EngineFault):
    """The server holds something else than the files: told by graph, number of statements there and in the files."""

    def __init__(self, graph: str, there: int, here: int) -> None:
        super().__init__(f"{graph} has {there} statements in the server and {here} in the files")
        self.graph, self.there, self.here = graph, there, here


class Publisher:
    """Publishes one release, read from files, into the server of the settings."""

    def __init__(self, settings: Settings, graph: Graph) -> None:
        self._engine, self._graph = Engine(settings), graph
        self._store = Wire(store_of(settings), LOAD_SECONDS, settings.sparql_reply, access_of(settings))
        self._program = releases.program_of(settings)

    def publish(self, kept: int = KEPT_RELEASES) -> Published:
        """Load the release unless it is there whole, make it the newest, and drop what is older than ``kept`` ones.

        Raises EngineError; what was published before stays as it is then.
        """
        held = self._engine.releases()
        same = [one for one in held if one.name == self._graph.release]
        if same and held[-1] == same[-1] and not self._differences(same[-1]):
            return Published(same[-1], False, self._drop(held, kept))
        release = self._load(max((one.order for one in held), default=0) + 1)
        held = [*(one for one in held if one.name != release.name), release]
        self._tell(held)
        return Published(release, True, self._drop(held, kept))

    def check(self) -> Release:
        """The release in the server. Raises EngineFault where it is not the newest there, or not that of the files."""
        held = self._engine.releases()
        if not held or held[-1].name != self._graph.release:
            newest = held[-1].name if held else "none"
            raise EngineFault(f"the newest release in the server is {newest}, that of the files {self._graph.release}")
        for difference in self._differences(held[-1]):
            raise difference
        self._engine.statements(held[-1].graphs[LAW])
        return held[-1]

    def close(self) -> None:
        self._engine.close()
        self._store.close()

    def _load(self, order: int) -> Release:
        graphs = releases.graphs_of(self._graph.release)
        sizes = {}
        for public, name in graphs.items():
            statements = set(self._graph.triples(NamedNode(public) if public else None))
            self._put(name, statements)
            sizes[public] = len(statements)
        release = Release(self._graph.release, self._program, order, graphs, sizes)
        for difference in self._differences(release):
            raise difference
        return release

    def _differences(self, release: Release) -> list[Difference]:
        counts = {public: self._engine.size(name) for public, name in release.graphs.items()}
        own = {public: sum(1 for _ in self._graph.triples(NamedNode(public) if public else None)) for public in counts}
        return [
            Difference(release.graphs[public], counts[public], own[public])
            for public in counts
            if counts[public] != own[public]
        ]

    def _tell(self, held: list[Release]) -> None:
        self._put(releases.GRAPH, [triple for one in held for triple in one.statements()])

    def _drop(self, held: list[Release], kept: int) -> tuple[str, ...]:
        old = held[: -max(kept, 1)]
        if old:
            self._tell(held[len(old) :])
        for release in old:
            for name in release.graphs.values():
                self._remove(name)
        return tuple(one.name for one in old)

    def _put(self, graph: str, statements: Iterable[Triple]) -> None:
        body = serialize(sorted(statements, key=str), format=RdfFormat.N_TRIPLES) or b""
        # N-Triples is Turtle, and every server takes Turtle.
        self._store.send("PUT", body, {"Content-Type": RdfFormat.TURTLE.media_type}, query=_graph(graph))

    def _remove(self, graph: str) -> None:
        try:
            self._store.send("DELETE", None, {}, query=_graph(graph))
        except EngineRefusal as refusal:
            if refusal.status != 404:
                raise


def store_of(settings: Settings) -> str:
    """The address of the graph store. Raises ValueError where the settings do not tell it."""
    if settings.sparql_store is not None:
        return settings.sparql_store
    parts = urlsplit(settings.sparql_url or "")
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    if last not in STORES:
        raise ValueError("GUANXIA_SPARQL_STORE_URL must tell the address of the server's Graph Store Protocol")
    return urlunsplit(parts._replace(path=f"{folder}/{STORES[last][settings.sparql_user is not None]}"))


def _graph(name: str) -> str:
    return "graph=" + quote(name, safe="")
