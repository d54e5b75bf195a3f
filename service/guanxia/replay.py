"""An answer given before, put to the law again: its question read back, its hash checked, today's answer beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from guanxia import cases, strict_json
from guanxia.fragments import FORMAT
from guanxia.model import Case, Text
from guanxia.notices import Laws
from guanxia.problems import Fault, Problem
from guanxia.rendering import canonical

KEYS = ("area", "on", "violation", "notice")
DEEPEST = 40


def read(body: bytes) -> dict[str, Any]:
    """The answer that a text holds. Raises Problem where it is none in this format."""
    given = strict_json.parse_json(body)
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise _not_taken("/format", Text(f"这不是 {FORMAT} 格式的答复。", f"this is no answer in the format {FORMAT}."))
    if _depth_over(given, DEEPEST):
        raise _not_taken("/", Text("嵌套过深，不是答复。", "nested too deep for an answer."))
    return given


def _depth_over(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return one.values() if isinstance(one, dict) else one


def question_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The question that an answer echoes, as it was asked, but with its day. Raises Problem."""
    asked = given.get("input")
    facts = asked.get("facts") if isinstance(asked, dict) else None
    echoed = {key: asked[key] for key in KEYS if asked.get(key) is not None} if isinstance(asked, dict) else {}
    parts = [*facts.values(), *echoed.values()] if isinstance(facts, dict) else [None]
    if not isinstance(facts, dict) or not all(isinstance(one, dict) and "value" in one for one in parts):
        raise _not_taken("/input", Text("答复中的 input 不完整。", "the input of this answer is incomplete."))
    values = {key: one["value"] for key, one in echoed.items() if key != "notice" or one.get("source") == "stated"}
    return {**values, "facts": {name: one["value"] for name, one in facts.items()}}


def case_of(given: Mapping[str, Any], laws: Laws) -> Case:
    """The case that an answer echoes, with what was stated and what was default. Raises Problem."""
    case = cases.Reader(laws, "").read(question_of(given))
    on = given["input"].get("on") or {}
    return replace(case, on_stated=on.get("source") == "stated")


def hash_of(given: Mapping[str, Any], **other: Any) -> str:
    """The hash that the content of an answer has; ``other`` values take the place of its own."""
    content = {key: value for key, value in {**given, **other}.items() if key != "sha256"}
    return hashlib.sha256(canonical(content)).hexdigest()


def resealed(given: Mapping[str, Any], **other: Any) -> bytes:
    """Canonical JSON of an answer with the hash that its content has."""
    return canonical({**given, **other, "sha256": hash_of(given, **other)})


def intact(given: Mapping[str, Any]) -> bool:
    """Whether an answer fits its own hash."""
    return given.get("sha256") == hash_of(given)


def _not_taken(pointer: str, text: Text) -> Problem:
    return Problem("wrong-value", text, [Fault("wrong-value", pointer, text)])
