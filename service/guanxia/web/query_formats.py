"""In which format a query is answered: as its parameter ``format`` says, else as the header Accept does."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from guanxia.linked.formats import FORMATS
from guanxia.problems import Problem
from guanxia.sparql import formats
from guanxia.sparql.formats import Format
from guanxia.web import accepting
from guanxia.web.layout import HTML

# How the parameter ``format`` asks for the page; formats of results are asked for by their suffixes.
PAGE = "html"
DESCRIPTIONS = {one.suffix.removeprefix("."): one.media_type for one in FORMATS}
_RESULTS = tuple(one.media_type for one in (*formats.BINDINGS, *formats.GRAPHS))
# Programs send few headers, and again and again; long ones are not remembered.
_KEPT, _LONGEST = 256, 300


def of_result(accept: str, name: str, form: str, page: bool) -> tuple[str, Format]:
    """The media type of the answer and the format to evaluate to; ``page`` tells whether there is one. Raises Problem.

    The page is drawn from SPARQL JSON or N-Triples.
    """
    choose = _of_result if len(accept) + len(name) <= _LONGEST else _of_result.__wrapped__
    return choose(accept, name, form, page)


@lru_cache(_KEPT)
def _of_result(accept: str, name: str, form: str, page: bool) -> tuple[str, Format]:
    offered = formats.formats_of(form)
    drawn = formats.JSON if form in (formats.SELECT, formats.ASK) else formats.N_TRIPLES
    if name:
        by_name = {one.suffix: (one.media_type, one) for one in offered}
        if page:
            by_name[PAGE] = HTML, drawn
        if name not in by_name:
            raise accepting.none_of(tuple(by_name), "format")
        return by_name[name]
    by_type = {one.media_type: one for one in offered}
    for one in offered:
        by_type |= {other: one for other in one.others if other not in by_type}
    if page:
        by_type[HTML] = drawn
    wanted = accepting.best(_parsed(accept), tuple(by_type))
    return wanted, by_type[wanted]


def of_description(accept: str, name: str, page: bool) -> str:
    """The media type of the service description, or that of the page. Raises Problem."""
    offered = DESCRIPTIONS | ({PAGE: HTML} if page else {})
    if name and name not in offered:
        raise accepting.none_of(tuple(offered), "format")
    return offered[name] if name else accepting.best(_parsed(accept), tuple(offered.values()))


def for_people(accept: str, name: str) -> bool:
    """Whether a page is asked for, or liked better than any result."""
    try:
        return name == PAGE or accepting.best(_parsed(accept), (*_RESULTS, HTML)) == HTML
    except Problem:
        return False


def _parsed(accept: str) -> MIMEAccept:
    return parse_accept_header(accept, MIMEAccept)
