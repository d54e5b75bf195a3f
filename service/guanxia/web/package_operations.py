"""What the routes for referral packages do, for the description of the interface."""

from __future__ import annotations

from guanxia.model import Text
from guanxia.web.operation import Operation

JSON, NDJSON, HTML = "application/json", "application/x-ndjson", "text/html"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
REPORTS = (
    JSON,
    HTML,
    "text/plain",
    "text/turtle",
    "application/ld+json",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/xml",
    "application/sarif+json",
    NDJSON,
)
FIELDS = ("file", "text", "type", "format")
# What can befall a package besides its own faults.
TROUBLE = (500, 503)

PACKAGES: dict[str, Operation] = {
    "packages.validate": Operation(
        "packages",
        Text("审查文书，一份或者成批", "check one package or a batch"),
        Text(
            "请求体是一份文书的数据：Turtle、N-Triples、RDF/XML、JSON-LD，或者按公布的上下文写的普通 JSON；至多 8 MiB。"
            "一次告知全部问题，每一处写明位置、实际与要求、依据的条款和改法。结果的格式由 Accept 决定："
            "JSON、网页、sh:ValidationReport（Turtle、JSON-LD）、CSV、XLSX、JUnit（application/xml）、SARIF、纯文本；"
            "参数 lang 决定表格、JUnit、SARIF、纯文本和网页的语言。以 application/x-ndjson 每行一份 JSON 成批审查，"
            "逐行依次答以结果或者带 line 的问题文档。内容不保存、不写入日志；同一内容、同一版本，结果逐字节相同。",
            "The body is one document as data: Turtle, N-Triples, RDF/XML, JSON-LD, or plain JSON with the published "
            "context; 8 MiB at most. All faults are told at once, each with its place, what was found and expected, "
            "the clause it stands on and the remedy. Accept chooses the form: JSON, page, sh:ValidationReport (Turtle, "
            "JSON-LD), CSV, XLSX, JUnit (application/xml), SARIF, plain text; lang is the language of tables, JUnit, "
            "SARIF, text and page. As application/x-ndjson, one JSON package a line is answered line by line, in "
            "order, by a report or by a problem with its line. Nothing is kept or logged; the same package and "
            "release give the same bytes.",
        ),
        "Validation",
        REPORTS,
        ("lang",),
        (400, 406, 413, 415, 422, *TROUBLE),
        body="Package",
        sent=(JSON, *RDF, NDJSON, *FORMS),
        fields=FIELDS,
    ),
    "package_drafts.draft": Operation(
        "packages",
        Text("起草文书", "draft a document"),
        Text(
            "由文书种类和案件（写法与提问相同）起草：发文、收文机构，违法行为，当日有效的依据，金额和日期已填好；"
            "blanks 依条款列出还须填写的内容，正是审查这份草稿会指出的各处。"
            "Accept 为 text/turtle 时得到带注释的 Turtle。",
            "Made from the kind of document and a case (as for a question): sender, addressee, violation, bases in "
            "force on the day, amounts and dates are filled in; blanks lists by clause what is left, just what "
            "checking the draft would tell. With Accept text/turtle the draft is Turtle with comments.",
        ),
        "Draft",
        (JSON, "text/turtle"),
        faults=(400, 406, 413, 415, 422, *TROUBLE),
        body="DraftQuestion",
    ),
    "package_drafts.listing": Operation(
        "packages",
        Text("文书示例一览", "examples of packages"),
        Text(
            "每条规则旁的示例：合格的，以及只违反一条规则的；后者附有照 fix 改正的更新。",
            "Examples beside each rule: packages that conform, and packages that break one rule, each of these with "
            "the update that mends it as fix says.",
        ),
        "PackageExamples",
        revalidates=True,
    ),
    "package_drafts.example": Operation(
        "packages",
        Text("一份示例", "one example"),
        Text(
            "示例的 Turtle，或者改正它的 SPARQL 更新。", "The Turtle of an example, or the SPARQL update that mends it."
        ),
        "text",
        ("text/turtle", "application/sparql-update"),
        faults=(404,),
        revalidates=True,
    ),
    "package_drafts.published": Operation(
        "packages",
        Text("公布的 JSON-LD 上下文", "the published JSON-LD context"),
        Text(
            "普通 JSON 的键名和代码由此解释；由法律图生成。",
            "Explains the keys and codes of plain JSON; made from the law graph.",
        ),
        media=("application/ld+json",),
        revalidates=True,
    ),
    "package_pages.form": Operation(
        "pages",
        Text("审查文书的表单", "the form for checking a document"),
        Text("选择文件或者粘贴内容。", "Takes a file or pasted content."),
        "text",
        (HTML,),
        ("lang",),
        revalidates=True,
    ),
    "package_pages.checked": Operation(
        "pages",
        Text("审查文书的网页", "a document checked, as a page"),
        Text(
            "表单字段 file 为文件，text 为粘贴的内容，type 为其媒体类型（不写时按扩展名或者开头），"
            "format 为结果的媒体类型。",
            "Form fields: file is a file, text its content, type the media type (by default by extension or "
            "beginning), format the media type of the report.",
        ),
        "text",
        (*REPORTS[:-1],),
        ("lang",),
        (400, 413, 415, 422, *TROUBLE),
        body="form",
        fields=FIELDS,
    ),
}
