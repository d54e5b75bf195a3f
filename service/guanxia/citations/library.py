"""The texts of the graph that can be cited, read once from the questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from guanxia.citations.characters import compact, plain
from guanxia.citations.english import english
from guanxia.citations.locators import chinese, year_at
from guanxia.citations.names import Names, numbers
from guanxia.citations.values import Edition, Entry, Place, Spot, Wording, Work
from guanxia.model import Text
from guanxia.queries import Questions, Row
from guanxia.reading import text, typed


@dataclass(slots=True)
class Library:
    """``labels`` are the names of clauses that stand alone, such as 一、（二）3."""

    works: dict[str, Work] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    labels: dict[str, list[tuple[Work, Entry]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, questions: Questions) -> Library:
        """The library of a graph. Raises MissingValue where a text has no title or a provision no citation."""
        library = cls()
        for row in questions.ask("citable_texts"):
            library.works[row.text("text")] = _work(row)
        for statute, editions in _editions(questions.ask("editions")).items():
            if statute in library.works:
                library.works[statute].editions = editions
        library._name(questions.ask("titles"))
        library._provisions(questions.ask("citable_provisions"))
        for work in library.works.values():
            if work.kind == "notice":
                library._clauses(work, questions.ask("clauses", notice=work.iri))
            work.tails.sort(key=lambda one: (-len(one[0]), one[0]))
        return library

    def notices(self) -> tuple[Work, ...]:
        return tuple(one for one in self.works.values() if one.kind == "notice")

    def _name(self, rows: list[Row]) -> None:
        for row in rows:
            if work := self.works.get(row.text("text")):
                self.names.add(row.text("name"), work)
        for work in self.works.values():
            for name in numbers(work.number) if work.number else ():
                self.names.add(name, work)

    def _provisions(self, rows: list[Row]) -> None:
        grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            grouped[row.text("statute"), row.text("provision")].append(row)
        for (statute, iri), found in grouped.items():
            wordings = tuple(
                Wording(row.text("wording"), typed(row, "from"), typed(row, "until"))
                for row in found
                if "wording" in row
            )
            self._shelve(self.works[statute], Entry(iri, text(found[0], "citation"), None, wordings))

    def _shelve(self, work: Work, entry: Entry) -> None:
        """Puts a provision where its names, read like any citation, say that it belongs."""
        for name in (entry.citation.zh, entry.citation.en):
            tail = self._tail(work, name)
            spots = chinese(tail, 0) or english(tail, 0)
            if not spots or spots[-1].end != len(tail):
                work.tails.append((tail, entry))
            elif spots[0].run:
                work.runs.setdefault((spots[0].run.first, spots[0].run.last), entry)
            else:
                self._place(work, spots[0], entry)

    @staticmethod
    def _place(work: Work, spot: Spot, entry: Entry) -> None:
        work.places.setdefault(spot.place, replace(entry, article=spot.place.article, year=spot.year))

    def _tail(self, work: Work, name: str) -> str:
        """What follows the title in a citation, as scanned."""
        whole = compact(name).text
        begin = 1 if whole[:1] == "《" else 0
        found = self.names.at(whole, begin)
        if found is None or work not in found[1]:
            return whole
        return whole[found[0] :].lstrip("》").removeprefix("〉")

    def _clauses(self, work: Work, rows: list[Row]) -> None:
        for row in rows:
            label, address = text(row, "label"), row.text("address")
            cited = Text(f"{work.number or work.citation.zh}{label.zh}", f"{work.number or work.title.en} {label.en}")
            entry = Entry(row.text("clause"), cited, address)
            for name in dict.fromkeys((label.zh, label.en, address)):
                short = compact(name).text
                if len(short) > 1:
                    self.labels[plain(name)].append((work, entry))
                work.tails += [(form, entry) for form in {short, short.replace("、", ""), f",{short}"}]
            path = _path(address)
            if path:
                work.paths[path] = entry


def _path(address: str) -> tuple[int, ...] | None:
    """Numbers of an address such as 一/(二)/3; None where it has words."""
    found = []
    for part in compact(address).text.split("/"):
        spots = chinese(f"第{part.strip('()')}条", 0)
        if not spots or spots[0].place != Place(spots[0].place.article):
            return None
        found.append(spots[0].place.number)
    return tuple(found)


def _work(row: Row) -> Work:
    count = row.get("count")
    return Work(
        row.text("text"),
        row.text("kind"),
        text(row, "title"),
        row.optional("number"),
        typed(row, "from"),
        typed(row, "until"),
        typed(row, "checked"),
        count if isinstance(count, int) else None,
    )


def _editions(rows: list[Row]) -> dict[str, tuple[Edition, ...]]:
    """Editions by statute, the earliest first; each with the articles that it and those before it added."""
    grouped: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.text("statute")][row.text("edition")].append(row)
    found = {}
    for statute, editions in grouped.items():
        added: frozenset[str] = frozenset()
        listed = []
        for one in sorted(editions.values(), key=lambda rows: typed(rows[0], "from") or date.min):
            added |= {row.text("added") for row in one if "added" in row}
            count = one[0].get("count")
            known = count if isinstance(count, int) else None
            listed.append(Edition(typed(one[0], "from"), typed(one[0], "until"), known, added))
        found[statute] = tuple(listed)
    return found


def year_of(name: str) -> int | None:
    """The year of the amended text that a title tells behind itself, as in 行政处罚法（2021年修订）."""
    whole = compact(name).text
    return year_at(whole, whole.rfind("("))[1] if "(" in whole else None
