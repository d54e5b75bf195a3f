"""Things by their IRIs: each leads to its document, which is read in the format that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia.linked.addresses import BASE, SHAPE_TERMS, TERMS, Addresses, document_of
from guanxia.linked.documents import Documents
from guanxia.linked.formats import FORMATS, HTML, JSON_LD, TURTLE, Format
from guanxia.linked.things import ONTOLOGY, SHAPES
from guanxia.model import Text
from guanxia.problems import Fault, Problem, shown
from guanxia.web.accepting import best
from guanxia.web.layout import finished
from guanxia.web.linking import linked
from guanxia.web.ready import keep
from guanxia.web.replies import problem_reply, reply
from guanxia.web.resource_pages import ResourcePages
from guanxia.web.speech import LANGUAGES

if TYPE_CHECKING:
    from guanxia.app import Service

OFFERED = (HTML, *FORMATS)
# What people ask for who mean one of these; only where they take nothing that is offered under its own name.
OTHER_NAMES = {"application/json": JSON_LD, "text/n3": TURTLE, "application/x-turtle": TURTLE}
LONGEST = 500
WHOLES = {"ontology": ONTOLOGY, "shapes": SHAPES}
# Where the name in a path may stand in the data: /doc/x is about id/x, /ontology/x about ontology#x.
SPACES = {
    "id": (f"{BASE}id/",),
    "doc": (f"{BASE}id/",),
    "ontology": (TERMS, f"{BASE}ontology/"),
    "shapes": (SHAPE_TERMS, f"{BASE}shapes/"),
}


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("resources", __name__)
    views.after_request(finished)
    resources = _Resources(service)
    views.add_url_rule("/id/<path:name>", "thing", resources.thing, merge_slashes=False)
    for folder in ("doc", *WHOLES):
        part, given = f"/{folder}/<path:name>", {"folder": folder}
        name = "document" if folder == "doc" else f"{folder}-part"
        views.add_url_rule(part, name, resources.document, defaults=given, merge_slashes=False)
    for folder in WHOLES:
        views.add_url_rule(f"/{folder}", folder, resources.whole, defaults={"folder": folder})
    files = ", ".join(f"'{folder}{format.suffix}'" for folder in WHOLES for format in OFFERED)
    views.add_url_rule(f"/<any({files}):file>", "file", resources.file)
    return views


@dataclass(frozen=True, slots=True)
class _Place:
    """An IRI, and the format that the suffix of the path names."""

    iri: str
    format: Format | None


class _Resources:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._things = service.things
        self._documents = Documents(service.things, service.graph)
        self._addresses = Addresses(service.settings)
        self._pages = ResourcePages(service, self._addresses, self._documents)

    def thing(self, name: str) -> Response:
        """A thing is no document: 303 to the one about it."""
        place = self._place("id", name)
        suffix = place.format.suffix if place.format else ""
        location = self._addresses.link(place.iri, suffix)
        lang = request.args.get("lang")
        response = Response(f"{location}\n", 303, content_type="text/plain; charset=utf-8")
        response.headers["Location"] = f"{location}?lang={lang}" if lang in LANGUAGES else location
        response.headers["Cache-Control"] = "public, max-age=60"
        about = self._addresses.link(place.iri)
        return linked(response, alternates=self._alternates(place.iri), relations=[(about, "describedby")])

    def document(self, folder: str, name: str) -> Response:
        place = self._place(folder, name)
        return self._read(place.iri, place.format)

    def whole(self, folder: str) -> Response:
        """All of the ontology, or all shapes."""
        return self._read(WHOLES[folder], None)

    def file(self, file: str) -> Response:
        folder, _, ending = file.partition(".")
        return self._read(WHOLES[folder], next(one for one in OFFERED if one.suffix == f".{ending}"))

    def _read(self, iri: str, format: Format | None) -> Response:
        """The document about an IRI, in the format of the suffix, else in that which Accept prefers."""
        chosen = format or self._accepted(iri)
        if isinstance(chosen, Response):
            return chosen
        if chosen == HTML:
            response = self._pages.page(iri)
        else:
            body = self._documents.written(iri, chosen)
            response = reply(body, chosen.media_type, self._service.graph.release)
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        tongue = response.headers.get("Content-Language", "")[:2]
        place = self._addresses.link(iri, chosen.suffix)
        response.headers["Content-Location"] = f"{place}?lang={tongue}" if tongue else place
        self._linked(response, iri)
        return keep(response, request) if iri in self._things.names else response

    def _accepted(self, iri: str) -> Format | Response:
        accepted = request.accept_mimetypes
        try:
            wanted = best(accepted, [one.media_type for one in OFFERED])
        except Problem as problem:
            others = (format for name, format in OTHER_NAMES.items() if accepted.quality(name) > 0)
            return next(others, None) or self._linked(problem_reply(problem), iri)
        return next(one for one in OFFERED if one.media_type == wanted)

    def _linked(self, response: Response, iri: str) -> Response:
        relations = [(ONTOLOGY, "profile")]
        if document_of(iri) != iri.removeprefix(BASE):
            relations.append((iri, "describes"))
        if response.mimetype == HTML.media_type:
            relations.append((self._addresses.link(iri, FORMATS[0].suffix), "describedby"))
        canonical = self._addresses.link(self._things.versions.get(iri, iri))
        return linked(response, canonical=canonical, alternates=self._alternates(iri), relations=relations)

    def _alternates(self, iri: str) -> list[tuple[str, str]]:
        return [(self._addresses.link(iri, one.suffix), one.media_type) for one in OFFERED]

    def _place(self, folder: str, name: str) -> _Place:
        """What a path is about. Raises Problem, with the names that come nearest, where that is not known."""
        sound = len(name) <= LONGEST and name.isprintable()
        for format in (None, *OFFERED) if sound else ():
            suffix = format.suffix if format else ""
            rest = name.removesuffix(suffix)
            if name.endswith(suffix) and rest:
                for space in SPACES[folder]:
                    if self._things.known(space + rest):
                        return _Place(space + rest, format)
        near = self._things.nearest(SPACES[folder][0] + name) if sound else ()
        text = Text(f"没有这个事物：{shown(name)}。", f"there is no such thing: {shown(name)}.")
        raise Problem("not-found", text, [Fault("not-found", "path", text, near)])
