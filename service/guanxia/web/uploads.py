"""A package as it was sent: as the body of a request, or by the form of the page. Nothing of it is written to disk."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from guanxia.model import Text
from guanxia.problems import Fault, Problem
from guanxia.referrals import gate
from guanxia.web.replies import body_of, refuse_compression

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
MOST_FIELDS = 20
# What a form sends besides the package, in bytes.
AROUND = 16_384
_SUFFIXES = {
    ".ttl": gate.TURTLE,
    ".nt": gate.N_TRIPLES,
    ".rdf": gate.RDF_XML,
    ".xml": gate.RDF_XML,
    ".owl": gate.RDF_XML,
    ".jsonld": gate.JSON_LD,
    ".json": gate.JSON,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """The package with its media type; ``format`` is the media type of the report that a form asks for, or empty."""

    body: bytes
    media_type: str
    format: str = ""


def uploaded(incoming: Request, limit: int) -> Upload:
    """What a request brings. Raises Problem for what is too large, compressed or of another media type."""
    refuse_compression()
    if incoming.mimetype in FORMS:
        return _of_form(incoming, limit)
    media_type = incoming.headers.get("Content-Type", "")
    gate.media_type_of(media_type)
    return Upload(body_of(incoming, limit), media_type)


def _of_form(incoming: Request, limit: int) -> Upload:
    fields, files = _parsed(incoming, limit)
    file = next((one for one in files.getlist("file") if one.filename), None)
    body = file.stream.read() if file is not None else fields.get("text", "").encode("utf-8", "surrogateescape")
    if not body.strip():
        nothing = Text(
            "没有选择文件，也没有填写内容。请选择一个文件，或者把文书的内容粘贴进来。",
            "No file was chosen and no content given. Choose a file or paste the content of the document.",
        )
        raise Problem("empty", nothing, [Fault("empty", "file", nothing)])
    stated = fields.get("type", "").strip()
    named = _type_of_name(file.filename or "") if file is not None else None
    return Upload(body, gate.media_type_of(stated) if stated else named or _type_of(body), fields.get("format", ""))


def _parsed(incoming: Request, limit: int) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """Fields and files of a form, all in memory."""
    body = body_of(incoming, limit + AROUND)
    parser = FormDataParser(
        stream_factory=_memory, max_form_memory_size=limit, max_form_parts=MOST_FIELDS, silent=False
    )
    try:
        _, fields, files = parser.parse(
            io.BytesIO(body), incoming.mimetype, len(body), options=dict(incoming.mimetype_params)
        )
    except RequestEntityTooLarge as error:
        raise Problem(
            "too-large",
            Text(
                f"表单至多 {MOST_FIELDS} 项，文件至多 {limit} 字节。",
                f"A form has at most {MOST_FIELDS} fields and its file {limit} bytes.",
            ),
        ) from error
    except ValueError as error:
        raise Problem("malformed-form") from error
    return fields, files


def _memory(
    total_content_length: int | None, content_type: str | None, filename: str | None, content_length: int | None = None
) -> IO[bytes]:
    return io.BytesIO()


def _type_of_name(name: str) -> str | None:
    return next((kind for suffix, kind in _SUFFIXES.items() if name.lower().endswith(suffix)), None)


_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<(?:\?xml|!|rdf:RDF)")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[{\[]\s*+[{\"}]")


def _type_of(body: bytes) -> str:
    """The media type of what bears no label at all: by its first signs; the gate then holds it to that."""
    if _XML.match(body):
        return gate.RDF_XML
    return gate.JSON if _JSON.match(body) else gate.TURTLE
