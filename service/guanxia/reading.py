"""Rows of the questions as values of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any as Anything

from guanxia.model import (
    EVERY_CASE,
    All,
    Any,
    Basis,
    Choice,
    Clause,
    DocumentKind,
    DocumentPart,
    Exclusion,
    Expression,
    Fact,
    Has,
    Material,
    Not,
    Precedence,
    Provision,
    Sanction,
    Step,
    Term,
    Text,
)
from guanxia.queries import MissingValue, Row


class IncompleteLaw(MissingValue):
    """A statement of the graph names something that the graph does not have."""


def local(iri: str) -> str:
    """Last part of an IRI: ``clause-1-2-3``, ``employerRegistered``."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def text(row: Row, name: str) -> Text:
    return Text(row.text(f"{name}_zh"), row.text(f"{name}_en"))


def maybe(row: Row, name: str) -> Text | None:
    return text(row, name) if f"{name}_zh" in row else None


def provision(row: Row, name: str = "provision", citation: str = "citation") -> Provision:
    return Provision(row.text(name), text(row, citation))


def typed(row: Row, name: str) -> Anything:
    """The value as the query typed it (a day, a number), or None."""
    return row.get(name)


def facts(rows: Iterable[Row], choice_rows: Iterable[Row]) -> dict[str, Fact]:
    choices: dict[str, list[Choice]] = defaultdict(list)
    for row in choice_rows:
        choices[row.text("fact")].append(Choice(row.text("value"), row.text("choice"), text(row, "label")))
    return {
        local(row.text("fact")): Fact(
            local(row.text("fact")),
            row.text("fact"),
            row.text("type"),
            int(row.text("order")),
            text(row, "label"),
            text(row, "definition"),
            text(row, "question"),
            tuple(choices[row.text("fact")]),
        )
        for row in rows
    }


def _has(property_: str, value: Anything) -> Has:
    return Has(local(property_), value if isinstance(value, bool) else str(value))


def exclusions(rows: Iterable[Row]) -> tuple[Exclusion, ...]:
    return tuple(
        Exclusion(
            _has(row.text("first"), row["first_value"]), _has(row.text("second"), row["second_value"]), text(row, "why")
        )
        for row in rows
    )


def expressions(rows: Iterable[Row]) -> dict[str, Expression]:
    """Class expressions by node, put together from their edges. Raises IncompleteLaw for a node without parts."""
    edges: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        edges[row.text("node")].append(row)
    built: dict[str, Expression] = {}

    def build(node: str, path: tuple[str, ...]) -> Expression:
        if node in path:
            raise IncompleteLaw(f"the class {node} is defined by itself")
        if node not in built:
            built[node] = combine(node, edges.get(node, []), (*path, node))
        return built[node]

    def combine(node: str, parts: list[Row], path: tuple[str, ...]) -> Expression:
        if local(node) == "Case" and not parts:
            return EVERY_CASE
        if not parts:
            raise IncompleteLaw(f"the class {node} has no definition over facts")
        construct = parts[0].text("construct")
        if construct == "has":
            return _has(parts[0].text("property"), parts[0]["target"])
        inner = sorted((build(part.text("target"), path) for part in parts), key=repr)
        if construct == "not":
            return Not(inner[0])
        if construct == "any":
            return Any(tuple(inner))
        inner = [one for one in inner if one != EVERY_CASE]
        return inner[0] if len(inner) == 1 else All(tuple(inner))

    for node in list(edges):
        build(node, ())
    return built


def clauses(rows: Iterable[Row]) -> dict[str, Clause]:
    return {
        row.text("clause"): Clause(
            local(row.text("clause")),
            row.text("clause"),
            row.text("address"),
            text(row, "label"),
            row.text("words"),
            row.text("sha256"),
        )
        for row in rows
    }


def bases(rows: Iterable[Row]) -> dict[str, tuple[Basis, ...]]:
    """Bases by the thing that rests on them, in every state; the caller picks those of the day."""
    found: dict[str, list[Basis]] = defaultdict(list)
    for row in rows:
        found[row.text("thing")].append(
            Basis(
                provision(row),
                row.text("basis_role"),
                text(row, "says"),
                typed(row, "from"),
                typed(row, "until"),
                row.text("state"),
                typed(row, "checked"),
                row.text("confidence"),
                int(row.optional("rank") or 99),
            )
        )
    return {thing: tuple(ones) for thing, ones in found.items()}


