"""What the query endpoint does, for the description of the interface, with requests that show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from guanxia.model import Text
from guanxia.sparql.formats import BINDINGS, GRAPHS
from guanxia.web.example import Example
from guanxia.web.operation import Operation
from guanxia.web.protocol import FORM, QUERY
from guanxia.web.query_examples import read_examples

if TYPE_CHECKING:
    from guanxia.app import Service

PATH = "/sparql"
RESULTS = tuple(one.media_type for one in (*BINDINGS, *GRAPHS))
FAULTS = (400, 403, 406, 413, 415, 422, 429, 500, 503)
_GRAPHS: dict[str, Any] = {"type": "array", "items": {"type": "string", "format": "uri"}}
PARAMETERS: dict[str, dict[str, Any]] = {
    "query": {"type": "string"},
    "default-graph-uri": _GRAPHS,
    "named-graph-uri": _GRAPHS,
    "format": {"type": "string", "enum": [*dict.fromkeys(one.suffix for one in (*BINDINGS, *GRAPHS)), "html"]},
}
_ABOUT = Text(
    "SPARQL 1.1 协议，只读。结果的格式由 Accept 或者参数 format 决定：SELECT、ASK 为 JSON、XML、CSV、TSV，"
    "CONSTRUCT、DESCRIBE 为 Turtle、N-Triples、JSON-LD、RDF/XML。"
    "结果要么完整，要么是问题文档：超时、超内存、行数过多都不会给出部分结果。"
    "每个地址的用时、错误数和同时查询数有上限，超出的答以 429 和 Retry-After。"
    "不接受更新，不向其他服务转发（SERVICE）。",
    "SPARQL 1.1 Protocol, read-only. Accept, or the parameter format, chooses the form: JSON, XML, CSV, TSV for SELECT "
    "and ASK; Turtle, N-Triples, JSON-LD, RDF/XML for CONSTRUCT and DESCRIBE. A result is whole or a problem document: "
    "too much time, memory or rows never give a part of it. Each address has a share of time, errors and "
    "places; beyond it comes 429 with Retry-After. No updates are taken and no other services asked (SERVICE).",
)

SPARQL: dict[str, Operation] = {
    "sparql.ask": Operation(
        "sparql",
        Text("查询法律图，或者取得服务描述", "query the law graph, or get the service description"),
        Text(
            f"{_ABOUT.zh}没有 query 时，答以服务描述（RDF），内有各项上限；浏览器得到查询网页。",
            f"{_ABOUT.en} Without query the reply is the service description (RDF) with all limits; browsers get the "
            "query page.",
        ),
        "text",
        (*RESULTS, "text/html"),
        ("sparql",),
        FAULTS,
        revalidates=True,
    ),
    "sparql.ask_by_post": Operation(
        "sparql",
        Text("以 POST 查询法律图", "query the law graph by POST"),
        Text(
            f"{_ABOUT.zh}请求体为表单（query、default-graph-uri、named-graph-uri）或者查询本身（{QUERY}）。",
            f"{_ABOUT.en} The body is a form (query, default-graph-uri, named-graph-uri) or the query itself "
            f"({QUERY}).",
        ),
        "text",
        (*RESULTS, "text/html"),
        ("sparql-graphs",),
        FAULTS,
        body="query",
        sent=(FORM, QUERY),
        fields=tuple(PARAMETERS),
    ),
}


def parameters(takes: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Query parameters of an operation of the endpoint; none for others."""
    if "sparql" in takes:
        return PARAMETERS
    return {name: PARAMETERS[name] for name in list(PARAMETERS)[1:]} if "sparql-graphs" in takes else {}


def asked(service: Service) -> Iterator[Example]:
    """The first worked example in each way of the protocol, and what is refused."""
    about = Text("服务描述", "the service description")
    yield Example("sparql.ask", "description", about, PATH, 200)
    for example in read_examples(service.settings.queries / "examples")[:1]:
        address = f"{PATH}?{urlencode({'query': example.query.zh})}"
        yield Example("sparql.ask", "example", example.question, address, 200)
        yield Example("sparql.ask_by_post", "example", example.question, PATH, 200, example.query.zh, QUERY)
        sent = urlencode({"query": example.query.zh})
        yield Example("sparql.ask_by_post", "form", Text("以表单发送", "sent as a form"), PATH, 200, sent, FORM)
    update = Text("更新不被接受", "updates are not taken")
    yield Example("sparql.ask_by_post", "update", update, PATH, 400, urlencode({"update": "CLEAR ALL"}), FORM)
    yield Example("sparql.ask", "empty", Text("空的查询", "an empty query"), f"{PATH}?query=", 400)
