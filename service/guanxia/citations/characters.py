"""A text without blanks and variants of one sign, with the way back to where each character stood."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

_DROPPED = "\0"
_WRAPPED = 20
_STOPS = "。；：！？;:!?.》)"
_VARIANTS = {
    "《": "「『«",
    "》": "」』»",
    "〈": "<‹",
    "〉": ">›",
    "(": "（〔［[【﹝﹙〖{",
    ")": "）〕］]】﹞﹚〗}",
    "-": "–—―－~～﹣〜−‐‑",
    "〇": "○◯",
    ",": "，",
    "、": "﹑､",
    "/": "／",
    ".": "．",
}
_BLANK = " \t\r\v\f\u00a0\u1680\u2028\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060\u00ad\"'“”‘’`＂＇"
_SIMPLE = dict(
    zip(
        "條項號發會險勞動監規實關於變費徵繳處罰強複議復訴訟計錄與醫療障傷業務稽辦編審爭國務領榮譽員業職經據點違舉報協齡額數應聯辯護陳減"
        "從開裝檢機構責稅統獎勵細則許可圖書館執",
        "条项号发会险劳动监规实关于变费征缴处罚强复议复诉讼计录与医疗障伤业务稽办编审争国务领荣誉员业职经据点违举报协龄额数应联辩护陈减"
        "从开装检机构责税统奖励细则许可图书馆执",
        strict=True,
    )
)


def _table() -> dict[int, str]:
    table = {ord(one): plain for one, plain in _SIMPLE.items()}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= {ord(one): one.lower() for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {ord(one): plain for plain, variants in _VARIANTS.items() for one in variants}
    table |= {code: _DROPPED for code in (*map(ord, _BLANK), *range(0x2000, 0x200B))}
    return table


_TABLE = _table()
_LINE = re.compile(r"[^\n]*\n")
_KEPT = re.compile(r"[^\0]")


@dataclass(frozen=True, slots=True)
class Compact:
    """``text`` as scanned; ``source`` as given; ``offsets[i]`` is where character ``i`` of ``text`` stood."""

    text: str
    source: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of a part that is not empty."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def before(self, start: int) -> str:
        """The character of the source in front of a position; empty at the beginning."""
        at = self.offsets[start]
        return self.source[at - 1] if at else ""

    def after(self, end: int) -> str:
        """The character of the source behind a part; empty at the end."""
        at = self.offsets[end - 1] + 1
        return self.source[at] if at < len(self.source) else ""


def plain(text: str) -> str:
    """A name as names are compared: without blanks, variants and quotation marks."""
    found = text.translate(_TABLE)
    for mark in (_DROPPED, "\n", "《", "》", "〈", "〉"):
        found = found.replace(mark, "")
    return found


def compact(source: str) -> Compact:
    """A text made ready for scanning, in one pass."""
    mapped = _joined(source.translate(_TABLE))
    if _DROPPED not in mapped:
        return Compact(mapped, source, array("I", range(len(mapped))))
    offsets = array("I", (match.start() for match in _KEPT.finditer(mapped)))
    return Compact(mapped.replace(_DROPPED, ""), source, offsets)


def _joined(mapped: str) -> str:
    """The text with the breaks of wrapped lines dropped: long lines that end within a sentence."""
    if "\n" not in mapped:
        return mapped
    parts, at = [], 0
    for match in _LINE.finditer(mapped):
        line = match[0]
        bare = line[:-1].rstrip(_DROPPED)
        wraps = (
            len(bare) >= _WRAPPED and bare[-1] not in _STOPS and mapped[match.end() : match.end() + 1] not in ("", "\n")
        )
        parts.append(line[:-1] + _DROPPED if wraps else line)
        at = match.end()
    return "".join([*parts, mapped[at:]])
