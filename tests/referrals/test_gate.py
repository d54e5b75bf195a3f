"""The gate: each hostile body is refused by its own kind, fast, in both languages, and nothing is fetched."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from guanxia.problems import KINDS
from guanxia.referrals import gate, parsing
from guanxia.referrals.context import Context
from guanxia.referrals.limits import LIMITS, Limits
from guanxia.referrals.refusals import Refused
from tests.referrals.hostile import AT_THE_GATE, BEFORE_THE_PARSER, LAUGHS, PROPOSAL, Body

SECONDS = 0.2  # of one processor


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def assert_untouched(listener: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listener.accept()


def told(refusal: Refused) -> None:
    """Every refusal is 413, 415 or 422 and says something in both languages about each fault."""
    assert refusal.status in (413, 415, 422)
    assert refusal.faults
    for text in (refusal.detail, *(fault.text for fault in refusal.faults)):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) and "。" in text.zh
        assert text.en.endswith(".") and not any("\u4e00" <= sign <= "\u9fff" for sign in text.en.partition("'")[0])
    assert all(fault.kind in KINDS for fault in refusal.faults)


@pytest.mark.parametrize("one", BEFORE_THE_PARSER, ids=lambda one: one.case)
def test_a_hostile_body_is_refused_by_its_kind(one: Body, context: Context, listener: socket.socket) -> None:
    with pytest.raises(Refused) as refused:
        parsing.parse(one.at(listener.getsockname()[1]), one.media_type, context)
    assert refused.value.kind == one.kind
    told(refused.value)
    assert_untouched(listener)


@pytest.mark.parametrize("one", AT_THE_GATE, ids=lambda one: one.case)
def test_the_gate_alone_refuses_in_time(one: Body) -> None:
    start = time.process_time()
    with pytest.raises(Refused) as refused:
        gate.inspect(one.content, one.media_type)
    assert refused.value.kind == one.kind
    assert time.process_time() - start < SECONDS


def test_a_small_bomb_is_refused_at_once() -> None:
    start = time.process_time()
    with pytest.raises(Refused):
        gate.inspect(LAUGHS.encode(), gate.RDF_XML)
    assert time.process_time() - start < 0.05


UNITS = {
    gate.TURTLE: (
        "a ", '"" ', "<a> ", "#\n", "\\a", "prefi ", "() ", '"""', '"""a""" ', "<<a", "'' ", "'\" ", "\\", "中文",
        "a b c.\n", "\\u0041", "<\\u0041", "'''a'", "\n", "\\\\u0000", "< ", "base ",
    ),
    gate.RDF_XML: (
        "<a/>", "<a>", "<a></a>", "abc ", "&amp;", "<!---->", "<!-- - ", "<![CDATA[]]>", "<a b='c' d='&amp;'/>", "< ",
        "<a b='", "<?a ?>", "<![CDATA[]]", "<a b='c'  ", "&#", "&#x", "&#00000", "<!", "xml:base=", "<a  ", "-", "]]>",
    ),
    gate.JSON: (
        "1,", "[],", "[", '{"":', '"a",', "abcd", "\\n", "\\\\", "123456789012345,", " ", '{"a":1,"b":2},',
        "\\ud842\\udfb7", '"a":', "\\u0041", '"" ', "{}", "\\\\ud842",
    ),
}  # fmt: skip
STARTS = {gate.TURTLE: b"", gate.RDF_XML: b"<r>", gate.JSON: b'["'}


@pytest.mark.parametrize(("media_type", "unit"), [(kind, unit) for kind, units in UNITS.items() for unit in units])
def test_the_gate_is_linear_up_to_the_size_limit(media_type: str, unit: str) -> None:
    text = unit.encode()
    whole = (STARTS[media_type] + text * (LIMITS.body // len(text)))[: LIMITS.body]
    while whole[-1] & 0xC0 == 0x80:
        whole = whole[:-1]
    whole = whole[:-1] + b" "
    best = min(_seconds(whole, media_type) for _ in range(2))
    assert best < SECONDS


def _seconds(whole: bytes, media_type: str) -> float:
    start = time.process_time()
    try:
        gate.inspect(whole, media_type)
    except Refused as refusal:
        told(refusal)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (gate.TURTLE, "<a> <b> {} ."),
        (gate.RDF_XML, "<r>{}</r>"),
        (gate.JSON, '{{"a": {}}}'),
    ],
)
def test_nesting_at_the_limit_passes_and_one_more_does_not(media_type: str, content: str) -> None:
    pairs = {gate.TURTLE: ("(", ")"), gate.JSON: ("[", "]"), gate.RDF_XML: ("<a>", "</a>")}
    opening, closing = pairs[media_type]
    used = 0 if media_type == gate.TURTLE else 1
    for depth, passes in ((LIMITS.depth - used, True), (LIMITS.depth - used + 1, False)):
        text = content.format(opening * depth + closing * depth).encode()
        if passes:
            assert gate.inspect(text, media_type).body == text
        else:
            with pytest.raises(Refused) as refused:
                gate.inspect(text, media_type)
            assert refused.value.kind == "too-deep" and str(LIMITS.depth) in refused.value.detail.en


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (gate.TURTLE, '<a> <b> "{ ( [ << ~ {| <!DOCTYPE r> @prefix GRAPH" . # { ((( <<'),
        (gate.TURTLE, '<a> <b> """ "" { """, \'\'\'\' } ( \'\'\' , ex:a\\(\\~b , <urn:x(y)~z> .'),
        (gate.TURTLE, '<a> <b> "\\\\u0000 \\\\uD800 \\\\\\\\u0000" .'),
        (gate.JSON, '{"a": "[[[ {{{ \\" ]", "b": "\\\\ud842", "c": "\\ud842\\udfb7"}'),
        (gate.RDF_XML, '<r><!-- <a> & < --><![CDATA[<a> & ]]><a b="]]>&#x20BB7;"/></r>'),
        (gate.RDF_XML, '\n<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<r/>\n'),
        (gate.JSON_LD, '\ufeff{"a": 1}'),
    ],
)
def test_what_only_looks_forbidden_passes(media_type: str, content: str) -> None:
    assert gate.inspect(content.encode(), media_type).body == content.lstrip("\ufeff").encode()


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "Text/Turtle; charset=UTF-8", 'text/turtle;charset="utf-8"', "application/x-turtle"],
)
def test_spellings_of_a_media_type(media_type: str) -> None:
    assert gate.media_type_of(media_type) == gate.TURTLE


@pytest.mark.parametrize(
    "media_type", ["", "text/html", "application/trig", "application/n-quads", "image/png", "x" * 9999]
)
def test_another_media_type_is_refused_with_those_that_are_taken(media_type: str) -> None:
    with pytest.raises(Refused) as refused:
        gate.inspect(PROPOSAL.encode(), media_type)
    assert refused.value.status == 415 and refused.value.kind == "unsupported-media-type"
    assert all(kind in refused.value.detail.en for kind in gate.MEDIA_TYPES)
    told(refused.value)


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(Refused) as refused:
        gate.inspect('<a> <b> "中文" ,\n  "桂林'.encode() + b"\xff", gate.TURTLE)
    assert refused.value.faults[0].pointer == "2:6" and "0xFF" in refused.value.detail.en


def test_limits_are_the_callers() -> None:
    with pytest.raises(Refused, match="the limit is 10"):
        gate.inspect(b"<a> <b> <c> .", gate.TURTLE, Limits(body=10))
