"""What a person means by "N22", "一/(二)/3" or "社保法第63条第2款": the thing in the graph."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guanxia.cli.outcomes import Exit, Failure
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Text
from guanxia.problems import nearest, shown

if TYPE_CHECKING:
    from guanxia.app import Service

STATUTES = "/id/statute/"
_NUMERAL = r"([0-9]+|[零〇一二三四五六七八九十百]+)"
_ZH = re.compile(rf"第?{_NUMERAL}条(?:第?{_NUMERAL}款)?(?:第?\(?{_NUMERAL}\)?项)?")
_EN = re.compile(r"(?:,?art(?:icle)?\.?)?([0-9]+)(?:\(([0-9]+)\))?(?:\(([0-9]+)\))?")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Thing:
    """What can be explained: a norm, violation, clause, interpretation, caution, provision or statute."""

    kind: str
    iri: str
    id: str


def number(numeral: str) -> int:
    """The value of an Arabic or Chinese numeral below 1000."""
    if numeral.isascii():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def folded(name: str) -> str:
    """A name without blanks and quotation marks, in compatibility form and lower case."""
    return re.sub(r"[\s《》〈〉「」“”\"]", "", unicodedata.normalize("NFKC", name).lower())


def bare(address: str) -> str:
    """An address of a clause without its punctuation: 一/(二)/3 and 一、（二）3 are the same."""
    return "".join(char for char in folded(address) if char.isalnum())


def mark(name: str) -> str:
    """A number such as SI-3 or N07 without punctuation and leading zeros; empty where it is none."""
    found = re.fullmatch(r"([a-z]+)0*([1-9][0-9]*)([a-z]?)", bare(name))
    return "".join(found.groups()) if found else ""


class Index:
    """The names of one notice on one day and of all statutes."""

    def __init__(self, service: Service, notice: str, day: date) -> None:
        self.rules: Rules = service.laws.rules(notice, day)
        self._names: dict[str, Thing] = {}
        self._clauses: dict[str, Thing] = {}
        self._marks: dict[str, Thing] = {}
        self._shown: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._provisions: dict[str, str] = {}
        self._read_notice(service)
        self._read_statutes(service)

    def _name(self, name: str, thing: Thing) -> None:
        self._names.setdefault(folded(name), thing)
        self._shown.setdefault(folded(name), name)

    def _read_notice(self, service: Service) -> None:
        law = self.rules.law
        marked = [Thing("violation", one.iri, one.id) for one in law.kinds]
        marked += [Thing("norm", one.iri, one.id) for one in law.norms]
        marked += [Thing("interpretation", one.iri, one.id) for one in law.interpretations]
        marked += [Thing("caution", one.iri, one.id) for one in law.cautions]
        for thing in marked:
            self._marks.setdefault(mark(thing.id), thing)
            self._name(thing.id, thing)
            self._name(thing.iri, thing)
        for norm in law.norms:
            self._name(norm.what.zh, Thing("norm", norm.iri, norm.id))
        for violation in law.kinds:
            for name in (violation.label.zh, violation.label.en):
                self._name(name, Thing("violation", violation.iri, violation.id))
        for row in service.questions.ask("clauses", notice=law.notice_iri):
            iri, address = row.text("clause"), row.text("address")
            identity = iri.rsplit("/", 1)[-1]
            thing = Thing("clause", iri, identity)
            short = identity.removeprefix("clause-")
            for name in (identity, iri, short, short.replace("-", "."), short.replace("-", "/"), address):
                self._name(name, thing)
            for name in (address, row.text("label_zh")):
                self._clauses.setdefault(bare(name), thing)

    def _read_statutes(self, service: Service) -> None:
        for row in service.questions.ask("titles"):
            text = row.text("text")
            if STATUTES in text:
                thing = Thing("statute", text, text.split(STATUTES, 1)[1])
                for name in (row.text("name"), text, thing.id):
                    self._name(name, thing)
                    self._titles.setdefault(folded(name), text)
        for row in service.questions.ask("provisions"):
            iri = row.text("provision")
            thing = Thing("provision", iri, iri.split(STATUTES, 1)[-1])
            self._provisions[iri] = row.text("citation_zh")
            for name in (row.text("citation_zh"), row.text("citation_en"), iri, thing.id):
                self._name(name, thing)

    def find(self, wanted: str) -> Thing:
        """The thing that is meant. Raises Failure with the nearest names."""
        found = self._names.get(folded(wanted)) or self._clauses.get(bare(wanted)) or self._marks.get(mark(wanted))
        if found is None and (cited := self._cited(folded(wanted))) is not None:
            statute, places = cited
            found = next((self._names[folded(iri)] for iri in places if iri in self._provisions), None)
            if found is None:
                raise _unknown(wanted, self._beside(statute))
        if found is None:
            raise _unknown(wanted, tuple(self._shown[name] for name in nearest(folded(wanted), self._names)))
        return found

    def _cited(self, wanted: str) -> tuple[str, list[str]] | None:
        """The statute and the provisions that a citation may mean, most exact first."""
        for title in sorted(self._titles, key=len, reverse=True):
            if wanted.startswith(title):
                rest = wanted[len(title) :]
                found = _ZH.fullmatch(rest) or _EN.fullmatch(rest)
                if found is None:
                    return None
                article, paragraph, item = (number(part) if part else None for part in found.groups())
                iri = f"{self._titles[title]}/art-{article}"
                if item is None:
                    return iri, [iri if paragraph is None else f"{iri}-{paragraph}"]
                if paragraph is None:
                    return iri, [f"{iri}-1-{item}", f"{iri}-{item}"]
                return iri, [f"{iri}-{paragraph}-{item}"]
        return None

    def _beside(self, article: str) -> tuple[str, ...]:
        """Citations of the same statute whose article lies nearest."""
        statute, _, tail = article.rpartition("/art-")
        near = [
            (abs(int(found[1]) - int(tail)), iri)
            for iri in self._provisions
            if (found := re.fullmatch(rf"{re.escape(statute)}/art-(\d+)(?:-\d+)*", iri))
        ]
        return tuple(self._provisions[iri] for _, iri in sorted(near)[:3])


def _unknown(wanted: str, near: tuple[str, ...]) -> Failure:
    zh, en = f"图中没有“{shown(wanted)}”。", f"the graph has no '{shown(wanted)}'."
    if near:
        zh, en = f"{zh}相近的有：{'、'.join(near)}。", f"{en} Nearest: {', '.join(near)}."
    return Failure(Exit.BAD_INPUT, Text(zh, en))
