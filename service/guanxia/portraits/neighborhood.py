"""A picture of what a thing is linked to: what points to it on the left, what it points to on the right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from guanxia.model import Text
from guanxia.portraits.names import Ref
from guanxia.portraits.portrait import ASIDE, Portrait

MOST, GAP, LINE = 6, 10, 16
WIDTH, BOX, MIDDLE, EDGE = 720, 242, 168, 2
FONT = 13.0


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: place and size, what links it to the thing in the middle, and its name in lines that fit."""

    iri: str
    x: int
    y: int
    width: int
    height: int
    role: str
    lines: tuple[str, ...]
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes with the curves between them, in units of the drawing; ``more`` are links left out on each side."""

    height: int
    center: Box
    left: tuple[Box, ...]
    right: tuple[Box, ...]
    curves: tuple[str, ...]
    more: tuple[int, int]
    width: int = WIDTH


def picture(portrait: Portrait, lang: str) -> Picture | None:
    """The picture of a thing; None where nothing of substance is linked to it."""
    outgoing = [
        (line.term.label, [ref for cell in line.cells for ref in cell.refs()])
        for section in portrait.sections
        if section.name not in ASIDE
        for line in section.lines
    ]
    outgoing += [(Text("所在", "stands in"), list(portrait.above[-1:]))]
    uses = (*portrait.beside, *(one for one in portrait.uses if one.section not in ASIDE))
    incoming = [(use.kind or use.title, list(use.refs)) for use in uses]
    if portrait.parts:
        tops = [one.ref for one in portrait.parts if not one.depth]
        incoming.append((Text("组成部分", "part"), tops))
    into, out = _mixed(incoming), _mixed(outgoing)
    if not into and not out:
        return None
    left = _column([(ref, _said(role, lang)) for ref, role in into[:MOST]], EDGE, lang)
    right = _column([(ref, _said(role, lang)) for ref, role in out[:MOST]], WIDTH - BOX - EDGE, lang)
    height = max((column[-1].y + column[-1].height for column in (left, right) if column), default=0) + 4
    name = _fit(_said(portrait.ref.label, lang), MIDDLE - 24, 3)
    tall = 24 + LINE * (len(name) + bool(portrait.ref.code))
    height = max(height, tall + 8)
    middle = (WIDTH - MIDDLE) // 2
    center = Box(
        portrait.ref.iri,
        middle,
        (height - tall) // 2,
        MIDDLE,
        tall,
        portrait.ref.code,
        name,
        _said(portrait.ref.label, lang),
    )
    left, right = _centered(left, height), _centered(right, height)
    curves = [_curve(one.x + one.width, one.y + one.height // 2, middle, height // 2) for one in left]
    curves += [_curve(middle + MIDDLE, height // 2, one.x, one.y + one.height // 2) for one in right]
    more = (max(0, len(into) - MOST), max(0, len(out) - MOST))
    return Picture(height, center, left, right, tuple(curves), more)


def _mixed(groups: Iterable[tuple[Text, list[Ref]]]) -> list[tuple[Ref, Text]]:
    """One of each group in turn, each thing once."""
    turns = zip_longest(*([(ref, role) for ref in refs] for role, refs in groups))
    found: dict[str, tuple[Ref, Text]] = {}
    for turn in turns:
        for one in turn:
            if one is not None:
                found.setdefault(one[0].iri, one)
    return list(found.values())


def _column(items: Iterable[tuple[Ref, str]], x: int, lang: str) -> tuple[Box, ...]:
    boxes: list[Box] = []
    y = 4
    for ref, role in items:
        whole = _said(ref.label, lang)
        shown = f"{ref.code} {whole}" if ref.code and ref.code != whole else whole
        lines = _fit(shown, BOX - 20, 2)
        height = 12 + LINE * (len(lines) + 1)
        boxes.append(Box(ref.iri, x, y, BOX, height, _fit(role, BOX - 20, 1)[0], lines, whole))
        y += height + GAP
    return tuple(boxes)


def _centered(column: tuple[Box, ...], height: int) -> tuple[Box, ...]:
    if not column:
        return column
    down = (height - column[-1].y - column[-1].height) // 2
    return tuple(
        Box(one.iri, one.x, one.y + max(0, down - 2), one.width, one.height, one.role, one.lines, one.name)
        for one in column
    )


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}"


def _said(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en


def _fit(text: str, width: int, lines: int) -> tuple[str, ...]:
    """A text in lines of a width, cut with an ellipsis where it is longer; words of an alphabet stay whole."""
    made: list[str] = []
    rest = text.strip()
    while rest and len(made) < lines:
        end = _end(rest, width)
        if end < len(rest) and len(made) == lines - 1:
            made.append(rest[: max(1, end - 1)].rstrip() + "…")
            break
        if end < len(rest) and rest[end - 1 : end + 1].isascii() and " " in rest[:end]:
            end = rest.rindex(" ", 0, end) + 1
        made.append(rest[:end].strip())
        rest = rest[end:].strip()
    return tuple(made) or ("–",)


def _end(text: str, width: int) -> int:
    used = 0.0
    for number, char in enumerate(text):
        used += FONT * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56)
        if used > width:
            return max(1, number)
    return len(text)
