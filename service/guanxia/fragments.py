"""Parts of an answer that depend on release, notice and day alone, made into JSON once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import orjson

from guanxia import texts
from guanxia.jurisdiction.decide import Known, NormState
from guanxia.jurisdiction.rules import KEPT_WORLDS, Rules
from guanxia.memory import Memory
from guanxia.model import EVERY_CASE, Kind, Norm, Step, Text
from guanxia.problems import pair
from guanxia.rendering import (
    basis,
    canonical,
    caution,
    clause,
    document,
    interpretation,
    kept,
    later,
    material,
    provision,
    stored,
    term,
)
from guanxia.templates import Template, array, names

FORMAT = "guanxia.answer.v1"


class Fragments:
    """Kept JSON of one law. Roles are kept by area, cells by what is known in them."""

    def __init__(self, rules: Rules, memory: Memory, number: int) -> None:
        self.rules, self.law = rules, rules.law
        self.memory, self.number = memory, number
        things: list[Kind | Norm] = [*self.law.kinds, *self.law.norms]
        self.role = lru_cache(maxsize=512)(self._role)
        self.party = lru_cache(maxsize=512)(self._party)
        self.collector = lru_cache(maxsize=512)(self._collector)
        self.reason = lru_cache(maxsize=None)(self._reason)
        self.reasons = lru_cache(maxsize=KEPT_WORLDS)(self._reasons)
        self.facts = lru_cache(maxsize=KEPT_WORLDS)(self._facts)
        self.clauses = {one.clause.iri: kept(clause(one.clause)) for one in things}
        self.bases = {one.iri: kept([basis(item) for item in one.bases]) for one in things}
        self.first_bases = {
            kind.iri: kept([basis(item) for item in kind.bases if item.role in ("competence", "substantive")])
            for kind in self.law.kinds
        }
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
        self.cautions = {
            (one.id, sure): stored(caution(one, sure)) for one in self.law.cautions for sure in (True, False)
        }
        self.conclusion = lru_cache(maxsize=None)(self._conclusion)
        self.terms = {one.iri: stored([term(item, None) for item in one.terms]) for one in things}
        self.sums = {kind.id: self._sums(kind) for kind in self.law.kinds}
        self._read_interpretations()
        self.shown: dict[tuple[str, tuple[str, ...]], tuple[frozenset[str], bytes]] = {}
        self.needed = lru_cache(maxsize=KEPT_WORLDS)(self._needed)
        self.named = lru_cache(maxsize=None)(self._named)
        head = {"iri": self.law.notice_iri, "title": pair(self.law.title), "number": self.law.number}
        self.fixed = {
            "notice": stored({**head, "inForce": self.law.in_force}),
            "limits": stored(pair(texts.LIMITS)),
            "release": stored(self.law.release),
            "format": stored(FORMAT),
        }

    def _sums(self, kind: Kind) -> tuple[frozenset[str], int]:
        """The amounts and days that its sanctions are computed from, and the facts that their conditions turn on."""
        facts = {fact for one in kind.sanctions for fact in (one.base_fact, one.day_fact) if fact}
        conditions = [self.rules.sanctions[one.iri] for one in kind.sanctions]
        conditions += [self.rules.instead[one.iri] for one in kind.sanctions if one.iri in self.rules.instead]
        return frozenset(facts), reduce(or_, [one.span for one in conditions], 0)

    def _read_interpretations(self) -> None:
        """Which readings are told with which kind and norm."""
        self.readings_of = {
            kind.id: frozenset(
                one.id for one in self.law.interpretations if kind.id in one.bears_on or kind.norm in one.bears_on
            )
            for kind in self.law.kinds
        }
        self.readings_of_norm = {
            norm.id: kept([interpretation(one, None) for one in self.law.interpretations if norm.id in one.bears_on])
            for norm in self.law.norms
        }

    def resolve(self, code: str, first: str | None) -> str:
        """The role that acts: the first receiver and the collector are told by a fact or by place and day."""
        role = self.law.roles[code]
        if role.by_fact and first:
            return first
        return role.filled_by or code

    def _role(self, code: str, area: str | None) -> orjson.Fragment:
        office = self.law.offices.get((area, code)) if area else None
        missing = None
        if office is None or office.label is None:
            missing = texts.NO_AREA if area is None else (office and office.missing) or texts.NO_POST
        return kept({**self._named_role(code, area), "officeMissing": missing and pair(missing)})

    def _party(self, code: str, area: str | None) -> orjson.Fragment:
        """A role told beside the one that acts: without the reason why it has no office."""
        return kept(self._named_role(code, area))

    def _named_role(self, code: str, area: str | None) -> dict[str, Any]:
        role = self.law.roles[code]
        office = self.law.offices.get((area, code)) if area else None
        named = {"iri": office.iri, "label": pair(office.label)} if office and office.label else None
        return {"code": code, "iri": role.iri, "label": pair(role.label), "office": named}

    def _counterpart(self, code: str, area: str | None) -> orjson.Fragment:
        """To whom a paper goes: with the reason where its post has no known holder."""
        return (self.role if (area, code) in self.law.offices else self.party)(code, area)

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

    def _needed(self, world: int) -> bytes:
        """The fact values that a norm still waits for."""
        facts = self.law.facts
        return stored(
            [
                {"fact": fact, "value": value, "label": pair(facts[fact].label)}
                for fact, value in self.rules.bits.read(world)
            ]
        )

    def _named(self, fact: str) -> bytes:
        return stored({"fact": fact, "label": pair(self.law.facts[fact].label)})

    def _next(self, norm: Norm, ahead: tuple[bool, ...], area: str | None, first: str | None) -> list[dict[str, Any]]:
        possible = iter(ahead)
        return [self._step(step, area, first) for step in norm.next if step.condition == EVERY_CASE or next(possible)]

    def _step(self, step: Step, area: str | None, first: str | None) -> dict[str, Any]:
        return {
            "iri": step.iri,
            "label": pair(step.label),
            "norm": step.norm,
            "actor": self.party(self.resolve(step.actor, first), area),
            "when": step.when and pair(step.when),
            "document": step.document and pair(step.document),
            "provisions": [provision(item) for item in step.provisions],
            "reconstructed": step.reconstructed,
        }

    def _conclusion(self, kind_id: str, established: bool) -> tuple[Text, Text]:
        kind = self.rules.kinds[kind_id]
        return texts.conclusion(kind, self.law.roles[kind.role], self.law, established)

    def action(self, one: NormState, bearer: str, known: Known, area: str | None, first: str | None) -> bytes:
        """An action of which no term has begun, kept by its reasons and what it lacks."""
        stated, implied = one.reasons & known.stated, one.reasons & known.implied
        ahead = self._ahead(one, known)
        key = (one.norm.id, bearer, one.state, one.reasons, one.missing, stated, implied, ahead, area, first)
        part: bytes | None = self.memory.find((self.number, key))
        if part is None:
            terms = self.terms[one.norm.iri]
            part = self.remember(key, lambda: self.dated_action(one, bearer, known, area, first, terms))
        return part

    def dated_action(
        self, one: NormState, bearer: str, known: Known, area: str | None, first: str | None, terms: bytes
    ) -> bytes:
        """An action with these terms."""
        ahead = self._ahead(one, known)
        key = ("action", one.norm.id, bearer, one.state, ahead, area, first)
        template: Template = self.remember(key, lambda: self._action(one, bearer, ahead, area, first))
        reasons = self.reasons(one.reasons, one.reasons & known.stated, one.reasons & known.implied)
        return template.fill(self.facts(one.missing), self.needed(one.missing), reasons, terms)

    def _ahead(self, one: NormState, known: Known) -> tuple[bool, ...]:
        """For each following step with a condition of its own, whether it can still come."""
        conditions = self.rules.steps[one.norm.id] if one.state else ()
        return tuple([condition.state(known.closed) is not False for condition in conditions])

    def _action(
        self, one: NormState, bearer: str, ahead: tuple[bool, ...], area: str | None, first: str | None
    ) -> Template:
        norm, applies = one.norm, bool(one.state)
        full = applies or not self.law.in_force
        other = next((code for code in norm.bearers if code != bearer), None) if norm.mutual else norm.counterpart
        parts = {
            "norm": norm.id,
            "iri": norm.iri,
            "modality": norm.modality,
            "mutual": norm.mutual,
            "actor": self.role(self.resolve(bearer, first), area),
            "counterpart": self._counterpart(self.resolve(other, first), area) if other else None,
            "what": self.whats[norm.iri],
            "document": (self.documents if applies else self.document_names)[norm.iri],
            "state": "applies" if applies else "would-apply",
            "clause": self.clauses[norm.clause.iri],
            "bases": self.bases[norm.iri] if full else [],
            "next": self._next(norm, ahead, area, first) if applies else [],
            "interpretations": self.readings_of_norm[norm.id] if applies else [],
        }
        return Template(parts, ("missing", "needs", "reasons", "terms"))

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make`` gives for a key that the law of the day admits: bytes or a template."""
        return self.memory.get((self.number, key), make)
