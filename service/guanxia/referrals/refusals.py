"""Refusals of a package: each says what is wrong and where, what is expected, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guanxia.model import Text
from guanxia.problems import Fault, Place, Problem


class Refused(Problem):
    """A package that is not taken; a fault in its content is always status 422."""

    def __init__(self, kind: str, zh: str, en: str, pointer: str = "", nearest: tuple[str, ...] = ()) -> None:
        text = Text(zh, en)
        super().__init__(kind, text, [Fault(kind, pointer, text, nearest)])
        self.status = 422 if self.status == 400 else self.status

    @classmethod
    def together(cls, refusals: Sequence[Refused]) -> Refused:
        """One refusal of several, so that all are told at once; of the kind of the first."""
        first = refusals[0]
        whole = cls(
            first.kind,
            "".join(one.detail.zh for one in refusals),
            " ".join(one.detail.en for one in refusals),
        )
        whole.faults = tuple(fault for one in refusals for fault in one.faults)
        return whole


def too_deep(place: Place, limit: int) -> Refused:
    return Refused(
        "too-deep",
        f"{place.zh}处嵌套超过 {limit} 层。材料通常不超过十层；请减少括号、元素或者对象的嵌套。",
        f"At {place.en} the nesting is deeper than {limit} levels. A package needs fewer than ten; "
        "nest fewer brackets, elements or objects.",
        str(place),
    )


def too_many(kind: str, zh: str, en: str, limit: int) -> Refused:
    """``kind`` tells whether the whole is too large; ``zh`` and ``en`` name what is counted."""
    return Refused(
        kind,
        f"{zh}超过上限 {limit:,}。请把内容分成几份材料，分别提交。",
        f"There are more {en} than the limit of {limit:,}. Divide the content into several packages.",
    )


def unreadable(place: Place | None, syntax: str, zh: str, en: str) -> Refused:
    """A text that its own syntax does not allow; ``zh`` and ``en`` are whole sentences on what to do."""
    if place is None:
        return Refused("malformed-rdf", f"内容不是合格的 {syntax}。{zh}", f"The content is not valid {syntax}. {en}")
    return Refused(
        "malformed-rdf",
        f"{place.zh}起不是合格的 {syntax}。{zh}",
        f"From {place.en} on this is not valid {syntax}. {en}",
        str(place),
    )


_HEX = rb"[0-9a-fA-F]"
_HIGH, _LOW = rb"[89abAB]" + _HEX * 2, rb"[c-fC-F]" + _HEX * 2
_NUL = re.compile(rb"\\(?:u0000|U00000000)")
SURROGATE = re.compile(rb"\\(?:u|U0000)[dD][89a-fA-F]" + _HEX * 2)
SURROGATE_ALONE = re.compile(rb"\\u[dD](?:%b(?!\\u[dD]%b)|(?<!\\u[dD]%b\\u[dD])%b)" % (_HIGH, _LOW, _HIGH, _LOW))


def check_escapes(body: bytes, surrogate: re.Pattern[bytes]) -> None:
    """Refuse U+0000 and surrogates that are written as escapes; a doubled backslash begins none."""
    text = body.replace(b"\\\\", b"  ")
    if found := _NUL.search(text):
        raise nul(Place(body, found.start()))
    if found := surrogate.search(text):
        place, escape = Place(body, found.start()), found.group().decode()
        raise Refused(
            "encoding",
            f"{place.zh}处的转义 {escape} 是单独的代理项（U+D800 至 U+DFFF），不是字符。请直接写出该字。",
            f"The escape {escape} at {place.en} is a lone surrogate (U+D800 to U+DFFF), not a character. "
            "Write the character itself.",
            str(place),
        )


def nul(place: Place) -> Refused:
    return Refused(
        "encoding",
        f"{place.zh}处有空字符 U+0000，文本中不允许。请删去该字符。",
        f"At {place.en} stands U+0000, which no text may hold. Delete it.",
        str(place),
    )


def nul_inside(name: str) -> Refused:
    return Refused(
        "encoding",
        f"{name} 的文本中有空字符 U+0000，不允许。请删去该字符。",
        f"The text of {name} holds U+0000, which is not allowed. Delete it.",
        name,
    )
