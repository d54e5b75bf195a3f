"""The page about a thing: that of its kind, else what is said of it as a plain table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from guanxia.linked.addresses import BASE, Addresses
from guanxia.linked.documents import Documents
from guanxia.linked.formats import FORMATS
from guanxia.linked.references import References
from guanxia.web.layout import Layout
from guanxia.web.ontology_pages import OntologyPages, style
from guanxia.web.thing_pages import ThingPages

if TYPE_CHECKING:
    from guanxia.app import Service

THING = f"{BASE}id/"


class ResourcePages:
    def __init__(self, service: Service, addresses: Addresses, documents: Documents) -> None:
        self._service, self._addresses = service, addresses
        self._things = ThingPages(service, addresses)
        self._terms = OntologyPages(service, addresses, documents)
        self._layout, self._style = Layout(service), style()
        self._references = References(service.things)

    def page(self, iri: str) -> Response:
        """Raises Problem where nothing is said of the IRI."""
        if iri.startswith(THING):
            return self._things.page(iri)
        return self._terms.page(iri) or self._plain(iri)

    def _plain(self, iri: str) -> Response:
        things = self._service.things
        return self._layout.draw(
            "resource.html",
            {},
            negotiated=True,
            own_style=self._style,
            thing=self._references.to(iri),
            rows=self._references.rows(things.statements(iri), iri),
            formats=[(one.label, self._addresses.path(iri, suffix=one.suffix)) for one in FORMATS],
        )
