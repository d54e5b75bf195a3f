"""Browsing: the shelves of the graph, and everything that points to a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from guanxia.model import Text
from guanxia.portraits.portrait import Portraits
from guanxia.portraits.shelves import Shelves
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.web import layout
from guanxia.web.ready import keep

if TYPE_CHECKING:
    from guanxia.app import Service

LONGEST = 6


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("browse", __name__, url_prefix="/browse")
    views.after_request(layout.guarded)
    room = _Room(service)
    views.add_url_rule("", "all", room.all, methods=["GET"])
    views.add_url_rule("/links", "links", room.links, methods=["GET"])
    views.add_url_rule("/<shelf>", "shelf", room.shelf, methods=["GET"])
    return views


class _Room:
    def __init__(self, service: Service) -> None:
        self._service, self._layout = service, layout.Layout(service)
        self._portraits = Portraits(service.questions, service.things)
        self._made: Shelves | None = None

    def _shelves(self) -> Shelves:
        if self._made is None:
            self._made = Shelves(self._service.questions, self._portraits.names)
        return self._made

    def all(self) -> Response:
        """Every shelf with the number of its members."""
        return self._page("browse.html", shelves=tuple(self._shelves().shelves.values()))

    def shelf(self, shelf: str) -> Response:
        """One page of a shelf."""
        known = self._shelves().shelves
        if shelf not in known:
            told = Text(f"没有目录“{shown(shelf)}”。", f"there is no shelf '{shown(shelf)}'.")
            raise Problem("not-found", told, [Fault("not-found", "path", told, nearest(shelf, known))])
        page = self._shelves().page(known[shelf], _number(-(-known[shelf].number // 100)))
        return self._page("shelf.html", shelf=known[shelf], page=page, others=tuple(known.values()), turn=_turn)

    def links(self) -> Response:
        """Everything that points to a thing by a property."""
        iri, property = request.args.get("to", ""), request.args.get("by", "")
        if not self._service.things.known(iri):
            told = Text("to 应为图中事物的 IRI。", "to must be the IRI of a thing of the graph.")
            raise Problem.of([Fault("wrong-value", "to", told)])
        try:
            total, last, refs = self._shelves().links(iri, property, _number(_MOST))
        except ValueError as error:
            told = Text("by 应为属性的 IRI。", "by must be the IRI of a property.")
            raise Problem.of([Fault("wrong-value", "by", told)]) from error
        names = self._portraits.names
        asked = {"number": _number(_MOST), "last": last, "total": total, "refs": refs}
        return self._page(
            "links.html", thing=names.ref(iri), term=names.terms[property], terms=names.terms, turn=_turn, **asked
        )

    def _page(self, template: str, **values: Any) -> Response:
        response = self._layout.draw(template, {}, negotiated=True, **values)
        return keep(response, request)


_MOST = 100_000


def _number(most: int) -> int:
    """The page that is asked for. Raises Problem where it is no number or beyond the last."""
    text = request.args.get("page", "1")
    value = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
    if not 1 <= value <= max(1, most):
        told = Text(f"没有第“{shown(text)}”页。", f"there is no page '{shown(text)}'.")
        raise Problem("not-found", told, [Fault("not-found", "page", told)])
    return value


def _turn(number: int) -> str:
    """The address of another page of the same list."""
    kept = [(key, text) for key, text in request.args.items(multi=True) if key != "page"]
    query = urlencode(kept + ([("page", str(number))] if number > 1 else []))
    return f"{request.script_root}{request.path}" + (f"?{query}" if query else "")
