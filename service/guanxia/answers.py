"""The answer to a question as canonical JSON (``guanxia.answer.v1``), put together from kept parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from itertools import count
from operator import or_
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from guanxia import texts
from guanxia.fragments import Fragments
from guanxia.jurisdiction.blocks import NOTHING, Block, Verdict, beside
from guanxia.jurisdiction.decide import Decision, FactQuestion, NormState, determine
from guanxia.jurisdiction.rules import Rules
from guanxia.memory import Memory
from guanxia.model import Case, Caution, Clause, Text
from guanxia.notices import Laws
from guanxia.problems import pair
from guanxia.rendering import canonical, stored
from guanxia.sheets import Sheet, Sheets
from guanxia.sums import Sums
from guanxia.templates import EMPTY, FALSE, TRUE, array, array_of_pieces, names
from guanxia.violations import Violations


class Answers:
    """Answers questions over all notices of a graph."""

    def __init__(self, laws: Laws) -> None:
        self.laws = laws
        self._memory = Memory()
        self._numbers = count()
        self._sheets: WeakKeyDictionary[Rules, Sheets] = WeakKeyDictionary()

    def sheets(self, rules: Rules) -> Sheets:
        """The kept parts of the rules, as long as the rules themselves are kept."""
        found = self._sheets.get(rules)
        if found is None:
            found = self._sheets[rules] = Sheets(Fragments(rules, self._memory, next(self._numbers)))
        return found

    def answer(self, case: Case) -> bytes:
        """Canonical JSON with its own SHA-256. Raises Contradiction, or LookupError without any notice."""
        if case.notice is None:
            raise LookupError("the graph has no notice")
        rules = self.laws.rules(case.notice, case.on)
        return sealed(Answer(self.sheets(rules), case, determine(rules, case)).parts())


def sealed(parts: Mapping[str, bytes | list[bytes]]) -> bytes:
    """The object of these canonical values, whole or in pieces, with the SHA-256 of its canonical JSON in its place.

    One hash over the whole: each call on a large part would let go of the interpreter and wait for it again.
    """
    before, after = list[bytes](), list[bytes]()
    for key in sorted(parts):
        part = parts[key]
        pieces = before if key < "sha256" else after
        pieces += (_label(key), *part) if isinstance(part, list) else (_label(key), part)
    before[0] = b"{" + before[0][1:]
    after.append(b"}")
    place = sum(map(len, before))
    plain = memoryview(b"".join(before + after))
    digest = hashlib.sha256(plain).hexdigest()
    return b"".join((plain[:place], b',"sha256":"%s"' % digest.encode(), plain[place:]))


@cache
def _label(key: str) -> bytes:
    return b',"%s":' % key.encode()


class Answer:
    """One answer in the making."""

    def __init__(self, sheets: Sheets, case: Case, decision: Decision) -> None:
        self.sheets, self.f, self.case, self.d = sheets, sheets.f, case, decision
        self.rules, self.law = self.f.rules, self.f.law
        self.first = self._first_receiver()
        self.world = decision.known.common
        self.sums = Sums(self.f, case, decision.known)
        self.violations = Violations(self.f, case, decision, self.sums)

    def _first_receiver(self) -> str | None:
        for role in self.law.roles.values():
            if role.by_fact and isinstance(value := self.case.facts.get(role.by_fact), str):
                return value
        return None

    def role(self, code: str) -> orjson.Fragment:
        return self.f.role(self.f.resolve(code, self.first), self.case.area)

    def parts(self) -> dict[str, bytes | list[bytes]]:
        """All keys of the answer but ``sha256``, each with its canonical JSON."""
        shown = self.law.in_force
        sheets = [self.sheets.sheet(block, cell, self.case.area) for block, cell, touched in self.d.cells if touched]
        told = sheets if shown else []
        status = self.d.status if shown else "outside"
        cautions = self._cautions() if shown else []
        return {
            **self.f.fixed,
            "status": stored(status),
            "summary": canonical(pair(self._summary(status, sheets, cautions))),
            "certain": canonical(self._certain(shown)),
            "violations": array_of_pieces(self.violations.violation(one) for sheet in told for one in sheet.told),
            "excluded": array([one for sheet in told for one in sheet.excluded]),
            "open": self._open() if shown else EMPTY,
            "actions": array_of_pieces((one,) for one in self._actions(shown)),
            "questions": array_of_pieces((one,) for one in self._questions(sheets)) if shown else EMPTY,
            "flips": array(self._flips()) if shown else EMPTY,
            "cautions": array([self.f.cautions[one.id, sure] for one, sure in cautions]),
            "robust": FALSE if self.d.hangs_on else TRUE,
            "hangsOn": names(sorted(self.d.hangs_on)) if self.d.hangs_on else EMPTY,
            "statutes": EMPTY if shown else canonical([self.f.bases[one.kind.iri] for s in sheets for one in s.told]),
            "collector": self.f.collector(self.case.area),
            "input": canonical(self._input()),
        }

    def _open(self) -> bytes:
        return names(kind for block, _, touched in self.d.cells if not touched for kind in block.kinds)

    def _certain(self, shown: bool) -> dict[str, Any]:
        roles = self.d.certain_roles if shown else frozenset()
        only = next(iter(roles)) if len(self.d.roles) == 1 and len(roles) == 1 else None
        return {
            "violation": self.d.violation if shown else None,
            "competent": self.role(only) if only else None,
            "roles": sorted(roles),
        }

    def _summary(self, status: str, sheets: list[Sheet], cautions: list[tuple[Caution, bool]]) -> Text:
        if status == "outside":
            return texts.outside(self.law, self.case.on, self.d.violation is False)
        kinds = [one.kind for sheet in sheets for one in sheet.told if one.established]
        parts = [self.violations.conclusion(kind, established=True) for kind in kinds]
        if len({kind.role for kind in kinds}) > 1:
            parts.append(texts.combined(len(kinds)))
        if status == "undecided":
            roles = self.d.certain_roles
            only = self.law.roles[next(iter(roles))] if len(self.d.roles) == 1 and len(roles) == 1 else None
            asks = [self.law.facts[question.fact].question for sheet in sheets for question in sheet.cell.questions]
            parts.append(texts.undecided(self.d.violation, only, asks))
        parts += [texts.sentence(caution.headline) for caution, sure in cautions if sure and caution.headline]
        return texts.joined(parts)

    def _actions(self, shown: bool) -> list[bytes]:
        if not shown:
            outside = self.law.outside_norm
            states = [
                NormState(norm, condition, None, 0, 0) for norm, condition in self.rules.norms if norm.id == outside
            ]
            return [self._action(one, bearer) for one in states for bearer in one.norm.bearers]
        return [
            self._action(one, bearer)
            for one in self.d.norms
            for bearer in (one.norm.bearers[:1] if one.norm.mutual else one.norm.bearers)
        ]

    def _action(self, one: NormState, bearer: str) -> bytes:
        if self.sums.dated(one.norm):
            terms = self.sums.terms(one.norm)
            return self.f.dated_action(one, bearer, self.d.known, self.case.area, self.first, terms)
        return self.f.action(one, bearer, self.d.known, self.case.area, self.first)

    def _rest(self, without: Block | None) -> Verdict:
        """The verdict on the touched blocks but one."""
        verdicts = [cell.verdict for block, cell, touched in self.d.cells if touched and block is not without]
        return reduce(beside, verdicts) if verdicts else NOTHING

    def _flips(self) -> list[bytes]:
        cells = [(block, cell) for block, cell, touched in self.d.cells if touched and cell.flips]
        return [self.sheets.flips(cell, self._rest(block)) for block, cell in cells]

    def _questions(self, sheets: list[Sheet]) -> list[bytes]:
        """First what is linked with the stated facts, then other facts of the case, then the rest."""
        established = tuple([one.kind.id for sheet in sheets for one in sheet.told if one.established])
        roles = tuple(sorted(self.d.certain_roles))
        asking = [(block, cell, touched) for block, cell, touched in self.d.cells if cell.questions]
        found = [self.sheets.questions(block, cell, self._rest(block)) for block, cell, touched in asking if touched]
        found += [self._fact_question(question, established, roles) for question in self.d.fact_questions]
        rest = self._rest(None)
        return found + [self.sheets.questions(block, cell, rest) for block, cell, touched in asking if not touched]

    def _fact_question(self, question: FactQuestion, established: tuple[str, ...], roles: tuple[str, ...]) -> bytes:
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

    def _cautions(self) -> list[tuple[Caution, bool]]:
        """Cautions that are certain (True), or possible within the facts that the kinds of violation turn on."""
        outside = self.rules.conditions.get(self.law.outside_norm or "") if self.d.status == "outside" else None
        world, several = self.world, len(self.d.known.closed) > 1
        anything = reduce(or_, self.d.known.closed)
        found = []
        for caution, condition in self.rules.cautions:
            if condition is outside:
                found.append((caution, True))
            elif anything & condition.mask:
                state, _, nearest = condition.assess(world)
                if several:
                    state = condition.state(self.d.known.closed)
                if state:
                    found.append((caution, True))
                elif state is None and nearest and nearest & world and not nearest & ~world & self.rules.outside_blocks:
                    found.append((caution, False))
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
