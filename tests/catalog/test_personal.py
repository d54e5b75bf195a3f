"""Nothing on persons is published: numbers of papers, phones and cards, and names of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from guanxia.app import Service
from guanxia.catalog import Catalog, Shelf
from guanxia.catalog.files import Made
from guanxia.catalog.lines import quads
from guanxia.catalog.personal import PersonalData, hits, kind_of
from guanxia.settings import Settings
from guanxia.store import Graph

PLANTED = {
    "13812345678": "phone",
    "+86 138-1234-5678": "phone",
    "0086 13812345678": "phone",
    "11010519491231002X": "identity",
    "110105 19491231 002x": "identity",
    "130503670401001": "identity",
    "4111 1111 1111 1111": "card",
    "6228480402564890018": "card",
}
CLEAN = (
    "110105194912310021",
    "110105199913310029",
    "4111111111111112",
    "450305",
    "91450300MA5EXQ1R2C",
    "2020-08-20",
    "10123456789",
    "0773-2812345",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)


class Planted:
    """The release with one more statement."""

    def __init__(self, graph: Graph, text: str) -> None:
        self._graph, self.release, self._text = graph, graph.release, text

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]:
        yield from self._graph.triples(graph)
        if graph is None:
            note = NamedNode("http://www.w3.org/2004/02/skos/core#scopeNote")
            yield Triple(NamedNode("https://w3id.org/guanxia/id/x"), note, Literal(self._text, language="zh"))


def test_the_release_holds_none(service: Service) -> None:
    assert list(hits(quads(service.graph), ("张三", "李四", "王小明"))) == []


@pytest.mark.parametrize("number", PLANTED)
def test_each_pattern_is_found(number: str) -> None:
    (hit,) = hits([f'<urn:a> <urn:b> "联系电话{number}，见附件"@zh .'])
    assert hit.kind == PLANTED[number] and hit.found.strip() == number


@pytest.mark.parametrize("text", CLEAN)
def test_other_numbers_are_none(text: str) -> None:
    assert kind_of(text) is None
    assert list(hits([f'<urn:a> <urn:b> "{text}" .'])) == []


@pytest.mark.parametrize("text", ["电话13812345678", "经办人王小明"])
def test_a_release_that_holds_some_is_not_written(service: Service, tmp_path: Path, text: str) -> None:
    shelf = Shelf(Planted(service.graph, text), replace(Settings(), releases=tmp_path))
    with pytest.raises(PersonalData) as caught:
        shelf.write(("王小明",))
    assert [hit.line.split(" ")[0] for hit in caught.value.hits] == ["<https://w3id.org/guanxia/id/x>"]
    assert list(tmp_path.iterdir()) == []


def test_the_service_goes_on_without_its_catalog(service: Service) -> None:
    graph = Planted(service.graph, "身份证11010519491231002X")
    with pytest.raises(PersonalData):
        Made(graph)
    assert Catalog(graph, Settings()).description("https://w3id.org/guanxia/id/catalog") == []
