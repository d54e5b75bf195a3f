"""Words that reports share."""

from __future__ import annotations

from guanxia.model import Text

SEVERITY = {
    "violation": Text("不符合要求", "violation"),
    "warning": Text("警告", "warning"),
    "info": Text("建议", "advice"),
}
MEANING = {
    "violation": Text("不符合要求（通知或者法律要求）", "Violations (the notice or a statute demands it)"),
    "warning": Text("警告（依其他来源重建或者宜做）", "Warnings (reconstructed from other sources, or recommended)"),
    "info": Text("建议（通行做法）", "Advice (good practice)"),
}
CONFORMS = Text("符合", "conforms")
FAILS = Text("不符合", "does not conform")
REFUSED = Text("未能审查", "not examined")
RECONSTRUCTED = Text("重建", "reconstructed")
PLACE = Text("位置", "where")
FOUND = Text("实际", "found")
EXPECTED = Text("要求", "expected")
BASIS = Text("依据", "basis")
FIX = Text("改正", "to do")
COLON = Text("：", ": ")


def say(text: Text, language: str) -> str:
    return text.zh if language == "zh" else text.en


def counted(counts: dict[str, int], language: str) -> str:
    """How much was found, by severity; empty where nothing was."""
    if language == "zh":
        return "，".join(f"{SEVERITY[name].zh} {number} 项" for name, number in counts.items() if number)
    plural = {"violation": "violations", "warning": "warnings", "info": "notes of advice"}
    single = {"violation": "violation", "warning": "warning", "info": "note of advice"}
    return ", ".join(
        f"{number} {(single if number == 1 else plural)[name]}" for name, number in counts.items() if number
    )