def precedences(rows: Iterable[Row], principle_rows: Iterable[Row]) -> dict[str, Precedence]:
    """What steps back, by the sanction that prevails; a sanction with several precedences has them joined."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.text("prevailing")].append(row)
    principles: dict[str, list[Provision]] = defaultdict(list)
    for row in principle_rows:
        principles[row.text("prevailing")].append(provision(row, "principle", "principle"))
    found = {}
    for prevailing, ones in grouped.items():
        because = list(dict.fromkeys(text(row, "because") for row in ones))
        found[prevailing] = Precedence(
            tuple(dict.fromkeys(provision(row, "over_provision", "over_citation") for row in ones)),
            tuple(dict.fromkeys(row.text("over") for row in ones)),
            Text("".join(one.zh for one in because), " ".join(one.en for one in because)),
            all(bool(row["settled"]) for row in ones),
            tuple(principles[prevailing]),
            max(row.text("confidence") for row in ones),
        )
    return found


def sanctions(
    rows: Iterable[Row], classes: dict[str, Expression], over: dict[str, Precedence]
) -> dict[str, tuple[Sanction, ...]]:
    """Sanctions in force on the day by kind; ``later`` and ``no`` are left out."""
    found: dict[str, dict[str, Sanction]] = defaultdict(dict)
    for row in rows:
        if row.text("state") in ("later", "no"):
            continue
        condition = row.optional("condition")
        found[row.text("thing")][row.text("sanction")] = Sanction(
            iri=row.text("sanction"),
            label=text(row, "label"),
            provision=provision(row),
            kind=row.text("kind"),
            target=row.text("target"),
            decided_by=row.text("decided_by"),
            condition=classes[condition] if condition else EVERY_CASE,
            confidence=row.text("confidence"),
            min_multiple=_decimal(row, "min_multiple"),
            max_multiple=_decimal(row, "max_multiple"),
            min_amount=_decimal(row, "min_amount"),
            max_amount=_decimal(row, "max_amount"),
            rate_per_day=_decimal(row, "rate"),
            base_fact=local(row.text("base_fact")) if "base_fact" in row else None,
            day_fact=local(row.text("day_fact")) if "day_fact" in row else None,
            counts_from=typed(row, "counts_from"),
            counts_until=typed(row, "counts_until"),
            precedence=over.get(row.text("sanction")),
            in_force=row.text("state"),
            decided_instead=row.optional("instead"),
            instead_when=classes[row.text("instead_when")] if "instead_when" in row else None,
            note=maybe(row, "note"),
            capped_by=provision(row, "cap", "cap_citation") if "cap" in row else None,
        )
    return {thing: tuple(ones.values()) for thing, ones in found.items()}


def _decimal(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    return None if value is None or isinstance(value, date) else Decimal(str(value))


def terms(rows: Iterable[Row]) -> dict[str, tuple[Term, ...]]:
    """Terms by kind or norm whose provision is in force on the day.

    The words of a term without number are those of the notice, with its note.
    """
    found: dict[str, dict[str, Term]] = defaultdict(dict)
    for row in rows:
        if row.text("state") in ("later", "no"):
            continue
        label = text(row, "label")
        number = typed(row, "number")
        note = maybe(row, "note")
        if number is None and note:
            words = Text(f"“{row.get('words') or label.zh}”：{note.zh}", f"“{label.en}”: {note.en}")
        elif number is None:
            words = label
        else:
            words = Text(f"{number}{row.text('unit_zh')}", f"{number} {row.text('unit_en')}")
        found[row.text("thing")][row.text("term")] = Term(
            row.text("term"),
            label,
            words,
            number,
            row.optional("unit"),
            maybe(row, "start"),
            local(row.text("day_fact")) if "day_fact" in row else None,
            provision(row) if "provision" in row else None,
            row.text("confidence"),
            row.text("state"),
        )
    return {thing: tuple(ones.values()) for thing, ones in found.items()}


def documents(rows: Iterable[Row]) -> dict[str, DocumentKind]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.text("document")].append(row)
    return {
        iri: DocumentKind(
            local(iri),
            iri,
            text(ones[0], "label"),
            tuple(
                DocumentPart(row.text("part"), text(row, "part"), row.get("reconstructed") is True)
                for row in ones
                if "part" in row
            ),
        )
        for iri, ones in grouped.items()
    }


def steps(rows: Iterable[Row], classes: dict[str, Expression]) -> dict[str, tuple[Step, ...]]:
    """Steps that may follow, by norm."""
    found: dict[str, dict[str, Step]] = defaultdict(dict)
    for row in rows:
        before = found[row.text("norm")].get(row.text("step"))
        cited = (provision(row),) if "citation_zh" in row else ()
        found[row.text("norm")][row.text("step")] = Step(
            row.text("step"),
            text(row, "label"),
            row.optional("next_norm"),
            row.text("actor"),
            maybe(row, "when"),
            maybe(row, "document"),
            row.get("reconstructed") is True,
            classes[row.text("condition")] if "condition" in row else EVERY_CASE,
            (*(before.provisions if before else ()), *cited),
        )
    return {norm: tuple(ones.values()) for norm, ones in found.items()}


def materials(rows: Iterable[Row]) -> dict[str, tuple[Material, ...]]:
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.text("kind"), row.text("material")].append(row)
    found: dict[str, list[Material]] = defaultdict(list)
    for (kind, iri), ones in grouped.items():
        cited = tuple(dict.fromkeys(provision(row) for row in ones if "provision" in row))
        found[kind].append(Material(iri, text(ones[0], "label"), cited, ones[0].text("confidence")))
    return {kind: tuple(ones) for kind, ones in found.items()}
