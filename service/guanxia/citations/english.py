"""English forms: ``art. 63(2), item (1)``, ``articles 84 and 86``, ``arts. 31 to 35``, read without their blanks."""

from __future__ import annotations

from guanxia.citations import numerals
from guanxia.citations.locators import between, year_at
from guanxia.citations.values import Place, Spot

_SINGLE = ("article", "art.", "art")
_MANY = ("articles", "arts.", "arts")
_WORDS = tuple(sorted((*_SINGLE, *_MANY), key=len, reverse=True))
_PARTS = ((",item", 3), ("item", 3), (",para.", 2), (",paragraph", 2), ("paragraph", 2), (",point", 4), ("point", 4))
_JOINTS = (",and", ",or", "and", "or", ",", "&")


def english(text: str, at: int) -> list[Spot]:
    """The places written from a position on; a comma may stand before them."""
    begin = at + (text[at : at + 1] == ",")
    word = next((one for one in _WORDS if text.startswith(one, begin)), None)
    found = _place(text, begin + len(word), word in _SINGLE) if word else None
    if word is None or found is None:
        return []
    spots = [Spot(begin, found[1], found[0], None, found[2])]
    while True:
        end = spots[-1].end
        ranged = text.startswith("to", end) or (text[end : end + 1] == "-" and word in _MANY)
        if ranged and word in _MANY:
            start = end + (2 if text[end] == "t" else 1)
            following = _place(text, start, False)
            if following:
                between(spots, Spot(start, following[1], following[0], None, following[2]))
                continue
        spot = _next(text, end, spots[-1].place, word in _MANY)
        if spot is None:
            return spots
        spots.append(spot)


def _next(text: str, at: int, place: Place, many: bool) -> Spot | None:
    """The next member of a list: ``and 86``, ``and (3)``, ``and art. 12``."""
    joint = next((one for one in _JOINTS if text.startswith(one, at)), None)
    if joint is None:
        return None
    start = at + len(joint)
    word = next((one for one in _WORDS if text.startswith(one, start)), "")
    if word or many:
        found = _place(text, start + len(word), True)
        if found and (word or not text[found[1] : found[1] + 1].isalpha() or text.startswith(("of", "and"), found[1])):
            return Spot(start, found[1], found[0], None, found[2])
    inner = _bracketed(text, start)
    if inner and place.paragraph is not None:
        return Spot(start, inner[1], place.upto(place.depth, inner[0]))
    return None


def _place(text: str, at: int, suffix: bool) -> tuple[Place, int, int | None] | None:
    found = numerals.read(text, at) if text[at : at + 1].isdecimal() else None
    if found is None:
        return None
    article, end = str(found[0]), found[1]
    if suffix and text[end : end + 1] == "-" and text[end + 1 : end + 2].isdecimal():
        more = numerals.read(text, end + 1)
        if more:
            article, end = f"{article}-{more[0]}", more[1]
    place, level = Place(article), 1
    while level < 4:
        part = next((one for one in _PARTS if text.startswith(one[0], end)), None)
        if part and part[1] > level:
            inner = _bracketed(text, end + len(part[0])) or _figure(text, end + len(part[0]))
            level = part[1]
        else:
            inner = _bracketed(text, end)
            level += 1
        if inner is None:
            break
        place, end = place.upto(level - 1, inner[0]), inner[1]
    end, year = year_at(text, end)
    return place, end, year


def _bracketed(text: str, at: int) -> tuple[int, int] | None:
    found = numerals.read(text, at + 1) if text[at : at + 1] == "(" and text[at + 1 : at + 2].isdecimal() else None
    return (found[0], found[1] + 1) if found and found[0] < 100 and text[found[1] : found[1] + 1] == ")" else None


def _figure(text: str, at: int) -> tuple[int, int] | None:
    return numerals.read(text, at) if text[at : at + 1].isdecimal() else None
