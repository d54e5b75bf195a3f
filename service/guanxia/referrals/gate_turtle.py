"""Gate for Turtle and N-Triples: brackets, named graphs and RDF 1.2 syntax, found outside strings and comments."""

from __future__ import annotations

import re

from guanxia.problems import Place
from guanxia.referrals.limits import Limits
from guanxia.referrals.nesting import PIECES, Brackets
from guanxia.referrals.refusals import (
    SURROGATE,
    Refused,
    check_escapes,
    too_many,
    unreadable,
)

# What may stand between two brackets.
_RUN = re.compile(
    rb"""(?:
      [^"'<\#()\[\]{}~|\\]++
    | \"{3}(?:[^"\\]++|\\.|"(?!""))*\"{3}
    | "(?!"")[^"\\\n\r]*+(?:\\[^\n\r][^"\\\n\r]*+)*"
    | '{3}(?:[^'\\]++|\\.|'(?!''))*'{3}
    | '(?!'')[^'\\\n\r]*+(?:\\[^\n\r][^'\\\n\r]*+)*'
    | <(?:[^\x00-\x20<>"{}|^`\\]++|\\[uU][0-9A-Fa-f]{4,8})*>
    | \#[^\n\r]*+
    | \\.
    ){0,%d}"""
    % PIECES,
    re.X | re.S,
)
_BRACKETS = Brackets(_RUN, b"[(", b"])", "方括号和圆括号", "brackets")
_VERSION = re.compile(rb"(?:\A|[\s.])(?:@version|version)\s++[\"']", re.I)


def scan(body: bytes, limits: Limits) -> None:
    """Raise Refused for what no package holds."""
    check_escapes(body, SURROGATE)
    if body.count(b"refix") + body.count(b"REFIX") > limits.prefixes:
        raise too_many("too-large", "前缀声明", "prefix declarations", limits.prefixes)
    if sum(body.count(sign) for sign in (b'"', b"'", b"<", b"#", b"\\")) > limits.tokens:
        raise too_many("too-large", "引号、网址和注释", "quotes, IRIs and comments", limits.tokens)
    at = _BRACKETS.check(body, limits)
    if at < len(body):
        raise _refusal(body, at)


def _refusal(body: bytes, at: int) -> Refused:
    """Why the sign at this place stops the scan."""
    place, sign = Place(body, at), body[at : at + 1]
    if body.startswith((b"<<", b"{|", b"|}", b"~"), at):
        return rdf_12(place)
    if sign in (b"{", b"}"):
        return Refused(
            "named-graph",
            f"{place.zh}处是命名图的大括号。一份材料就是一个图，请去掉 GRAPH 和大括号，用 text/turtle 提交。",
            f"At {place.en} stands a brace of a named graph. A package is one graph: "
            "remove GRAPH and the braces and send it as text/turtle.",
            str(place),
        )
    if sign in (b'"', b"'"):
        return unreadable(
            place, "Turtle", "从这里开始的文本没有结束：请补上引号；多行文本用三个引号。",
            "The text that begins here has no end: add the closing quote; use three quotes for several lines.",
        )  # fmt: skip
    if sign == b"<":
        return unreadable(
            place, "Turtle", "从这里开始的网址没有以“>”结束，或者含有空格、引号、大括号。请改正网址。",
            "The IRI that begins here does not end in '>', or holds a space, a quote or a brace. Correct the IRI.",
        )  # fmt: skip
    return unreadable(
        place, "Turtle", "这个符号不能出现在这里。请删去，或者放进引号。",
        "This sign cannot stand here. Delete it or put it in quotes.",
    )  # fmt: skip


def rdf_12(place: Place | None = None) -> Refused:
    """Triple terms, reifiers, annotations and directions of RDF 1.2."""
    return Refused(
        "syntax-not-offered",
        f"{place.zh + '处' if place else ''}使用了 RDF 1.2 的写法（三元组项、注解、文字方向）。"
        "材料只用 RDF 1.1，请改写。",
        f"{'At ' + place.en + ' stands' if place else 'There is'} syntax of RDF 1.2 (triple terms, annotations, "
        "text direction). A package uses RDF 1.1 only; write it without.",
        str(place) if place else "",
    )
