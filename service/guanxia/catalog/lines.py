"""The statements of a release as lines of N-Quads: one form, one order, stable labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import NamedNode, Quad, Triple

from guanxia.linked.blank_nodes import named
from guanxia.store import SHAPES

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


class Published(Protocol):
    """A release in memory or in an engine: the law, and its shapes as a named graph."""

    @property
    def release(self) -> str: ...

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]: ...


def labelled(graph: Published, name: NamedNode | None) -> list[Triple]:
    """The statements of the law (None) or of a named graph, sorted, with stable labels. Raises Tangled."""
    return named(graph.triples(name), name.value if name else "")


def line_of(triple: Triple, name: NamedNode | None) -> str:
    """A statement as N-Quads; without a graph as N-Triples, which is the same."""
    parts = [triple.subject, triple.predicate, triple.object, *([name] if name else [])]
    return " ".join([*map(str, parts), "."])


def quads(graph: Published) -> list[str]:
    """Law and shapes as canonical lines, sorted as text. Raises Tangled."""
    return sorted(line_of(triple, name) for name in (None, SHAPES) for triple in labelled(graph, name))


def head(release: str, about: str) -> list[str]:
    """The comments that open a file of a release."""
    return [
        f"# Guanxia {release}: {about}.",
        f"# License: CC BY 4.0 ({LICENSE}).",
        "# Blank nodes keep their labels from release to release.",
    ]


def document(release: str, about: str, lines: Sequence[str]) -> bytes:
    """The bytes of an N-Quads file."""
    return ("\n".join([*head(release, about), *lines]) + "\n").encode()


def statements(body: bytes) -> list[str]:
    """The statements of such a file, without its comments."""
    return [line for line in body.decode().split("\n") if line and not line.startswith("#")]


def quad_of(triple: Triple, name: NamedNode | None) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, name) if name else Quad(*triple)
