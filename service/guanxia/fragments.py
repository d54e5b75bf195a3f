"""Parts of an answer that depend on release, notice and day alone, made into JSON once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import orjson

from guanxia import texts
from guanxia.jurisdiction.blocks import Block, Cell, Verdict
from guanxia.jurisdiction.decide import Known, NormState
from guanxia.jurisdiction.rules import KEPT_WORLDS, Rules
from guanxia.model import Interpretation, Kind, Norm, Step, Text
from guanxia.problems import pair
from guanxia.rendering import (
    basis,
    canonical,
    caution,
    clause,
    document,
    kept,
    later,
    material,
    provision,
    stored,
    term,
)
from guanxia.templates import Template, array, names

FORMAT = "guanxia.answer.v1"
KEPT_BYTES = 32 * 1024 * 1024


class Memory:
    """Parts of answers kept for all laws together, up to a number of bytes; what was made longest ago goes first."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit, self._used = limit, 0
        self._parts: dict[Hashable, Any] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Any:
        return self._parts.get(key)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The part of a key, made if it is not there."""
        part = self._parts.get(key)
        if part is None:
            part = make()
            with self._lock:
                self._parts[key] = part
                self._used += _size(part)
                while self._used > self._limit:
                    oldest = next(iter(self._parts))
                    self._used -= _size(self._parts.pop(oldest))
        return part


def _size(part: Any) -> int:
    return 200 + (len(part) if isinstance(part, bytes) else int(part.size))


class Told(NamedTuple):
    """A violation of a cell; the template leaves open what the rest of the case decides."""

    kind: Kind
    established: bool
    missing: int
    hangs: frozenset[str]
    readings: bytes
    template: Template


class Sheet(NamedTuple):
    """What is told of a cell."""

    cell: Cell
    told: tuple[Told, ...]
    excluded: tuple[bytes, ...]
    questions: tuple[bytes, ...]
    flips: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(one.readings) + one.template.size for one in self.told) + sum(
            map(len, (*self.excluded, *self.questions, *self.flips))
        )


class Fragments:
    """Kept JSON of one law. Roles are kept by area, cells by what is known in them."""

    def __init__(self, rules: Rules, memory: Memory, number: int) -> None:
        self.rules, self.law = rules, rules.law
        self.memory, self.number = memory, number
        things: list[Kind | Norm] = [*self.law.kinds, *self.law.norms]
        self.role = lru_cache(maxsize=512)(self._role)
        self.collector = lru_cache(maxsize=512)(self._collector)
        self.reason = lru_cache(maxsize=None)(self._reason)
        self.reasons = lru_cache(maxsize=KEPT_WORLDS)(self._reasons)
        self.facts = lru_cache(maxsize=KEPT_WORLDS)(self._facts)
        self.clauses = {one.clause.iri: kept(clause(one.clause)) for one in things}
        self.bases = {one.iri: kept([basis(item) for item in one.bases]) for one in things}
        self.later = {one.iri: kept([later(item) for item in one.later]) for one in self.law.kinds}
        self.labels = {one.iri: kept(pair(one.label)) for one in self.law.kinds}
        self.whats = {norm.iri: kept(pair(norm.what)) for norm in self.law.norms}
        self.documents = {norm.iri: kept(document(norm.document)) for norm in self.law.norms}
        self.document_names = {
            norm.iri: kept(
                norm.document
                and {"kind": norm.document.id, "iri": norm.document.iri, "label": pair(norm.document.label)}
            )
            for norm in self.law.norms
        }
        self.materials = {kind.iri: kept([material(one) for one in kind.materials]) for kind in self.law.kinds}
        self.cautions = {one.id: stored(caution(one)) for one in self.law.cautions}
        self.next = lru_cache(maxsize=1024)(self._next)
        self.conclusion = lru_cache(maxsize=None)(self._conclusion)
        self.terms = {one.iri: stored([term(item, None) for item in one.terms]) for one in things}
        self.readings_of = {
            kind.id: frozenset(
                one.id for one in self.law.interpretations if kind.id in one.bears_on or kind.norm in one.bears_on
            )
            for kind in self.law.kinds
        }
        self.readings_of_norm = {
            norm.id: kept(
                [self.interpretation(one, None) for one in self.law.interpretations if norm.id in one.bears_on]
            )
            for norm in self.law.norms
        }
        self.sanctioning = {
            kind.id: tuple(
                dict.fromkeys(
                    condition
                    for one in kind.sanctions
                    for condition in (rules.sanctions[one.iri], rules.instead.get(one.iri))
                    if condition is not None
                )
            )
            for kind in self.law.kinds
        }
        self.shown: dict[tuple[str, tuple[str, ...]], Any] = {}
        self.named = lru_cache(maxsize=None)(self._named)
        head = {"iri": self.law.notice_iri, "title": pair(self.law.title), "number": self.law.number}
        self.fixed = {
            "notice": stored({**head, "inForce": self.law.in_force}),
            "limits": stored(pair(texts.LIMITS)),
            "release": stored(self.law.release),
            "format": stored(FORMAT),
        }

    def resolve(self, code: str, first: str | None) -> str:
        """The role that acts: the first receiver and the collector are told by a fact or by place and day."""
        role = self.law.roles[code]
        if role.by_fact and first:
            return first
        return role.filled_by or code

    def _role(self, code: str, area: str | None) -> orjson.Fragment:
        role = self.law.roles[code]
        office = self.law.offices.get((area, code)) if area else None
        missing = None
        if office is None or office.label is None:
            missing = texts.NO_AREA if area is None else (office and office.missing) or texts.NO_POST
        named = {"iri": office.iri, "label": pair(office.label)} if office and office.label else None
        return kept(
            {
                "code": code,
                "iri": role.iri,
                "label": pair(role.label),
                "office": named,
                "officeMissing": missing and pair(missing),
            }
        )

    def _collector(self, area: str | None) -> bytes:
        """Who collects contributions there on that day, and how sure that is; null where the graph does not say."""
        role = self.law.roles.get("COLLECTOR")
        if role is None or role.filled_by is None or role.filling is None:
            return stored(None)
        told = role.filling
        return stored(
            {
                **orjson.loads(canonical(self.role(role.filled_by, area))),
                "text": pair(told.text),
                "since": told.since and told.since.isoformat(),
                "confidence": told.confidence,
            }
        )

    def _reason(self, fact: str, value: bool | str, source: str) -> bytes:
        return stored({"fact": fact, "value": value, "source": source, "label": pair(self.law.facts[fact].label)})

    def _reasons(self, world: int, stated: int, implied: int) -> bytes:
        """The fact values of a world; ``stated`` and ``implied`` are the parts of it with that source."""
        bits = self.rules.bits
        return array(
            self.reason(fact, value, "stated" if stated & bit else "implied" if implied & bit else "derived")
            for fact, value in bits.read(world)
            for bit in (bits.of(fact, value),)
        )

    def _facts(self, world: int) -> bytes:
        return names(fact for fact, _ in self.rules.bits.read(world))

    def _named(self, fact: str) -> bytes:
        return stored({"fact": fact, "label": pair(self.law.facts[fact].label)})

    def _next(self, norm: Norm, area: str | None, first: str | None) -> orjson.Fragment:
        return kept([self._step(step, area, first) for step in norm.next])

    def _step(self, step: Step, area: str | None, first: str | None) -> dict[str, Any]:
        return {
            "iri": step.iri,
            "label": pair(step.label),
            "norm": step.norm,
            "actor": self.role(self.resolve(step.actor, first), area),
            "when": step.when and pair(step.when),
            "document": step.document and pair(step.document),
            "reconstructed": step.reconstructed,
        }

    def _conclusion(self, kind_id: str, established: bool) -> tuple[Text, Text]:
        kind = self.rules.kinds[kind_id]
        return texts.conclusion(kind, self.law.roles[kind.role], self.law, established)

    def action(self, one: NormState, bearer: str, known: Known, area: str | None, first: str | None) -> bytes:
        """An action of which no term has begun, kept by its reasons and what it lacks."""
        stated, implied = one.reasons & known.stated, one.reasons & known.implied
        key = (one.norm.id, bearer, one.state, one.reasons, one.missing, stated, implied, area, first)
        part: bytes | None = self.memory.find((self.number, key))
        if part is None:
            terms = self.terms[one.norm.iri]
            part = self.remember(key, lambda: self.dated_action(one, bearer, known, area, first, terms))
        return part

    def dated_action(
        self, one: NormState, bearer: str, known: Known, area: str | None, first: str | None, terms: bytes
    ) -> bytes:
        """An action with these terms."""
        key = ("action", one.norm.id, bearer, one.state, area, first)
        template: Template = self.remember(key, lambda: self._action(one.norm, bearer, bool(one.state), area, first))
        reasons = self.reasons(one.reasons, one.reasons & known.stated, one.reasons & known.implied)
        return template.fill(self.facts(one.missing), reasons, terms)

    def _action(self, norm: Norm, bearer: str, applies: bool, area: str | None, first: str | None) -> Template:
        other = next((code for code in norm.bearers if code != bearer), None) if norm.mutual else norm.counterpart
        parts = {
            "norm": norm.id,
            "iri": norm.iri,
            "modality": norm.modality,
            "mutual": norm.mutual,
            "actor": self.role(self.resolve(bearer, first), area),
            "counterpart": self.role(self.resolve(other, first), area) if other else None,
            "what": self.whats[norm.iri],
            "document": (self.documents if applies else self.document_names)[norm.iri],
            "state": "applies" if applies else "would-apply",
            "clause": self.clauses[norm.clause.iri],
            "bases": self.bases[norm.iri] if applies else [],
            "next": self.next(norm, area, first) if applies else [],
            "interpretations": self.readings_of_norm[norm.id] if applies else [],
        }
        return Template(parts, ("missing", "reasons", "terms"))

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make`` gives for a key that the law of the day admits: bytes or a template."""
        return self.memory.get((self.number, key), make)

    def outcome(self, value: bool | str, verdict: Verdict, norms: Sequence[str] = ()) -> dict[str, Any]:
        return {
            "value": value,
            "violations": list(verdict.established),
            "possible": list(verdict.possible),
            "competent": sorted(verdict.certain_roles),
            "norms": list(norms),
        }

    def sheet(self, block: Block, cell: Cell, area: str | None) -> Sheet:
        """What is told of a cell, whoever asks; kept, as there are few cells."""
        key = ("sheet", id(cell), area)
        found: Sheet = self.remember(key, lambda: self._sheet(block, cell, area))
        return found

    def _sheet(self, block: Block, cell: Cell, area: str | None) -> Sheet:
        readings = {kind: self._readings(self.rules.kinds[kind], cell) for kind in block.kinds}
        verdict = cell.verdict
        states = [(kind, "established") for kind in verdict.established]
        states += [(kind, "possible") for kind in verdict.possible]
        settled = {*verdict.established, *verdict.possible}
        return Sheet(
            cell,
            tuple(self._told(self.rules.kinds[kind], state, cell, readings[kind], area) for kind, state in states),
            tuple(self._excluded(kind, cell, readings[kind]) for kind in block.kinds if kind not in settled),
            tuple(self._question(block, question) for question in cell.questions),
            tuple(self._flip(flip) for flip in cell.flips),
        )

    def _sources(self, world: int, cell: Cell) -> bytes:
        return self.reasons(world, world & cell.stated, world & cell.known & ~cell.stated)

    def _told(self, kind: Kind, state: str, cell: Cell, readings: bytes, area: str | None) -> Told:
        nearest = self.rules.definitions[kind.id].assess(cell.closed)[2] or 0
        missing = 0 if state == "established" else nearest & ~cell.closed
        hangs = cell.hangs_on & self.readings_of[kind.id]
        parts = {
            "id": kind.id,
            "iri": kind.iri,
            "label": self.labels[kind.iri],
            "norm": kind.norm,
            "clause": self.clauses[kind.clause.iri],
            "competent": self.role(self.resolve(kind.role, None), area),
            "bases": self.bases[kind.iri],
            "later": self.later[kind.iri] if state == "established" else [],
            "materials": self.materials[kind.iri] if state == "established" else [],
            "missing": orjson.Fragment(self.facts(missing)),
            "reasons": orjson.Fragment(self._sources(nearest & cell.closed, cell)),
            "state": state,
        }
        holes = ("displaced", "hangsOn", "interpretations", "robust", "sanctions", "summary", "terms")
        return Told(kind, state == "established", missing, hangs, readings, Template(parts, holes))

    def _excluded(self, kind_id: str, cell: Cell, readings: bytes) -> bytes:
        """A kind that cannot be, with the facts that contradict it and the readings under which it could be."""
        kind = self.rules.kinds[kind_id]
        own = self.rules.definitions[kind_id].witness(cell.closed, inside=False)
        world = own or self.rules.classes[kind_id].witness(cell.closed, inside=False)
        could_be = any(
            kind_id in (*reading.verdict.established, *reading.verdict.possible)
            for reading in cell.readings
            if reading.interpretation in self.readings_of[kind_id]
        )
        return stored(
            {
                "id": kind.id,
                "iri": kind.iri,
                "label": self.labels[kind.iri],
                "reasons": orjson.Fragment(self._sources(world, cell)),
                "clause": self.clauses[kind.clause.iri],
                "interpretations": orjson.Fragment(readings) if could_be else [],
            }
        )

    def _question(self, block: Block, question: Any) -> bytes:
        kind = next(
            kind
            for kind in map(self.rules.kinds.__getitem__, block.kinds)
            if self.rules.bits.of_fact[question.fact] & self.rules.condition(kind.case_class).mask
        )
        return stored(
            {
                "fact": question.fact,
                "prompt": pair(self.law.facts[question.fact].question),
                "why": self.clauses[kind.clause.iri],
                "outcomes": [self.outcome(value, verdict) for value, verdict in question.outcomes],
            }
        )

    def _flip(self, flip: Any) -> bytes:
        return stored(
            {
                "changes": [orjson.Fragment(self.reason(fact, value, "stated")) for fact, value in flip.changes],
                "competent": sorted(flip.verdict.certain_roles),
                "violations": list(flip.verdict.established),
                "possible": list(flip.verdict.possible),
            }
        )

    def _readings(self, kind: Kind, cell: Cell) -> bytes:
        under = {reading.interpretation: reading for reading in cell.readings}
        return stored(
            [
                self.interpretation(one, under.get(one.id))
                for one in self.law.interpretations
                if kind.id in one.bears_on or kind.norm in one.bears_on
            ]
        )

    def interpretation(self, one: Interpretation, reading: Any) -> dict[str, Any]:
        return {
            "id": one.id,
            "iri": one.iri,
            "label": pair(one.label),
            "stand": pair(one.stand),
            "ground": [provision(item) for item in one.ground],
            "groundText": pair(one.ground_text),
            "alternative": pair(one.alternative),
            "underAlternative": reading
            and {
                "changes": reading.changes,
                "violations": list(reading.verdict.established),
                "possible": list(reading.verdict.possible),
                "competent": sorted(reading.verdict.certain_roles),
            },
        }
