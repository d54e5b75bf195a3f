"""The answer to a question as canonical JSON (``guanxia.answer.v1``), put together from kept parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from guanxia import texts
from guanxia.fragments import Fragments, Memory
from guanxia.jurisdiction.blocks import Block, Cell
from guanxia.jurisdiction.decide import Decision, FactQuestion, NormState, determine
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Case, Caution, Clause, Text
from guanxia.notices import Laws
from guanxia.problems import pair
from guanxia.rendering import stored
from guanxia.sums import Sums
from guanxia.templates import EMPTY, FALSE, TRUE, array, names
from guanxia.violations import Violations


class Answers:
    """Answers questions over all notices of a graph."""

    def __init__(self, laws: Laws) -> None:
        self.laws = laws
        self._memory = Memory()
        self._numbers = count()
        self._fragments: WeakKeyDictionary[Rules, Fragments] = WeakKeyDictionary()

    def fragments(self, rules: Rules) -> Fragments:
        """The kept parts of the rules, as long as the rules themselves are kept."""
        found = self._fragments.get(rules)
        if found is None:
            found = self._fragments[rules] = Fragments(rules, self._memory, next(self._numbers))
        return found

    def answer(self, case: Case) -> bytes:
        """Canonical JSON with its own SHA-256. Raises Contradiction, or LookupError without any notice."""
        if case.notice is None:
            raise LookupError("the graph has no notice")
        rules = self.laws.rules(case.notice, case.on)
        return sealed(Answer(self.fragments(rules), case, determine(rules, case)).parts())


def sealed(parts: Mapping[str, bytes]) -> bytes:
    """The object of these canonical values with the SHA-256 of its canonical JSON put in its sorted place."""
    digest = hashlib.sha256()
    pieces, place = [], 0
    for number, (key, value) in enumerate(sorted(parts.items())):
        piece = b'%s"%s":%s' % (b"," if number else b"{", key.encode(), value)
        digest.update(piece)
        place += key < "sha256"
        pieces.append(piece)
    digest.update(b"}")
    pieces.insert(place, b',"sha256":"%s"' % digest.hexdigest().encode())
    return b"".join((*pieces, b"}"))


class Answer:
    """One answer in the making."""

    def __init__(self, fragments: Fragments, case: Case, decision: Decision) -> None:
        self.f, self.case, self.d = fragments, case, decision
        self.rules, self.law = fragments.rules, fragments.law
        self.first = self._first_receiver()
        self.world = decision.known.common
        self.sums = Sums(fragments, case, decision.known)
        self.violations = Violations(fragments, case, decision, self.sums)

    def _first_receiver(self) -> str | None:
        for role in self.law.roles.values():
            if role.by_fact and isinstance(value := self.case.facts.get(role.by_fact), str):
                return value
        return None

    def role(self, code: str) -> orjson.Fragment:
        return self.f.role(self.f.resolve(code, self.first), self.case.area)

    def parts(self) -> dict[str, bytes]:
        """All keys of the answer but ``sha256``, each with its canonical JSON."""
        shown = self.law.in_force
        touched = [(block, cell) for block, cell, is_touched in self.d.cells if is_touched]
        told = touched if shown else []
        status = self.d.status if shown else "outside"
        cautions = self._cautions() if shown else []
        return {
            **self.f.fixed,
            "status": stored(status),
            "summary": stored(pair(self._summary(status, touched, cautions))),
            "certain": stored(self._certain(shown)),
            "violations": array(
                [
                    self.violations.violation(block, cell, kind, state)
                    for block, cell in told
                    for kind, state in self._kinds(cell)
                ]
            ),
            "excluded": array(
                [
                    self.violations.excluded(block, cell, kind)
                    for block, cell in told
                    for kind in block.kinds
                    if kind not in cell.verdict.established and kind not in cell.verdict.possible
                ]
            ),
            "open": names(kind for block, _, touched in self.d.cells if shown and not touched for kind in block.kinds),
            "actions": array(self._actions(shown)),
            "questions": array(self._questions(touched)) if shown else EMPTY,
            "flips": array([flip for block, cell in told for flip in self.f.cell(block, cell)["flips"]]),
            "cautions": array([self.f.cautions[one.id] for one in cautions]),
            "robust": FALSE if self.d.hangs_on else TRUE,
            "hangsOn": names(sorted(self.d.hangs_on)),
            "statutes": EMPTY if shown else stored(self._statutes(touched)),
            "collector": self.f.collector(self.case.area),
            "input": stored(self._input()),
        }

    @staticmethod
    def _kinds(cell: Cell) -> list[tuple[str, str]]:
        return [(kind, "established") for kind in cell.verdict.established] + [
            (kind, "possible") for kind in cell.verdict.possible
        ]

    def _certain(self, shown: bool) -> dict[str, Any]:
        roles = self.d.certain_roles if shown else frozenset()
        only = next(iter(roles)) if len(self.d.roles) == 1 and len(roles) == 1 else None
        return {
            "violation": self.d.violation if shown else None,
            "competent": self.role(only) if only else None,
            "roles": sorted(roles),
        }

    def _summary(self, status: str, touched: list[tuple[Block, Cell]], cautions: list[Caution]) -> Text:
        if status == "outside":
            return texts.outside(self.law, self.case.on, self.d.violation is False)
        kinds = [self.rules.kinds[kind] for _, cell in touched for kind in cell.verdict.established]
        parts = [self.violations.conclusion(kind, established=True) for kind in kinds]
        if len(kinds) > 1:
            parts.append(texts.combined(len(kinds)))
        if status == "undecided":
            roles = self.d.certain_roles
            only = self.law.roles[next(iter(roles))] if len(self.d.roles) == 1 and len(roles) == 1 else None
            asks = [self.law.facts[q.fact].question for _, cell in touched for q in cell.questions]
            parts.append(texts.undecided(self.d.violation, only, asks))
        parts += [texts.sentence(caution.headline) for caution in cautions if caution.headline]
        return texts.joined(parts)

    def _statutes(self, touched: list[tuple[Block, Cell]]) -> list[Any]:
        return [self.f.bases[self.rules.kinds[kind].iri] for _, cell in touched for kind, _ in self._kinds(cell)]

    def _actions(self, shown: bool) -> list[bytes]:
        states = sorted(self.d.norms, key=lambda one: (one.state is not True, one.missing.bit_count()))
        if not shown:
            states = [NormState(norm, None, 0, 0) for norm, _ in self.rules.norms if norm.id == self.law.outside_norm]
        return [
            self._action(one, bearer)
            for one in states
            for bearer in (one.norm.bearers[:1] if one.norm.mutual else one.norm.bearers)
        ]

    def _action(self, one: NormState, bearer: str) -> bytes:
        template = self.f.action(one.norm, bearer, bool(one.state), self.case.area, self.first)
        reasons = self.violations.reasons(one.reasons)
        return template.fill(self.f.facts(one.missing), reasons, self.sums.terms(one.norm))

    def _questions(self, touched: list[tuple[Block, Cell]]) -> list[bytes]:
        found = [question for block, cell in touched for question in self.f.cell(block, cell)["questions"]]
        established = tuple(kind for _, cell in touched for kind in cell.verdict.established)
        found += [self._fact_question(question, established) for question in self.d.fact_questions]
        for block, cell, is_touched in self.d.cells:
            if not is_touched:
                found += self.f.cell(block, cell)["questions"]
        return found

    def _fact_question(self, question: FactQuestion, established: tuple[str, ...]) -> bytes:
        roles = tuple(sorted(self.d.certain_roles))
        why = question.norm.clause if question.norm else self.law.kinds[0].clause
        for kind_id in established[:1] if question.norm is None else ():
            why = self.rules.kinds[kind_id].clause
        key = ("question", question.fact, why.iri, question.outcomes, established, roles)
        found: bytes = self.f.remember(key, lambda: stored(self._told_question(question, why, established, roles)))
        return found

    def _told_question(
        self, question: FactQuestion, why: Clause, established: tuple[str, ...], roles: tuple[str, ...]
    ) -> dict[str, Any]:
        return {
            "fact": question.fact,
            "prompt": pair(self.law.facts[question.fact].question),
            "why": self.f.clauses[why.iri],
            "outcomes": [
                {"value": value, "violations": established, "possible": [], "competent": roles, "norms": norms}
                for value, norms in question.outcomes
            ],
        }

    def _cautions(self) -> list[Caution]:
        """Cautions that are certain, or that something known supports and nothing known rules out."""
        outside = self.rules.conditions.get(self.law.outside_norm or "") if self.d.status == "outside" else None
        found = []
        for caution, condition in self.rules.cautions:
            state, _, nearest = condition.assess(self.world)
            if len(self.d.known.closed) > 1:
                state = condition.state(self.d.known.closed)
            near = state is None and nearest and nearest & self.world
            if state is True or near or condition is outside:
                found.append(caution)
        return found

    def _input(self) -> dict[str, Any]:
        case = self.case

        def echo(value: Any, stated: bool) -> dict[str, Any]:
            return {"value": value, "source": "stated" if stated else "default"}

        return {
            "facts": {name: echo(_plain(value), True) for name, value in case.facts.items()},
            "on": echo(case.on.isoformat(), case.on_stated),
            "area": case.area and echo(case.area, True),
            "violation": case.violation and echo(case.violation, True),
            "notice": case.notice and echo(case.notice, case.notice_stated),
        }


def _plain(value: bool | str | Decimal | date) -> bool | str:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
