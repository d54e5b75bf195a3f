"""Schemas of a search: its parameters and its reply (JSON Schema 2020-12)."""

from __future__ import annotations

from guanxia.model import Text
from guanxia.search.finder import FORMAT, LONGEST, MOST, MOST_OFFSET
from guanxia.web.operation import Operation
from guanxia.web.schemas import TEXT, Schema, many, maybe, record, ref

COUNT: Schema = {"type": "integer", "minimum": 0}

PARAMETERS: dict[str, Schema] = {
    "q": {
        **TEXT,
        "maxLength": LONGEST,
        "description": "词语、文号、引用、编号或者 IRI / words, number, citation, code or IRI",
    },
    "kind": {**TEXT, "description": "类的名称，如 Provision / name of a class, such as Provision"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 20},
    "offset": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0},
}

ABOUT = Text(
    "在名称、其他名称、编号、文号、条款原文、法条概括和说明中查找；中文按字词，英文按单词，大小写、全角半角不分。"
    "引用（如“社保法第六十三条第二款”）、编号和 IRI 所指的排在最前。match 为 all 时每一结果含有全部词语，"
    "为 some 时没有结果含有全部词语；excerpt 分段给出所含文字，hit 为命中的部分。",
    "Looks in names, other names, codes, document numbers, words of clauses, summaries of provisions and notes; "
    "Chinese by characters, English by words, without regard to case and width. What a citation (such as Social "
    "Insurance Law, art. 63(2)), a code or an IRI names comes first. With match all every result has all words, with "
    "some none has all; excerpt gives a text in parts, hit marks what was looked for.",
)

SEARCHING: dict[str, Operation] = {
    "search.find": Operation(
        "search",
        Text("全文检索", "full-text search"),
        ABOUT,
        "SearchResults",
        takes=("search", "lang"),
        faults=(422,),
        revalidates=True,
    ),
    "search.page": Operation(
        "pages",
        Text("搜索网页", "the search as a page"),
        Text("同一检索的网页，参数 page 为页次。", "The same search as a page; page is its number."),
        "text",
        ("text/html",),
        takes=("search", "lang"),
        faults=(422,),
        revalidates=True,
    ),
}

BROWSING: dict[str, Operation] = {
    "browse.all": Operation(
        "browse",
        Text("浏览", "browse"),
        Text("图中各类事物的目录及其数目。", "The lists of things of the graph, with their numbers."),
        "text",
        ("text/html",),
        takes=("lang",),
        revalidates=True,
    ),
    "browse.shelf": Operation(
        "browse",
        Text("一个目录", "one list"),
        Text(
            "一类事物的一览，分组、排序，参数 page 为页次。",
            "All things of a kind, grouped and in order, page by page.",
        ),
        "text",
        ("text/html",),
        takes=("lang",),
        faults=(404,),
        revalidates=True,
    ),
    "browse.links": Operation(
        "browse",
        Text("指向某一事物的全部事物", "everything that points to a thing"),
        Text(
            "参数 to 为事物的 IRI，by 为属性的 IRI，page 为页次。",
            "The parameter to is the IRI of the thing, by that of a property, page the number of the page.",
        ),
        "text",
        ("text/html",),
        takes=("lang",),
        faults=(404, 422),
        revalidates=True,
    ),
}


def searches() -> dict[str, Schema]:
    """The reply, each part by its name."""
    part = record({"text": TEXT, "hit": {"type": "boolean"}})
    result = record(
        {
            "iri": ref("Iri"),
            "kind": maybe(ref("Iri")),
            "label": ref("Text"),
            "code": maybe(TEXT),
            "cited": {"type": "boolean", "description": "the query is a citation of it or its IRI"},
            "excerpt": many(part),
        }
    )
    kind = record({"iri": ref("Iri"), "label": ref("Text"), "count": COUNT})
    whole = {
        "query": TEXT,
        "lang": {"enum": ["zh", "en"]},
        "limit": COUNT,
        "offset": COUNT,
        "total": COUNT,
        "match": {"enum": ["all", "some", "none"]},
        "kinds": many(kind),
        "results": many(ref("SearchResult")),
        "release": TEXT,
        "format": {"const": FORMAT},
    }
    return {"SearchResult": result, "SearchResults": record(whole)}
