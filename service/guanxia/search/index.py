"""The index: SQLite's full-text tables in memory, built from the graph when somebody first searches."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log1p
from threading import Lock

from guanxia.model import Text
from guanxia.queries import Questions, Row
from guanxia.search.folding import Term, indexed, pieces
from guanxia.terms import Terms

FIELDS = ("name", "title", "code", "words")
# Classes from this place in the order of kinds on are tools of the graph rather than law; they are found last.
_TOOLS = 50
_LONGEST_NAME = 40
_TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, weight REAL);
CREATE TABLE exact (name TEXT, thing INTEGER, PRIMARY KEY (name, thing)) WITHOUT ROWID;
CREATE TABLE text (thing INTEGER, field TEXT, lang TEXT, text TEXT);
CREATE INDEX text_of ON text (thing);
CREATE VIRTUAL TABLE word USING fts5 (name, title, code, words, content='', prefix='1', tokenize='porter unicode61');
"""
_FOUND = """
WITH matched AS MATERIALIZED (
  SELECT rowid AS id, bm25(word, 12.0, 10.0, 8.0, 1.0) AS score FROM word WHERE word MATCH :phrases),
found AS MATERIALIZED (
  SELECT thing.iri, thing.kind, CASE WHEN thing.iri = :cited THEN 2 ELSE exact.thing IS NOT NULL END AS same,
         score * weight AS score
  FROM matched JOIN thing USING (id) LEFT JOIN exact ON exact.thing = thing.id AND exact.name = :name
  UNION ALL
  SELECT iri, kind, 2, 0 FROM thing WHERE iri = :cited AND id NOT IN (SELECT id FROM matched))
"""
_PAGE = """SELECT iri FROM found WHERE :kind = '' OR kind = :kind
ORDER BY same DESC, score, iri LIMIT :limit OFFSET :offset"""
_KINDS = "SELECT kind, count(*) FROM found GROUP BY kind ORDER BY count(*) DESC, kind"


@dataclass(frozen=True, slots=True)
class Hits:
    """IRIs of one page of hits, best first; how many there are in all, and of each kind (IRI of the class)."""

    things: tuple[str, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: ``kind`` is the IRI of a class or empty, ``cited`` the IRI that the text names."""

    text: str
    kind: str = ""
    limit: int = 20
    offset: int = 0
    cited: str = ""

    def page(self) -> dict[str, str | int]:
        return {"cited": self.cited, "kind": self.kind, "limit": self.limit, "offset": self.offset}


@dataclass(slots=True)
class Entry:
    """What is known of one thing: texts by field, each with its language."""

    texts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def text(self, name: str) -> str:
        return "\n".join(text for text, _ in self.texts.get(name, ()))

    def label(self) -> Text | None:
        """Its name in both languages, in one of them twice where it has no other."""
        names = [one for key in ("name", "title") for one in self.texts.get(key, ())]
        if not names:
            names = [(_short(text), lang) for text, lang in self.texts.get("words", self.texts.get("code", []))]
        if not names:
            return None
        told = {lang: text for text, lang in reversed(names)}
        first = names[0][0]
        return Text(told.get("zh", first), told.get("en", told.get("", first)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


class Index:
    """The texts of one release. One connection serves all threads, one question at a time."""

    def __init__(self, questions: Questions) -> None:
        self.kinds: dict[str, Text] = {}
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._base.executescript(_TABLES)
        entries: dict[str, Entry] = defaultdict(Entry)
        for row in questions.ask("search_texts"):
            entries[row.text("thing")].texts[row.text("field")].append((row.text("text"), row.text("lang")))
        terms = Terms(questions)
        kinds = self._kinds(questions.ask("search_kinds"), terms)
        links = {row.text("thing"): int(row.text("links")) for row in questions.ask("search_links")}
        with self._base:
            self._base.execute("BEGIN")
            for number, (iri, entry) in enumerate(sorted(entries.items()), 1):
                kind = kinds.get(iri, "")
                weight = (1 + log1p(links.get(iri, 0)) / 10) * (0.5 if terms[kind].place >= _TOOLS else 1)
                self._add(number, iri, entry, kind, weight)
        self._base.execute("INSERT INTO word(word) VALUES ('optimize')")

    def _kinds(self, rows: Iterable[Row], terms: Terms) -> dict[str, str]:
        """The kind of each thing: of its classes the one that says most."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            found[row.text("thing")].append(row.text("kind"))
        kinds = {thing: terms.kind(classes) for thing, classes in found.items()}
        self.kinds = {kind: terms[kind].label for kind in sorted(set(kinds.values()))}
        return kinds

    def _add(self, number: int, iri: str, entry: Entry, kind: str, weight: float) -> None:
        base = self._base
        base.execute("INSERT INTO thing VALUES (?, ?, ?, ?)", (number, iri, kind, weight))
        local = iri.partition("#")[2]
        if local:
            entry.texts["code"].append((local, ""))
        told = [indexed(entry.text(name)) for name in FIELDS]
        base.execute("INSERT INTO word (rowid, name, title, code, words) VALUES (?, ?, ?, ?, ?)", (number, *told))
        names = {same(text) for name in FIELDS[:3] for text, _ in entry.texts.get(name, ())}
        base.executemany("INSERT INTO exact VALUES (?, ?)", [(name, number) for name in sorted(names) if name])
        rows = [(number, name, lang, text) for name in FIELDS for text, lang in entry.texts.get(name, ())]
        base.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", rows)

    def find(self, query: Query, phrases: str) -> Hits:
        """Things whose texts match, what is cited first, then those named exactly so.

        ``phrases`` is an expression of the index.
        """
        asked = {"name": same(query.text), "phrases": phrases or '""', **query.page()}
        with self._lock:
            kinds = self._base.execute(f"{_FOUND} {_KINDS}", asked).fetchall()
            rows = self._base.execute(f"{_FOUND} {_PAGE}", asked).fetchall()
        total = sum(number for one, number in kinds if query.kind in ("", one))
        return Hits(tuple(row[0] for row in rows), total, tuple(kinds))

    def entry(self, iri: str) -> tuple[str, Entry]:
        """Kind and texts of a thing that is there."""
        with self._lock:
            number, kind = self._base.execute("SELECT id, kind FROM thing WHERE iri = ?", (iri,)).fetchone()
            rows = self._base.execute("SELECT field, lang, text FROM text WHERE thing = ?", (number,)).fetchall()
        entry = Entry()
        for name, lang, text in rows:
            entry.texts[name].append((text, lang))
        return kind, entry

    def __contains__(self, iri: str) -> bool:
        with self._lock:
            return self._base.execute("SELECT 1 FROM thing WHERE iri = ?", (iri,)).fetchone() is not None


def same(name: str) -> str:
    """A name as names are compared: letters and digits alone."""
    return " ".join(pieces(name))


def all_of(asked: Iterable[Term]) -> str:
    """The expression for texts that have every term."""
    return " AND ".join(term.phrase for term in asked)


def some_of(asked: Iterable[Term], most: int) -> str:
    """The expression for texts that have any token of the terms, ``most`` of them at most."""
    tokens = dict.fromkeys(token for term in asked for token in term.tokens)
    return " OR ".join(f'"{token}"' for token in list(tokens)[:most])
