"""Gate for JSON and JSON-LD: depth, duplicate keys, numbers, and no context but the published one."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from guanxia.problems import shown
from guanxia.referrals import CONTEXT
from guanxia.referrals.limits import Limits
from guanxia.referrals.nesting import PIECES, Brackets
from guanxia.referrals.refusals import SURROGATE_ALONE, Refused, check_escapes, too_many

_RUN = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*"){0,%d}' % PIECES, re.S)
_BRACKETS = Brackets(_RUN, b"{[", b"}]", "对象和数组", "objects and arrays")


def scan(body: bytes, limits: Limits) -> None:
    """Raise Refused for what no package holds."""
    check_escapes(body, SURROGATE_ALONE)
    if body.count(b'"') + body.count(b"\\") > limits.signs:
        raise too_many("too-large", "引号和转义", "quotes and escapes", limits.signs)
    if body.count(b",") > limits.members:
        raise too_many("too-large", "键值与数组元素（逗号）", "members and elements (commas)", limits.members)
    # What is no bracket where the scan stops is a text without an end: the reader tells where.
    _BRACKETS.check(body, limits)


def read(body: bytes, limits: Limits) -> Any:
    """The value of a scanned body, or Refused; contexts and graphs are looked at before any RDF is made."""
    return _Reader(limits).read(body)


class _Reader:
    """Reads one body; remembers the objects in which a context or a named graph could hide."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._marked: list[dict[str, Any]] = []

    def read(self, body: bytes) -> Any:
        try:
            value = json.loads(
                body,
                object_pairs_hook=self._object,
                parse_constant=_no_constant,
                parse_float=_no_float,
                parse_int=self._integer,
            )
        except json.JSONDecodeError as error:
            at = f"{error.lineno}:{error.colno}"
            raise Refused(
                "malformed-json",
                f"第 {error.lineno} 行第 {error.colno} 列起不是合格的 JSON。"
                "请检查引号、逗号和括号，内容之后不得再有文字。",
                f"From line {error.lineno}, column {error.colno} on this is not JSON ({error.msg}). Check quotes, "
                "commas and brackets; nothing may follow the value.",
                at,
            ) from error
        self._check_marks(value)
        return value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = shown(next(key for key in keys if keys.count(key) > 1))
            raise Refused(
                "duplicate-key",
                f"同一对象中键“{twice}”出现不止一次。请只写一次；有几个值时写成数组。",
                f"The key '{twice}' stands more than once in one object. "
                "Write it once, with an array for several values.",
                twice,
            )
        if not found.keys().isdisjoint(("@context", "@import", "@graph")):
            self._marked.append(found)
        return found

    def _integer(self, digits: str) -> int:
        if len(digits) > self._limits.digits:
            raise Refused(
                "wrong-value",
                f"整数“{shown(digits)}”超过 {self._limits.digits} 位。号码、金额请写成带引号的文本。",
                f"The integer '{shown(digits)}' has more than {self._limits.digits} digits. "
                "Write numbers of papers and amounts as text in quotes.",
            )
        return int(digits)

    def _check_marks(self, value: Any) -> None:
        roots = value if isinstance(value, list) else [value]
        tops = {id(one) for one in roots if isinstance(one, dict)}
        for found in self._marked:
            if "@import" in found:
                raise context_not_allowed("@import", found["@import"])
            if "@context" in found:
                _check_context(found["@context"], id(found) in tops)
            if "@graph" in found and (id(found) not in tops or not found.keys() <= {"@context", "@graph"}):
                raise named_graph()


def _check_context(context: Any, top: bool) -> None:
    """Only the exact IRI counts, and only at the top: it is taken from disk, never fetched."""
    entries = context if isinstance(context, list) else [context]
    wrong = [entry for entry in entries if entry != CONTEXT]
    if wrong or not entries or not top:
        raise context_not_allowed("@context", wrong[0] if wrong else context)


def context_not_allowed(key: str, value: Any) -> Refused:
    text = shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:80])
    return Refused(
        "context-not-allowed",
        f'{key} 的值“{text}”不接受，也不会去读取。只接受顶层的 "@context": "{CONTEXT}"；'
        "或者不写 @context，用 application/json 提交，键名照用。",
        f'The value \'{text}\' of {key} is not taken and was not fetched. The only one is "@context": "{CONTEXT}" at '
        "the top; or leave @context out and send application/json with the same keys.",
        "/@context",
        (CONTEXT,),
    )


def named_graph() -> Refused:
    return Refused(
        "named-graph",
        "材料中有命名图（@graph 与 @id 或者其他键并列，或者写在内层）。一份材料就是一个图，请把内容直接写在顶层。",
        "There is a named graph (@graph beside @id or another key, or further inside). A package is one graph: "
        "write its content at the top.",
        "/@graph",
    )


def _no_constant(name: str) -> NoReturn:
    raise Refused(
        "malformed-json",
        f"“{name}”不是 JSON 的数。请写成带引号的文本，或者删去该键。",
        f"'{name}' is no number of JSON. Write text in quotes or leave the key out.",
    )


def _no_float(text: str) -> NoReturn:
    raise Refused(
        "wrong-amount",
        f'“{shown(text)}”带小数点或者指数，二进制小数会失真。金额请写成带引号的十进制文本，例如 "1200.00"。',
        f"'{shown(text)}' has a point or an exponent, and binary fractions are not exact. "
        'Write amounts as decimal text in quotes, such as "1200.00".',
    )
