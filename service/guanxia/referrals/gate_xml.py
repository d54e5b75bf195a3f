"""Gate for RDF/XML: no DOCTYPE, no entities, no processing instructions, shallow elements."""

from __future__ import annotations

import re

from guanxia.problems import Place, shown
from guanxia.referrals.limits import Limits
from guanxia.referrals.nesting import PIECES, end_of_run
from guanxia.referrals.refusals import Refused, too_deep, too_many, unreadable

_DECLARATION = re.compile(rb"<!\s*+(?:doctype|entity|element|attlist|notation|\[(?!CDATA\[))", re.I)
_HEAD = re.compile(rb"<\?xml\s[^?>]*+\?>")
_ENCODING = re.compile(rb"encoding\s*+=\s*+[\"']([^\"']*+)[\"']")
_FORBIDDEN = re.compile(rb"&#(?:0++;|x0++;|0*+(?:5529[6-9]|55[3-9]\d\d|5[67]\d{3});|x0*+d[89a-f][0-9a-f]{2};)", re.I)
_REFERENCE = rb"&(?:amp|lt|gt|quot|apos|\#[0-9]{1,7}|\#x[0-9a-fA-F]{1,6});"
_ATTRIBUTES = (
    rb"(?:\s++[^\s=<>/\"']++\s*+=\s*+(?:\"(?:[^\"<&]++|"
    + _REFERENCE
    + rb")*\"|'(?:[^'<&]++|"
    + _REFERENCE
    + rb")*'))*\s*+"
)
_NAME = rb"[^\s<>/=\"'&!?]++"
# What may stand between two tags that open or close; empty elements are counted apart.
_RUN = re.compile(
    rb"(?:[^<&]++|" + _REFERENCE + rb"|<!--(?s:.*?)-->|<!\[CDATA\[(?s:.*?)\]\]>"
    rb"|<" + _NAME + _ATTRIBUTES + rb"/>){0,%d}" % PIECES
)
_OPENING = re.compile(rb"<" + _NAME + _ATTRIBUTES + rb">")
_CLOSING = re.compile(rb"</" + _NAME + rb"\s*+>")
BASE = re.compile(rb"xml:base\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")


def scan(body: bytes, limits: Limits) -> None:
    """Raise Refused for what no package holds."""
    if body.count(b"<") > limits.members:
        raise too_many("too-large", "XML 标记", "XML tags", limits.members)
    check_declarations(body)
    start = _skip_head(body)
    if body.count(b"=") + body.count(b"&") > limits.members:
        raise too_many("too-large", "XML 属性和引用", "XML attributes and references", limits.members)
    if found := _FORBIDDEN.search(body):
        place = Place(body, found.start())
        raise Refused(
            "encoding",
            f"{place.zh}处的字符引用不是可用的字符（空字符或者单独的代理项）。请直接写出该字。",
            f"The reference at {place.en} is no usable character (U+0000 or a lone surrogate). "
            "Write the character itself.",
            str(place),
        )
    if body.count(b"xmlns") > limits.prefixes:
        raise too_many("too-large", "命名空间声明", "namespace declarations", limits.prefixes)
    _check_nesting(body, start, limits)


def check_declarations(body: bytes) -> None:
    """Refuse a DOCTYPE or an entity wherever it stands, also in a comment: a parser may read it otherwise."""
    if found := _DECLARATION.search(body):
        place = Place(body, found.start())
        raise Refused(
            "doctype-not-allowed",
            f"{place.zh}处有 DOCTYPE 或者实体声明“{shown(found.group().decode())}”，不接受（注释中也不接受）。"
            "请删去该声明，把实体换成它代表的文字。",
            f"At {place.en} stands a DOCTYPE or entity declaration, '{shown(found.group().decode())}', which is not "
            "taken (nor in a comment). Delete it and write the text that the entities stand for.",
            str(place),
        )


def _skip_head(body: bytes) -> int:
    """Where the content begins, behind the XML declaration; its encoding must be UTF-8."""
    start = len(body) - len(body.lstrip())
    head = _HEAD.match(body, start)
    if head is None:
        return start
    encoding = _ENCODING.search(head.group())
    name = encoding.group(1).decode() if encoding else "utf-8"
    if name.lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused(
            "encoding",
            f'XML 声明的编码是“{shown(name)}”，只接受 UTF-8。请另存为 UTF-8，并把声明改为 encoding="UTF-8"。',
            f"The XML declaration says encoding '{shown(name)}'; only UTF-8 is taken. "
            'Save the file as UTF-8 and declare encoding="UTF-8".',
            "1:1",
        )
    return head.end()


def _check_nesting(body: bytes, at: int, limits: Limits) -> None:
    depth = 0
    while True:
        at = end_of_run(_RUN, body, at)
        if at == len(body):
            return
        if tag := _CLOSING.match(body, at):
            depth = max(0, depth - 1)
        elif tag := _OPENING.match(body, at):
            depth += 1
            if depth > limits.depth:
                raise too_deep(Place(body, at), limits.depth)
        else:
            raise _refusal(body, at)
        at = tag.end()


def _refusal(body: bytes, at: int) -> Refused:
    """Why the sign at this place stops the scan."""
    place = Place(body, at)
    if body.startswith(b"<?", at):
        return Refused(
            "instruction-not-allowed",
            f"{place.zh}处有处理指令“{shown(body[at : at + 40].decode('utf-8', 'replace'))}”，不接受。请删去该指令。",
            f"At {place.en} stands the processing instruction "
            f"'{shown(body[at : at + 40].decode('utf-8', 'replace'))}', which is not taken. Delete it.",
            str(place),
        )
    if body.startswith(b"&", at):
        return unreadable(
            place, "XML", "“&”之后不是可用的引用：请写 &amp; 表示“&”，其他字符请直接写出。",
            "The '&' begins no usable reference: write &amp; for '&', and other characters as themselves.",
        )  # fmt: skip
    return unreadable(
        place, "XML", "标记没有写完，或者属性没有引号。请补上引号和“>”；文本中的“<”写成 &lt;。",
        "The tag is not complete or an attribute has no quotes. Add the quotes and '>'; write &lt; for '<' in text.",
    )  # fmt: skip
