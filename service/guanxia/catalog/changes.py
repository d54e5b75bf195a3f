"""What differs between two releases: statements removed and added, which made from one give the other, byte for byte.

They are told as two N-Quads files, plain RDF that every tool loads, and as one RDF Patch, which tools can apply: unlike
a SPARQL update it may name blank nodes, and these keep their labels from release to release.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guanxia.catalog.files import WHOLE
from guanxia.catalog.lines import document, statements
from guanxia.linked.addresses import BASE

DATASET = "dataset.nq"
RDF_PATCH = "application/rdf-patch"


class NotApplicable(ValueError):
    """Changes that do not fit the statements they are applied to."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Statements as lines of N-Quads, sorted; ``before`` and ``after`` are the names of the releases."""

    before: str
    after: str
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @classmethod
    def between(cls, before: str, old: bytes, after: str, new: bytes) -> Changes:
        """From the bytes of two ``dataset.nq``."""
        gone, come = set(statements(old)), set(statements(new))
        return cls(before, after, tuple(sorted(gone - come)), tuple(sorted(come - gone)))

    def applied(self, old: bytes) -> bytes:
        """The ``dataset.nq`` of the release after. Raises NotApplicable where the bytes are of another release."""
        lines = set(statements(old))
        if not lines.issuperset(self.removed) or not lines.isdisjoint(self.added):
            raise NotApplicable(f"these changes lead from {self.before}; the statements given are not of it")
        return document(self.after, WHOLE.en, sorted(lines.difference(self.removed).union(self.added)))

    def part(self, name: str) -> bytes:
        """The statements ``removed`` or ``added``, as N-Quads."""
        lines = self.removed if name == "removed" else self.added
        return document(self.after, f"statements {name} since {self.before}", lines)

    def patch(self) -> bytes:
        """An RDF Patch."""
        rows = [
            f"H before <{BASE}id/release/{self.before}> .",
            f"H id <{BASE}id/release/{self.after}> .",
            "TX .",
            *(f"D {line}" for line in self.removed),
            *(f"A {line}" for line in self.added),
            "TC .",
        ]
        return document(self.after, f"changes since {self.before}, as an RDF Patch", rows)

    @classmethod
    def from_patch(cls, patch: bytes) -> Changes:
        """The changes of a patch that ``patch`` made. Raises NotApplicable for another text."""
        rows = statements(patch)
        heads = [_release(row) for row in rows if row.startswith("H ")]
        if len(heads) != 2:
            raise NotApplicable("no patch between two releases")
        return cls(heads[0], heads[1], tuple(_rows(rows, "D ")), tuple(_rows(rows, "A ")))


def _rows(rows: Iterable[str], kind: str) -> list[str]:
    return [row.removeprefix(kind) for row in rows if row.startswith(kind)]


def _release(row: str) -> str:
    return row.partition("<")[2].partition(">")[0].removeprefix(f"{BASE}id/release/")
