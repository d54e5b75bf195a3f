"""Searching: the page for people and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from guanxia import cases
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.search.finder import LONGEST, MOST, MOST_OFFSET, Results, as_dict
from guanxia.search.index import Query
from guanxia.web import layout
from guanxia.web.replies import json_reply
from guanxia.web.speech import LANGUAGES, negotiated_language

if TYPE_CHECKING:
    from guanxia.app import Service

PER_PAGE = 20
KEYS = ("q", "kind", "lang", "limit", "offset")
SPACE = "https://w3id.org/guanxia/ontology#"


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("search", __name__)
    views.after_request(layout.guarded)
    desk = _Desk(service)
    views.add_url_rule("/search", "page", desk.page, methods=["GET"])
    views.add_url_rule("/api/v1/search", "find", desk.find, methods=["GET"])
    return views


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits with the addresses of those beside it."""

    query: Query
    results: Results
    number: int
    last: int
    address: Callable[..., str]


class _Desk:
    def __init__(self, service: Service) -> None:
        self._service, self._search = service, service.search
        self._layout = layout.Layout(service)

    def find(self) -> Response:
        """The hits as JSON."""
        _known()
        lang = _language()
        query = self._query(_text(required=True), _number("limit", PER_PAGE, 1, MOST), _number("offset", 0, 0))
        found = self._search.find(query, cases.today(), lang)
        return json_reply(as_dict(found, query, lang, self._service.graph.release), self._service.graph.release)

    def page(self) -> Response:
        """The form and, below it, what was found or what is wrong."""
        typed, problem, page = request.args.get("q", ""), None, None
        try:
            text = _text(required=False)
            if text.strip():
                page = self._page(self._query(text, PER_PAGE, PER_PAGE * (_number("page", 1, 1) - 1)))
        except Problem as error:
            problem = error
        return self._layout.draw(
            "search.html",
            {},
            problem.status if problem else 200,
            True,
            typed=shown(typed) if problem else typed,
            problem=problem,
            page=page,
            longest=LONGEST,
            kinds=self._search.kinds(),
        )

    def _page(self, query: Query) -> Page:
        results = self._search.find(query, cases.today(), negotiated_language(request))
        total = min(results.total, MOST_OFFSET)
        last = max(1, -(-total // PER_PAGE))

        def address(number: int, kind: str = query.kind, lang: str | None = None) -> str:
            place = str(number) if number > 1 else ""
            asked = {"q": query.text, "kind": kind.removeprefix(SPACE), "page": place, "lang": lang or ""}
            return f"{request.script_root}/search?{urlencode({key: text for key, text in asked.items() if text})}"

        return Page(query, results, query.offset // PER_PAGE + 1, last, address)

    def _query(self, text: str, limit: int, offset: int) -> Query:
        """What is asked for. Raises Problem for a kind that the graph has not."""
        kind = request.args.get("kind", "")
        kinds = self._search.kinds()
        iri = kind if kind in kinds else SPACE + kind
        if kind and iri not in kinds:
            names = [one.removeprefix(SPACE) for one in kinds]
            told = Text(f"没有种类“{shown(kind)}”。", f"there is no kind '{shown(kind)}'.")
            raise Problem.of([Fault("wrong-value", "kind", told, nearest(kind, names))])
        return Query(text, iri if kind else "", limit, offset)


def _known() -> None:
    faults = []
    for key in request.args:
        if key not in KEYS:
            told = Text(f"没有参数“{shown(key)}”。", f"no parameter '{shown(key)}'.")
            faults.append(Fault("unknown-key", shown(key), told, nearest(key, KEYS)))
    if faults:
        raise Problem.of(faults)


def _language() -> str:
    wanted = request.args.get("lang", "zh")
    if wanted not in LANGUAGES:
        told = Text(f"lang 应为 zh 或者 en，收到“{shown(wanted)}”。", f"lang must be zh or en, got '{shown(wanted)}'.")
        raise Problem.of([Fault("wrong-value", "lang", told, LANGUAGES)])
    return wanted


def _text(required: bool) -> str:
    """What is searched. Raises Problem where it is too long, or missing and required."""
    text = request.args.get("q", "")
    if len(text) > LONGEST:
        told = Text(
            f"q 至多 {LONGEST} 个字符，收到 {len(text)} 个；请只写要找的词。",
            f"q may have at most {LONGEST} characters, got {len(text)}; name only the words to find.",
        )
        raise Problem.of([Fault("wrong-value", "q", told)])
    if required and not text.strip():
        told = Text("请用 q 写明要找的词，例如 q=划拨。", "name the words to find in q, such as q=late fee.")
        raise Problem.of([Fault("wrong-value", "q", told)])
    return text


def _number(name: str, default: int, least: int, most: int = MOST_OFFSET) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1
    if not least <= value <= most:
        told = Text(
            f"{name} 应为 {least} 到 {most} 的整数，收到“{shown(text)}”。",
            f"{name} must be an integer from {least} to {most}, got '{shown(text)}'.",
        )
        raise Problem.of([Fault("wrong-value", name, told)])
    return value
