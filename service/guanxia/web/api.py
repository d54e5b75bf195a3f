"""The API: questions and answers, and what can be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import orjson
from flask import Blueprint, Response, request

from guanxia import cases, contradictions
from guanxia.jurisdiction.decide import Contradiction
from guanxia.model import Case, Text
from guanxia.problems import Fault, Problem
from guanxia.web import listings
from guanxia.web.replies import body_of, json_reply, reply

if TYPE_CHECKING:
    from guanxia.app import Service

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("api", __name__, url_prefix="/api/v1")

    @views.post("/jurisdiction")
    def ask() -> Response:
        if request.mimetype in NDJSON:
            return Response(_batch(service, request.stream), content_type=NDJSON[0])
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


def _batch(service: Service, stream: IO[bytes]) -> Iterator[bytes]:
    """One answer or problem a line, in order; a bad line stops nothing. Blank lines are skipped."""
    limit = service.settings.max_line
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        whole = line.endswith(b"\n") or len(line) <= limit
        while not line.endswith(b"\n") and len(line) > limit:
            line = stream.readline(limit + 1)
            if not line or line.endswith(b"\n"):
                break
        if not whole:
            detail = Text(f"第 {number} 行超过 {limit} 字节。", f"line {number} has more than {limit} bytes.")
            yield _line_problem(Problem("too-large", detail, [Fault("too-large", f"line {number}", detail)]), number)
            continue
        if not line.strip():
            continue
        try:
            yield answer(service, cases.from_json(line, service.laws)) + b"\n"
        except Problem as problem:
            yield _line_problem(problem, number)


def _line_problem(problem: Problem, number: int) -> bytes:
    return orjson.dumps({**problem.as_dict(), "line": number}) + b"\n"
