"""Citations in a text: ``POST /api/v1/citations``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxia import cases
from guanxia.citations import MAX_TEXT, Resolver, TooManyCitations, document
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.rendering import canonical
from guanxia.strict_json import parse_json
from guanxia.web.replies import body_of, refuse_encodings, reply

if TYPE_CHECKING:
    from guanxia.app import Service

# JSON may write a character of three bytes as an escape of six.
MAX_JSON = 2 * MAX_TEXT + 1024
_KEYS = ("text", "on")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("citations", __name__, url_prefix="/api/v1")
    resolver = Resolver(service.questions)

    @views.post("/citations")
    def find() -> Response:
        refuse_encodings()
        text, on = _question()
        try:
            found = resolver.find(text, on)
        except TooManyCitations as error:
            raise _too_many(error.most) from error
        return reply(canonical(document(found, on, resolver.release)))

    return views


def _question() -> tuple[str, date]:
    """Text and day of the request. Raises Problem."""
    if request.mimetype == "text/plain":
        body = body_of(request, MAX_TEXT)
        try:
            return body.decode("utf-8"), _checked(request.args, ("on",), "")
        except UnicodeDecodeError as error:
            detail = Text(f"第 {error.start} 字节起不是 UTF-8。", f"not UTF-8 from byte {error.start} on.")
            raise Problem("encoding", detail, [Fault("encoding", str(error.start), detail)]) from error
    if request.mimetype != "application/json":
        raise Problem(
            "unsupported-media-type",
            Text(
                '请以 application/json 发送 {"text": …, "on": …}，或以 text/plain 发送文本。',
                'send {"text": …, "on": …} as application/json, or the text as text/plain.',
            ),
        )
    value = parse_json(body_of(request, MAX_JSON))
    if not isinstance(value, dict):
        raise Problem(
            "not-an-object", Text('请求体应当是对象，例如 {"text": "…"}。', 'the body must be {"text": "…"}.')
        )
    _checked(request.args, (), "")
    on = _checked(value, _KEYS, "/")
    text = value.get("text")
    if not isinstance(text, str):
        raise Problem.of(
            [Fault("wrong-value", "/text", Text("text 应当是一段文本。", "text must be a text in which to look."))]
        )
    if len(text.encode()) > MAX_TEXT:
        raise Problem("too-large", Text(f"文本至多 {MAX_TEXT} 字节。", f"the text may have at most {MAX_TEXT} bytes."))
    return text, on


def _checked(given: Mapping[str, Any], known: tuple[str, ...], root: str) -> date:
    """The day that is asked for, by default today in China. Raises Problem for other keys or no day."""
    faults = []
    for key in given:
        if key not in known:
            text = Text(f"没有参数“{shown(key)}”。", f"no parameter '{shown(key)}'.")
            faults.append(Fault("unknown-key", f"{root}{shown(key)}", text, nearest(key, known)))
    on = given.get("on")
    day = None if on is None else cases.day_of(on)
    if on is not None and day is None and "on" in known:
        text = Text(
            f"on 应为存在的日期，形如 2020-09-01，收到“{shown(on)}”。",
            f"on must be an existing day such as 2020-09-01, got '{shown(on)}'.",
        )
        faults.append(Fault("impossible-date", f"{root}on", text))
    if faults:
        raise Problem.of(faults)
    return day or cases.today()


def _too_many(most: int) -> Problem:
    return Problem(
        "too-large",
        Text(
            f"文本中的引用超过 {most} 处，请分段发送。", f"the text has more than {most} citations; send it in parts."
        ),
    )
