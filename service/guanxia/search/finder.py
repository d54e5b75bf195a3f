"""The search: what a query finds, with the provision that it cites and the thing that it names on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

from guanxia.citations import Resolver
from guanxia.model import Text
from guanxia.problems import pair
from guanxia.queries import Questions
from guanxia.search.folding import Term, terms
from guanxia.search.index import FIELDS, Entry, Hits, Index, Query, all_of, same, some_of
from guanxia.search.marking import Marker, Part

FORMAT = "guanxia.search.v1"
BASE = "https://w3id.org/guanxia/"
LONGEST = 200
MOST, MOST_OFFSET = 100, 10_000
_MOST_TOKENS = 16
_SHOWN = {"zh": ("zh", "", "en"), "en": ("en", "", "zh")}


@dataclass(frozen=True, slots=True)
class Found:
    """One hit; ``cited`` where the query is a citation of it or its IRI.

    ``heading`` is its label in the language of the reader, ``parts`` a text of it that matches.
    """

    iri: str
    kind: str
    label: Text
    code: str
    cited: bool
    heading: tuple[Part, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """``match`` is all (every term), some (no text has all of them) or none. ``kinds`` are counted over all kinds."""

    found: tuple[Found, ...]
    total: int
    match: str
    kinds: tuple[tuple[str, Text, int], ...]


class Search:
    """Over the graph of the questions; its index is built with the first search, and anew for another release."""

    def __init__(self, questions: Questions) -> None:
        self._questions, self._lock = questions, Lock()
        self._made: tuple[str, Index, Resolver] | None = None

    def _ready(self) -> tuple[str, Index, Resolver]:
        release = self._questions.graph.release
        made = self._made
        if made is None or made[0] != release:
            with self._lock:
                made = self._made
                if made is None or made[0] != release:
                    made = self._made = (release, Index(self._questions), Resolver(self._questions))
        return made

    def kinds(self) -> dict[str, Text]:
        """Labels of the kinds that can be asked for, by the IRI of their class."""
        return self._ready()[1].kinds

    def find(self, query: Query, on: date, lang: str) -> Results:
        """What a query finds, best first; excerpts in the language of the reader where there are any."""
        _, index, resolver = self._ready()
        asked = terms(query.text)
        cited = self._cited(query.text, on, index, resolver)
        hits, match = _hits(index, replace(query, cited=cited), asked)
        marker = Marker(asked)
        found = tuple(_found(index, iri, marker, lang, iri == cited) for iri in hits.things)
        kinds = tuple((one, index.kinds.get(one, Text(one, one)), number) for one, number in hits.kinds if one)
        return Results(found, hits.total, match, kinds)

    @staticmethod
    def _cited(query: str, on: date, index: Index, resolver: Resolver) -> str:
        """The thing that the query names as a whole, by its IRI or by one citation; empty where it does not."""
        text = query.strip()
        if text.startswith(("http://", "https://")):
            return next((iri for iri in _iris(text) if iri in index), "")
        found = resolver.find(text, on)
        if len(found) != 1 or same(found[0].text) != same(text):
            return ""
        provision = found[0].provision
        return provision if provision and provision in index else ""


def _iris(address: str) -> Iterator[str]:
    """The IRIs of the graph that an address may stand for, on whichever host."""
    for sign, space in (("/id/", "id/"), ("/doc/", "id/"), ("/ontology#", "ontology#"), ("/ontology/", "ontology#")):
        before, there, name = address.partition(sign)
        if before and there:
            yield f"{BASE}{space}{name}"


def _hits(index: Index, query: Query, asked: Sequence[Term]) -> tuple[Hits, str]:
    """Texts with every term; where there are none, texts with some of them."""
    hits = index.find(query, all_of(asked))
    if hits.kinds or not asked or (len(asked) == 1 and len(asked[0].tokens) == 1):
        return hits, "all" if hits.kinds else "none"
    hits = index.find(query, some_of(asked, _MOST_TOKENS))
    return hits, "some" if hits.kinds else "none"


def _found(index: Index, iri: str, marker: Marker, lang: str, cited: bool) -> Found:
    kind, entry = index.entry(iri)
    label = entry.label() or Text(iri, iri)
    code = next((text for text, _ in entry.texts.get("code", ())), "")
    heading = tuple(marker.marked(label.zh if lang == "zh" else label.en))
    return Found(iri, kind, label, code, cited, heading, _parts(entry, label, marker, lang))


def _parts(entry: Entry, label: Text, marker: Marker, lang: str) -> tuple[Part, ...]:
    """The text that matches, in the language of the reader where one does; else the first that says what it is."""
    order = _SHOWN[lang]
    told = [
        (not marker.marks(text), name == "code", order.index(of) if of in order else len(order), text)
        for name in FIELDS[::-1]
        for text, of in entry.texts.get(name, ())
        if text not in (label.zh, label.en)
    ]
    best = min(told, key=lambda one: one[:3], default=None)
    return tuple(marker.shown(best[3])) if best and (not best[0] or not best[1]) else ()


def as_dict(results: Results, query: Query, lang: str, release: str) -> dict[str, Any]:
    """The reply ``guanxia.search.v1``."""
    return {
        "query": query.text,
        "lang": lang,
        "limit": query.limit,
        "offset": query.offset,
        "total": results.total,
        "match": results.match,
        "kinds": [{"iri": iri, "label": pair(label), "count": count} for iri, label, count in results.kinds],
        "results": [
            {
                "iri": one.iri,
                "kind": one.kind or None,
                "label": pair(one.label),
                "code": one.code or None,
                "cited": one.cited,
                "excerpt": [{"text": part.text, "hit": part.hit} for part in one.parts],
            }
            for one in results.found
        ],
        "release": release,
        "format": FORMAT,
    }
