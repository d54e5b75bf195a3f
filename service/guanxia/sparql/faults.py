"""What the engine says of a query that it cannot read, in words for people."""

from __future__ import annotations

import re

from guanxia.model import Text
from guanxia.sparql.refusals import Refused

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.S)
# Sets of signs, which nobody can read.
_SET = re.compile(r"\[(?:[^\]']|'(?:\\u\{[0-9A-F]+\}|\\.|[^\\])')*\]|<unreported>")
_KNOWN = {
    "The SELECT contains a variable that is unbound": Text(
        "SELECT 中的变量没有取值：它既不在 GROUP BY 中，也没有汇总",
        "a variable of SELECT has no value: it is neither grouped by nor aggregated",
    ),
    "Duplicated variable name in SELECT": Text("SELECT 中有两个同名的变量", "a variable stands twice in SELECT"),
    "SELECT * is not authorized with GROUP BY": Text(
        "SELECT * 不能与 GROUP BY 并用", "SELECT * cannot go with GROUP BY"
    ),
    "IRI parsing failed": Text("网址不合语法", "an IRI is malformed"),
    "Prefix not found": Text("前缀没有声明", "a prefix is not declared"),
}
_HERE = Text("这里或者稍前不合语法", "the syntax is broken here or shortly before")
_MOST = 200


def malformed(reason: str) -> Refused:
    """The refusal of a query by the engine's reason, with its place where it names one."""
    found = _PLACE.match(reason)
    if found is None:
        words = _words(reason)
        return Refused(
            "malformed-query", f"查询不合 SPARQL 1.1：{words.zh}。", f"The query is not SPARQL 1.1: {words.en}."
        )
    line, column, words = found.group(1), found.group(2), _words(found.group(3))
    return Refused(
        "malformed-query",
        f"第 {line} 行第 {column} 列不合 SPARQL 1.1 的语法：{words.zh}。",
        f"At line {line}, column {column} this is not SPARQL 1.1: {words.en}.",
        f"{line}:{column}",
    )


def _words(reason: str) -> Text:
    for sentence, text in _KNOWN.items():
        if sentence in reason:
            return text
    parts = [part for part in re.split(r",\s+", _SET.sub("", " ".join(reason.split()))) if part.strip()]
    told = ", ".join(parts)
    if not told:
        return _HERE
    told = told[:_MOST] + ("…" if len(told) > _MOST else "")
    return Text(f"{_HERE.zh}（可以接 {told}）", f"{_HERE.en} (what could follow: {told})")
