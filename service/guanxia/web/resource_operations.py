"""What the routes of things and their documents do, for the description of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxia.linked.addresses import BASE, document_of
from guanxia.linked.formats import FORMATS, HTML
from guanxia.model import Text
from guanxia.web.example import Example
from guanxia.web.operation import Operation

if TYPE_CHECKING:
    from guanxia.app import Service

MEDIA = (HTML.media_type, *(one.media_type for one in FORMATS))


def _document(zh: str, en: str, about_zh: str, about_en: str, faults: tuple[int, ...] = (404, 406)) -> Operation:
    texts = Text(zh, en), Text(about_zh, about_en)
    return Operation("linked data", *texts, "text", MEDIA, ("lang",), faults, revalidates=True)


RESOURCES: dict[str, Operation] = {
    "resources.thing": Operation(
        "linked data",
        Text("事物的标识", "the identifier of a thing"),
        Text(
            "以 303 转到关于该事物的文档。没有该事物的，答以相近的名称。",
            "303 to the document about the thing; where there is no such thing, the names that come nearest.",
        ),
        "text",
        ("text/plain",),
        ("lang",),
        faults=(404,),
        redirects=True,
    ),
    "resources.document": _document(
        "关于一个事物的文档",
        "the document about a thing",
        "按 Accept 或者网址末尾的 .html、.ttl、.jsonld、.rdf、.nt 答以网页、Turtle、JSON-LD、RDF/XML、N-Triples。",
        "A page, Turtle, JSON-LD, RDF/XML or N-Triples by Accept, or by .html, .ttl, .jsonld, .rdf, .nt at the end.",
    ),
    "resources.ontology": _document(
        "本体", "the ontology", "全部类和属性及其定义。", "All classes and properties with their definitions.", (406,)
    ),
    "resources.ontology-part": _document(
        "本体的一个词语或者版本",
        "a term or version of the ontology",
        "定义、限度、例、与其他词汇的关系，以及何处使用。",
        "Definition, limits, example, relations to other vocabularies, and where it is used.",
    ),
    "resources.shapes": _document(
        "形状",
        "the shapes",
        "对文书数据和法律图的全部要求。",
        "All that is asked of documents as data and of the graph.",
        (406,),
    ),
    "resources.shapes-part": _document(
        "一项要求",
        "one shape",
        "对象、路径、程度、说明、改法及其依据。",
        "Target, path, severity, messages, remedy and legal basis.",
    ),
    "resources.file": _document(
        "本体或者形状，一种格式",
        "ontology or shapes in one format",
        "以后缀指明格式，不看 Accept。",
        "The suffix names the format; Accept is not looked at.",
        (),
    ),
}


def samples(service: Service, thing: str) -> list[Example]:
    """Examples for a thing of the graph, by its IRI."""
    path, term = document_of(thing), "ontology/Norm"
    shape = min(iri for iri in service.things.names if iri.startswith(f"{BASE}shapes#"))
    page, data, none = Text("网页", "as a page"), Text("数据", "as data"), Text("没有这个名称", "no such name")

    def one(endpoint: str, name: str, title: Text, path: str, status: int = 200) -> Example:
        return Example(f"resources.{endpoint}", name, title, f"/{path}", status)

    return [
        one("thing", "known", Text("转到文档", "to its document"), thing.removeprefix(BASE), 303),
        one("thing", "unknown", none, "id/none", 404),
        one("document", "page", page, path),
        one("document", "turtle", data, f"{path}.ttl"),
        one("document", "unknown", none, "doc/none", 404),
        one("ontology", "page", page, "ontology"),
        one("ontology-part", "page", page, term),
        one("ontology-part", "json-ld", data, f"{term}.jsonld"),
        one("shapes", "page", page, "shapes"),
        one("shapes-part", "page", page, document_of(shape)),
        one("shapes-part", "unknown", none, "shapes/none", 404),
        one("file", "turtle", data, "ontology.ttl"),
    ]
