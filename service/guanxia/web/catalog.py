"""The catalog: a page for people, DCAT and VoID for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from guanxia.catalog.dcat import ABOUT, CATALOG, SERVICES, TITLE, services
from guanxia.catalog.sides import labelled
from guanxia.catalog.void import PARTS
from guanxia.linked.addresses import BASE, Addresses
from guanxia.linked.formats import FORMATS, HTML, Format, serialise
from guanxia.problems import Problem
from guanxia.web import layout
from guanxia.web.accepting import best
from guanxia.web.dumps import publishing
from guanxia.web.layout import finished
from guanxia.web.linking import linked
from guanxia.web.replies import problem_reply, reply

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from guanxia.app import Service

OFFERED = (HTML, *FORMATS)


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("catalog", __name__)
    views.after_request(finished)
    catalog = _Catalog(service)
    suffixes = ", ".join(format.suffix.removeprefix(".") for format in OFFERED)
    views.add_url_rule("/catalog", "catalog", catalog.catalog)
    views.add_url_rule(f"/catalog.<any({suffixes}):suffix>", "file", catalog.file)
    views.add_url_rule("/.well-known/void", "void", catalog.void)
    return views


class _Catalog:
    def __init__(self, service: Service) -> None:
        self._service, self._catalog = service, service.catalog
        self._addresses = Addresses(service.settings)
        self._layout = layout.Layout(service)
        self._kept: tuple[tuple[Triple, ...], dict[str, bytes]] = ((), {})

    def catalog(self) -> Response:
        """In the format that Accept prefers."""
        try:
            wanted = best(request.accept_mimetypes, [one.media_type for one in OFFERED])
        except Problem as problem:
            return self._linked(problem_reply(problem))
        return self._in(next(one for one in OFFERED if one.media_type == wanted))

    def file(self, suffix: str) -> Response:
        """In the format of the suffix."""
        return self._in(next(one for one in OFFERED if one.suffix == f".{suffix}"))

    def _in(self, format: Format) -> Response:
        response = self._page() if format == HTML else self._written(format)
        response.headers["Content-Location"] = self._addresses.site(f"/catalog{format.suffix}")
        return self._linked(response)

    def void(self) -> Response:
        """Where programs look for the description of a data set (RFC 8615): it is the catalog."""
        place = url_for("catalog.catalog")
        response = Response(f"{place}\n", 303, content_type="text/plain; charset=utf-8")
        response.headers["Location"] = place
        return self._linked(response)

    def _written(self, format: Format) -> Response:
        with publishing():
            triples = self._catalog.triples()
        of, bodies = self._kept
        if of is not triples:
            bodies = {}
            self._kept = (triples, bodies)
        body = bodies.get(format.name) or serialise(triples, format, CATALOG)
        bodies[format.name] = body
        response = reply(body, format.media_type, self._service.graph.release)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _page(self) -> Response:
        with publishing():
            releases, current = self._catalog.shelf.releases(), self._catalog.shelf.current()
        return self._layout.draw(
            "catalog.html",
            {},
            negotiated=True,
            title=TITLE,
            about=ABOUT,
            releases=releases,
            current=current,
            labels=PARTS,
            services=[(SERVICES + one.name, one, self._addresses.site(one.path)) for one in services()],
            publisher=self._service.settings.publisher,
            contact=self._service.settings.contact,
            areas=current.manifest["spatial"],
            labels_of=self._service.things.names,
            area_names={
                iri: labelled(self._service.things.statements(iri), iri) for iri in current.manifest["spatial"]
            },
            formats=[(one.label, f"/catalog{one.suffix}") for one in FORMATS],
            base=BASE,
        )

    def _linked(self, response: Response) -> Response:
        site = self._addresses.site
        alternates = [(site(f"/catalog{one.suffix}"), one.media_type) for one in OFFERED]
        return linked(response, canonical=site("/catalog"), alternates=alternates, relations=[(CATALOG, "describes")])
