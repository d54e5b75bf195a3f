"""What robots read first: which pages there are, and which addresses are not for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app

from guanxia.catalog import pages
from guanxia.linked.addresses import Addresses
from guanxia.web.linking import shared
from guanxia.web.replies import reply

if TYPE_CHECKING:
    from guanxia.app import Service

XML = "application/xml"
# Pages about no single thing; those that this application does not answer are left out.
PAGES = (
    *("/", "/packages", "/comparison", "/api/", "/browse", "/search", "/sparql", "/catalog", "/dumps/", "/changes"),
    *("/ontology", "/shapes", "/exports/"),
)
# Answers to questions, not pages: every robot would ask others.
NOT_FOR_ROBOTS = ("/api/v1/", "/sparql?", "/search?")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("sitemap", __name__)
    maps = _Maps(service)
    views.add_url_rule("/sitemap.xml", "sitemap", maps.whole)
    views.add_url_rule("/sitemap/<int:number>.xml", "part", maps.part)
    views.add_url_rule("/robots.txt", "robots", maps.robots)
    return views


class _Maps:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._addresses = Addresses(service.settings)

    @cached_property
    def _things(self) -> list[str]:
        return pages.things(self._service.graph.triples(None))

    def _parts(self) -> list[Sequence[str]]:
        offered = {rule.rule for rule in current_app.url_map.iter_rules() if rule.arguments <= set(rule.defaults or ())}
        fixed = [path for path in PAGES if path in offered]
        return pages.sitemaps(pages.addresses_of(fixed, self._things, self._addresses))

    def whole(self) -> Response:
        """The sitemap, or the list of them where one would be too long."""
        parts = self._parts()
        if len(parts) > 1:
            return self._reply(pages.index(len(parts), self._addresses), XML)
        return self._reply("".join(pages.sitemap(parts[0])), XML)

    def part(self, number: int) -> Response:
        parts = self._parts()
        if not 1 <= number <= len(parts):
            abort(404)
        return self._reply("".join(pages.sitemap(parts[number - 1])), XML)

    def robots(self) -> Response:
        lines = ["User-agent: *", *(f"Disallow: {self._addresses.prefix}{path}" for path in NOT_FOR_ROBOTS)]
        lines += [f"Allow: {self._addresses.prefix}/", f"Sitemap: {self._addresses.site('/sitemap.xml')}"]
        return self._reply("\n".join(lines) + "\n", "text/plain")

    def _reply(self, text: str, media_type: str) -> Response:
        return shared(reply(text.encode(), media_type, self._service.graph.release))
