"""The API: questions and answers, and what can be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia import cases
from guanxia.model import Text
from guanxia.problems import Problem, shown
from guanxia.web import batch, listings
from guanxia.web.answering import answer
from guanxia.web.comparisons import MAX_ANSWER, compared
from guanxia.web.replies import body_of, json_reply, reply

if TYPE_CHECKING:
    from guanxia.app import Service

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("api", __name__, url_prefix="/api/v1")

    @views.post("/jurisdiction")
    def ask() -> Response:
        _refuse_encodings()
        if request.mimetype in NDJSON:

            def reply_to(line: bytes) -> bytes:
                return answer(service, cases.from_json(line, service.laws))

            return Response(batch.answers(request.stream, service.settings.max_line, reply_to), content_type=NDJSON[0])
        if request.mimetype != "application/json":
            raise Problem(
                "unsupported-media-type",
                Text(
                    "请以 application/json 提问，或以 application/x-ndjson 批量提问。",
                    "ask with application/json, or in batch with application/x-ndjson.",
                ),
            )
        return reply(answer(service, cases.from_json(body_of(request, service.settings.max_body), service.laws)))

    @views.get("/jurisdiction")
    def ask_by_query() -> Response:
        case = cases.from_query(request.args.items(multi=True), service.laws)
        return reply(answer(service, case, ""), release=service.graph.release)

    @views.post("/comparisons")
    def compare() -> Response:
        _refuse_encodings()
        if request.mimetype != "application/json":
            raise Problem(
                "unsupported-media-type",
                Text("请以 application/json 发送答复。", "send the answer as application/json."),
            )
        return json_reply(compared(service, body_of(request, MAX_ANSWER)), service.graph.release)

    for name, listing in listings.LISTINGS.items():
        views.add_url_rule(f"/{name}", name, _listing(service, listing), methods=["GET"])
    return views


def _refuse_encodings() -> None:
    """Raises Problem for a body that is compressed or in another character set than UTF-8."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(
            "unsupported-media-type",
            Text("不接受压缩的请求体，请直接发送。", "a compressed body is not taken; send it as it is."),
        )
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise Problem(
            "unsupported-media-type",
            Text(
                f"请求体应当是 UTF-8 编码，Content-Type 写的是 charset={shown(charset)}；请转为 UTF-8 后发送。",
                f"the body must be UTF-8, but Content-Type says charset={shown(charset)}; convert it and send it "
                "again.",
            ),
        )


def _listing(service: Service, listing: listings.Listing):  # type: ignore[no-untyped-def]
    def view() -> Response:
        return json_reply(listing(service, request.args), service.graph.release)

    return view
