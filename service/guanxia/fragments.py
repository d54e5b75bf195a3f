"""Parts of an answer that depend on release, notice and day alone, made into JSON once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any

import orjson

from guanxia import texts
from guanxia.jurisdiction.blocks import Block, Cell, Verdict
from guanxia.jurisdiction.rules import Rules
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

KEPT_BYTES = 48 * 1024 * 1024


class Memory:
    """Parts of answers kept for all laws together, up to a number of bytes; when full it starts afresh."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit, self._used = limit, 0
        self._parts: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Any], size: int) -> Any:
        """The part of a key, made if it is not there."""
        part = self._parts.get(key)
        if part is None:
            part = make()
            self._used += len(part) if isinstance(part, bytes) else size
            if self._used > self._limit:
                self._parts, self._used = {}, 0
            self._parts[key] = part
        return part


class Fragments:
    """Kept JSON of one law. Roles are kept by area, cells by what is known in them."""

    def __init__(self, rules: Rules, memory: Memory, number: int) -> None:
        self.rules, self.law = rules, rules.law
        self.memory, self._number = memory, number
        things: list[Kind | Norm] = [*self.law.kinds, *self.law.norms]
        self.role = lru_cache(maxsize=512)(self._role)
        self.collector = lru_cache(maxsize=512)(self._collector)
        self.reason = lru_cache(maxsize=None)(self._reason)
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
        self.cautions = {one.id: kept(caution(one)) for one in self.law.cautions}
        self.next = lru_cache(maxsize=1024)(self._next)
        self.conclusion = lru_cache(maxsize=None)(self._conclusion)
        self.terms = {one.iri: stored([term(item, None) for item in one.terms]) for one in things}
        self.readings_of = {
            kind.id: frozenset(
                one.id for one in self.law.interpretations if kind.id in one.bears_on or kind.norm in one.bears_on
            )
            for kind in self.law.kinds
        }
        self._norms = {norm.id: norm for norm in self.law.norms}
        self.shown: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._cells: dict[int, dict[str, Any]] = {}

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

    def _collector(self, area: str | None) -> orjson.Fragment:
        """Who collects contributions there on that day, and how sure that is; null where the graph does not say."""
        role = self.law.roles.get("COLLECTOR")
        if role is None or role.filled_by is None or role.filling is None:
            return kept(None)
        told = role.filling
        return kept(
            {
                **orjson.loads(canonical(self.role(role.filled_by, area))),
                "text": pair(told.text),
                "since": told.since and told.since.isoformat(),
                "confidence": told.confidence,
            }
        )

    def _reason(self, fact: str, value: bool | str, source: str) -> orjson.Fragment:
        return kept({"fact": fact, "value": value, "source": source, "label": pair(self.law.facts[fact].label)})

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

    def action_parts(
        self,
        norm_id: str,
        bearer: str,
        state: bool | None,
        reasons: int,
        missing: int,
        stated: int,
        implied: int,
        area: str | None,
        first: str | None,
    ) -> dict[str, Any]:
        """An action without dates; ``stated`` and ``implied`` are the parts of the reasons with that source."""
        norm, bits = self._norms[norm_id], self.rules.bits
        other = next((code for code in norm.bearers if code != bearer), None) if norm.mutual else norm.counterpart
        return {
            "norm": norm.id,
            "iri": norm.iri,
            "modality": norm.modality,
            "actor": self.role(self.resolve(bearer, first), area),
            "counterpart": self.role(self.resolve(other, first), area) if other else None,
            "what": self.whats[norm.iri],
            "document": (self.documents if state else self.document_names)[norm.iri],
            "terms": orjson.Fragment(self.terms[norm.iri]),
            "state": "applies" if state else "would-apply",
            "missing": [fact for fact, _ in bits.read(missing)],
            "clause": self.clauses[norm.clause.iri],
            "bases": self.bases[norm.iri] if state else [],
            "reasons": [
                self.reason(fact, value, "stated" if stated & bit else "implied" if implied & bit else "derived")
                for fact, value in bits.read(reasons)
                for bit in (bits.of(fact, value),)
            ],
            "next": self.next(norm, area, first) if state else [],
        }

    def action(self, *key: Any) -> orjson.Fragment:
        """An action without dates, kept."""
        return orjson.Fragment(self.remember(key, lambda: stored(self.action_parts(*key))))

    def remember(self, key: Hashable, make: Callable[[], Any], size: int = 500) -> Any:
        """What ``make`` gives for a key that the law of the day admits; ``size`` counts where it is not bytes."""
        return self.memory.get((self._number, key), make, size)

    def outcome(self, value: bool | str, verdict: Verdict, norms: Sequence[str] = ()) -> dict[str, Any]:
        return {
            "value": value,
            "violations": list(verdict.established),
            "possible": list(verdict.possible),
            "competent": sorted(verdict.certain_roles),
            "norms": list(norms),
        }

    def cell(self, block: Block, cell: Cell) -> dict[str, Any]:
        """Questions and flips of a cell, and the readings of its kinds."""
        key = id(cell)
        if key not in self._cells:
            self._cells[key] = {
                "cell": cell,
                "questions": [self._question(block, question) for question in cell.questions],
                "flips": [self._flip(flip) for flip in cell.flips],
                "interpretations": {kind: self._readings(self.rules.kinds[kind], cell) for kind in block.kinds},
            }
        return self._cells[key]

    def _question(self, block: Block, question: Any) -> orjson.Fragment:
        kind = next(
            kind
            for kind in map(self.rules.kinds.__getitem__, block.kinds)
            if self.rules.bits.of_fact[question.fact] & self.rules.condition(kind.case_class).mask
        )
        return kept(
            {
                "fact": question.fact,
                "prompt": pair(self.law.facts[question.fact].question),
                "why": self.clauses[kind.clause.iri],
                "outcomes": [self.outcome(value, verdict) for value, verdict in question.outcomes],
            }
        )

    def _flip(self, flip: Any) -> orjson.Fragment:
        return kept(
            {
                "changes": [self.reason(fact, value, "stated") for fact, value in flip.changes],
                "competent": sorted(flip.verdict.certain_roles),
                "violations": list(flip.verdict.established),
                "possible": list(flip.verdict.possible),
            }
        )

    def _readings(self, kind: Kind, cell: Cell) -> orjson.Fragment:
        under = {reading.interpretation: reading for reading in cell.readings}
        return kept(
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
