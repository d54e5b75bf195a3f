"""The answer on one sheet of paper: what is shortened where it does not fit, and is told to stand on the page alone."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guanxia.model import Text

# Lines of one A4 sheet and Chinese characters of one line, in the print style of guanxia.css.
LINES, WIDTH = 75.0, 62.0
LATIN = 0.57
HEADS = {"h2": 1.6, "h3": 1.35}
_BLOCK = re.compile(r"<(p|h2|h3)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
# What gives way, in this order, and how it is called; None where lines are only set closer. Nothing that the
# conclusion turns on is among it.
CUTS: dict[str, Text | None] = {
    "grounds": Text("理解的理由", "grounds of the readings"),
    "doubtful": Text("可能适用的注意事项全文", "full text of cautions that may apply"),
    "procedure": Text("程序条文的内容", "what provisions on procedure say"),
    "questions": Text("其余待查问题", "further questions"),
    "later": Text("条件具备时的其余步骤", "further steps that would follow"),
    "cautions": Text("注意事项全文", "full text of the cautions"),
    "close": None,
    "reasons": Text("优先适用的理由", "why one sanction prevails"),
    "competence": Text("职权条文的内容", "what provisions on competence say"),
    "sanction": Text("责任条文的内容", "what provisions on sanctions say"),
    "starts": Text("期限的起算", "what terms start from"),
    "readings": Text("不改变结论的理解的内容", "readings that change nothing"),
    "formulas": Text("已算出金额的算式", "formulas of sums told"),
    "substantive": Text("义务条文的内容", "what provisions on duties say"),
    "numbers": Text("只列编号的注意事项的内容", "what cautions told by number say"),
    "citations": Text("期限的依据", "bases of terms"),
}
# What a sheet never holds.
NEVER = (
    Text("引用地址", "addresses for citing"),
    Text("核对日期", "days of checking"),
    Text("步骤的条文、文书和随后各步", "bases, papers and sequels of steps"),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """What has given way on a sheet: ``names`` of CUTS, and all that stands on the page alone, in words."""

    names: frozenset[str]
    left: tuple[Text, ...]


def fitted(answer: Mapping[str, Any], draw: Callable[[Cut], str]) -> str:
    """The sheet of an answer, drawn with no more cuts than it takes to fit one page for each established violation.

    What does not fit with all cuts gets another page, and again no more cuts than that takes.
    """
    pages = max(1, sum(one["state"] == "established" for one in answer["violations"]))
    while True:
        for count in range(len(CUTS) + 1):
            drawn = draw(_cut(answer, count))
            if lines(drawn) <= LINES * pages:
                return drawn
        pages += 1


def _cut(answer: Mapping[str, Any], count: int) -> Cut:
    """The first cuts, as many as that."""
    used = _without_idle(list(CUTS)[:count], answer)
    return Cut(frozenset(used), (*_told(used), *NEVER, *_materials(answer)))


def _told(names: Sequence[str]) -> Iterator[Text]:
    """What cuts are called; the widest of those on cautions stands for them all."""
    inner = {"doubtful": ("cautions", "numbers"), "cautions": ("numbers",)}
    for name in names:
        text = CUTS[name]
        if text and not set(inner.get(name, ())) & set(names):
            yield text


def _without_idle(names: Sequence[str], answer: Mapping[str, Any]) -> list[str]:
    """Cuts that take something away from this answer; the wider of two stands for both."""
    kinds = answer["violations"]
    bases = {base["role"] for one in kinds for base in one["bases"]}
    there = {
        "grounds": any(one["interpretations"] for one in kinds),
        "doubtful": any(one["state"] == "possible" for one in answer["cautions"]),
        "cautions": bool(answer["cautions"]),
        "numbers": any(not one["headline"] for one in answer["cautions"]),
        "citations": any(one["terms"] for one in kinds),
        "close": True,
        "procedure": "procedure" in bases,
        "sanction": "sanction" in bases,
        "competence": "competence" in bases,
        "substantive": "substantive" in bases,
        "questions": len(answer["questions"]) > 1,
        "later": sum(one["state"] == "would-apply" for one in answer["actions"]) > 1,
        "reasons": any(one["displaced"] or any(map(_ranked, one["sanctions"])) for one in kinds),
        "formulas": any(item["amount"] for one in kinds for item in one["sanctions"]),
        "readings": any(not _moves(item) for one in kinds for item in one["interpretations"]),
        "starts": any(one["terms"] for one in (*kinds, *answer["actions"])),
    }
    return [name for name in names if there[name]]


def _moves(interpretation: Mapping[str, Any]) -> bool:
    """Whether the answer is another under the alternative."""
    under = interpretation["underAlternative"]
    return bool(under and under["changes"])


def _ranked(sanction: Mapping[str, Any]) -> bool:
    return bool(sanction["prevails"] or sanction["yieldsTo"])


def _materials(answer: Mapping[str, Any]) -> list[Text]:
    kinds = [one for one in answer["violations"] if one["state"] == "established"]
    materials = sum(len(one["materials"]) for one in kinds)
    later = sum(len(one["later"]) for one in kinds)
    found = []
    if materials:
        found.append(Text(f"重建的附件内容 {materials} 项", f"{materials} entries of the rebuilt annex"))
    if later:
        found.append(Text(f"此后生效的规定 {later} 项", f"{later} rules in force only later"))
    return found


def lines(drawn: str) -> float:
    """How many lines of paper a drawn sheet takes, by the width of its text."""
    return sum(_lines(tag, inner) for tag, inner in _BLOCK.findall(drawn))


def _lines(tag: str, inner: str) -> float:
    text = " ".join(html.unescape(_TAG.sub("", inner)).split())
    width = sum(1 if ord(char) > 0x2E7F else LATIN for char in text)
    return max(1, math.ceil(width / WIDTH)) * HEADS.get(tag, 1.0) + 0.12
