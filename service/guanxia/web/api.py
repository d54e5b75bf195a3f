"""The API: questions and answers, and what can be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia import cases
from guanxia.model import Text
from guanxia.problems import Problem
from guanxia.web import batch, listings
from guanxia.web.answering import answer
from guanxia.web.comparisons import MAX_ANSWER, compared
from guanxia.web.replies import body_of, json_reply, refuse_encodings, reply

if TYPE_CHECKING:
    from guanxia.app import Service

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("api", __name__, url_prefix="/api/v1")

    @views.post("/jurisdiction")
    def ask() -> Response:
        refuse_encodings()
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
        refuse_encodings()
        if request.mimetype != "application/json":
            raise Problem(
                "unsupported-media-type",
                Text("请以 application/json 发送答复。", "send the answer as application/json."),
            )
        return json_reply(compared(service, body_of(request, MAX_ANSWER)), service.graph.release)

    for name, listing in listings.LISTINGS.items():
        views.add_url_rule(f"/{name}", name, _listing(service, listing), methods=["GET"])
    return views


def _listing(service: Service, listing: listings.Listing):  # type: ignore[no-untyped-def]
    def view() -> Response:
        return json_reply(listing(service, request.args), service.graph.release)

    return view
