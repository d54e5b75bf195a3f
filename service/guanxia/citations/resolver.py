"""Citations in any text, resolved over all statutes and notices of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from guanxia.citations import words
from guanxia.citations.characters import Compact, compact, plain
from guanxia.citations.context import POINTERS
from guanxia.citations.library import Library
from guanxia.citations.names import Works
from guanxia.citations.resolving import Result, candidate, resolve
from guanxia.citations.scanner import Mention, Scanner, TooManyCitations
from guanxia.citations.values import Candidate, Citation, Entry, Work
from guanxia.queries import Questions

FORMAT = "guanxia.citations.v1"
MAX_TEXT = 1_048_576
MAX_CITATIONS = 20_000
_LONGEST_LABEL = 80


class Resolver:
    """Built once for a graph. ``find`` keeps nothing of the texts that it reads."""

    def __init__(self, questions: Questions) -> None:
        self.release = questions.graph.release
        self._library = Library.read(questions)
        signs = {*self._library.names.starts(), *POINTERS, "《", "第", "a", "\n"}
        self._signs = re.compile(f"[{re.escape(''.join(sorted(signs)))}]")
        self._resolved = lru_cache(maxsize=4096)(resolve)

    def find(self, text: str, on: date | None) -> tuple[Citation, ...]:
        """Citations in the order of the text, each with its state on a day.

        Offsets are in code points. Without a day nothing is said of force: what exists is ``unknownDate``.
        Raises TooManyCitations beyond 20,000, as a list cut short would look whole.
        """
        given = compact(text)
        if not given.text:
            return ()
        labels = self._library.labels.get(plain(text), []) if len(given.text) <= _LONGEST_LABEL else []
        if labels:
            return (self._label(given, labels, on),)
        found: list[Citation] = []
        near: dict[str, Works] = {}
        runs: set[tuple[int, int]] = set()
        for mention in Scanner(self._library, self._signs, given, MAX_CITATIONS).run():
            known = self._run(mention)
            if known is None:
                if not any(start <= mention.start and mention.end <= end for start, end in list(runs)[-1:]):
                    found.append(self._citation(given, mention, on, near))
            elif known[1] not in runs:
                runs.add(known[1])
                found.append(self._citation(given, known[0], on, near))
        return tuple(found)

    @staticmethod
    def _run(mention: Mention) -> tuple[Mention, tuple[int, int]] | None:
        """The mention of a whole range that the graph has as one provision, and where the range stands."""
        run = mention.spot.run if mention.spot else None
        if run is None:
            return None
        for work in mention.works:
            if entry := work.runs.get((run.first, run.last)):
                whole = Mention(mention.start, run.end, (work,), mention.name, None, entry, mention.year)
                return whole, (run.start, run.end)
        return None

    def _label(self, given: Compact, labels: list[tuple[Work, Entry]], on: date | None) -> Citation:
        mention = Mention(0, len(given.text), tuple(work for work, _ in labels), given.source.strip())
        if len(labels) > 1:
            return self._several(given, mention, tuple(candidate(entry) for _, entry in labels))
        work, entry = labels[0]
        return self._made(given, mention, self._resolved(work, None, entry, None, on))

    def _citation(self, given: Compact, mention: Mention, on: date | None, near: dict[str, Works]) -> Citation:
        place = mention.spot.place if mention.spot else None
        if not mention.works:
            return self._unknown(given, mention, near)
        if len(mention.works) > 1 and mention.entry is None:
            results = [self._resolved(work, place, None, mention.year, on) for work in mention.works]
            there = [one for one in results if one.state != "noSuchProvision"]
            if len(there) == 1:
                return self._made(given, mention, there[0])
            pairs = zip(results, mention.works, strict=True)
            return self._several(given, mention, tuple(candidate(one.entry or work) for one, work in pairs))
        work = next(
            (one for one in mention.works if mention.entry is None or _has(one, mention.entry)), mention.works[0]
        )
        return self._made(given, mention, self._resolved(work, place, mention.entry, mention.year, on))

    def _unknown(self, given: Compact, mention: Mention, near: dict[str, Works]) -> Citation:
        """No such title; ``near`` keeps what is nearest to the names of one text."""
        start, end = given.span(mention.start, mention.end)
        name, names = mention.name, self._library.names
        if not name or name.startswith(tuple(POINTERS)):
            return Citation(start, end, given.source[start:end], "ambiguous", words.unnamed(name))
        if ending := names.ending(name):
            return self._several(given, mention, tuple(candidate(one) for one in ending))
        if name not in near:
            near[name] = names.nearest(name)
        message = words.unknown(name, [one.citation for one in near[name]])
        alike = tuple(candidate(one) for one in near[name])
        return Citation(start, end, given.source[start:end], "unknownTitle", message, candidates=alike)

    @staticmethod
    def _several(given: Compact, mention: Mention, near: tuple[Candidate, ...]) -> Citation:
        start, end = given.span(mention.start, mention.end)
        message = words.several(mention.name, [one.citation for one in near])
        return Citation(start, end, given.source[start:end], "ambiguous", message, candidates=near)

    @staticmethod
    def _made(given: Compact, mention: Mention, result: Result) -> Citation:
        start, end = given.span(mention.start, mention.end)
        work, entry = result.work, result.entry
        whole = mention.spot is None and mention.entry is None and entry is None
        named = entry or (work if whole else None)
        return Citation(
            start,
            end,
            given.source[start:end],
            result.state,
            result.message,
            named.iri if named else None,
            named.citation if named else None,
            work.iri if work else None,
            work.title if work else None,
            entry.article if entry else None,
            result.wording,
            result.force if named else None,
            result.exact,
            result.candidates,
        )


def document(citations: Iterable[Citation], on: date | None, release: str) -> dict[str, Any]:
    """The reply ``guanxia.citations.v1``."""
    return {
        "citations": [one.as_dict() for one in citations],
        "on": on and on.isoformat(),
        "release": release,
        "format": FORMAT,
    }


def _has(work: Work, entry: Entry) -> bool:
    return any(one is entry for _, one in work.tails) or entry in work.runs.values()


__all__ = ["FORMAT", "MAX_CITATIONS", "MAX_TEXT", "Citation", "Resolver", "TooManyCitations", "document"]
