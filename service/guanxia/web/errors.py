"""Every error as ``application/problem+json``."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from guanxia.model import Text
from guanxia.problems import KINDS, Problem
from guanxia.web.replies import problem_reply

LOG = logging.getLogger("guanxia")
_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "timeout",
    413: "too-large",
    415: "unsupported-media-type",
}


def register(app: Flask) -> None:
    app.register_error_handler(Problem, problem_reply)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _internal)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    kind = _BY_STATUS.get(code) or ("malformed-query" if code < 500 else "internal")
    response = problem_reply(Problem(kind))
    response.status_code = code if kind in KINDS and KINDS[kind][0] == code else KINDS[kind][0]
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _internal(error: Exception) -> Response:
    LOG.error("unexpected error at %s", request.path, exc_info=error)
    return problem_reply(
        Problem("internal", Text("服务内部错误，请稍后再试。", "internal error; please try again later."))
    )
