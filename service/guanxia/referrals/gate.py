"""The gate before every parser: size, encoding, media type against content, nesting, forbidden constructs.

Standard library only; each scan is linear in the size of the body and uses no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from guanxia.problems import Place, nearest, shown
from guanxia.referrals import gate_json, gate_turtle, gate_xml
from guanxia.referrals.limits import LIMITS, Limits
from guanxia.referrals.refusals import Refused, nul

TURTLE, N_TRIPLES, RDF_XML = "text/turtle", "application/n-triples", "application/rdf+xml"
JSON_LD, JSON = "application/ld+json", "application/json"
MEDIA_TYPES = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, JSON)

_ALIASES = {"application/x-turtle": TURTLE}
_NAMED_GRAPHS = ("application/trig", "application/n-quads", "application/x-trig", "text/x-nquads")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Admitted:
    """A body that passed: without a byte order mark, with its plain media type."""

    body: bytes
    media_type: str


def inspect(body: bytes, media_type: str, limits: Limits = LIMITS) -> Admitted:
    """Let a body pass to its parser, or raise Refused."""
    kind = media_type_of(media_type)
    if len(body) > limits.body:
        raise Refused(
            "too-large",
            f"材料有 {len(body):,} 字节，上限为 {limits.body:,} 字节。请把内容分成几份材料，分别提交。",
            f"The package has {len(body):,} bytes; the limit is {limits.body:,}. Divide it into several packages.",
        )
    text = _decoded(body, kind)
    if not text.strip():
        raise Refused(
            "empty",
            "材料是空的。请提交一份文书的内容；可以从文书模板开始填写。",
            "The package is empty. Send the content of one document; a skeleton of its kind is a good start.",
        )
    _check_content_type(text, kind)
    _SCANS[kind](text, limits)
    return Admitted(text, kind)


def media_type_of(value: str) -> str:
    """One of MEDIA_TYPES, without its parameters. Raises Refused for another type or another charset."""
    name, *parameters = (part.strip() for part in value.split(";"))
    kind = _ALIASES.get(name.lower(), name.lower())
    if kind not in MEDIA_TYPES:
        accepted = ", ".join(MEDIA_TYPES)
        graphs = kind in _NAMED_GRAPHS
        raise Refused(
            "unsupported-media-type",
            f"不接受媒体类型“{shown(name)}”。{'材料不分命名图。' if graphs else ''}请使用：{accepted}。",
            f"The media type '{shown(name)}' is not taken. "
            f"{'A package has no named graphs. ' if graphs else ''}Use one of {accepted}.",
            "Content-Type",
            nearest(name, MEDIA_TYPES) or (TURTLE,),
        )
    for parameter in parameters:
        key, _, setting = parameter.partition("=")
        charset = setting.strip().strip("\"'")
        if key.strip().lower() == "charset" and charset.lower() not in ("utf-8", "utf8"):
            raise _not_utf8(f"Content-Type 写明的编码是“{shown(charset)}”", f"Content-Type says '{shown(charset)}'")
    return kind


def _not_utf8(zh: str, en: str, pointer: str = "Content-Type") -> Refused:
    return Refused(
        "encoding",
        f"{zh}，只接受 UTF-8。请用“另存为 UTF-8”保存后重新提交。",
        f"{en}; only UTF-8 is taken. Save the file as UTF-8 and send it again.",
        pointer,
    )


_WIDE = (
    (re.compile(rb"\xff\xfe\0\0|[^\0]\0\0\0", re.S), "utf-32-le"),
    (re.compile(rb"\0\0\xfe\xff|\0\0\0[^\0]", re.S), "utf-32-be"),
    (re.compile(rb"\xff\xfe|[^\0]\0[^\0]\0|[^\0]\0\Z", re.S), "utf-16-le"),
    (re.compile(rb"\xfe\xff|\0[^\0]\0[^\0]|\0[^\0]\Z", re.S), "utf-16-be"),
)


def _decoded(body: bytes, kind: str) -> bytes:
    """The body as UTF-8 without its byte order mark."""
    for pattern, name in _WIDE:
        if pattern.match(body):
            if kind == RDF_XML:
                gate_xml.check_declarations(body.decode(name, "replace").encode("utf-8", "replace"))
            upper = name.upper()
            raise _not_utf8(f"内容是 {upper} 编码", f"The content is encoded as {upper}", "1:1")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(body, error) from error
    if (at := body.find(b"\0")) >= 0:
        raise nul(Place(body, at))
    return body.removeprefix(_BOM)


def _broken(body: bytes, error: UnicodeDecodeError) -> Refused:
    place = Place(body, error.start)
    sample = body[max(0, error.start - 200) : error.start + 200]
    try:
        sample.decode("gb18030")
        zh, en = "（看来是 GBK/GB18030）", " (it looks like GBK/GB18030)"
    except UnicodeDecodeError:
        zh, en = "", ""
    byte = f"0x{body[error.start]:02X}"
    return _not_utf8(
        f"{place.zh}处的字节 {byte} 不是 UTF-8{zh}", f"At {place.en} the byte {byte} is not UTF-8{en}", str(place)
    )


_LOOKS = (
    (re.compile(rb"<!doctype\s+html|<html[\s>]", re.I), "HTML"),
    (re.compile(rb"<\?xml|<!|<rdf:RDF[\s>]"), "XML"),
    (re.compile(rb"\{\s*+[\"}]|\[\s*+(?:\{\s*+\"|\]\s*+\Z|\"|\d)"), "JSON"),
    (re.compile(rb"(?:\s++|#[^\n]*+)*(?:@prefix|@base|prefix\s|base\s*+<)", re.I), "Turtle"),
    (re.compile(rb"<[a-zA-Z][a-zA-Z0-9+.-]*+:[^<>\s]*+>\s|_:\w++\s", re.S), "N-Triples"),
)
_FITTING = {
    TURTLE: ("Turtle", "N-Triples"),
    N_TRIPLES: ("N-Triples",),
    RDF_XML: ("XML",),
    JSON_LD: ("JSON",),
    JSON: ("JSON",),
}
_TYPE_OF = {"XML": RDF_XML, "JSON": JSON, "Turtle": TURTLE, "N-Triples": N_TRIPLES}
_STARTS = {RDF_XML: b"<", JSON_LD: b"{[", JSON: b"{["}


def _check_content_type(text: bytes, kind: str) -> None:
    """Refuse content that contradicts its label; it is never read as something else than its label says."""
    body = text[:4096].lstrip()
    seen = next((name for pattern, name in _LOOKS if pattern.match(body)), None)
    if (seen is None or seen in _FITTING[kind]) and body[:1] in (_STARTS.get(kind) or body[:1]):
        return
    right = _TYPE_OF.get(seen or "")
    zh_seen, en_seen = (f"像是 {seen}", f"looks like {seen}") if seen else ("不像这种格式", "does not look like it")
    zh = f"请把 Content-Type（或文件扩展名）改为 {right}" if right else "请改用所接受的格式"
    en = f"Set the Content-Type (or the file extension) to {right}" if right else "Use one of the accepted formats"
    raise Refused(
        "type-mismatch",
        f"内容标为 {kind}，但{zh_seen}。{zh}，或者提交与标注相符的内容。",
        f"The content is labeled {kind} but {en_seen}. {en}, or send content that is what its label says.",
        "Content-Type",
        (right,) if right else MEDIA_TYPES,
    )


_SCANS: dict[str, Callable[[bytes, Limits], None]] = {
    TURTLE: gate_turtle.scan,
    N_TRIPLES: gate_turtle.scan,
    RDF_XML: gate_xml.scan,
    JSON_LD: gate_json.scan,
    JSON: gate_json.scan,
}
