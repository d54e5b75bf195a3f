"""The query endpoint: SPARQL 1.1 Protocol over HTTP, read-only, and the description of the service.

Results are whole before their first byte goes out, so that none can be cut short.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from flask import Blueprint, Response, request

from guanxia.cage import CageAbandoned, CageError, CageShare, Visitor
from guanxia.catalog import GRAPH as CATALOG
from guanxia.linked.addresses import Addresses
from guanxia.linked.formats import FORMATS, serialise
from guanxia.model import Text
from guanxia.problems import Problem
from guanxia.sparql.description import SERVICE, Description
from guanxia.sparql.endpoint import Answer, NotAnswered
from guanxia.sparql.request import Request
from guanxia.store import SHAPES
from guanxia.web import errors, query_formats
from guanxia.web.layout import HTML
from guanxia.web.linking import linked, options
from guanxia.web.protocol import asked
from guanxia.web.ready import keep
from guanxia.web.refusals import MARK, PATH
from guanxia.web.replies import document_reply, reply
from guanxia.web.visitors import visitor_of

if TYPE_CHECKING:
    from guanxia.app import Service

LOG = logging.getLogger("guanxia")
# Results up to this size are given again before Flask is asked.
KEPT_BYTES = 256 * 1024
ALLOWED = "GET, HEAD, OPTIONS, POST"
BY_TYPE = {one.media_type: one for one in FORMATS}


class Page(Protocol):
    """The endpoint for people: an empty form, a result (SPARQL JSON or N-Triples), or why there is none."""

    def form(self) -> Response: ...

    def answered(self, query: str, body: bytes, media_type: str) -> Response: ...

    def refused(self, query: str, document: Mapping[str, Any], retry_after: int | None = None) -> Response: ...


def blueprint(service: Service, page: Page | None = None) -> Blueprint:
    views = Blueprint("sparql", __name__)
    errors.register_private(views)
    endpoint = _Sparql(service, page)
    views.add_url_rule(PATH, "ask", endpoint.serve, methods=["GET"], provide_automatic_options=False)
    views.add_url_rule(PATH, "ask_by_post", endpoint.serve, methods=["POST"], provide_automatic_options=False)
    views.add_url_rule(PATH, "preflight", _preflight, methods=["OPTIONS"], provide_automatic_options=False)
    return views


def _preflight() -> Response:
    response = options(Response(status=204, headers={"Allow": ALLOWED}))
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type, If-None-Match"
    return response


class _Sparql:
    def __init__(self, service: Service, page: Page | None) -> None:
        self._service, self._page = service, page
        self._descriptions: dict[str, bytes] = {}

    def serve(self) -> Response:
        """Answer a request of the protocol; whatever goes wrong is a problem document, or the page that tells it."""
        visitor = visitor_of(request, self._service.settings.proxies)
        accept, text, name = request.headers.get("Accept", ""), "", ""
        try:
            try:
                found = asked(request, self._service.settings.query_size)
                name = found.format
                if found.query is None:
                    return self._described(accept, name)
                text = found.query if isinstance(found.query, str) else found.query.decode("utf-8", "replace")
                query = self._service.endpoint.admit(found.query)
                wanted, format = query_formats.of_result(accept, name, query.form, self._page is not None)
            except Problem:
                self._note(visitor)
                raise
            graphs = found.default_graphs, found.named_graphs
            answer = self._service.endpoint.answer(Request(query, format, *graphs), visitor)
            return self._told(text, answer, wanted, format.suffix if name else "")
        except (Problem, CageShare, CageAbandoned) as error:
            request.environ[MARK] = isinstance(error, CageShare)
            return self._refused(text, query_formats.for_people(accept, name), *_document(error))

    def _note(self, visitor: Visitor) -> None:
        """Count a fault that was found before the cage. Raises CageShare."""
        try:
            self._service.cage.note(visitor)
        except CageShare:
            raise
        except CageError as error:
            LOG.warning("a fault of a query was not counted: %s", error)

    def _told(self, text: str, answer: Answer, wanted: str, suffix: str) -> Response:
        """The result; with a suffix it was asked for as a file."""
        if wanted == HTML and self._page is not None:
            response = self._page.answered(text, answer.body, answer.media_type)
        else:
            response = reply(answer.body, wanted, answer.release if answer.deterministic else None)
            if suffix:
                response.headers["Content-Disposition"] = f'attachment; filename="results.{suffix}"'
        if not answer.deterministic or request.method == "POST":
            response.headers.pop("ETag", None)
            response.headers["Cache-Control"] = "no-store"
        elif len(answer.body) <= KEPT_BYTES and wanted != HTML:
            keep(response, request)
        return linked(response)

    def _refused(self, text: str, people: bool, document: dict[str, Any], retry_after: int | None) -> Response:
        if self._page is not None and people:
            response = self._page.refused(text, document, retry_after)
            response.headers["Cache-Control"] = "no-store"
        else:
            response = document_reply(document, retry_after)
        return linked(response)

    def _described(self, accept: str, name: str) -> Response:
        """The description of the service, or the empty page."""
        wanted = query_formats.of_description(accept, name, self._page is not None)
        if wanted == HTML and self._page is not None:
            return linked(self._page.form())
        if wanted not in self._descriptions:
            self._descriptions[wanted] = serialise(self._description.triples(), BY_TYPE[wanted], SERVICE.value)
        return keep(linked(reply(self._descriptions[wanted], wanted, self._service.graph.release)), request)

    @cached_property
    def _description(self) -> Description:
        service = self._service
        graph = service.graph
        return Description(
            service.settings,
            Addresses(service.settings).site(PATH),
            graph.release,
            len(graph),
            self._graphs(),
            service.things.statements,
        )

    def _graphs(self) -> dict[str, int]:
        """The named graphs with their numbers of statements."""
        service = self._service
        found = {SHAPES.value: sum(1 for _ in service.graph.triples(SHAPES))}
        if service.settings.releases is not None and service.settings.sparql_url is None:
            found[CATALOG.value] = len(service.catalog.triples())
        return found


def _document(error: Problem | CageShare | CageAbandoned) -> tuple[dict[str, Any], int | None]:
    """The problem document of what went wrong, and when to try again."""
    if isinstance(error, CageShare):
        return _share(error).as_dict(), error.retry_after
    if isinstance(error, CageAbandoned):
        return Problem("unavailable").as_dict(), None
    retry_after = error.retry_after if isinstance(error, NotAnswered) else None
    if isinstance(error, NotAnswered) and error.cause is not None:
        LOG.warning("a query was not answered: %s", error.cause)
    if error.status == 503 and retry_after is None:
        retry_after = AFTER_TROUBLE
    return {**error.as_dict(), "status": error.status}, retry_after


# Seconds after which it makes sense to try again what went wrong by itself.
AFTER_TROUBLE = 5


def _share(error: CageShare) -> Problem:
    wait = error.retry_after
    if error.banned:
        hours = math.ceil(wait / 3600)
        return Problem(
            "banned",
            Text(
                f"该地址多次不理会 429，暂停查询约 {hours} 小时。需要提前恢复的，请联系维护者。",
                f"This address ignored many refusals with 429 and may not query for about {hours} h. "
                "Ask the maintainers to be let in before.",
            ),
        )
    return Problem(
        "too-many-requests",
        Text(
            f"该地址的查询用时、错误数或者同时查询数已到上限。请在 {wait} 秒后重试，一次发送一个查询。",
            f"This address has used up its share of time, errors or places. Try again in {wait} s, one query at a "
            "time.",
        ),
    )
