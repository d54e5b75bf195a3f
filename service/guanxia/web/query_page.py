"""The page at ``/sparql`` for people: an editor, worked examples, and results as a table, a chart or a graph.

Everything on it comes from this service. It works without scripts, and with a text box where no editor was fetched.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, abort, request, url_for

from guanxia.assets import installed
from guanxia.linked.addresses import BASE, Addresses
from guanxia.linked.formats import prefixes
from guanxia.sparql.formats import BINDINGS, GRAPHS
from guanxia.web import layout
from guanxia.web.query_examples import Example, read_examples
from guanxia.web.query_results import Table, Writer
from guanxia.web.ready import keep
from guanxia.web.replies import reply
from guanxia.web.speech import negotiated_language

if TYPE_CHECKING:
    from guanxia.app import Service

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css"}
FOR_EVER = "public, max-age=31536000, immutable"


class QueryPage:
    """Draws the page, empty or with a result; what depends on the release alone is made once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._layout = layout.Layout(service)
        self._addresses = Addresses(service.settings)
        self._examples = read_examples(service.settings.queries / "examples")
        self._assets = installed(service.settings.assets)
        files = sorted(STATIC.glob("query/*.js")), [STATIC / "query.css"]
        self._own = hashlib.sha256(b"".join(path.read_bytes() for part in files for path in part)).hexdigest()[:12]
        self._packed: dict[str, bytes] = {}

    def form(self) -> Response:
        """The page with the query of ``?example=``, else with the first example; nothing is run."""
        wanted = request.args.get("example", "")
        example = next((one for one in self._examples if one.name == wanted), self._examples[0])
        return keep(self._page(self._text(example)), request)

    def answered(self, query: str, body: bytes, media_type: str) -> Response:
        """The page with a result: SPARQL JSON or N-Triples."""
        lang = negotiated_language(request)
        names = {one["term"]: one[lang] for one in self._terms}
        return self._page(query, table=Writer(prefixes(), names, self._addresses.path, lang).table(body, media_type))

    def refused(self, query: str, document: Mapping[str, Any], retry_after: int | None = None) -> Response:
        """The page with a problem document in words, under its status."""
        response = self._page(query, document["status"], problem=document, wait=retry_after)
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response

    def vocabulary(self) -> Response:
        """Prefixes, and the terms that a query can use, for completion."""
        return keep(reply(self._vocabulary, release=self._service.graph.release), request)

    def asset(self, release: str, name: str) -> Response:
        """A file of others that was fetched; compressed, since they are large."""
        if self._assets is None or release != self._assets.name or name not in self._files:
            abort(404)
        response = Response(content_type=f"{TYPES.get(Path(name).suffix, 'text/plain')}; charset=utf-8")
        response.headers["Cache-Control"], response.headers["Vary"] = FOR_EVER, "Accept-Encoding"
        if request.accept_encodings["gzip"] > 0:
            if name not in self._packed:
                self._packed[name] = gzip.compress((self._assets / name).read_bytes(), mtime=0)
            response.set_data(self._packed[name])
            response.headers["Content-Encoding"] = "gzip"
        else:
            response.set_data((self._assets / name).read_bytes())
        return response

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(path.name for path in self._assets.iterdir()) if self._assets else frozenset()

    @cached_property
    def _terms(self) -> list[dict[str, str]]:
        """Every term with its role and, where it has them, its labels."""
        rows = self._service.questions.ask("vocabulary")
        found: dict[tuple[str, str], dict[str, str]] = {}
        for row in rows:
            one = found.setdefault((row.text("role"), row.text("term")), {})
            one.setdefault("zh", row.optional("label_zh") or "")
            one.setdefault("en", row.optional("label_en") or "")
        return [{"term": term, "role": role, **labels} for (role, term), labels in found.items()]

    @cached_property
    def _vocabulary(self) -> bytes:
        return orjson.dumps({"prefixes": prefixes(), "terms": self._terms})

    def _text(self, example: Example) -> str:
        return example.query.zh if negotiated_language(request) == "zh" else example.query.en

    def _page(
        self,
        query: str,
        status: int = 200,
        table: Table | None = None,
        problem: Mapping[str, Any] | None = None,
        wait: int | None = None,
    ) -> Response:
        lines = query.replace("\r\n", "\n").strip()
        example = next((one for one in self._examples if self._text(one).strip() == lines), None)
        response = self._layout.draw(
            "query.html",
            {},
            status,
            negotiated=True,
            query=query,
            table=table,
            problem=problem,
            wait=wait,
            example=example,
            examples=self._examples,
            own=self._own,
            prefixes=prefixes(),
            limits=self._service.settings,
            triples=len(self._service.graph),
            formats=(BINDINGS, GRAPHS),
            download=_download,
            script=self._script(example),
            address=self._addresses.site("/sparql"),
        )
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Vary"] = "Accept, Accept-Language"
        return layout.guarded(response)

    def _script(self, example: Example | None) -> dict[str, Any]:
        """What the script of the page must know."""
        files = self._assets and {
            name: url_for("query_page.asset", release=self._assets.name, name=name)
            for name in ("yasqe.js", "yasqe.css", "cytoscape.js", "chart.js")
        }
        return {
            "base": BASE,
            "root": request.script_root,
            "lang": negotiated_language(request),
            "endpoint": f"{request.script_root}/sparql",
            "vocabulary": url_for("query_page.vocabulary"),
            "assets": files,
            "shows": example.shows if example else "table",
            "prefixes": prefixes(),
            "rows": self._service.settings.query_rows,
        }


def _download(query: str, suffix: str) -> str:
    return f"{request.script_root}/sparql?{urlencode({'query': query, 'format': suffix})}"


def blueprint(page: QueryPage) -> Blueprint:
    """What the page loads; the page itself stands at the address of the endpoint."""
    views = Blueprint("query_page", __name__)
    views.after_request(layout.guarded)
    views.add_url_rule("/sparql/vocabulary", "vocabulary", page.vocabulary, methods=["GET"])
    views.add_url_rule("/sparql/assets/<release>/<name>", "asset", page.asset, methods=["GET"])
    return views
