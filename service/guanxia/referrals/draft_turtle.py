"""A draft as Turtle that people fill in: what is known as statements, each blank as a comment at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from guanxia.referrals.context import GX, XSD, Context
from guanxia.referrals.drafting import Draft

_INDENT = "    "
_RANK = {"violation": "必填 / required", "warning": "宜填 / recommended", "info": "可填 / good practice"}
_Blanks = Mapping[str, list[Mapping[str, Any]]]


def as_turtle(draft: Draft, context: Context) -> bytes:
    """The draft with comments in both languages; without them it says what ``draft.package`` says."""
    head = [
        f"# {draft.title.zh} / {draft.title.en}",
        "# 带“←”的注释是待填写的内容：填好后删去行首的“#”。",
        '# Comments with "←" are blanks: fill them in and delete the "#".',
        f"@prefix gx: <{GX}> .",
        f"@prefix xsd: <{XSD}> .",
        "",
        "[]",
    ]
    places: dict[str, list[Mapping[str, Any]]] = {}
    for blank in draft.blanks:
        place = blank["place"] if isinstance(draft.package.get(blank["place"]), dict) else ""
        places.setdefault(place, []).append(blank)
    body = _node(draft.package, context, places, "", 1)
    return "\n".join([*head, *body, "."]).encode() + b"\n"


def _node(value: Mapping[str, Any], context: Context, places: _Blanks, place: str, depth: int) -> Iterator[str]:
    indent = _INDENT * depth
    for key, given in value.items():
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                yield f"{indent}gx:{key} ["
                yield from _node(one, context, places, f"{place}/{key}" if place else key, depth + 1)
                yield f"{indent}] ;"
            else:
                yield f"{indent}{_statement(key, one, context)} ;"
    for blank in places.get(place, ()):
        yield from _comment(blank, indent)


def _statement(key: str, value: Any, context: Context) -> str:
    if key == "type":
        return f"a gx:{value}"
    definition = context.definitions[key]
    if key in context.coded:
        scope = definition["@context"]
        return f"gx:{key} <{scope.get(value, scope['@vocab'] + value)}>"
    datatype = definition["@type"] if isinstance(definition, dict) else ""
    text = json.dumps(value if isinstance(value, str) else json.dumps(value), ensure_ascii=False)
    return f"gx:{key} {text}{f'^^{datatype}' if datatype.startswith('xsd:') else ''}"


def _comment(blank: Mapping[str, Any], indent: str) -> Iterator[str]:
    name = f"gx:{blank['property']} … ;  " if blank["property"] else ""
    clause = f"（通知 {blank['clause']['address']}）" if blank["clause"] else ""
    yield f"{indent}# {name}← {_RANK[blank['severity']]}"
    expected = blank["detail"]["expected"]
    for language, where in (("zh", clause), ("en", "")):
        words = [blank["message"][language] + where, f"({expected[language]})", blank["prompt"][language]]
        yield f"{indent}#   {' '.join(' '.join(words).split())}"
