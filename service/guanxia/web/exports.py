"""The law in the words of other standards: the list of exports, and each in the format that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxia.exports import Export
from guanxia.linked.addresses import Addresses
from guanxia.linked.formats import FORMATS, HTML, Format, serialise
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.web import layout
from guanxia.web.accepting import best
from guanxia.web.layout import finished
from guanxia.web.linking import linked
from guanxia.web.ready import keep
from guanxia.web.replies import JSON, json_reply, problem_reply, reply
from guanxia.web.speech import LANGUAGES

if TYPE_CHECKING:
    from guanxia.app import Service

OFFERED = (HTML, *FORMATS)


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("exports", __name__)
    views.after_request(finished)
    desk = _Desk(service)
    views.add_url_rule("/exports/", "listing", desk.listing)
    views.add_url_rule("/exports/<name>", "export", desk.export)
    return views


class _Desk:
    def __init__(self, service: Service) -> None:
        self._service, self._exports = service, service.exports
        self._addresses = Addresses(service.settings)
        self._layout = layout.Layout(service)

    def listing(self) -> Response:
        """All exports with what each is, as a page or as JSON."""
        wanted = best(request.accept_mimetypes, [HTML.media_type, JSON])
        told = [self._told(self._exports.about(name)) for name in self._exports.names()]
        if wanted == JSON:
            response = json_reply({"exports": told, "release": self._release}, self._release)
        else:
            response = self._layout.draw("exports.html", {}, negotiated=True, exports=told, release=self._release)
        return keep(linked(response, canonical=self._addresses.site("/exports/")), request)

    def export(self, name: str) -> Response:
        """One export: a page about it, or its statements."""
        export, format = self._named(name)
        if format is None:
            try:
                wanted = best(request.accept_mimetypes, [one.media_type for one in OFFERED])
            except Problem as problem:
                return self._linked(problem_reply(problem), export)
            format = next(one for one in OFFERED if one.media_type == wanted)
        response = self._page(export) if format == HTML else self._statements(export, format)
        tongue = response.headers.get("Content-Language", "")[:2]
        place = self._address(export, format)
        response.headers["Content-Location"] = f"{place}?lang={tongue}" if tongue in LANGUAGES else place
        return keep(self._linked(response, export), request)

    def _statements(self, export: Export, format: Format) -> Response:
        body = serialise(self._exports.triples(export.name), format)
        response = reply(body, format.media_type, self._release)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _page(self, export: Export) -> Response:
        told = [self._told(export)]
        return self._layout.draw("exports.html", {}, negotiated=True, exports=told, release=self._release)

    def _named(self, name: str) -> tuple[Export, Format | None]:
        """What a path asks for. Raises Problem with the nearest names where there is no such export."""
        for format in (None, *OFFERED):
            stem = name.removesuffix(format.suffix) if format else name
            if stem in self._exports.names() and name == stem + (format.suffix if format else ""):
                return self._exports.about(stem), format
        text = Text(f"没有这个导出：{shown(name)}。", f"there is no such export: {shown(name)}.")
        near = nearest(name, self._exports.names())
        raise Problem("not-found", text, [Fault("not-found", "path", text, near)])

    def _told(self, export: Export) -> Mapping[str, Any]:
        return {
            "name": export.name,
            "title": _both(export.title),
            "describes": _both(export.describes),
            "standard": export.standard,
            "version": export.version,
            "standardUrl": export.standard_url,
            "checkedBy": _both(export.checked),
            "notSaid": [_both(text) for text in export.unsaid],
            "statements": len(self._exports.triples(export.name)),
            "url": self._addresses.site(f"/exports/{export.name}"),
            "files": [
                {"label": one.label, "mediaType": one.media_type, "url": self._address(export, one)} for one in FORMATS
            ],
            "queries": list(export.queries),
        }

    def _linked(self, response: Response, export: Export) -> Response:
        alternates = [(self._address(export, one), one.media_type) for one in OFFERED]
        relations = [(export.standard_url, "profile")]
        canonical = self._addresses.site(f"/exports/{export.name}")
        return linked(response, canonical=canonical, alternates=alternates, relations=relations)

    def _address(self, export: Export, format: Format) -> str:
        return self._addresses.site(f"/exports/{export.name}{format.suffix}")

    @property
    def _release(self) -> str:
        return self._service.graph.release


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
