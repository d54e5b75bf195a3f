"""What all pages share: headers that guard them, style, language, and the addresses of their other language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, render_template, request
from flask.blueprints import BlueprintSetupState
from jinja2 import StrictUndefined

from guanxia.model import Text
from guanxia.web.replies import reply
from guanxia.web.speech import Speech, language_of, strange_language

if TYPE_CHECKING:
    from guanxia.app import Service

HTML = "text/html"
STYLE = Path(__file__).parent / "static" / "guanxia.css"
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


class Layout:
    """Draws pages in the language that was asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._style = hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]

    def draw(self, template: str, names: Mapping[str, Text], status: int = 200, **values: Any) -> Response:
        """A page; ``names`` are labels of codes. One of another status than 200 is not stored."""
        lang = language_of(request)
        speech = Speech(lang, self._service.laws.facts, names)
        text = render_template(
            template,
            s=speech,
            t=speech.t,
            say=speech.say,
            lang=lang,
            strange=strange_language(request),
            style=self._style,
            **{"here": here, **values},
        )
        response = reply(text.encode(), HTML, self._service.graph.release if status == 200 else None)
        if status != 200:
            response.status_code, response.headers["Cache-Control"] = status, "no-store"
        response.headers["Content-Language"] = "zh-CN" if lang == "zh" else "en"
        return response


def here(lang: str) -> str:
    """The address of this page in a language; what was asked is kept."""
    kept = [(key, text) for key, text in request.args.items(multi=True) if key != "lang"]
    query = urlencode(kept + ([("lang", lang)] if lang != "zh" else []))
    return f"{request.script_root}{request.path}" + (f"?{query}" if query else "")
