"""The graph: Turtle folders read into an embedded store, named by the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, Variable

from guanxia import __version__

Term = NamedNode | Literal | BlankNode


class UnreadableGraph(Exception):
    """A Turtle file that cannot be parsed; ``path``, ``line`` and ``reason`` say where and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line or '?'}: {reason}")
        self.path, self.line, self.reason = path, line, reason


def turtle_files(folders: Iterable[Path]) -> list[Path]:
    """All Turtle files of the folders, in an order that does not depend on the machine."""
    return [path for folder in folders for path in sorted(folder.rglob("*.ttl"), key=lambda path: path.as_posix())]


def release_of(folders: Sequence[Path]) -> str:
    """Name of the release that these folders make: version and the first 16 digits of the SHA-256 of all files."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in turtle_files([folder]):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def hash_of(paths: Iterable[Path]) -> str:
    """The first 16 digits of the SHA-256 over the contents of files, in their order."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class Graph:
    """The release in memory. Raises UnreadableGraph, or FileNotFoundError for a folder without Turtle."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.release = release_of(folders)
        self._store = Store()
        for folder in folders:
            files = turtle_files([folder])
            if not files:
                raise FileNotFoundError(f"no Turtle file in {folder}")
            for path in files:
                self._read(path)

    def _read(self, path: Path) -> None:
        try:
            self._store.load(path=str(path), format=RdfFormat.TURTLE)
        except SyntaxError as error:
            raise UnreadableGraph(path, error.lineno, error.msg) from error

    def __len__(self) -> int:
        return len(self._store)

    def __iter__(self) -> Iterator[Triple]:
        return (quad.triple for quad in self._store)

    def select(self, query: str, bindings: dict[str, Term]) -> list[dict[str, Term]]:
        """Rows of a SELECT query with its parameters bound as terms; unbound variables are left out."""
        substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): term for name, term in bindings.items()
        }
        solutions = self._store.query(query, substitutions=substitutions)
        names = [variable.value for variable in solutions.variables]  # type: ignore[union-attr]
        return [
            {name: term for name, term in zip(names, row, strict=True) if term is not None}
            for row in solutions  # type: ignore[union-attr]
        ]

    def intact(self) -> bool:
        """Whether the files on disk still make the release that was read."""
        try:
            return release_of(self.folders) == self.release
        except OSError:
            return False
