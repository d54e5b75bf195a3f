"""What a mention stands for on a day: the provision with its wording, or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guanxia.citations import words
from guanxia.citations.values import Candidate, Entry, Force, Place, Wording, Work
from guanxia.model import Text
from guanxia.texts import joined

_MOST_CANDIDATES = 20
_Told = tuple[Entry, Force]


@dataclass(frozen=True, slots=True)
class Result:
    """A state with its words; ``entry`` is what the graph has of it, ``work`` the text."""

    state: str
    message: Text
    work: Work | None = None
    entry: Entry | None = None
    wording: str | None = None
    force: Force | None = None
    exact: bool = True
    candidates: tuple[Candidate, ...] = ()


def candidate(one: Entry | Work) -> Candidate:
    return Candidate(one.iri, one.citation)


def resolve(work: Work, place: Place | None, entry: Entry | None, year: int | None, day: date | None) -> Result:
    """A place, an entry, or the text itself, on a day; without a day nothing is said of its force."""
    if work.kind == "notice":
        return _clause(work, place, entry, day)
    if place is None and entry is None:
        return _standing(work, None, day)
    exact = True
    near: tuple[Candidate, ...] = ()
    if place is not None and entry is None:
        wrong = _missing(work, place, day, year)
        if wrong:
            return wrong
        entry, exact, near = locate(work, place)
    if entry is None:
        return _untold(work, place or Place("0"), day, year)
    if day is None:
        return Result("unknownDate", words.NO_DAY, work, entry, None, None, exact, near)
    found = _on(work, place, entry, year, day)
    if exact or found.entry is None or place is None:
        return found
    message = joined([words.shallow(work, place, entry.citation), found.message])
    return Result(found.state, message, work, entry, found.wording, found.force, False, near)


def locate(work: Work, place: Place) -> tuple[Entry | None, bool, tuple[Candidate, ...]]:
    """The deepest entry for a place, whether it is the place itself, and what else it may be."""
    for form in _forms(work, place):
        if form in work.places:
            return work.places[form], True, ()
    for depth in range(place.depth - 1, -1, -1):
        for form in _forms(work, place.upto(depth)):
            if form in work.places:
                return work.places[form], False, _below(work, form)
    return None, False, ()


def _forms(work: Work, place: Place) -> list[Place]:
    """A place, and how else it is written: items of an article with one paragraph hang on either."""
    article, paragraph, item, point = place
    if item is None:
        return [place]
    if paragraph == 1:
        return [place, Place(article, None, item, point)]
    if paragraph is not None:
        return [place]
    inside = [one for one in work.places if one.article == article and one[2:] == place[2:] and one.paragraph]
    return [place, *(inside if len(inside) == 1 else ())]


def _below(work: Work, place: Place) -> tuple[Candidate, ...]:
    found = {
        entry.iri: candidate(entry)
        for one, entry in work.places.items()
        if one.depth > place.depth and one.upto(place.depth) == place
    }
    return tuple(found[iri] for iri in sorted(found))[:_MOST_CANDIDATES]


def _count(work: Work, day: date | None) -> tuple[int | None, frozenset[str]]:
    """Number of articles on a day and the articles inserted; without a day the highest, if all are known."""
    if not work.editions:
        return work.count, frozenset()
    if day is None:
        counts = [one.count for one in work.editions]
        known = [one for one in counts if one is not None]
        return (max(known) if len(known) == len(counts) else None), work.editions[-1].added
    edition = next((one for one in reversed(work.editions) if one.covers(day)), None)
    return (edition.count, edition.added) if edition else (None, frozenset())


def _missing(work: Work, place: Place, day: date | None, year: int | None) -> Result | None:
    """The result where the text had no such article; None where it had, or nobody knows."""
    if year is not None or (day is not None and _outside(work, day)):
        return None
    count, added = _count(work, day)
    there = place.number >= 1 and (place.article in added if place.inserted else count is None or place.number <= count)
    if count is None or there:
        return None
    entry = work.places.get(Place(place.article))
    if entry and (day is None or any(one.covers(day) for one in entry.wordings)):
        return None
    near = (candidate(entry),) if entry else ()
    return Result("noSuchProvision", words.beyond(work, place, day, count), work, candidates=near)


def _outside(work: Work, day: date) -> str | None:
    """Whether a text as a whole is not yet or no longer in force."""
    starts = [work.start, *(one.start for one in work.editions)]
    known = [one for one in starts if one is not None]
    if known and None not in starts[1:] and day < min(known):
        return "notYetInForce"
    return "noLongerInForce" if work.end is not None and work.end < day else None


def _standing(work: Work, entry: Entry | None, day: date | None) -> Result:
    """The state of a text as a whole."""
    what = entry.citation if entry else work.citation
    if day is None:
        return Result("unknownDate", words.NO_DAY, work, entry)
    outside = _outside(work, day)
    starts = [one for one in (work.start, *(one.start for one in work.editions)) if one is not None]
    edition = next((one for one in reversed(work.editions) if one.covers(day)), None)
    start = (edition.start if edition else None) or work.start
    end = edition.end if edition else work.end
    if outside == "notYetInForce":
        force = Force(min(starts), work.end, "later")
        return Result(outside, words.not_yet(what, day, min(starts)), work, entry, None, force)
    if outside and work.end:
        return Result(outside, words.no_longer(what, day, work.end), work, entry, None, Force(start, work.end, "no"))
    late = work.kind == "statute" and work.checked is not None and work.checked < day
    if not starts or late:
        message = words.unchecked(what, day, work.checked if starts else None)
        return Result("unknownDate", message, work, entry, None, Force(start, end, "unknown"))
    force = Force(start, end, "yes")
    return Result("inForce", words.in_force(what, day, force), work, entry, None, force)


def _untold(work: Work, place: Place, day: date | None, year: int | None, told: _Told | None = None) -> Result:
    """An article that the graph does not tell for the day: it may exist, and is in force with its text."""
    near = (candidate(told[0]),) if told else ()
    whole = _standing(work, None, day)
    if whole.state in ("notYetInForce", "noLongerInForce"):
        return Result(whole.state, whole.message, work, None, None, whole.force, False, near)
    count = _count(work, day)[0] if year is None else None
    message = words.untold(work, place, day, count)
    state = whole.state if count is not None else "unknownDate"
    if state == "unknownDate" and day is not None and count is not None:
        message = joined([message, whole.message])
    if told and day is not None:
        message = joined([message, words.other_day(told[0].citation, day, told[1])])
    return Result(state, message, work, None, None, None, False, near)


def _on(work: Work, place: Place | None, entry: Entry, year: int | None, day: date) -> Result:
    """A provision of the graph on a day."""
    wording = next((one for one in entry.wordings if one.covers(day)), None)
    if wording is not None and (year is None or _of_year(wording, year)):
        return _worded(work, entry, wording, day)
    told = _nearest(entry, day)
    if told is None:
        return _standing(work, entry, day)
    later = told.start is not None and told.start > day
    force = Force(told.start, told.end, "later" if later else "no")
    if year is not None and place is not None and not any(_of_year(one, year) for one in entry.wordings):
        return _untold(work, place, day, year, (entry, force))
    outside = _outside(work, day)
    if later and told.start and (outside == "notYetInForce" or year is not None):
        return Result("notYetInForce", words.not_yet(entry.citation, day, told.start), work, entry, None, force)
    if not later and told.end and (outside == "noLongerInForce" or year is not None):
        return Result("noLongerInForce", words.no_longer(entry.citation, day, told.end), work, entry, None, force)
    if place is not None and not _same_numbers(work, entry, told, day):
        return _untold(work, place, day, None, (entry, force))
    return Result("unknownDate", words.other_day(entry.citation, day, force), work, entry, None, force)


def _worded(work: Work, entry: Entry, wording: Wording, day: date) -> Result:
    late = work.checked is not None and work.checked < day
    if wording.start is None or (late and wording.end is None):
        message = words.unchecked(entry.citation, day, work.checked if wording.start else None)
        force = Force(wording.start, wording.end, "unknown")
        return Result("unknownDate", message, work, entry, wording.iri, force)
    force = Force(wording.start, wording.end, "yes")
    return Result("inForce", words.in_force(entry.citation, day, force), work, entry, wording.iri, force)


def _nearest(entry: Entry, day: date) -> Wording | None:
    """The first wording after a day, else the last before it."""
    after = [one for one in entry.wordings if one.start is not None and one.start > day]
    return min(after, key=lambda one: one.start or day) if after else next(reversed(entry.wordings), None)


def _of_year(wording: Wording, year: int) -> bool:
    """Whether a wording may be that of a text amended in a year, in force then or within the next."""
    begins = wording.start is None or wording.start.year <= year + 1
    return begins and (wording.end is None or wording.end.year >= year)


def _same_numbers(work: Work, entry: Entry, told: Wording, day: date) -> bool:
    """Whether the article had the same number on the day as where it is told: the texts count alike."""
    if entry.year is not None:
        return False
    if not work.editions:
        return True
    then = _count(work, told.start or told.end or day)[0]
    return then is not None and then == _count(work, day)[0]


def _clause(work: Work, place: Place | None, entry: Entry | None, day: date | None) -> Result:
    """A clause of a notice, or the notice: the graph has all clauses, so one that it lacks does not exist."""
    near: tuple[Candidate, ...] = ()
    if place is not None and entry is None:
        path = place.path()
        entry = work.paths.get(path)
        if entry is None:
            while path and path not in work.paths:
                path = path[:-1]
            near = (candidate(work.paths[path]),) if path else ()
            return Result("noSuchProvision", words.no_clause(work, words.place(place)), work, candidates=near)
    return _standing(work, entry, day)
