"""Frozen values of the domain: the law of one notice on one day, and what a case is made of.

Money is :class:`~decimal.Decimal` yuan, days are :class:`~datetime.date`. Every value comes out of a query
on the graph (``notices``) or out of a validated question (``cases``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English."""

    zh: str
    en: str


# --- class expressions over facts (the OWL 2 DL constructs that case classes use) ---


@dataclass(frozen=True, slots=True)
class Has:
    """owl:hasValue: the fact has this value (``bool``, or the notation of a choice)."""

    fact: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class All:
    """owl:intersectionOf; empty means every case."""

    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """owl:unionOf; empty means no case."""

    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """owl:complementOf."""

    of: Expression


Expression = Has | All | Any | Not
EVERY_CASE = All(())


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two values that cannot both hold of a case, with the words that say why."""

    first: Has
    second: Has
    why: Text


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    iri: str
    label: Text


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a case; ``type`` is ``boolean``, ``choice``, ``amount`` (yuan) or ``date``."""

    name: str
    iri: str
    type: str
    order: int
    label: Text
    definition: Text
    question: Text
    choices: tuple[Choice, ...] = ()

    @property
    def values(self) -> tuple[bool | str, ...]:
        """The values that a decision may depend on."""
        if self.type == "boolean":
            return (True, False)
        return tuple(choice.value for choice in self.choices)


# --- the law ---


@dataclass(frozen=True, slots=True)
class Clause:
    id: str
    iri: str
    address: str
    label: Text
    words: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provision:
    iri: str
    citation: Text


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision as worded on the day; ``role`` is competence, substantive, sanction or procedure."""

    provision: Provision
    role: str
    summary: Text
    start: date | None
    end: date | None
    state: str
    checked: date | None
    confidence: str
    rank: int


@dataclass(frozen=True, slots=True)
class Filling:
    """How a role came to be filled by another in a place: in words, since when, how sure."""

    text: Text
    since: date | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role; ``by_fact`` names the fact that tells which role is meant (the first receiver)."""

    code: str
    iri: str
    label: Text
    by_fact: str | None = None
    filled_by: str | None = None
    filling: Filling | None = None


@dataclass(frozen=True, slots=True)
class Precedence:
    """One sanction before others; ``settled`` false means that another reading is live."""

    over: tuple[Provision, ...]
    over_sanctions: tuple[str, ...]
    because: Text
    settled: bool
    principles: tuple[Provision, ...] = ()
    confidence: str = "V1"


@dataclass(frozen=True, slots=True)
class Sanction:
    iri: str
    label: Text
    provision: Provision
    kind: str
    target: str
    decided_by: str
    condition: Expression
    confidence: str
    min_multiple: Decimal | None = None
    max_multiple: Decimal | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    rate_per_day: Decimal | None = None
    base_fact: str | None = None
    day_fact: str | None = None
    counts_from: date | None = None
    counts_until: date | None = None
    precedence: Precedence | None = None
    in_force: str = "yes"
    capped_by: Provision | None = None
    note: Text | None = None
    decided_instead: str | None = None
    instead_when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term; ``number`` is None where the text names none. ``unit`` is a notation of id/unit/."""

    iri: str
    label: Text
    words: Text
    number: int | None
    unit: str | None
    start: Text | None
    day_fact: str | None
    provision: Provision | None
    confidence: str
    in_force: str = "yes"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A stand on a doubtful point. With ``reads`` and an alternative it is a switch; else it is told only."""

    id: str
    iri: str
    label: Text
    stand: Text
    ground: tuple[Provision, ...]
    ground_text: Text
    alternative: Text
    bears_on: tuple[str, ...]
    reads: str | None = None
    other_class: Expression | None = None
    other_role: str | None = None
    other_when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What is told in place of a lost annex: a paper or circumstance, always marked as reconstructed."""

    iri: str
    label: Text
    provisions: tuple[Provision, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of violation with the case class that defines it."""

    id: str
    iri: str
    label: Text
    clause: Clause
    role: str
    norm: str
    case_class: Expression
    bases: tuple[Basis, ...]
    later: tuple[Basis, ...]
    sanctions: tuple[Sanction, ...]
    terms: tuple[Term, ...]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class DocumentPart:
    iri: str
    label: Text
    reconstructed: bool


@dataclass(frozen=True, slots=True)
class DocumentKind:
    id: str
    iri: str
    label: Text
    parts: tuple[DocumentPart, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may follow the step of a norm."""

    iri: str
    label: Text
    norm: str | None
    actor: str
    when: Text | None
    document: Text | None
    reconstructed: bool
    condition: Expression = EVERY_CASE
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class Norm:
    id: str
    iri: str
    modality: str
    what: Text
    clause: Clause
    bearers: tuple[str, ...]
    counterpart: str | None
    mutual: bool
    condition: Expression
    document: DocumentKind | None
    terms: tuple[Term, ...]
    bases: tuple[Basis, ...]
    next: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    id: str
    iri: str
    text: Text
    headline: Text | None
    since: date | None
    condition: Expression
    confidence: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    iri: str
    label: Text


@dataclass(frozen=True, slots=True)
class Office:
    """Who fills a role in an area; without ``label`` the reason why nobody is named."""

    iri: str | None
    label: Text | None
    missing: Text | None


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one notice for one span of days on which nothing in it changes.

    ``exclusions`` are those whose facts the notice uses, ``all_exclusions`` those of the whole graph.
    """

    release: str
    notice: str
    notice_iri: str
    title: Text
    number: str
    in_force: bool
    notice_start: date | None
    start: date | None
    end: date | None
    facts: dict[str, Fact]
    exclusions: tuple[Exclusion, ...]
    all_exclusions: tuple[Exclusion, ...]
    roles: dict[str, Role]
    kinds: tuple[Kind, ...]
    norms: tuple[Norm, ...]
    interpretations: tuple[Interpretation, ...]
    cautions: tuple[Caution, ...]
    areas: dict[str, Area]
    offices: dict[tuple[str, str], Office]
    outside_norm: str | None
    area_of_notice: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A validated question. ``facts`` holds what was stated; what is absent is unknown."""

    facts: dict[str, bool | str | Decimal | date]
    on: date
    on_stated: bool
    area: str | None = None
    violation: str | None = None
    notice: str | None = None
    notice_stated: bool = False
