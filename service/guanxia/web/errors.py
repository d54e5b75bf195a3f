"""Every error as ``application/problem+json``."""

from __future__ import annotations

import logging

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from guanxia.engine.errors import EngineError, EngineSlow
from guanxia.model import Text
from guanxia.problems import KINDS, Problem
from guanxia.referrals.asking import NotExamined
from guanxia.web.replies import document_reply, problem_reply

LOG = logging.getLogger("guanxia")
INTERNAL = Problem("internal", Text("服务内部错误，请稍后再试。", "internal error; please try again later."))
AFTER_ENGINE = 2
"""Seconds after which to ask again where the server that holds the law gave no answer."""
_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "timeout",
    413: "too-large",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
}


def register(app: Flask) -> None:
    app.register_error_handler(Problem, problem_reply)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(EngineError, _engine)
    app.register_error_handler(Exception, _internal)


def register_private(views: Blueprint) -> None:
    """For views that take packages: an unexpected error is logged by its type and place, never by its words."""
    views.register_error_handler(Problem, problem_reply)
    views.register_error_handler(HTTPException, _http)
    views.register_error_handler(NotExamined, not_examined)
    views.register_error_handler(EngineError, _engine)
    views.register_error_handler(Exception, _internal_private)


def not_examined(refused: NotExamined) -> Response:
    """Why a package has no report."""
    log(refused)
    return document_reply(refused.document, refused.retry_after)


def log(refused: NotExamined) -> None:
    """Log what went wrong in the service itself, not what was wrong with a package."""
    if refused.cause is not None:
        LOG.warning("a package was not examined: %s", refused.cause)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    kind = _BY_STATUS.get(code) or ("malformed-query" if code < 500 else "internal")
    response = problem_reply(Problem(kind))
    response.status_code = code if kind in KINDS and KINDS[kind][0] == code else KINDS[kind][0]
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, RequestedRangeNotSatisfiable) and error.length is not None:
        response.headers["Content-Range"] = f"{error.units} */{error.length}"
    return response


def _engine(error: Exception) -> Response:
    LOG.warning("the engine: %s", error)
    slow = isinstance(error, EngineSlow)
    return document_reply(engine_problem(slow).as_dict(), AFTER_ENGINE)


def engine_problem(slow: bool) -> Problem:
    """What a client is told where the server that holds the law gives no answer; nothing of its address or words."""
    return Problem("engine-slow") if slow else Problem("engine-unavailable")


def _internal(error: Exception) -> Response:
    LOG.error("unexpected error at %s", request.path, exc_info=error)
    return problem_reply(INTERNAL)


def _internal_private(error: Exception) -> Response:
    LOG.error("unexpected error at %s: %s", request.path, place_of(error))
    return problem_reply(INTERNAL)


def place_of(error: BaseException) -> str:
    """Type of an exception and the line that raised it; its words could hold what was sent."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
