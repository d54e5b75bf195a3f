"""Names of properties and classes as pages tell of them, and their order; all of it is told by the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guanxia.model import Text
from guanxia.queries import Questions, Row
from guanxia.reading import text

LAST = 1_000


@dataclass(frozen=True, slots=True)
class Term:
    """A property or class; ``section`` and ``place`` tell where pages show it, ``inverse`` heads what points by it.

    ``mark`` tells a text that is not the law's own; ``shown`` is parts, versions or beside for what points by it.
    """

    iri: str
    label: Text
    section: str
    place: int
    inverse: Text
    definition: Text | None = None
    mark: Text | None = None
    shown: str = ""


class Terms:
    """The terms of one release."""

    def __init__(self, questions: Questions) -> None:
        rows = [*questions.ask("page_terms"), *questions.ask("page_borrowed")]
        self._terms = {term.iri: term for term in map(_term, rows)}
        self.sections = {
            row.text("section"): Text(row.text("label_zh"), row.text("label_en"))
            for row in questions.ask("page_sections")
        }

    def __getitem__(self, iri: str) -> Term:
        """What is told of a term; of one that the graph does not name, the last part of its IRI."""
        known = self._terms.get(iri)
        if known is None:
            name = iri.replace("#", "/").rsplit("/", 1)[-1]
            known = Term(iri, Text(name, name), "", LAST, Text(f"以其“{name}”指向此项的", f"by its {name}"))
        return known

    def __contains__(self, iri: str) -> bool:
        return iri in self._terms

    def kind(self, classes: Iterable[str]) -> str:
        """Of several classes the one that says most; empty where there is none."""
        return min(classes, key=lambda one: (self[one].place, one), default="")


def _term(row: Row) -> Term:
    iri, place = row.text("term"), row.get("place", 0)
    name = iri.replace("#", "/").rsplit("/", 1)[-1]
    label = Text(row.optional("label_zh") or name, row.optional("label_en") or name)
    inverse = Text(
        row.optional("inverse_zh") or f"以此为“{label.zh}”的",
        row.optional("inverse_en") or f"whose “{label.en}” is this",
    )
    return Term(
        iri,
        label,
        row.optional("section") or "",
        place if isinstance(place, int) else LAST,
        inverse,
        text(row, "definition") if "definition_zh" in row else None,
        text(row, "mark") if "mark_zh" in row else None,
        row.optional("shown") or "",
    )
