"""Articles, paragraphs, items and points as people write them, in lists and ranges, read in one pass."""

from __future__ import annotations

from dataclasses import dataclass

from guanxia.citations import numerals
from guanxia.citations.values import Place, Run, Spot

ARTICLE, PARAGRAPH, ITEM, POINT = 1, 2, 3, 4
_UNITS = {"条": ARTICLE, "款": PARAGRAPH, "项": ITEM, "目": POINT, "部": ARTICLE, "点": POINT, "小": POINT}
_LONG_UNITS = {"部": "部分", "小": "小项"}
# 条例, 项目, 目录 and the like are words, not units.
_NOT_BEHIND = {"条": "例约件款文", "款": "式额", "项": "目链", "目": "录标前次", "点": "名"}
_JOINTS = ("以及", "或者", "、", ",", "和", "与", "及", "或", "并", "至", "到", "-")
_RANGES = frozenset("至到-")
_MOST_NUMBERS = 12
_MOST_INSIDE = 20
_AMENDED = ("修正", "修订", "修改")


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    start: int
    end: int
    ranged: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Numbers that share one unit: 第八十四、八十六条."""

    start: int
    end: int
    level: int
    numbers: tuple[_Number, ...]


def chinese(text: str, at: int, place: Place | None = None, *, free: bool = False) -> list[Spot]:
    """The places written from a position on; none where no place begins there.

    ``place`` is what a paragraph or item without article belongs to. ``free``: the first unit may lack its 第.
    """
    group = _group(text, at, free, PARAGRAPH if place else 0)
    spots: list[Spot] = []
    ranged = False
    while group and (place is not None or group.level == ARTICLE):
        if ranged:
            _fill(spots, group)
        begin = group.start
        while True:
            spots += _members(group, place, begin)
            place = spots[-1].place
            deeper = _group(text, _link(text, group.end), False, group.level + 1, below=group.level)
            if deeper is None:
                break
            begin, group = spots.pop().start, deeper
        end, year = year_at(text, group.end)
        last = spots[-1]
        spots[-1] = Spot(last.start, end, last.place, last.run, year)
        joint, after = _joint(text, end)
        group = _group(text, after, True, 0) if joint else None
        ranged = joint in _RANGES and group is not None and group.level == ARTICLE
    return spots


def _group(text: str, at: int, free: bool, bare_level: int, below: int = 0) -> _Group | None:
    """Numbers with a unit deeper than ``below``. ``free``: without 第; ``bare_level`` is that of ``（二）`` alone."""
    ordinal = text[at : at + 1] == "第"
    numbers: list[_Number] = []
    cursor, ranged = at + ordinal, False
    while len(numbers) < _MOST_NUMBERS:
        bracket = text[cursor : cursor + 1] == "("
        found = numerals.read(text, cursor + bracket)
        if found is None or (bracket and text[found[1] : found[1] + 1] != ")"):
            break
        value, end = found[0], found[1] + bracket
        numbers.append(_Number(str(value), cursor, end, ranged))
        level, behind = _unit(text, end)
        if level and (ordinal or bracket or below or (free and level == ARTICLE)):
            if level <= below:
                return None
            if level == ARTICLE:
                behind = _inserted(text, behind, numbers)
            return _Group(at, behind, level, tuple(numbers))
        if bracket and bare_level and not ordinal and len(numbers) == 1:
            return _Group(at, end, max(ITEM, bare_level) if below else ITEM, tuple(numbers))
        joint, cursor = _joint(text, end)
        if not joint:
            break
        ranged = joint in _RANGES
        cursor += text[cursor : cursor + 1] == "第"
    return None


def _unit(text: str, at: int) -> tuple[int, int]:
    """Level of the unit at a position and the position behind it; 0 where there is none."""
    sign = text[at : at + 1]
    name = _LONG_UNITS.get(sign, sign)
    end = at + len(name)
    if sign not in _UNITS or text[at:end] != name or text[end : end + 1] in tuple(_NOT_BEHIND.get(sign, "")):
        return 0, at
    return _UNITS[sign], end


def _inserted(text: str, at: int, numbers: list[_Number]) -> int:
    """Reads 之一 behind 条 into the last number."""
    found = numerals.read(text, at + 1) if text[at : at + 1] == "之" else None
    if found is None:
        return at
    last = numbers[-1]
    numbers[-1] = _Number(f"{last.value}-{found[0]}", last.start, last.end, last.ranged)
    return found[1]


def _link(text: str, at: int) -> int:
    """Behind 之 or 的 or 中 in front of 第."""
    return at + (text[at : at + 1] in ("之", "的", "中") and text[at + 1 : at + 2] == "第")


def _joint(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] == ",":
        joint, after = _joint(text, at + 1)
        return (joint, after) if joint and joint != "," else (",", at + 1)
    for joint in _JOINTS:
        if text.startswith(joint, at):
            return joint, at + len(joint)
    return "", at


def _members(group: _Group, place: Place | None, begin: int) -> list[Spot]:
    """One spot a number; the first begins where the whole citation does, the last ends with the unit."""
    spots: list[Spot] = []
    for index, number in enumerate(group.numbers):
        start = begin if index == 0 else number.start
        end = group.end if index == len(group.numbers) - 1 else number.end
        spot = Spot(start, end, _put(place, group.level, number.value))
        if number.ranged and spots:
            between(spots, spot)
        else:
            spots.append(spot)
    return spots


def _put(place: Place | None, level: int, value: str) -> Place:
    if level == ARTICLE or place is None:
        return Place(value)
    return place.upto(level - 1, int(value))


def _fill(spots: list[Spot], group: _Group) -> None:
    """The articles inside a range whose last article begins a group; the group adds its own spot."""
    between(spots, Spot(group.numbers[0].start, group.end, _put(None, group.level, group.numbers[0].value)))
    spots.pop()


def between(spots: list[Spot], last: Spot) -> None:
    """Adds the last place of a range and those inside; wider ranges are told by their ends."""
    first = spots[-1]
    level = last.place.depth
    low, high = first.place[level], last.place[level]
    if first.place[:level] != last.place[:level] or "-" in f"{low}{high}" or low is None or high is None:
        spots.append(last)
        return
    run = Run(str(low), str(high), first.start, last.end) if level == 0 else None
    spots[-1] = Spot(first.start, first.end, first.place, run)
    inside = range(int(low) + 1, int(high))
    if len(inside) <= _MOST_INSIDE:
        spots += [Spot(first.start, last.end, _put(last.place, level + 1, str(number)), run) for number in inside]
    spots.append(Spot(last.start, last.end, last.place, run))


def year_at(text: str, at: int) -> tuple[int, int | None]:
    """Behind ``（2017年修正）`` or ``(as amended in 2017)``, and its year; the position itself where there is none."""
    if text[at : at + 1] != "(":
        return at, None
    begin, close = at + 1, text.find(")", at, at + 30)
    inner = text[begin:close] if close > 0 else ""
    for words in ("asamendedin", "asrevisedin"):
        if inner.startswith(words) and inner[len(words) :].isdecimal() and len(inner) == len(words) + 4:
            return close + 1, int(inner[-4:])
    year = inner[:4]
    if year.isascii() and year.isdecimal() and inner[4:].lstrip("年").startswith(_AMENDED):
        return close + 1, int(year)
    return at, None
