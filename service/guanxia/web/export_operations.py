"""What the routes of the exports do, for the description of the interface, with requests that show it."""

from __future__ import annotations

from guanxia.exports import EXPORTS
from guanxia.model import Text
from guanxia.web.example import Example
from guanxia.web.operation import Operation
from guanxia.web.resource_operations import MEDIA

_NAMES = tuple(one.name for one in EXPORTS)
_BOTH = ("text/html", "application/json")

EXPORTING: dict[str, Operation] = {
    "exports.listing": Operation(
        "exports",
        Text("按其他标准导出：一览", "exports by standard: the list"),
        Text(
            "每份导出的标准与版本、陈述数、校验方式、没有写的内容及其原因；按 Accept 答以网页或者 JSON。",
            "Of each export the standard and version, the number of statements, how it is checked, what it leaves "
            "unsaid and why; as a page or as JSON, by Accept.",
        ),
        "text",
        _BOTH,
        ("lang",),
        (406,),
        revalidates=True,
    ),
    "exports.export": Operation(
        "exports",
        Text("一份导出", "one export"),
        Text(
            f"名称：{'、'.join(_NAMES)}。"
            "按 Accept 或者网址末尾的 .html、.ttl、.jsonld、.rdf、.nt 答以网页或者全部陈述。",
            f"Names: {', '.join(_NAMES)}. A page, or all statements, by Accept or by .html, .ttl, .jsonld, .rdf, .nt "
            "at the end.",
        ),
        "text",
        MEDIA,
        ("lang",),
        (404, 406),
        revalidates=True,
    ),
}


def exported() -> list[Example]:
    """Examples of the list and of the first export."""
    page, first = Text("网页", "as a page"), _NAMES[0]
    return [
        Example("exports.listing", "page", page, "/exports/", 200),
        Example("exports.export", "page", page, f"/exports/{first}", 200),
        Example("exports.export", "turtle", Text("数据", "as data"), f"/exports/{first}.ttl", 200),
        Example("exports.export", "unknown", Text("没有这个名称", "no such name"), "/exports/none", 404),
    ]
