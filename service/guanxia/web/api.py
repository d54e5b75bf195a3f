"""The API: questions and answers, and what can be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia import cases, contradictions
from guanxia.jurisdiction.decide import Contradiction
from guanxia.model import Case, Text
from guanxia.problems import Problem
from guanxia.web import batch, listings
from guanxia.web.replies import body_of, json_reply, reply

if TYPE_CHECKING:
    from guanxia.app import Service

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("api", __name__, url_prefix="/api/v1")

    @views.post("/jurisdiction")
    def ask() -> Response:
        if request.headers.get("Content-Encoding", "identity") != "identity":
            raise Problem(
                "unsupported-media-type",
                Text("不接受压缩的请求体，请直接发送。", "a compressed body is not taken; send it as it is."),
            )
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

    for name, listing in listings.LISTINGS.items():
        views.add_url_rule(f"/{name}", name, _listing(service, listing), methods=["GET"])
    return views


def _listing(service: Service, listing: listings.Listing):  # type: ignore[no-untyped-def]
    def view() -> Response:
        return json_reply(listing(service, request.args), service.graph.release)

    return view


def answer(service: Service, case: Case, root: str = "/facts/") -> bytes:
    """Canonical JSON of the answer. Raises Problem where facts exclude each other or there is no notice."""
    try:
        return service.answers.answer(case)
    except Contradiction as error:
        raise contradictions.contradiction(error, service.laws.facts, root) from error
    except LookupError as error:
        raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice.")) from error
