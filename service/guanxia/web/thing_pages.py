"""The page about a thing for people, made in one way for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from guanxia import cases
from guanxia.linked.addresses import Addresses
from guanxia.linked.formats import FORMATS
from guanxia.model import Text
from guanxia.portraits.citing import Citing
from guanxia.portraits.neighborhood import picture
from guanxia.portraits.portrait import Portraits
from guanxia.problems import Problem, shown
from guanxia.web.layout import Layout
from guanxia.web.speech import negotiated_language

if TYPE_CHECKING:
    from guanxia.app import Service

# What would end a script element or a line of one, as JSON may write it too.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class ThingPages:
    """Draws the pages; names and citations of the release are read with the first of them."""

    def __init__(self, service: Service, addresses: Addresses) -> None:
        self._service, self._addresses = service, addresses
        self._layout = Layout(service)
        self._portraits = Portraits(service.questions, service.things)
        self._citing: Citing | None = None

    def page(self, iri: str) -> Response:
        """The page about an IRI. Raises Problem where nothing is said of it."""
        on = cases.today()
        portrait = self._portraits.of(iri, on)
        if portrait is None:
            told = Text(f"没有这个事物：{shown(iri)}。", f"there is no such thing: {shown(iri)}.")
            raise Problem("not-found", told)
        if self._citing is None:
            self._citing = Citing(self._service.questions)
        return self._layout.draw(
            "thing.html",
            {},
            negotiated=True,
            thing=portrait,
            picture=picture(portrait, negotiated_language(request)),
            citation=self._citing.of(portrait, on),
            formats=[(one.label, self._addresses.path(iri, suffix=one.suffix)) for one in FORMATS],
            structured=script(self._service.exports.schema_org(iri)),
            release=self._service.graph.release,
            on=on,
            links=lambda property: links(iri, property),
        )


def links(iri: str, property: str) -> str:
    """The address, below the root of the site, of everything that points to a thing by a property."""
    return f"/browse/links?{urlencode({'to': iri, 'by': property})}"


def script(value: Mapping[str, Any]) -> str:
    """JSON as the text of a script element: nothing in it ends the element. Empty for an empty value."""
    return orjson.dumps(value).decode().translate(_ESCAPED) if value else ""
