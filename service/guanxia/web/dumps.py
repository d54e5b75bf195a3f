"""The files of the releases: a list, the page of each release, and the files themselves."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request, send_file, url_for

from guanxia.catalog.crate import ENCODINGS
from guanxia.catalog.lines import LICENSE
from guanxia.catalog.shelf import CRATE, MANIFEST, RECORD, SUMS, Release
from guanxia.linked.addresses import Addresses
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.web import layout
from guanxia.web.accepting import best
from guanxia.web.layout import finished
from guanxia.web.linking import linked
from guanxia.web.replies import JSON, json_reply

if TYPE_CHECKING:
    from guanxia.app import Service

LATEST = "latest"
FOREVER = "public, max-age=31536000, immutable"
BESIDE = {
    MANIFEST: "application/json",
    RECORD: "application/json",
    CRATE: "application/ld+json",
    SUMS: "text/plain",
}


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("dumps", __name__)
    views.after_request(finished)
    dumps = _Dumps(service)
    views.add_url_rule("/dumps/", "listing", dumps.listing)
    views.add_url_rule("/dumps/<release>/", "release", dumps.release)
    views.add_url_rule("/dumps/<release>/<name>", "file", dumps.file)
    return views


class _Dumps:
    def __init__(self, service: Service) -> None:
        self._service, self._shelf = service, service.catalog.shelf
        self._addresses = Addresses(service.settings)
        self._layout = layout.Layout(service)

    def listing(self) -> Response:
        """All releases, newest first, as a page or as JSON."""
        with publishing():
            releases = self._shelf.releases()
            current = self._shelf.current()
        if best(request.accept_mimetypes, [layout.HTML, JSON]) == JSON:
            response = json_reply(self._list(releases, current), self._service.graph.release)
        else:
            response = self._page("dumps.html", releases=releases, current=current)
        return self._linked(response, "/dumps/")

    def release(self, release: str) -> Response:
        if release == LATEST:
            return self._to_current("")
        found = self._found(release)
        if best(request.accept_mimetypes, [layout.HTML, JSON]) == JSON:
            response = json_reply(self._entry(found), self._service.graph.release)
        else:
            response = self._page("release.html", release=found, encodings=ENCODINGS)
        return self._linked(response, f"/dumps/{found.name}/")

    def file(self, release: str, name: str) -> Response:
        """A file as it lies in the folder of its release; compressed ones are files, not encodings of others."""
        if release == LATEST:
            return self._to_current(name)
        found = self._found(release)
        if name not in found.files and name not in BESIDE:
            raise _unknown(name, "文件", "file", [*found.files, *BESIDE])
        entry = found.files.get(name)
        media_type = ENCODINGS[entry["compression"]] if entry and entry["compression"] else BESIDE.get(name)
        media_type = media_type or found.files[name]["mediaType"]
        with publishing():
            response = send_file(
                found.folder / name,
                media_type,
                conditional=True,
                etag=entry["sha256"] if entry else hashlib.sha256((found.folder / name).read_bytes()).hexdigest(),
                last_modified=datetime.fromisoformat(found.issued) if found.issued else None,
            )
        response.headers["Cache-Control"] = FOREVER
        if entry:
            digest = base64.b64encode(bytes.fromhex(entry["sha256"])).decode()
            response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
            if response.status_code == 200:
                response.headers["Content-Digest"] = f"sha-256=:{digest}:"
        response.headers["Link"] = f'<{LICENSE}>; rel="license"'
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _found(self, name: str) -> Release:
        with publishing():
            found = self._shelf.release(name)
            names = [one.name for one in self._shelf.releases()] if found is None else []
        if found is None:
            raise _unknown(name, "版本", "release", names)
        return found

    def _to_current(self, name: str) -> Response:
        with publishing():
            current = self._shelf.current().name
        place = url_for("dumps.file", release=current, name=name) if name else url_for("dumps.release", release=current)
        response = Response(f"{place}\n", 307, content_type="text/plain; charset=utf-8")
        response.headers["Location"], response.headers["Cache-Control"] = place, "no-cache"
        return response

    def _list(self, releases: list[Release], current: Release) -> dict[str, Any]:
        return {
            "format": "guanxia.releases.v1",
            "current": current.name,
            "license": LICENSE,
            "releases": [self._entry(one) for one in releases],
        }

    def _entry(self, release: Release) -> dict[str, Any]:
        counted = release.manifest["counts"]
        url = self._addresses.site(f"/dumps/{release.name}/")
        return {
            "release": release.name,
            "url": url,
            "issued": release.issued,
            "previous": release.record["previous"],
            "triples": {part: counted[part]["triples"] for part in ("law", "shapes")},
            "files": [{**entry, "url": f"{url}{entry['name']}"} for entry in release.manifest["files"]],
        }

    def _page(self, template: str, **values: Any) -> Response:
        return self._layout.draw(template, {}, negotiated=True, **values)

    def _linked(self, response: Response, path: str) -> Response:
        url = self._addresses.site(path)
        return linked(response, canonical=url, alternates=[(url, layout.HTML), (url, JSON)])


@contextmanager
def publishing() -> Iterator[None]:
    """Where a release cannot be made or read, the reply is a problem; the service goes on."""
    try:
        yield
    except ValueError as error:
        text = Text("本版本没有公开：发布前的检查没有通过。", "this release is not published: it failed a check.")
        raise Problem("unavailable", text) from error
    except OSError as error:
        text = Text("公开的文件现在不能读写。", "the files of the releases cannot be read or written now.")
        raise Problem("unavailable", text) from error


def _unknown(name: str, zh: str, en: str, known: list[str]) -> Problem:
    text = Text(f"没有这个{zh}：{shown(name)}。", f"there is no such {en}: {shown(name)}.")
    return Problem("not-found", text, [Fault("not-found", "path", text, nearest(name, known))])
