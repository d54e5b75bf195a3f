"""The graph: Turtle folders read into an embedded store, named by the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from guanxia import __version__
from guanxia.settings import Settings

Term = NamedNode | Literal | BlankNode
SHAPES = NamedNode("https://w3id.org/guanxia/shapes")


class UnreadableGraph(Exception):
    """A Turtle file that cannot be parsed; ``path``, ``line`` and ``reason`` say where and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line or '?'}: {reason}")
        self.path, self.line, self.reason = path, line, reason


def turtle_files(folders: Iterable[Path]) -> list[Path]:
    """All Turtle files of the folders, in an order that does not depend on the machine."""
    return [path for folder in folders for path in sorted(folder.rglob("*.ttl"), key=lambda path: path.as_posix())]


def rule_files(folder: Path) -> list[Path]:
    """The files that judge packages: those of a notice and what they share; not the examples beside them."""
    return [folder / "common.ttl", *sorted(folder.glob("notices/*/*.ttl"), key=lambda path: path.as_posix())]


def release_of(folders: Sequence[Path], others: Iterable[Path] = ()) -> str:
    """Name of the release that files make: version and the first 16 digits of the SHA-256 of their names and bytes.

    ``folders`` hold the law; ``others`` are the files of its shapes and queries, known by their place in their folder.
    """
    digest = hashlib.sha256()
    named = [(path.relative_to(folder), path) for folder in folders for path in turtle_files([folder])]
    for name, path in [*named, *((Path(path.name), path) for path in others)]:
        digest.update(name.as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def hash_of(paths: Iterable[Path]) -> str:
    """The first 16 digits of the SHA-256 over the contents of files, in their order."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class Graph(Protocol):
    """One release of the law, to be asked: the law is the default graph, the shapes are the graph ``SHAPES``.

    ``triples``, ``select`` and ``construct`` may raise EngineError where the release is in a server.
    """

    @property
    def release(self) -> str: ...

    def __len__(self) -> int:
        """Number of statements of the law."""

    def __iter__(self) -> Iterator[Triple]:
        """The statements of the law."""

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]:
        """The statements of one graph; None is the law."""

    def select(self, query: str, bindings: dict[str, Term]) -> list[dict[str, Term]]:
        """Rows of a SELECT query with its parameters bound as terms; unbound variables are left out."""

    def construct(self, query: str, bindings: dict[str, Term]) -> list[Triple]:
        """The statements that a CONSTRUCT query makes, its parameters bound as terms, in an order that stays."""

    def intact(self) -> bool:
        """Whether the release is still whole where it was read."""


class EmbeddedGraph:
    """The release in memory, read from files.

    Raises UnreadableGraph, or FileNotFoundError for a folder without Turtle.
    """

    def __init__(self, folders: Sequence[Path], shapes: Sequence[Path] = (), queries: Sequence[Path] = ()) -> None:
        self.folders, self._others = tuple(folders), (*shapes, *queries)
        self.release = release_of(folders, self._others)
        self._store = Store()
        for folder in folders:
            files = turtle_files([folder])
            if not files:
                raise FileNotFoundError(f"no Turtle file in {folder}")
            for path in files:
                self._read(path)
        self._size = len(self._store)
        for path in shapes:
            self._read(path, SHAPES)

    def _read(self, path: Path, graph: NamedNode | None = None) -> None:
        try:
            self._store.load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
        except SyntaxError as error:
            raise UnreadableGraph(path, error.lineno, error.msg) from error

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Triple]:
        return self.triples(None)

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]:
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph or DefaultGraph()))

    def select(self, query: str, bindings: dict[str, Term]) -> list[dict[str, Term]]:
        solutions = self._store.query(query, substitutions=_substitutions(bindings))
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in solutions.variables]
        return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in solutions]

    def construct(self, query: str, bindings: dict[str, Term]) -> list[Triple]:
        made = self._store.query(query, substitutions=_substitutions(bindings))
        if not isinstance(made, QueryTriples):
            raise TypeError("not a CONSTRUCT query")
        return sorted(set(made), key=str)

    @property
    def dataset(self) -> Store:
        """All graphs, for those who evaluate queries from outside; never in a process that serves others."""
        return self._store

    def intact(self) -> bool:
        try:
            return release_of(self.folders, self._others) == self.release
        except OSError:
            return False


class Snapshot(EmbeddedGraph):
    """The copy of one release that a folder holds: its law, its shapes, and its name."""

    def __init__(self, folder: Path) -> None:
        self.folders, self._others, self._store = (folder,), (), Store()
        self._read(folder / "law.ttl")
        self._size = len(self._store)
        self._read(folder / "shapes.ttl", SHAPES)
        self.release = (folder / "release").read_text(encoding="utf-8")

    def intact(self) -> bool:
        return True


def open_graph(settings: Settings) -> Graph:
    """The release that the settings name: in a SPARQL server, in a copy, or in files.

    Raises UnreadableGraph, FileNotFoundError or EngineError.
    """
    if settings.snapshot is not None:
        return Snapshot(settings.snapshot)
    if settings.sparql_url is not None:
        from guanxia.engine import RemoteGraph

        return RemoteGraph(settings)
    return open_files(settings)


def open_files(settings: Settings) -> EmbeddedGraph:
    """The release in the files that the settings name. Raises UnreadableGraph or FileNotFoundError."""
    shapes = sorted({*settings.shapes.glob("*.ttl"), *rule_files(settings.shapes)})
    return EmbeddedGraph(settings.ontology, shapes, sorted(settings.queries.glob("*.rq")))


def _substitutions(bindings: dict[str, Term]) -> dict[Variable, NamedNode | BlankNode | Literal | Triple]:
    return {Variable(name): term for name, term in bindings.items()}
