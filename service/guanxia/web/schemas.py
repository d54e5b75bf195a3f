"""Schemas of what can be asked, made from the names of the graph, and of problems (JSON Schema 2020-12)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from guanxia import cases
from guanxia.problems import BASE, KINDS
from guanxia.web import listings

if TYPE_CHECKING:
    from guanxia.app import Service

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
AMOUNT: Schema = {"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def record(required: dict[str, Schema], further: dict[str, Schema] | None = None, about: str = "") -> Schema:
    """An object; ``further`` keys may be absent, keys not named may come."""
    schema: Schema = {"type": "object", "required": list(required), "properties": {**required, **(further or {})}}
    return {**schema, "description": about} if about else schema


def both(texts: dict[str, str]) -> str:
    return f"{texts['zh']} / {texts['en']}"


def question(service: Service) -> dict[str, Schema]:
    """Schemas of what can be asked: every fact, area, kind of violation and notice that the graph has."""
    notice = {"notice": min(service.laws.notices)} if service.laws.notices else {}
    found = {f"fact-{one['name']}": _fact(one) for one in listings.facts(service, notice)["facts"]}
    names = {name.removeprefix("fact-"): maybe(ref(name)) for name in found}
    facts = {"type": "object", "properties": names, "additionalProperties": False, "maxProperties": cases.MAX_FACTS}
    facts["description"] = "只写已知的事实；不写或者 null 为不明。/ State what is known; absent or null is unknown."
    keys = {
        "facts": ref("Facts"),
        "area": maybe(ref("Area")),
        "on": maybe(
            {**DAY, "description": "以哪一天的法律为准，默认当天。/ By the law of which day; today by default."}
        ),
        "violation": maybe(ref("Violation")),
        "notice": maybe(ref("Notice")),
    }
    return {
        **found,
        "Facts": facts,
        "Question": {"type": "object", "properties": keys, "additionalProperties": False},
        "Area": _areas(service),
        "Violation": _violations(service),
        "Notice": _notices(service),
    }


def _fact(one: dict[str, Any]) -> Schema:
    basis = "；".join(both(item["citation"]) for item in one["serves"]) or "–"
    lines = [both(one["question"]), both(one["definition"])]
    lines += [f"{item['value']}: {both(item['label'])}" for item in one["values"]]
    lines.append(f"依据 / Serves: {basis}")
    about = {"title": both(one["label"]), "description": "\n\n".join(lines)}
    if one["type"] == "boolean":
        return {"type": "boolean", **about}
    if one["type"] == "choice":
        return {"type": "string", "enum": [item["value"] for item in one["values"]], **about}
    return {**(AMOUNT if one["type"] == "amount" else DAY), **about}


def _areas(service: Service) -> Schema:
    found = {code: area for slug in sorted(service.laws.notices) for code, area in service.laws.areas(slug).items()}
    lines = [f"{code}: {area.label.zh} / {area.label.en}" for code, area in found.items()]
    return {"type": "string", "enum": list(found), "description": "\n\n".join(["GB/T 2260", *lines])}


def _violations(service: Service) -> Schema:
    """All kinds of all notices; each with its clause and the provisions that bear on it on the day of the document."""
    found: dict[str, list[str]] = {}
    for slug, notice in sorted(service.laws.notices.items()):
        for kind in listings.violations(service, {"notice": slug})["violations"]:
            cited = "；".join(both(one["citation"]) for one in kind["bases"])
            clause = f"{notice.number} {kind['clause']['address']}"
            found.setdefault(kind["id"], []).append(f"{kind['id']}: {both(kind['label'])}（{clause}；{cited}）")
    return {"type": "string", "enum": list(found), "description": "\n\n".join(chain.from_iterable(found.values()))}


def _notices(service: Service) -> Schema:
    lines = [
        f"{slug}: {one.title.zh} / {one.title.en}（{one.number}）" for slug, one in sorted(service.laws.notices.items())
    ]
    return {"type": "string", "enum": sorted(service.laws.notices), "description": "\n\n".join(lines)}


def problem() -> dict[str, Schema]:
    """The problem document (RFC 9457)."""
    iri = {"type": "string", "format": "uri", "enum": [BASE + kind for kind in KINDS]}
    fault = record(
        {"pointer": TEXT, "text": ref("Text")}, {"nearest": many(TEXT), "type": iri}, "one fault; pointer tells where"
    )
    texts = record({"title": ref("Text"), "detail": ref("Text")})
    whole = {"type": iri, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}
    line = {"line": {"type": "integer", "description": "line of a batch"}}
    return {"Fault": fault, "Problem": record(whole, {"texts": texts, "errors": many(ref("Fault")), **line})}
