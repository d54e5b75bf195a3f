"""Examples of the routes for packages, made from the examples beside the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson

from guanxia.model import Text
from guanxia.web.example import Example

if TYPE_CHECKING:
    from guanxia.app import Service

JSON, NDJSON, TURTLE = "application/json", "application/x-ndjson", "text/turtle"
FORM = "application/x-www-form-urlencoded"


def samples(service: Service, case: dict[str, str]) -> list[Example]:
    """Examples of every route; ``case`` is a question with a kind of violation."""
    kinds = sorted(
        (row.text("document"), row.text("class").rpartition("#")[2])
        for row in service.questions.ask("package_classes")
        if "document" in row
    )
    files = sorted(service.settings.shapes.glob("notices/*/*/pass-*.ttl"))
    if not kinds or not files:
        return []
    path = f"/examples/{files[0].relative_to(service.settings.shapes / 'notices').as_posix()}"
    return [
        *_checked(kinds[0][1], files[0].read_text(encoding="utf-8")),
        *_drafted(kinds[0][0], case),
        *_read(path),
    ]


def _checked(name: str, turtle: str) -> list[Example]:
    path = "/api/v1/validations"
    lines = "".join(f"{orjson.dumps(one).decode()}\n" for one in ({"type": name}, {"type": f"{name}s"}))
    linked = {"@context": "http://example.org/context", "type": name}

    def one(name: str, zh: str, en: str, body: Any, status: int, media: str) -> Example:
        return Example("packages.validate", name, Text(zh, en), path, status, body, media)

    def page(name: str, zh: str, en: str, body: str, status: int) -> Example:
        return Example("package_pages.checked", name, Text(zh, en), "/packages", status, body, FORM)

    return [
        one("turtle", "一份合格的文书", "a package that conforms", turtle, 200, TURTLE),
        one("json", "只写了种类的 JSON", "plain JSON with nothing but the kind", {"type": name}, 200, JSON),
        one("batch", "成批审查，第二行有误", "a batch whose second line is faulty", lines, 200, NDJSON),
        one("key", "键名有误", "a misspelt key", {"type": name, "sendr": {}}, 422, JSON),
        one("context", "别处的上下文", "a context from elsewhere", orjson.dumps(linked).decode(), 422, JSON),
        one("syntax", "不合语法", "broken syntax", turtle.rstrip().rstrip("."), 422, TURTLE),
        one("label", "内容与标注不符", "content that is not what its label says", turtle, 422, JSON),
        one("media", "媒体类型不符", "a wrong media type", turtle, 415, "text/plain"),
        page("turtle", "一份合格的文书", "a package that conforms", urlencode({"text": turtle}), 200),
        page("blank", "什么也没有交来", "nothing handed in", "text=", 422),
    ]


def _drafted(kind: str, case: dict[str, str]) -> list[Example]:
    place = {"notice": case["notice"]} if "notice" in case else {}

    def one(name: str, zh: str, en: str, body: Any, status: int, media: str = JSON) -> Example:
        return Example("package_drafts.draft", name, Text(zh, en), "/api/v1/packages/draft", status, body, media)

    return [
        one("case", "由案件起草", "from a case", {"kind": kind, "case": case}, 200),
        one("blank", "空白的文书", "a blank document", {"kind": kind, "case": place}, 200),
        one("kind", "没有这种文书", "no such kind", {"kind": f"{kind}s"}, 422),
        one("media", "媒体类型不符", "a wrong media type", orjson.dumps({"kind": kind}).decode(), 415, "text/plain"),
    ]


def _read(path: str) -> list[Example]:
    plain = Text("直接访问", "plain")
    found = {
        "package_drafts.listing": "/api/v1/packages/examples",
        "package_drafts.example": path,
        "package_drafts.published": "/context/package.jsonld",
        "package_pages.form": "/packages",
    }
    none = Text("没有这份示例", "no such example")
    return [
        *(Example(endpoint, "plain", plain, address, 200) for endpoint, address in found.items()),
        Example("package_drafts.example", "unknown", none, "/examples/none.ttl", 404),
    ]
