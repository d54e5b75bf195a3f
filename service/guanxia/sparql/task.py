"""Public queries as a task of the cage: a request in, a whole result out, or the problem that says why not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from guanxia.cage import Refusal
from guanxia.problems import Problem, shown
from guanxia.rendering import canonical
from guanxia.settings import Settings
from guanxia.shared_graph import shared_graph
from guanxia.sparql import results
from guanxia.sparql.beside import catalog
from guanxia.sparql.faults import malformed
from guanxia.sparql.formats import DESCRIBE, GRAPHS
from guanxia.sparql.refusals import Refused
from guanxia.sparql.request import Message
from guanxia.store import EmbeddedGraph

Functions = dict[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]]
BASE = "https://w3id.org/guanxia/"
_UNKNOWN_FUNCTION = re.compile(r"custom function <(.*)> is not supported")
_MOST_FUNCTIONS = 64


def load(settings: Settings) -> Callable[[bytes], bytes]:
    """The work of a child over the published dataset, where it is in memory."""
    # Where the engine breaks off, a trace would cost time and memory that the child may not have.
    os.environ["RUST_BACKTRACE"] = "0"
    graph = shared_graph(settings)
    if not isinstance(graph, EmbeddedGraph):
        return _elsewhere
    graph.dataset.extend(catalog(graph, settings))
    return work(graph.dataset, settings)


def work(store: Store, settings: Settings, base: str = BASE) -> Callable[[bytes], bytes]:
    """The work of a child over a dataset: a result, or Refusal with the problem document."""
    evaluation = Evaluation(store, settings.query_rows, settings.cage_reply, base)
    evaluation.warm()

    def answer(request: bytes) -> bytes:
        try:
            return evaluation.result(Message.load(request))
        except Problem as problem:
            raise _refusal(problem) from None

    return answer


def _elsewhere(_: bytes) -> bytes:
    raise _refusal(Problem("unavailable"))


def _refusal(problem: Problem) -> Refusal:
    return Refusal(canonical({**problem.as_dict(), "status": problem.status}))


class Evaluation:
    """``rows`` and ``size`` (bytes) are the most that a result may have; ``base`` completes relative IRIs."""

    def __init__(self, store: Store, rows: int, size: int, base: str) -> None:
        self._store, self._rows, self._size, self._base = store, rows, size, base

    def warm(self) -> None:
        """Read what a first query would read."""
        for format in GRAPHS:
            self.result(Message("DESCRIBE <>", DESCRIBE, format, [], []))

    def result(self, message: Message) -> bytes:
        """The whole result. Raises Refused."""
        unknown: Functions = {}
        while True:
            try:
                found = self._evaluate(message, unknown)
                return results.written(found, message.format, self._rows, self._size)
            except SyntaxError as error:
                raise malformed(str(error)) from None
            except RuntimeError as error:
                function = _UNKNOWN_FUNCTION.search(str(error))
                if function is None or len(unknown) >= _MOST_FUNCTIONS:
                    raise
                # By the standard an unknown function is an error of its expression, not of the query.
                unknown[NamedNode(function.group(1))] = lambda *_: None

    def _evaluate(self, message: Message, unknown: Functions) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Graphs that do not exist are empty; none is ever fetched."""
        if not message.default_graphs and not message.named_graphs:
            return self._store.query(message.query, base_iri=self._base, custom_functions=unknown)
        try:
            default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(name) for name in message.default_graphs]
            named: list[NamedNode | BlankNode] = [NamedNode(name) for name in message.named_graphs]
        except ValueError as error:
            raise Refused(
                "malformed-query",
                f"数据集中的图名不是绝对网址：{shown(str(error))}。",
                f"The name of a graph is not an absolute IRI: {shown(str(error))}.",
                "default-graph-uri",
            ) from None
        return self._store.query(
            message.query, base_iri=self._base, custom_functions=unknown, default_graph=default, named_graphs=named
        )
