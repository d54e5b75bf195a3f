"""What all pages share: headers that guard them, style, language, and the addresses of their other language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from jinja2 import StrictUndefined

from guanxia.linked.addresses import Addresses
from guanxia.model import Text
from guanxia.web.linking import options, shared
from guanxia.web.replies import reply
from guanxia.web.speech import Speech, language_of, negotiated_language, strange_language

if TYPE_CHECKING:
    from guanxia.app import Service

HTML = "text/html"
STYLES = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def set_up(state: BlueprintSetupState) -> None:
    """How templates are read; a name that is not there is an error."""
    environment = state.app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined


def guarded(response: Response) -> Response:
    for name, value in HEADERS.items():
        if response.mimetype != "application/json" or name == "X-Content-Type-Options":
            response.headers.setdefault(name, value)
    return response


def finished(response: Response) -> Response:
    """A reply about open data as it goes out: pages are guarded, and any site may read it."""
    if request.method == "OPTIONS":
        return options(response)
    return shared(guarded(response) if response.mimetype == HTML else response)


class Layout:
    """Draws pages in the language that was asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._paths = Addresses(service.settings)
        self._addresses: frozenset[str] | None = None
        self._style = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(STYLES.glob("*.css")))).hexdigest()[
            :12
        ]

    def _offered(self) -> frozenset[str]:
        """Addresses without parameters that this application answers; the navigation links to no other."""
        if self._addresses is None:
            rules = current_app.url_map.iter_rules()
            self._addresses = frozenset(rule.rule for rule in rules if not rule.arguments - set(rule.defaults or ()))
        return self._addresses

    def _link(self, iri: str, tongue: str | None = None) -> str:
        """The page about an IRI; ``tongue`` is the language that its address names."""
        path = self._paths.path(iri)
        return f"{path}?lang={tongue}" if tongue and path != iri else path

    def draw(
        self, template: str, names: Mapping[str, Text], status: int = 200, negotiated: bool = False, **values: Any
    ) -> Response:
        """A page; ``names`` are labels of codes. One of another status than 200 is not stored.

        The language is that of ``?lang=``; with ``negotiated`` the one that the browser prefers where none is named.
        """
        lang = negotiated_language(request) if negotiated else language_of(request)
        named = negotiated and request.args.get("lang") == lang
        tongue = lang if lang != "zh" or named else None
        speech = Speech(lang, self._service.laws.facts, names)
        text = render_template(
            template,
            s=speech,
            t=speech.t,
            say=speech.say,
            lang=lang,
            tongue=tongue,
            link=partial(self._link, tongue=tongue),
            root=request.script_root,
            offered=self._offered(),
            strange=strange_language(request),
            style=self._style,
            **{"here": partial(here, explicit=negotiated), **values},
        )
        response = reply(text.encode(), HTML, self._service.graph.release if status == 200 else None)
        if status != 200:
            response.status_code, response.headers["Cache-Control"] = status, "no-store"
        response.headers["Content-Language"] = "zh-CN" if lang == "zh" else "en"
        if negotiated:
            response.vary.add("Accept-Language")
        return response


def here(lang: str, explicit: bool = False) -> str:
    """The address of this page in a language; what was asked is kept. ``explicit`` names Chinese too."""
    kept = [(key, text) for key, text in request.args.items(multi=True) if key != "lang"]
    query = urlencode(kept + ([("lang", lang)] if lang != "zh" or explicit else []))
    return f"{request.script_root}{request.path}" + (f"?{query}" if query else "")
