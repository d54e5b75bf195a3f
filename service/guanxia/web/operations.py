"""What each route of the service does, for the description of the interface."""

from __future__ import annotations

from guanxia.model import Text
from guanxia.web.catalog_operations import CATALOGING
from guanxia.web.export_operations import EXPORTING
from guanxia.web.operation import Operation
from guanxia.web.package_operations import PACKAGES
from guanxia.web.query_operations import QUERYING
from guanxia.web.resource_operations import RESOURCES
from guanxia.web.search_schemas import BROWSING, SEARCHING
from guanxia.web.sparql_operations import SPARQL

__all__ = ["OPERATIONS", "Operation"]


def _listing(zh: str, en: str, about_zh: str, about_en: str) -> Operation:
    texts = Text(zh, en), Text(about_zh, about_en)
    return Operation("listings", *texts, takes=("day",), faults=(422,), revalidates=True)


def _page(zh: str, en: str, about_zh: str, about_en: str, takes: tuple[str, ...], faults: tuple[int, ...]) -> Operation:
    texts = Text(zh, en), Text(about_zh, about_en)
    return Operation("pages", *texts, "text", ("text/html",), takes, faults, revalidates=True)


_PLAIN = ("application/json",)

OPERATIONS: dict[str, Operation] = {
    "api.ask": Operation(
        "jurisdiction",
        Text("提问，一题或者成批", "ask one question or a batch"),
        Text(
            "以 application/json 问一题；以 application/x-ndjson 每行一题成批提问，"
            "逐行作答，有误的一行答以带 line 的问题文档，其余照答。",
            "One question as application/json; a batch as application/x-ndjson, one question a line, answered "
            "line by line: a faulty line gives a problem with its line number, the others are answered.",
        ),
        "Answer",
        ("application/json", "application/x-ndjson"),
        faults=(400, 413, 415, 422),
        body="Question",
    ),
    "api.ask_by_query": Operation(
        "jurisdiction",
        Text("以网址提问", "ask by address"),
        Text(
            "参数与 POST 的键和事实同名，是非写 true 或者 false；空值为不明。同一问题、同一版本，答复逐字节相同。",
            "Parameters are named like the keys and facts of POST; yes and no are true and false, empty is unknown. "
            "The same question to the same release gives the same bytes.",
        ),
        "Answer",
        takes=("question",),
        faults=(422,),
        revalidates=True,
    ),
    "api.compare": Operation(
        "jurisdiction",
        Text("核对旧答复", "check an older answer"),
        Text(
            "请求体为保存的答复。以现在的版本就同一问题重新作答：intact 文件合于自身的散列值，same 答复相同，"
            "sameContent 除版本和散列值外相同；changes 以文字逐项说明差别，"
            "causes 为引起差别的法律、通知或者法律图的变化。",
            "The body is a saved answer. Its question is answered anew: intact tells that the file fits its own hash, "
            "same that the answer is the same, sameContent that all but release and hash is; changes tells each "
            "difference in words, causes what in law, notice or graph brought it about.",
        ),
        "Comparison",
        faults=(400, 413, 415, 422),
        body="Answer",
    ),
    "api.facts": _listing(
        "事实一览",
        "facts",
        "可以陈述的事实：类型、问法、取值和所服务的条文。",
        "What can be stated: type, question, values, provisions served.",
    ),
    "api.violations": _listing(
        "违法行为一览",
        "kinds of violation",
        "通知所列的违法行为：条款、办理机构、当日依据。",
        "Kinds that a notice lists: clause, competence, bases of the day.",
    ),
    "api.norms": _listing(
        "规范一览", "norms", "通知的各项规范：谁应当或者可以做什么。", "Norms of a notice: who must or may do what."
    ),
    "api.notices": _listing(
        "通知一览", "notices", "图中的通知及其适用期间和地区。", "Notices of the graph with their days and areas."
    ),
    "api.provisions": _listing(
        "条文一览",
        "provisions",
        "法律条文的各次文本、有效期间和可信度。",
        "Provisions with each wording, its days in force and confidence.",
    ),
    "api.areas": _listing(
        "地区一览",
        "areas",
        "适用通知的地区及各职能的机构；没有指明的写明原因。",
        "Areas of a notice with the office of each role, or why none is named.",
    ),
    "api.terms": _listing(
        "期限一览",
        "terms",
        "法定期限：各次数值、起止日期和出处。",
        "Statutory terms: each value with its dates and reference.",
    ),
    "citations.find": Operation(
        "citations",
        Text("在文本中找出法律引用", "find citations in a text"),
        Text(
            "以 application/json 发送 text 和 on，或以 text/plain 发送文本、on 写在网址中；文本至多 1 MiB。"
            "逐处说明位置（字符序号）、所指条款和当日文本，或者有何不对。",
            "Send text and on as application/json, or the text as text/plain with on in the address; 1 MiB at most. "
            "Each citation is told with its place (code points), its provision and the wording of the day, or what "
            "is wrong.",
        ),
        "Citations",
        takes=("on",),
        faults=(400, 413, 415, 422),
        body="CitationQuestion",
        text=True,
    ),
    **PACKAGES,
    **SPARQL,
    **QUERYING,
    **SEARCHING,
    **BROWSING,
    **RESOURCES,
    **EXPORTING,
    **CATALOGING,
    "pages.home": _page(
        "提问和答复的网页",
        "the page with question and answer",
        "同一网址参数，答复供人阅读；有误时状态为 422，表单保留原样。",
        "The same parameters, answered for people; a faulty question gives 422 with the form as typed.",
        ("question", "seal", "lang"),
        (422,),
    ),
    "pages.comparison": _page(
        "核对旧答复的表单",
        "the form for an older answer",
        "交来文件或者粘贴答复的 JSON。",
        "Takes a file or the JSON of an answer.",
        ("lang",),
        (),
    ),
    "pages.compared": Operation(
        "pages",
        Text("核对旧答复的网页", "an older answer checked, as a page"),
        Text(
            "表单字段 file 为文件，text 为粘贴的 JSON；结论、差别和原因供人阅读。",
            "Form fields: file is a file, text the JSON itself; verdict, differences and causes for people.",
        ),
        "text",
        ("text/html",),
        ("lang",),
        (400, 413, 422),
        body="form",
    ),
    "pages.problem": _page(
        "问题类型的说明",
        "about a kind of problem",
        "这类问题是什么意思，怎样改正。",
        "What a kind of problem means and what to do.",
        ("lang",),
        (404,),
    ),
    "pages.interface": _page(
        "接口说明", "this interface for people", "本文档的网页。", "This document as a page.", ("lang",), ()
    ),
    "pages.openapi": Operation(
        "meta",
        Text("本文档", "this document"),
        Text("OpenAPI 3.1，由代码和法律图生成。", "OpenAPI 3.1, made from the code and the law graph."),
        revalidates=True,
    ),
    "pages.static": Operation(
        "pages",
        Text("网页的样式和图标", "style and icon of the pages"),
        Text("网页引用的文件。", "Files that the pages refer to."),
        "text",
        ("text/css", "image/svg+xml"),
        faults=(404,),
        revalidates=True,
    ),
    "health.livez": Operation(
        "health", Text("进程存活", "the process lives"), Text("总是 200。", "Always 200."), media=_PLAIN
    ),
    "health.readyz": Operation(
        "health",
        Text("可以服务", "ready to serve"),
        Text(
            "图已载入，且文件与版本一致时为 200，否则 503。examination 为审查文书的状态：idle 尚未启动，ready，busy，"
            "unavailable。",
            "200 when the graph is loaded and unchanged since, else 503. examination tells whether packages can be "
            "examined: idle (not started yet), ready, busy, unavailable.",
        ),
        also=(503,),
    ),
    "health.version": Operation(
        "health",
        Text("版本", "version"),
        Text("程序版本、图的版本和三元组数。", "Version, release of the graph, triples."),
    ),
}
