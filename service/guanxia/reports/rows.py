"""A report as rows of a table: one a finding, one for a package without findings or one that was refused.

No cell is taken for a formula by a spreadsheet; where one had to be changed for that, the last cell says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from guanxia.model import Text
from guanxia.reports.entries import Entry, clean, label, refusal, seen
from guanxia.reports.words import CONFORMS, FAILS, RECONSTRUCTED, REFUSED, SEVERITY, say

HEADS = (
    Text("文件", "file"),
    Text("行", "line"),
    Text("文书", "document"),
    Text("结论", "conclusion"),
    Text("程度", "severity"),
    Text("问题", "message"),
    Text("位置", "where"),
    Text("属性", "property"),
    Text("实际", "found"),
    Text("要求", "expected"),
    Text("改正", "to do"),
    Text("依据", "basis"),
    Text("重建", "reconstructed"),
    Text("形状", "shape"),
    Text("说明", "note"),
)
# What a spreadsheet may take for the start of a formula, full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTED = Text("为免被当作公式，已在前面加撇号：", "an apostrophe keeps from being a formula: ")
Cells = list[str | int | None]


def heads(language: str) -> list[str]:
    return [say(one, language) for one in HEADS]


def rows(entry: Entry, language: str) -> Iterator[Cells]:
    """The rows of one package."""
    start: Cells = [clean(entry.source), entry.line, label(entry, language)]
    rest = len(HEADS) - len(start) - 2
    if entry.problem is not None:
        told = [say(REFUSED, language), None, refusal(entry.problem, language)]
        yield _safe([*start, *told, *[None] * (len(HEADS) - len(start) - len(told) - 1)], language)
        return
    conclusion = say(CONFORMS if entry.report["conforms"] else FAILS, language)
    if not entry.findings:
        yield _safe([*start, conclusion, *[None] * rest], language)
    for one in (seen(finding, language) for finding in entry.findings):
        yield _safe(
            [
                *start,
                conclusion,
                say(SEVERITY[one.severity], language),
                one.message,
                one.place,
                one.property,
                one.found,
                one.expected,
                one.fix,
                one.basis,
                say(RECONSTRUCTED, language) if one.reconstructed else None,
                one.shape,
            ],
            language,
        )


def _safe(cells: Cells, language: str) -> Cells:
    """The row with its note."""
    made = [safe(one) for one in cells]
    changed = [say(head, language) for head, old, new in zip(HEADS, cells, made, strict=False) if old != new]
    comma = "、" if language == "zh" else ", "
    return [*made, f"{say(QUOTED, language)}{comma.join(changed)}" if changed else None]


def safe(cell: str | int | None) -> str | int | None:
    """A cell that no spreadsheet takes for a formula."""
    risky = isinstance(cell, str) and cell.lstrip(" \u3000\xa0").startswith(FORMULA_STARTS)
    return f"'{cell}" if risky else cell
