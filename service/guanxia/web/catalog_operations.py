"""What the routes of catalog, downloads and changes do, for the description of the interface, with requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxia.catalog.changes import RDF_PATCH
from guanxia.catalog.crate import ENCODINGS
from guanxia.catalog.feed import ATOM
from guanxia.catalog.files import N_QUADS
from guanxia.linked.formats import JSON_LD, TURTLE
from guanxia.model import Text
from guanxia.web.example import Example
from guanxia.web.operation import Operation
from guanxia.web.resource_operations import MEDIA

if TYPE_CHECKING:
    from guanxia.app import Service

_BOTH = ("text/html", "application/json")
_FILES = (N_QUADS, TURTLE.media_type, JSON_LD.media_type, *ENCODINGS.values(), "application/json", "text/plain")


def _open(
    summary: Text, about: Text, media: tuple[str, ...], faults: tuple[int, ...] = (), lang: bool = True
) -> Operation:
    return Operation("open data", summary, about, "text", media, ("lang",) if lang else (), faults, revalidates=True)


CATALOGING: dict[str, Operation] = {
    "catalog.catalog": _open(
        Text("开放数据目录", "the catalog of open data"),
        Text(
            "各版本及其文件、接口、统计数字；按 Accept 答以网页或者 DCAT 3 与 VoID 的 RDF。",
            "Releases with their files, services and counts; a page, or RDF in DCAT 3 and VoID, by Accept.",
        ),
        MEDIA,
        (406,),
    ),
    "catalog.file": _open(
        Text("开放数据目录，一种格式", "the catalog in one format"),
        Text("以后缀指明格式，不看 Accept。", "The suffix names the format; Accept is not looked at."),
        MEDIA,
    ),
    "catalog.void": Operation(
        "open data",
        Text("数据集说明的固定地址", "where programs look for the description"),
        Text("以 303 转到目录。", "303 to the catalog."),
        "text",
        ("text/plain",),
        redirects=True,
    ),
    "dumps.listing": _open(
        Text("全部版本", "all releases"),
        Text("各版本的文件、大小和 SHA-256。", "The files of each release with size and SHA-256."),
        _BOTH,
        (406,),
    ),
    "dumps.release": _open(
        Text("一个版本", "one release"),
        Text("版本写作 latest 的，以 307 转到现行版本。", "The name latest leads to the release that is served (307)."),
        _BOTH,
        (404, 406),
    ),
    "dumps.file": _open(
        Text("一个文件", "one file"),
        Text(
            "文件不再改动；支持 Range；Repr-Digest 为 SHA-256。压缩文件按文件发送，不作传输编码。",
            "A file never changes; Range is taken; Repr-Digest gives its SHA-256. Compressed files are sent as files, "
            "not as an encoding.",
        ),
        _FILES,
        (404, 416),
        lang=False,
    ),
    "changes.listing": _open(
        Text("版本之间的变化：一览", "changes between releases: the list"),
        Text("按 Accept 答以网页、Atom 或者 JSON。", "A page, an Atom feed or JSON, by Accept."),
        ("text/html", ATOM, "application/json"),
        (406,),
    ),
    "changes.feed": _open(
        Text("变化的 Atom 订阅源", "the changes as an Atom feed"),
        Text("每个版本一条。", "An entry for each release."),
        (ATOM,),
    ),
    "changes.list": _open(
        Text("变化一览（JSON）", "the changes as JSON"),
        Text("每个版本与上一版本的差别有多少。", "How much each release differs from the one before."),
        ("application/json",),
        lang=False,
    ),
    "changes.between": _open(
        Text("两个版本的差别", "what differs between two releases"),
        Text(
            "哪些条款、条文、罚则、期限有变化，新旧文字并列；latest 为现行版本。",
            "Which clauses, provisions, sanctions and terms differ, old text beside new; latest is the release served.",
        ),
        _BOTH,
        (404, 406),
    ),
    "changes.file": _open(
        Text("两个版本的差别（RDF）", "what differs between two releases, in RDF"),
        Text(
            "removed.nq、added.nq 或者 changes.rdfp（RDF Patch）；用于旧的 dataset.nq，逐字节得到新的。",
            "removed.nq, added.nq or changes.rdfp (RDF Patch); applied to the old dataset.nq they give the new one, "
            "byte for byte.",
        ),
        (N_QUADS, RDF_PATCH),
        (404,),
        lang=False,
    ),
    "sitemap.sitemap": _open(
        Text("站点地图", "the sitemap"),
        Text("全部网页及其两种语言。", "All pages in both languages."),
        ("application/xml",),
        lang=False,
    ),
    "sitemap.part": _open(
        Text("站点地图的一部分", "a part of the sitemap"),
        Text("网页很多时分为几份。", "Where there are many pages it has several."),
        ("application/xml",),
        (404,),
        lang=False,
    ),
    "sitemap.robots": _open(
        Text("给爬虫的说明", "what robots may read"),
        Text("查询和判断接口不供抓取。", "Queries and questions are not for them."),
        ("text/plain",),
        lang=False,
    ),
}


def cataloged(service: Service) -> list[Example]:
    """Examples over the release that is served."""
    page, data, none = Text("网页", "as a page"), Text("数据", "as data"), Text("没有这个名称", "no such name")
    release = service.graph.release
    between = f"/changes/{release}/{release}/"
    return [
        Example("catalog.catalog", "page", page, "/catalog", 200),
        Example("catalog.file", "turtle", data, "/catalog.ttl", 200),
        Example("catalog.void", "void", data, "/.well-known/void", 303),
        Example("dumps.listing", "page", page, "/dumps/", 200),
        Example("dumps.release", "page", page, f"/dumps/{release}/", 200),
        Example("dumps.release", "unknown", none, "/dumps/none/", 404),
        Example("dumps.file", "turtle", data, f"/dumps/{release}/shapes.ttl", 200),
        Example("dumps.file", "unknown", none, f"/dumps/{release}/none.nq", 404),
        Example("changes.listing", "page", page, "/changes", 200),
        Example("changes.feed", "atom", data, "/changes.atom", 200),
        Example("changes.list", "json", data, "/changes.json", 200),
        Example("changes.between", "page", page, between, 200),
        Example("changes.file", "added", data, f"{between}added.nq", 200),
        Example("changes.file", "unknown", none, f"{between}none.nq", 404),
        Example("sitemap.sitemap", "xml", data, "/sitemap.xml", 200),
        Example("sitemap.part", "none", none, "/sitemap/0.xml", 404),
        Example("sitemap.robots", "text", data, "/robots.txt", 200),
    ]
