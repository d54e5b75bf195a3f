"""The page on which a person has a package checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxia.problems import Problem
from guanxia.referrals.asking import NotExamined, as_document
from guanxia.web import errors, layout
from guanxia.web.package_report import PackagePage
from guanxia.web.packages import BY_TYPE, examined, told
from guanxia.web.uploads import Upload, uploaded

if TYPE_CHECKING:
    from guanxia.app import Service


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("package_pages", __name__)
    errors.register_private(views)
    views.after_request(layout.guarded)
    page = PackagePage(service)

    @views.get("/packages")
    def form() -> Response:
        return page.form()

    @views.post("/packages")
    def checked() -> Response:
        upload: Upload | None = None
        try:
            upload = uploaded(request, service.settings.max_package)
            if upload.format in BY_TYPE:
                return told(service, upload, upload.format)
            return page.report(upload, examined(service, upload))
        except NotExamined as refused:
            errors.log(refused)
            response = page.refusal(upload, refused.document)
            if refused.retry_after is not None:
                response.headers["Retry-After"] = str(refused.retry_after)
            return response
        except Problem as problem:
            return page.refusal(upload, as_document(problem))

    return views
