"""Pages for people: the question and its answer on one page, and one page a kind of problem."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, abort, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from guanxia import cases
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Text
from guanxia.problems import BASE, KINDS, Problem
from guanxia.web import layout, openapi
from guanxia.web.answering import answer
from guanxia.web.comparisons import MAX_ANSWER, SEAL, compared, seal_of
from guanxia.web.form import form_of, rules_for
from guanxia.web.paper import Cut, fitted
from guanxia.web.remedies import REMEDIES
from guanxia.web.replies import reply
from guanxia.web.speech import Speech, language_of

if TYPE_CHECKING:
    from guanxia.app import Service

MOST_SHOWN = 20_000
APART = ("lang", *SEAL)


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
    views.record_once(layout.set_up)
    views.after_request(layout.guarded)
    pages = _Pages(service)
    views.add_url_rule("/", "home", pages.home, methods=["GET"])
    views.add_url_rule("/comparison", "comparison", pages.comparison, methods=["GET"])
    views.add_url_rule("/comparison", "compared", pages.compared, methods=["POST"])
    views.add_url_rule("/id/problem/<kind>", "problem", pages.problem, methods=["GET"])
    views.add_url_rule("/api/", "interface", pages.interface, methods=["GET"])
    views.add_url_rule("/api/v1/openapi.json", "openapi", pages.openapi, methods=["GET"])
    return views


class _Pages:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._layout = layout.Layout(service)

    def home(self) -> Response:
        """The form with what was asked and, below it, the answer or what is wrong."""
        asked = [(key, text) for key, text in request.args.items(multi=True) if key not in APART]
        stated = [(key, text) for key, text in asked if text not in ("", "unknown")]
        typed = dict(reversed(asked))
        rules = rules_for(self._service.laws, typed)
        if rules is None:
            raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice."))
        found, problem = None, None
        try:
            if stated:
                case = cases.from_query(asked, self._service.laws)
                found = orjson.loads(answer(self._service, case, ""))
        except Problem as error:
            problem = error
        form = form_of(self._service.laws, rules, typed, problem)
        return self._page(
            "home.html",
            rules,
            problem.status if problem else 200,
            form=form,
            answer=found,
            actions=_by_norm(found["actions"]) if found else [],
            problem=problem,
            query=urlencode(stated),
            sources=self._sources() if found else {},
            sheet=self._sheet(rules, found) if found else "",
            permalink=found and urlencode(self._permalink(found)),
            seal=found and seal_of(request.args, found),
            law=rules.law,
            typed=stated,
        )

    def _sources(self) -> dict[str, Text]:
        """What the bibliographic sources are called, with the day on which each was read."""
        rows = self._service.questions.ask("sources")
        return {
            row.text("source"): Text(
                f"{row.text('label_zh')}（{row.text('checked')}）", f"{row.text('label_en')} ({row.text('checked')})"
            )
            for row in rows
        }

    def _sheet(self, rules: Rules, found: dict[str, Any]) -> str:
        """The answer as it is printed."""
        speech = Speech(language_of(request), self._service.laws.facts, _names(rules))
        names = {"s": speech, "t": speech.t, "say": speech.say, "law": rules.law}
        grouped = _by_norm(found["actions"])

        def draw(cut: Cut) -> str:
            return render_template("paper.html", answer=found, groups=grouped, cut=cut, **names)

        return fitted(found, draw)

    def _permalink(self, found: dict[str, Any]) -> list[tuple[str, str]]:
        """The question with its day, and release and hash of the answer that this question has now."""
        asked = _permanent(found)
        if found["input"]["on"]["source"] == "default":
            case = cases.from_query(asked, self._service.laws)
            found = orjson.loads(answer(self._service, case, ""))
        return [*asked, *((key, found[key]) for key in SEAL)]

    def comparison(self) -> Response:
        """The form for an answer given before."""
        return self._page("comparison.html", None, found=None, problem=None, query="", text="")

    def compared(self) -> Response:
        """An answer given before beside today's, in words."""
        found, problem, text = None, None, ""
        try:
            text = _uploaded()
            found = compared(self._service, text.encode())
        except RequestEntityTooLarge:
            problem = Problem("too-large")
        except Problem as error:
            problem = error
        query = urlencode(_as_query(found["question"])) if found else ""
        status = problem.status if problem else 200
        shown = text if problem and len(text) < MOST_SHOWN else ""
        response = self._page("comparison.html", None, status, found=found, problem=problem, query=query, text=shown)
        response.headers["Cache-Control"] = "no-store"
        return response

    def problem(self, kind: str) -> Response:
        """What a kind of problem means and what to do. Unknown kinds are not found."""
        if kind not in KINDS:
            abort(404)
        status, title = KINDS[kind]
        remedy = REMEDIES.get(kind, title)
        return self._page("problem.html", None, kind=kind, code=status, title=title, remedy=remedy, iri=BASE + kind)

    def interface(self) -> Response:
        """The interface for programs, for people to read."""
        return self._page("interface.html", None, document=openapi.document(self._service))

    def openapi(self) -> Response:
        """The OpenAPI document."""
        return reply(orjson.dumps(openapi.document(self._service)), release=self._service.graph.release)

    def _page(self, template: str, rules: Rules | None, status: int = 200, **values: Any) -> Response:
        return self._layout.draw(template, _names(rules) if rules else {}, status, **values)


def _by_norm(actions: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Actions under one norm together: those who bear it side by side."""
    return [list(group) for _, group in groupby(actions, key=lambda one: (one["norm"], one["state"]))]


def _names(rules: Rules) -> dict[str, Text]:
    law = rules.law
    return {
        **{code: role.label for code, role in law.roles.items()},
        **{kind.id: kind.label for kind in law.kinds},
        **{norm.id: norm.what for norm in law.norms},
    }


def _uploaded() -> str:
    """The answer of the form: its file, else its text. Raises Problem where neither is there or it is no UTF-8."""
    request.max_content_length, request.max_form_memory_size = 2 * MAX_ANSWER, MAX_ANSWER
    file = request.files.get("file")
    if file is not None and file.filename:
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError as error:
            raise Problem("encoding") from error
    text = request.form.get("text", "").strip()
    if len(text) > MAX_ANSWER:
        raise Problem("too-large")
    if not text:
        nothing = Text("没有选择文件，也没有填写答复。", "no file was chosen and no answer given.")
        raise Problem("malformed-json", nothing)
    return text


def _as_query(question: dict[str, Any]) -> list[tuple[str, str]]:
    keys = [(key, value) for key, value in question.items() if key != "facts"]
    return [(name, _text(value)) for name, value in [*question["facts"].items(), *keys]]


def _permanent(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The question as a query that means the same on every later day: the day is always told."""
    given = found["input"]
    facts = [(name, _text(one["value"])) for name, one in given["facts"].items()]
    keys = [key for key in ("area", "violation", "notice") if given[key] and given[key]["source"] == "stated"]
    return [*facts, *((key, given[key]["value"]) for key in keys), ("on", given["on"]["value"])]


def _text(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value
