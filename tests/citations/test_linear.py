"""Work grows with the text and no faster, whatever the text is made of."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from guanxia.citations import MAX_CITATIONS, Resolver, TooManyCitations, resolver

DAY = date(2020, 10, 12)
FOLDER = str(Path(resolver.__file__).parent)
PIECES = {
    "第": "第",
    "numerals": "一",
    "lists without unit": "第一、",
    "bracketed lists": "第（一）、",
    "citations": "《社会保险法》第六十三条第二款、",
    "lists": "第八十四条、",
    "ranges": "第1条至第3条，",
    "open quotes": "《",
    "empty quotes": "《》",
    "nested quotes": "《〈",
    "unknown titles": "《某某某法》第三条",
    "unknown words": "某某某某某某某某某某某某办法第三条",
    "start of a long title": "最高人民法院关于审理劳动争议案件适用法律问题的解",
    "notice": "市人社发〔2020〕27号",
    "short names": "社保法规定第",
    "pointing": "本",
    "pointing at articles": "本条第",
    "English": "Social Insurance Law art. 63(2), ",
    "article": "art.",
    "lines": "第\n",
    "long lines": "某某某某某某某某某某某某某某某某某某某某某\n",
    "brackets": "(",
    "blanks": " ",
    "definitions": "《社会保险法》（以下简称",
}


def steps(found: Resolver, text: str) -> int:
    """Lines of the package that run to read a text: a measure of work that no other program disturbs."""
    count = 0

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return local

    def start(frame: FrameType, event: str, argument: Any) -> Any:
        return local if frame.f_code.co_filename.startswith(FOLDER) else None

    before = sys.gettrace()
    sys.settrace(start)
    try:
        found.find(text, DAY)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", PIECES)
def test_twice_the_text_is_twice_the_work(resolver: Resolver, name: str) -> None:
    piece = PIECES[name]
    text = piece * (3000 // len(piece))
    resolver.find(text, DAY)
    assert steps(resolver, text + text) <= 2.2 * steps(resolver, text) + 200


@pytest.mark.parametrize("name", PIECES)
def test_a_long_text_of_one_piece_is_survived(resolver: Resolver, name: str) -> None:
    try:
        resolver.find(PIECES[name] * 5000, DAY)
    except TooManyCitations as error:
        assert error.most == MAX_CITATIONS


def test_more_citations_than_are_told_is_an_error_and_no_short_list(resolver: Resolver) -> None:
    assert len(resolver.find("社保法84条。" * MAX_CITATIONS, DAY)) == MAX_CITATIONS
    with pytest.raises(TooManyCitations):
        resolver.find("社保法84条。" * (MAX_CITATIONS + 1), DAY)


@pytest.mark.parametrize(
    "text",
    [
        "\0第\0八十四条",
        "\ud800社保法84条",
        "社保法84条\ufeff",
        "第" * 5000 + "条",
        "《" * 5000 + "》" * 5000,
        "第" + "一" * 5000 + "条",
        "社保法" + "9" * 5000 + "条",
    ],
)
def test_odd_texts_are_survived(resolver: Resolver, text: str) -> None:
    assert all(text[one.start : one.end] == one.text for one in resolver.find(text, DAY))
