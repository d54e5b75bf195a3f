"""The statements of one notice on one day, read from the graph and put together."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TypeVar

from guanxia import reading
from guanxia.jurisdiction.logic import facts_in
from guanxia.model import (
    Basis,
    Caution,
    Expression,
    Filling,
    Interpretation,
    Kind,
    Norm,
    Office,
    Provision,
    Role,
)
from guanxia.queries import Questions, Row
from guanxia.reading import IncompleteLaw, local, text, typed

T = TypeVar("T")


class LawReader:
    """The statements of one notice on one day that share look-ups."""

    def __init__(self, questions: Questions, notice: str, day: date) -> None:
        self._ask, self._notice, self._day = questions.ask, notice, day
        self._classes = reading.expressions(self._ask("case_classes", notice=notice))
        self._clauses = reading.clauses(self._ask("clauses", notice=notice))
        self._bases = reading.bases(self._ask("bases", notice=notice, day=day))
        self._terms = reading.terms(self._ask("terms", notice=notice, day=day))

    def mentioned(self) -> frozenset[str]:
        """Names of the facts on which anything of the notice depends."""
        return frozenset(fact for expression in self._classes.values() for fact in facts_in(expression))

    def _class(self, row: Row, name: str) -> Expression:
        return self._lookup(self._classes, row.text(name), "class")

    @staticmethod
    def _lookup(table: dict[str, T], iri: str, what: str) -> T:
        if iri not in table:
            raise IncompleteLaw(f"the graph has no {what} {iri}")
        return table[iri]

    def _in_force(self, iri: str) -> tuple[Basis, ...]:
        return tuple(one for one in self._bases.get(iri, ()) if one.state in ("yes", "unknown"))

    def _later(self, iri: str) -> tuple[Basis, ...]:
        known = {one.provision.iri for one in self._in_force(iri)}
        return tuple(one for one in self._bases.get(iri, ()) if one.state == "later" and one.provision.iri not in known)

    def kinds(self) -> tuple[Kind, ...]:
        notice, day = self._notice, self._day
        over = reading.precedences(
            self._ask("precedences", notice=notice, day=day), self._ask("principles", notice=notice, day=day)
        )
        sanctions = reading.sanctions(self._ask("sanctions", notice=notice, day=day), self._classes, over)
        materials = reading.materials(self._ask("materials", notice=self._notice))
        return tuple(
            Kind(
                id=row.text("id"),
                iri=row.text("kind"),
                label=text(row, "label"),
                clause=self._lookup(self._clauses, row.text("clause"), "clause"),
                role=row.text("role"),
                norm=local(row.text("norm")),
                case_class=self._class(row, "class"),
                bases=self._in_force(row.text("kind")),
                later=self._later(row.text("kind")),
                sanctions=sanctions.get(row.text("kind"), ()),
                terms=self._terms.get(row.text("kind"), ()),
                materials=materials.get(row.text("id"), ()),
            )
            for row in self._ask("kinds", notice=self._notice)
        )

    def norms(self) -> tuple[Norm, ...]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self._ask("norms", notice=self._notice):
            grouped[row.text("norm")].append(row)
        documents = reading.documents(self._ask("documents", notice=self._notice))
        following = reading.steps(self._ask("next_steps", notice=self._notice), self._classes)
        return tuple(
            Norm(
                id=rows[0].text("id"),
                iri=iri,
                modality=rows[0].text("modality"),
                what=text(rows[0], "label"),
                clause=self._lookup(self._clauses, rows[0].text("clause"), "clause"),
                bearers=tuple(dict.fromkeys(row.text("bearer") for row in rows)),
                counterpart=rows[0].optional("counterpart"),
                mutual=rows[0].get("mutual") is True,
                condition=self._class(rows[0], "condition"),
                document=self._lookup(documents, rows[0].text("document"), "document kind")
                if "document" in rows[0]
                else None,
                terms=self._terms.get(iri, ()),
                bases=self._in_force(iri),
                next=following.get(iri, ()),
            )
            for iri, rows in grouped.items()
        )

    def interpretations(self) -> tuple[Interpretation, ...]:
        links: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self._ask("interpretation_links", notice=self._notice):
            links[row.text("interpretation"), row.text("link")].append(row)
        return tuple(
            Interpretation(
                id=row.text("id"),
                iri=row.text("interpretation"),
                label=text(row, "label"),
                stand=text(row, "stand"),
                ground=tuple(
                    Provision(one.text("target"), text(one, "label"))
                    for one in links[row.text("interpretation"), "ground"]
                ),
                ground_text=text(row, "ground"),
                alternative=text(row, "alternative"),
                bears_on=tuple(one.text("id") for one in links[row.text("interpretation"), "bearsOn"]),
                reads=row.optional("reads"),
                other_class=self._class(row, "class") if "class" in row else None,
                other_role=row.optional("role"),
                other_when=self._class(row, "when") if "when" in row else None,
            )
            for row in self._ask("interpretations", notice=self._notice)
        )

    def cautions(self) -> tuple[Caution, ...]:
        sources: dict[str, list[str]] = defaultdict(list)
        for row in self._ask("caution_sources", notice=self._notice):
            sources[row.text("caution")].append(row.text("source"))
        return tuple(
            Caution(
                id=row.text("id"),
                iri=row.text("caution"),
                text=text(row, "text"),
                headline=reading.maybe(row, "headline"),
                since=typed(row, "since"),
                condition=self._class(row, "condition"),
                confidence=row.text("confidence"),
                source=tuple(sources[row.text("caution")]),
            )
            for row in self._ask("cautions", notice=self._notice, day=self._day)
        )


def roles(rows: list[Row], filling_rows: list[Row]) -> dict[str, Role]:
    """Roles by code, each with the role that fills it in the place."""
    fillings = {row.text("code"): row for row in filling_rows}
    found = {}
    for row in rows:
        code, filling = row.text("code"), fillings.get(row.text("code"))
        found[code] = Role(
            code,
            row.text("role"),
            text(row, "label"),
            local(row.text("by_fact")) if "by_fact" in row else None,
            filling.text("filled_by") if filling else None,
            _filling(filling) if filling else None,
        )
    return found


def _filling(row: Row) -> Filling:
    return Filling(text(row, "filled"), typed(row, "filled_from"), row.text("filled_confidence"))


def offices(rows: list[Row]) -> dict[tuple[str, str], Office]:
    return {
        (row.text("area"), row.text("role")): Office(
            row.optional("office"), reading.maybe(row, "office"), reading.maybe(row, "why")
        )
        for row in rows
    }
