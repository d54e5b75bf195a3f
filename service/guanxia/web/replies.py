"""Replies: JSON with an ETag by release, problems, and what a request may ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Request, Response, request

from guanxia.model import Text
from guanxia.problems import Problem, shown
from guanxia.rendering import canonical

JSON = "application/json"


def reply(body: bytes, media_type: str = JSON, release: str | None = None) -> Response:
    """A reply; with a release it can be revalidated: the ETag names release and body."""
    response = Response(
        body, content_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    )
    if release is not None and request.method in ("GET", "HEAD"):
        digest = hashlib.sha256(release.encode() + b"\0" + body).hexdigest()[:32]
        response.set_etag(digest)
        response.headers["Cache-Control"] = "public, max-age=60"
        response.make_conditional(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def json_reply(value: Any, release: str) -> Response:
    return reply(canonical(value), release=release)


def problem_reply(problem: Problem) -> Response:
    return document_reply({**problem.as_dict(), "status": problem.status})


def document_reply(document: Mapping[str, Any], retry_after: int | None = None) -> Response:
    """A problem document as the reply with its status; ``retry_after`` is in seconds."""
    response = Response(orjson.dumps(document), status=document["status"], content_type="application/problem+json")
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


def body_of(incoming: Request, limit: int) -> bytes:
    """The body of a request. Raises Problem if it is larger than the limit, without reading it all."""
    length = incoming.content_length
    body = b"" if length is not None and length > limit else incoming.stream.read(limit + 1)
    if (length or 0) > limit or len(body) > limit:
        raise Problem("too-large", Text(f"请求体至多 {limit} 字节。", f"the body may have at most {limit} bytes."))
    return body


def refuse_compression() -> None:
    """Raises Problem for a body that is compressed: it is never inflated."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(
            "unsupported-media-type",
            Text("不接受压缩的请求体，请直接发送。", "a compressed body is not taken; send it as it is."),
        )


def refuse_encodings() -> None:
    """Raises Problem for a body that is compressed or in another character set than UTF-8."""
    refuse_compression()
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise Problem(
            "unsupported-media-type",
            Text(
                f"请求体应当是 UTF-8 编码，Content-Type 写的是 charset={shown(charset)}；请转为 UTF-8 后发送。",
                f"the body must be UTF-8, but Content-Type says charset={shown(charset)}; convert it and send it "
                "again.",
            ),
        )
