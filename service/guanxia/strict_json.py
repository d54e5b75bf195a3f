"""JSON as it may come in: UTF-8, finite numbers, no lone surrogates, no key twice."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import Any

import orjson

from guanxia.model import Text
from guanxia.problems import Fault, Problem, shown


class Malformed(Problem):
    """What is no JSON, with line and column; ``within`` tells the place in a text that the body is a line of."""

    def __init__(self, error: orjson.JSONDecodeError, line: int | None = None) -> None:
        kind = "encoding" if "UTF-8" in error.msg or "surrogate" in error.msg else "malformed-json"
        self._error = error
        line, column = line or error.lineno, error.colno
        detail = Text(
            f"第 {line} 行第 {column} 列起不是合格的 JSON（UTF-8）。", f"not JSON in UTF-8 at {line}:{column}."
        )
        super().__init__(kind, detail, [Fault(kind, f"{line}:{column}", detail)])

    def within(self, line: int) -> Malformed:
        return Malformed(self._error, line)


def parse_json(body: bytes) -> Any:
    """Strict JSON: UTF-8 (a byte order mark is passed over), no NaN, no lone surrogates, no key twice.

    Raises Problem.
    """
    if body.startswith(BOM_UTF8):
        body = body[len(BOM_UTF8) :]
    try:
        value = orjson.loads(body)
        if body.count(b":") != _keys(value):
            json.loads(body, object_pairs_hook=_without_duplicates)
    except orjson.JSONDecodeError as error:
        raise Malformed(error) from error
    except (ValueError, RecursionError) as error:
        detail = Text("数字过长或者嵌套过深。", "a number is too long or the nesting too deep.")
        raise Problem("malformed-json", detail) from error
    return value


def _keys(value: Any) -> int:
    """Keys of a question, two levels deep; as many colons in the text mean that no key came twice."""
    if not isinstance(value, dict):
        return -1
    return len(value) + sum(len(inner) for inner in value.values() if isinstance(inner, dict))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) < len(pairs):
        twice = sorted({key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1})
        faults = [
            Fault(
                "duplicate-key",
                shown(key),
                Text(f"键“{shown(key)}”重复，请只写一次。", f"key '{shown(key)}' is given twice; write it once."),
            )
            for key in twice[:20]
        ]
        raise Problem.of(faults)
    return seen
