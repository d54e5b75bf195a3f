"""Examples of the interface, made from the names of the graph so that each gives the status it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson

from guanxia import cases
from guanxia.model import Text
from guanxia.web.catalog_operations import cataloged
from guanxia.web.example import Example
from guanxia.web.export_operations import exported
from guanxia.web.package_samples import samples
from guanxia.web.query_operations import shown
from guanxia.web.resource_operations import samples as resource_samples
from guanxia.web.sparql_operations import asked

if TYPE_CHECKING:
    from guanxia.app import Service

__all__ = ["Example", "examples"]

JSON, NDJSON, PLAIN = "application/json", "application/x-ndjson", "text/plain"


def examples(service: Service) -> list[Example]:
    """Examples for the first notice of the graph; none where it has no notice."""
    laws = service.laws
    if not laws.notices:
        return []
    slug = min(laws.notices)
    start = laws.notices[slug].start or cases.today()
    day, rules = start.isoformat(), laws.rules(slug, start)
    place = {"notice": slug} if laws.notice_for(None, cases.today()) is None else {}
    fact = next(fact.name for fact in laws.facts.values() if fact.type == "boolean")
    area, kind, other = next(iter(laws.areas(slug)), None), rules.law.kinds[0].id, rules.law.kinds[-1].id
    stated = {"violation": kind, "on": day, **({"area": area} if area else {}), **place}
    old = orjson.loads(service.answers.answer(cases.from_query({**place, "on": day}.items(), laws)))
    return [
        *_compared(old),
        *_asked(fact, stated, other, place),
        *_by_address(fact, stated, place),
        *_others(day, place),
        *samples(service, stated),
        *_cited([one.provision.citation for one in rules.law.kinds[0].bases], day),
        *resource_samples(service, rules.law.kinds[0].iri),
        *asked(service),
        *shown(service),
        *exported(),
        *cataloged(service),
        *_searched(kind, rules.law.kinds[0].bases[0].provision.citation, rules.law.kinds[0].iri),
    ]


def _searched(code: str, citation: Text, iri: str) -> list[Example]:
    pointing = urlencode({"to": iri, "by": "https://w3id.org/guanxia/ontology#bearsOn"})

    def one(endpoint: str, name: str, title: Text, status: int = 200, **asked: str) -> Example:
        path = "/api/v1/search" if endpoint == "search.find" else "/search"
        return Example(endpoint, name, title, f"{path}?{urlencode(asked)}", status)

    words, cited = Text("以词语查找", "by words"), Text("以引用查找", "by citation")
    return [
        one("search.find", "words", words, q="社会保险 登记"),
        one("search.find", "code", Text("以编号查找", "by code"), q=code, limit="5"),
        one("search.find", "cited", cited, q=citation.en, lang="en"),
        one("search.find", "nothing", Text("什么也没有写", "nothing to find"), 422, q=""),
        one("search.find", "kind", Text("没有这一种类", "no such kind"), 422, q=code, kind="Provisions"),
        one("search.page", "words", words, q="社会保险 登记"),
        one("search.page", "long", Text("写得过长", "far too long"), 422, q="长" * 201),
        Example("browse.all", "plain", Text("全部目录", "all lists"), "/browse", 200),
        Example("browse.shelf", "violations", Text("违法行为", "violations"), "/browse/violations?lang=en", 200),
        Example("browse.shelf", "unknown", Text("没有这个目录", "no such list"), "/browse/violation", 404),
        Example("browse.links", "thing", Text("指向它的事物", "what points to it"), f"/browse/links?{pointing}", 200),
        Example("browse.links", "nothing", Text("没有写明事物", "no thing named"), "/browse/links", 422),
    ]


def _cited(citations: list[Text], day: str) -> list[Example]:
    path, text = "/api/v1/citations", "、".join(one.zh for one in citations)
    english = "; ".join(one.en for one in citations)

    def one(name: str, zh: str, en: str, body: Any, status: int, media: str = JSON, query: str = "") -> Example:
        return Example("citations.find", name, Text(zh, en), path + query, status, body, media)

    return [
        one("text", "某一天的效力", "on a day", {"text": text, "on": day}, 200),
        one("article", "没有写明文件", "no title given", {"text": "第八十六条", "on": day}, 200),
        one("plain", "发送文本", "plain text", english, 200, PLAIN, f"?on={day}"),
        one("day", "日期不存在", "no such day", {"text": text, "on": "2020-02-30"}, 422),
        one("none", "没有文本", "no text", {"on": day}, 422),
    ]


def _compared(old: dict[str, Any]) -> list[Example]:
    changed = {**old, "release": "0.0.1+0000000000000000", "open": []}
    form = urlencode({"text": orjson.dumps(old).decode()})
    both, api, page = Text("一份保存的答复", "a saved answer"), "/api/v1/comparisons", "/comparison"
    no_answer, blank = Text("不是答复", "no answer"), Text("什么也没有交来", "nothing handed in")
    kind = "application/x-www-form-urlencoded"
    return [
        Example("api.compare", "same", both, api, 200, old, JSON),
        Example("api.compare", "changed", Text("另一版本的答复", "of another release"), api, 200, changed, JSON),
        Example("api.compare", "none", no_answer, api, 422, {"facts": {}}, JSON),
        Example("pages.comparison", "form", Text("空白的表单", "the blank form"), page, 200),
        Example("pages.compared", "same", both, page, 200, form, kind),
        Example("pages.compared", "blank", blank, page, 400, "text=", kind),
    ]


def _asked(fact: str, stated: dict[str, str], other: str, place: dict[str, str]) -> list[Example]:
    path, on = "/api/v1/jurisdiction", {"on": stated["on"], **place}
    lines = [stated, {"violation": other, **on}, {"violation": f"{other}?", **on}]
    batch = b"\n".join(orjson.dumps(line) for line in lines).decode() + "\n"

    def one(name: str, zh: str, en: str, body: Any, status: int, media: str = JSON) -> Example:
        return Example("api.ask", name, Text(zh, en), path, status, body, media)

    return [
        one("violation", "一类违法行为在某地某日", "a kind of violation in a place on a day", stated, 200),
        one("fact", "只知道一项事实", "one fact alone", {"facts": {fact: False}, **on}, 200),
        one("nothing", "什么都不知道：只得到问题", "nothing known: questions only", place, 200),
        one("batch", "成批提问，第三行有误", "a batch whose third line is faulty", batch, 200, NDJSON),
        one("misspelt", "事实名写错", "a misspelt fact", {"facts": {f"{fact}s": True}}, 422),
        one("array", "不是对象", "no object", [stated], 400),
        one("text", "媒体类型不符", "a wrong media type", orjson.dumps(stated).decode(), 415, "text/plain"),
    ]


def _by_address(fact: str, stated: dict[str, str], place: dict[str, str]) -> list[Example]:
    known, wrong = urlencode(stated), urlencode({fact: "perhaps", **place})

    def one(endpoint: str, name: str, zh: str, en: str, path: str, status: int = 200) -> Example:
        return Example(endpoint, name, Text(zh, en), path, status)

    return [
        one("api.ask_by_query", "violation", "以网址提问", "asked by address", f"/api/v1/jurisdiction?{known}"),
        one("api.ask_by_query", "wrong", "取值有误", "a wrong value", f"/api/v1/jurisdiction?{wrong}", 422),
        one("pages.home", "blank", "空白的表单", "the blank form", "/"),
        one("pages.home", "violation", "网页上的答复", "the answer as a page", f"/?{known}"),
        one("pages.home", "wrong", "取值有误", "a wrong value", f"/?{wrong}", 422),
    ]


def _others(day: str, place: dict[str, str]) -> list[Example]:
    now, then = Text("今天", "today"), Text("某一天", "on a day")
    where = f"?{urlencode(place)}" if place else ""
    listed = ("facts", "violations", "norms", "notices", "provisions", "areas", "terms")
    found = [Example(f"api.{name}", "today", now, f"/api/v1/{name}{where}", 200) for name in listed]
    found += [
        Example(f"api.{name}", "day", then, f"/api/v1/{name}?{urlencode({**place, 'on': day})}", 200)
        for name in ("violations", "norms")
    ]
    found.append(Example("api.areas", "wrong", Text("参数名有误", "no such parameter"), "/api/v1/areas?when=now", 422))
    plain = {
        "health.livez": "/livez",
        "health.readyz": "/readyz",
        "health.version": "/version",
        "pages.interface": "/api/",
        "pages.openapi": "/api/v1/openapi.json",
        "pages.problem": "/id/problem/unknown-fact",
        "pages.static": "/static/guanxia.css",
    }
    found += [Example(endpoint, "plain", Text("直接访问", "plain"), path, 200) for endpoint, path in plain.items()]
    return [*found, Example("pages.problem", "unknown", Text("没有这一类", "no such kind"), "/id/problem/none", 404)]
