"""JSON made ready for the JSON-LD parser: the published context put in, and nothing that would vanish silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guanxia.problems import nearest, shown
from guanxia.referrals.context import GX, Context
from guanxia.referrals.refusals import Refused

_KEYWORDS = frozenset(
    {"@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@context", "@reverse", "@included"}
)
# The parser drops what is no IRI without a word.
_IRI = re.compile(r"(?:[^\x00-\x20<>\"{}|\\^`\[\]%]++|%[0-9A-Fa-f]{2})*")
_TOLD = 20
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")


def expandable(document: Any, context: Context, plain: bool) -> Any:
    """The document with the context itself in place of its address. Raises Refused for what cannot be meant."""
    roots = document if isinstance(document, list) else [document]
    known = plain or any(isinstance(root, dict) and "@context" in root for root in roots)
    _check(document, context if known else None)
    contents = [_without_context(root) for root in roots]
    content: Any = contents if isinstance(document, list) else contents[0]
    if not known:
        return content
    if isinstance(content, dict):
        return {"@context": context.definitions, **content}
    return {"@context": context.definitions, "@graph": content}


def _without_context(root: Any) -> Any:
    return {key: value for key, value in root.items() if key != "@context"} if isinstance(root, dict) else root


def _check(document: Any, context: Context | None) -> None:
    """Look at every key and value; ``context`` is None where all keys must be whole IRIs."""
    found: list[Refused] = []
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting and len(found) < _TOLD:
        pointer, value = waiting.pop()
        if isinstance(value, list):
            waiting.extend((f"{pointer}/{at}", one) for at, one in enumerate(value))
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key == "@context":
                    continue
                below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
                found.extend(_faults(key, inner, below, context))
                waiting.append((below, inner))
    if found:
        raise Refused.together(found)


def _faults(key: str, value: Any, pointer: str, context: Context | None) -> Iterator[Refused]:
    if not _known(key, context):
        yield _unknown_key(key, pointer, context)
        return
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):
            continue
        if key in ("type", "@type"):
            yield from _type_faults(text, pointer, context)
        elif key in ("id", "@id") or (context is not None and key in context.coded):
            yield from _iri_faults(key, text, pointer)
        elif context is not None and key in context.parts:
            yield from _part_faults(key, text, pointer)


def _known(key: str, context: Context | None) -> bool:
    if key in _KEYWORDS or (context is not None and key in context.keys):
        return True
    prefix, colon, _ = key.partition(":")
    whole = "//" in key or prefix == "urn" or (context is not None and prefix == "gx")
    return bool(colon and whole and _IRI.fullmatch(key))


def _unknown_key(key: str, pointer: str, context: Context | None) -> Refused:
    if context is None:
        return Refused(
            "unknown-key",
            f"键“{shown(key)}”没有上下文可以解释。请在顶层写 @context，或者用 application/json 提交。",
            f"Without a context the key '{shown(key)}' has no meaning. Put @context at the top, or send "
            "application/json.",
            pointer,
        )
    likely = nearest(key, context.keys)
    return Refused(
        "unknown-key",
        f"没有“{shown(key)}”这个键，其内容会丢失，因此不予接收。{_either_zh(likely)}",
        f"There is no key '{shown(key)}'; what it says would be lost, so it is not taken. {_either_en(likely)}",
        pointer,
        likely,
    )


def _type_faults(text: str, pointer: str, context: Context | None) -> Iterator[Refused]:
    if _ABSOLUTE.match(text):
        yield from _iri_faults("type", text, pointer)
        return
    names = [iri.removeprefix(GX) for iri in sorted(context.classes)] if context else []
    if text in names:
        return
    likely = nearest(text, names) or tuple(sorted(iri.removeprefix(GX) for iri in context.kinds)) if context else ()
    yield Refused(
        "unknown-type",
        f"没有“{shown(text)}”这种类型。{_either_zh(likely)}",
        f"There is no type '{shown(text)}'. {_either_en(likely)}",
        pointer,
        likely,
    )


def _iri_faults(key: str, text: str, pointer: str) -> Iterator[Refused]:
    if not _IRI.fullmatch(text):
        yield Refused(
            "wrong-value",
            f"{key} 的值“{shown(text)}”既不是代码也不是网址：不得有空格、引号、括号和不完整的“%”。请改正。",
            f"The value '{shown(text)}' of {key} is neither a code nor an IRI: no spaces, quotes, brackets or stray "
            "'%'. Correct it.",
            pointer,
        )


def _part_faults(key: str, text: str, pointer: str) -> Iterator[Refused]:
    if _ABSOLUTE.match(text) or text.startswith(("_:", "#")):
        yield from _iri_faults(key, text, pointer)
        return
    yield Refused(
        "wrong-value",
        f'{key} 的值应当是对象，不是文本“{shown(text)}”。请写成 {{"name": "…"}} 这样的对象。',
        f'The value of {key} is an object, not the text \'{shown(text)}\'. Write an object such as {{"name": "…"}}.',
        pointer,
    )


def _either_zh(names: tuple[str, ...]) -> str:
    return f"可用的有：{'、'.join(names)}。" if names else "可用的键见公布的上下文。"


def _either_en(names: tuple[str, ...]) -> str:
    return f"Valid: {', '.join(names)}." if names else "The published context lists the keys."
