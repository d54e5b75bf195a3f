"""One release of the law in a SPARQL server, asked like the one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.engine import releases, terms
from guanxia.engine.errors import EngineEmpty, EngineError, EngineFault
from guanxia.engine.releases import LAW, Release
from guanxia.engine.text import prepare
from guanxia.engine.wire import Access, Wire
from guanxia.queries import read_query
from guanxia.settings import Settings
from guanxia.store import Term

FORM = "application/x-www-form-urlencoded"


def access_of(settings: Settings) -> Access | None:
    """Who the program is for its server, if that asks."""
    return Access(settings.sparql_user, settings.sparql_password) if settings.sparql_user else None


class Engine:
    """A SPARQL server by its query address; every request names the graphs that it is about."""

    def __init__(self, settings: Settings) -> None:
        if settings.sparql_url is None:
            raise ValueError("no address of a SPARQL server")
        self.wire = Wire(settings.sparql_url, settings.sparql_seconds, settings.sparql_reply, access_of(settings))
        self._size = read_query(settings.queries / "size.rq").text
        self._statements = read_query(settings.queries / "statements.rq").text

    def ask(self, query: str, default: str, named: tuple[str, ...], accept: str, taken: tuple[str, ...]) -> bytes:
        """The whole reply to a query over a default graph and named ones. Raises EngineError."""
        fields = [("query", query), ("default-graph-uri", default), *(("named-graph-uri", one) for one in named)]
        reply = self.wire.send("POST", urlencode(fields).encode(), {"Content-Type": FORM, "Accept": accept})
        if reply.media_type not in taken:
            raise EngineFault(f"{self.wire.url} answers {reply.media_type} where {accept} was asked for")
        return reply.body

    def rows(self, query: str, default: str, named: tuple[str, ...] = ()) -> list[terms.Row]:
        return terms.rows(self.ask(query, default, named, terms.RESULTS, terms.RESULT_TYPES))

    def size(self, graph: str) -> int:
        """Number of statements of a graph."""
        found = self.rows(self._size, graph)
        count = found[0].get("statements") if len(found) == 1 else None
        if not isinstance(count, Literal) or not count.value.isdecimal():
            raise EngineFault(f"{self.wire.url} does not count statements")
        return int(count.value)

    def statements(self, graph: str) -> list[Triple]:
        """All statements of a graph. Raises EngineFault where the server gives fewer than it counts."""
        found = self.rows(self._statements, graph)
        if len(found) != (size := self.size(graph)):
            raise EngineFault(f"{self.wire.url} gives {len(found)} of {size} statements: its limit of rows is too low")
        return [Triple(row["subject"], row["predicate"], row["object"]) for row in found]  # type: ignore[arg-type]

    def releases(self) -> list[Release]:
        """The releases that the server holds, the newest last."""
        return releases.read(self.statements(releases.GRAPH))

    def newest(self, program: str, wanted: str | None = None) -> Release:
        """The newest release for the queries and rules of a program, or the one that is wanted. Raises EngineEmpty."""
        fitting = [one for one in self.releases() if one.program == program and wanted in (None, one.name)]
        if not fitting:
            raise EngineEmpty(f"{self.wire.url} holds no release for the queries and rules of this program")
        return fitting[-1]

    def close(self) -> None:
        self.wire.close()


class RemoteGraph:
    """The newest release of a server that was made with the queries and rules of this program; the same for life.

    Raises EngineEmpty where there is none, EngineError where the server cannot be asked.
    """

    def __init__(self, settings: Settings) -> None:
        self.engine, self._program = Engine(settings), releases.program_of(settings)
        self._wanted = settings.sparql_release
        self.published = self._newest()
        self._named = tuple(self.published.graphs[name] for name in sorted(self.published.graphs) if name != LAW)

    @property
    def release(self) -> str:
        return self.published.name

    def __len__(self) -> int:
        return self.published.sizes[LAW]

    def __iter__(self) -> Iterator[Triple]:
        return self.triples(None)

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]:
        name = self.published.graphs.get(graph.value if graph else LAW)
        return iter(self.engine.statements(name) if name else ())

    def select(self, query: str, bindings: dict[str, Term]) -> list[dict[str, Term]]:
        prepared = prepare(query)
        found = self.engine.rows(self._text(query, bindings), self.published.graphs[LAW], self._named)
        if prepared.keys is not None:
            found = terms.in_order(found, [key for key in prepared.keys if key.name not in bindings])
        bound = {name: term for name, term in bindings.items() if name in prepared.projected}
        hidden = [name for name in prepared.added if name not in bindings]
        for row in found:
            for name in hidden:
                row.pop(name, None)
            row.update(bound)
        return found

    def construct(self, query: str, bindings: dict[str, Term]) -> list[Triple]:
        body = self.engine.ask(
            self._text(query, bindings),
            self.published.graphs[LAW],
            self._named,
            terms.STATEMENTS,
            terms.STATEMENT_TYPES,
        )
        return sorted(set(terms.statements(body)), key=str)

    def intact(self) -> bool:
        try:
            return self.published in self.engine.releases()
        except EngineError:
            return False

    def _text(self, query: str, bindings: dict[str, Term]) -> str:
        return prepare(query).text(bindings, self.published.graphs)

    def _newest(self) -> Release:
        return self.engine.newest(self._program, self._wanted)
