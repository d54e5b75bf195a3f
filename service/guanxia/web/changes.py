"""What changed between releases: a list, a feed, and for any two of them a page in words and the statements in RDF."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxia.catalog.changes import RDF_PATCH, Changes
from guanxia.catalog.feed import ATOM, feed
from guanxia.catalog.files import N_QUADS
from guanxia.catalog.shelf import Release
from guanxia.catalog.sides import Side
from guanxia.catalog.telling import told
from guanxia.linked.addresses import Addresses
from guanxia.model import Text
from guanxia.problems import Problem, shown
from guanxia.web import layout
from guanxia.web.accepting import best
from guanxia.web.dumps import publishing
from guanxia.web.layout import finished
from guanxia.web.linking import linked
from guanxia.web.marking import marked
from guanxia.web.replies import JSON, json_reply, reply
from guanxia.web.speech import negotiated_language

if TYPE_CHECKING:
    from guanxia.app import Service

KEPT, PATIENCE_SECONDS = 4, 3.0
FILES = {"removed.nq": N_QUADS, "added.nq": N_QUADS, "changes.rdfp": RDF_PATCH}


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("changes", __name__)
    views.after_request(finished)
    changes = _Changes(service)
    views.add_url_rule("/changes", "listing", changes.listing)
    views.add_url_rule("/changes.atom", "feed", changes.feed)
    views.add_url_rule("/changes.json", "list", changes.list)
    views.add_url_rule("/changes/<before>/<after>/", "between", changes.between)
    views.add_url_rule("/changes/<before>/<after>/<name>", "file", changes.file)
    return views


class _Changes:
    def __init__(self, service: Service) -> None:
        self._service, self._shelf = service, service.catalog.shelf
        self._addresses = Addresses(service.settings)
        self._layout = layout.Layout(service)
        self._told = lru_cache(KEPT)(self._tell)
        self._comparing = Lock()

    def listing(self) -> Response:
        """The releases with what each changed, as a page, a feed or JSON."""
        wanted = best(request.accept_mimetypes, [layout.HTML, ATOM, JSON])
        if wanted != layout.HTML:
            return self.feed() if wanted == ATOM else self.list()
        with publishing():
            releases = self._shelf.releases()
        response = self._layout.draw("changes.html", {}, negotiated=True, releases=releases)
        return self._linked(response, "/changes")

    def feed(self) -> Response:
        """An Atom feed with an entry for each release."""
        with publishing():
            body = feed(self._shelf.releases(), self._addresses, negotiated_language(request))
        return self._linked(reply(body, ATOM, self._service.graph.release), "/changes")

    def list(self) -> Response:
        with publishing():
            releases = self._shelf.releases()
        found = [self._entry(one) for one in releases if one.record["previous"]]
        return self._linked(json_reply({"changes": found}, self._service.graph.release), "/changes")

    def between(self, before: str, after: str) -> Response:
        """What differs between two releases, in words."""
        old, new = self._release(before), self._release(after)
        with publishing():
            document = self._told(old, new)
        path = f"/changes/{old.name}/{new.name}/"
        if best(request.accept_mimetypes, [layout.HTML, JSON]) == JSON:
            response = json_reply(document, self._service.graph.release)
        else:
            files = [(name, f"{path}{name}") for name in FILES]
            response = self._layout.draw(
                "change.html", {}, negotiated=True, found=document, old=old, new=new, files=files, marked=marked
            )
        return self._linked(response, path)

    def file(self, before: str, after: str, name: str) -> Response:
        """The statements removed, those added, or both as a patch."""
        old, new = self._release(before), self._release(after)
        if name not in FILES:
            text = Text(f"没有这个文件：{shown(name)}。", f"there is no such file: {shown(name)}.")
            raise Problem("not-found", text)
        with publishing():
            changes = self._shelf.changes(old, new)
        body = changes.patch() if FILES[name] == RDF_PATCH else changes.part(name.removesuffix(".nq"))
        response = reply(body, FILES[name], self._service.graph.release)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return linked(response)

    def _tell(self, old: Release, new: Release) -> dict[str, Any]:
        """One comparison at a time: it takes half a second of a processor, and anybody may ask for any two."""
        if not self._comparing.acquire(timeout=PATIENCE_SECONDS):
            raise Problem("busy")
        try:
            return self._compared(old, new)
        finally:
            self._comparing.release()

    def _compared(self, old: Release, new: Release) -> dict[str, Any]:
        changes: Changes = self._shelf.changes(old, new)
        return told(changes, Side(old.read_bytes("dataset.nq")), Side(new.read_bytes("dataset.nq")))

    def _release(self, name: str) -> Release:
        with publishing():
            found = self._shelf.current() if name == "latest" else self._shelf.release(name)
        if found is None:
            text = Text(f"没有这个版本：{shown(name)}。", f"there is no such release: {shown(name)}.")
            raise Problem("not-found", text)
        return found

    def _entry(self, release: Release) -> dict[str, Any]:
        before = release.record["previous"]
        return {
            "before": before,
            "after": release.name,
            "issued": release.issued,
            "removed": release.record["removed"],
            "added": release.record["added"],
            "url": self._addresses.site(f"/changes/{before}/{release.name}/"),
        }

    def _linked(self, response: Response, path: str) -> Response:
        url = self._addresses.site(path)
        alternates = [(url, layout.HTML), (url, JSON)]
        if path == "/changes":
            alternates = [(url, layout.HTML), (f"{url}.json", JSON), (f"{url}.atom", ATOM)]
        return linked(response, canonical=url, alternates=alternates)
