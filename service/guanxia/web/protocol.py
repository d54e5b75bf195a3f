"""A request of the SPARQL 1.1 Protocol, as it came by HTTP: one query, its graphs, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import Request

from guanxia.model import Text
from guanxia.problems import Fault, Problem
from guanxia.web.replies import body_of, refuse_compression

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
SENT = (FORM, QUERY)
MOST_FIELDS = 200
# What a form may hold besides the query, which can be escaped to three times its size.
AROUND = 65_536
_UTF_8 = ("utf-8", "utf8")


@dataclass(frozen=True, slots=True)
class Asked:
    """``query`` is None where none was sent; ``format`` is what our own parameter says instead of Accept, or empty."""

    query: str | bytes | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""


def asked(incoming: Request, size: int) -> Asked:
    """What a GET or POST asks, for queries of at most so many bytes. Raises Problem."""
    address = _pairs(incoming.query_string, "URL")
    if incoming.method != "POST":
        return _asked(address)
    refuse_compression()
    kind = incoming.mimetype
    if kind == UPDATE:
        raise _update("Content-Type")
    if kind not in SENT:
        raise _media_type(incoming.headers.get("Content-Type", ""))
    if incoming.mimetype_params.get("charset", "utf-8").lower() not in _UTF_8:
        raise Problem("encoding", _UTF_8_ONLY, [Fault("encoding", "Content-Type", _UTF_8_ONLY)])
    if kind == FORM:
        found = _asked([*address, *_pairs(body_of(incoming, 3 * size + AROUND), "body")])
        if found.query is None:
            raise _wrong("query", "表单中没有 query。请在表单中写 query。", "The form has no query. Send one as query.")
        return found
    found = _asked(address)
    if found.query is not None:
        raise _twice()
    return replace(found, query=body_of(incoming, size))


def _pairs(text: bytes, place: str) -> list[tuple[str, str]]:
    try:
        plain = text.decode("utf-8")
        return parse_qsl(plain, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem("encoding", _UTF_8_ONLY, [Fault("encoding", place, _UTF_8_ONLY)]) from error
    except ValueError as error:
        raise _wrong(place, f"参数至多 {MOST_FIELDS} 个。", f"There may be {MOST_FIELDS} parameters.") from error


def _asked(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Other parameters than these are of no account."""
    found: dict[str, list[str]] = {name: [] for name in ("query", "default-graph-uri", "named-graph-uri", "format")}
    for name, text in pairs:
        if name == "update":
            raise _update("update")
        if name in found:
            found[name].append(text)
    queries, formats = found["query"], found["format"]
    if len(queries) > 1:
        raise _twice()
    if len(formats) > 1:
        raise _wrong("format", "format 写了不止一次。请只写一次。", "There is more than one format. Send one.")
    return Asked(
        queries[0] if queries else None,
        tuple(found["default-graph-uri"]),
        tuple(found["named-graph-uri"]),
        formats[0] if formats else "",
    )


def _update(pointer: str) -> Problem:
    text = Text(
        "公布的图只读，不接受更新。请用 query 发送 SELECT、ASK、CONSTRUCT 或者 DESCRIBE。",
        "The published graph is read-only; no update is taken. Send SELECT, ASK, CONSTRUCT or DESCRIBE as query.",
    )
    return Problem("update-not-offered", text, [Fault("update-not-offered", pointer, text)])


def _twice() -> Problem:
    return _wrong(
        "query",
        "查询写了不止一次，无法判断以哪一个为准。请只写一次。",
        "More than one query was sent, so it is not clear which one counts. Send one.",
    )


def _wrong(pointer: str, zh: str, en: str) -> Problem:
    return Problem("malformed-query", Text(zh, en), [Fault("malformed-query", pointer, Text(zh, en))])


def _media_type(given: str) -> Problem:
    listed = "、".join(SENT), ", ".join(SENT)
    text = Text(
        f"{'没有 Content-Type' if not given else '不接受这个 Content-Type'}。请用 {listed[0]}。",
        f"{'There is no Content-Type' if not given else 'This Content-Type is not taken'}; send {listed[1]}.",
    )
    return Problem("unsupported-media-type", text, [Fault("unsupported-media-type", "Content-Type", text, SENT)])


_UTF_8_ONLY = Text(
    "查询应当是 UTF-8 编码。请转为 UTF-8 后发送。", "The query must be UTF-8. Convert it and send it again."
)
