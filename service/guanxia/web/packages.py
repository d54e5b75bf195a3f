"""Referral packages over HTTP: reports on them in every format, one by one or in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia.referrals import asking, gate
from guanxia.reports.entries import Entry
from guanxia.reports.formats import FORMATS, render
from guanxia.web import accepting, errors
from guanxia.web.api import NDJSON
from guanxia.web.layout import HTML
from guanxia.web.package_batch import reports
from guanxia.web.package_report import PackagePage
from guanxia.web.replies import refuse_encodings, reply
from guanxia.web.speech import language_of
from guanxia.web.uploads import Upload, uploaded

if TYPE_CHECKING:
    from guanxia.app import Service

JSON = asking.JSON
BY_TYPE = {one.media_type: one for one in FORMATS.values() if one.name != "ndjson"}
# The first is given to those who accept anything.
OFFERED = (JSON, HTML, *(kind for kind in BY_TYPE if kind != JSON))


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("packages", __name__)
    errors.register_private(views)
    page = PackagePage(service)

    @views.post("/api/v1/validations")
    def validate() -> Response:
        if request.mimetype in NDJSON:
            return _batch(service)
        wanted = accepting.best(request.accept_mimetypes, OFFERED)
        upload = uploaded(request, service.settings.max_package)
        if wanted == HTML:
            return page.report(upload, examined(service, upload))
        return told(service, upload, wanted)

    return views


def examined(service: Service, upload: Upload, accept: str = JSON) -> bytes:
    """The report on a package. Raises NotExamined."""
    return asking.report(service.cage, upload.body, upload.media_type, accept)


def told(service: Service, upload: Upload, media_type: str) -> Response:
    """The report in one of the formats for programs; it is never stored on the way. Raises NotExamined."""
    form = BY_TYPE[media_type]
    body = examined(service, upload, form.rdf or JSON)
    if media_type != JSON and form.rdf is None:
        body = render([Entry("package", body)], form.name, language_of(request))
    response = reply(body, media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    if form.name in ("csv", "xlsx", "junit", "sarif"):
        response.headers["Content-Disposition"] = f'attachment; filename="report{form.suffix}"'
    return response


def _batch(service: Service) -> Response:
    refuse_encodings()

    def examine(line: bytes) -> bytes:
        return examined(service, Upload(line, gate.JSON))

    settings = service.settings
    lines = reports(request.stream, settings.max_package, examine, settings.cage_children)
    response = Response(lines, content_type=NDJSON[0])
    response.headers["Cache-Control"] = "no-store"
    return response
