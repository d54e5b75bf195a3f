"""Problems: what is wrong, what is expected, what to do, in Chinese and English (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from guanxia.model import Text

BASE = "https://w3id.org/guanxia/id/problem/"

KINDS: dict[str, tuple[int, Text]] = {
    "malformed-json": (400, Text("请求体不是合格的 JSON", "the body is not well-formed JSON")),
    "not-an-object": (400, Text("请求体不是 JSON 对象", "the body is not a JSON object")),
    "duplicate-key": (400, Text("同一对象中键名重复", "a key is given twice in one object")),
    "malformed-query": (400, Text("查询有误", "the query is malformed")),
    "service-not-offered": (400, Text("不提供联合查询", "federated queries are not offered")),
    "update-not-offered": (400, Text("不接受更新", "updates are not offered")),
    "too-complex": (400, Text("查询过于复杂", "the query is too complex")),
    "result-too-large": (400, Text("查询结果过大", "the result is too large")),
    "malformed-form": (400, Text("表单不完整或者格式有误", "the form is incomplete or malformed")),
    "encoding": (400, Text("文本不是 UTF-8 编码", "the text is not UTF-8")),
    "banned": (403, Text("暂停查询", "queries are not taken for a while")),
    "not-found": (404, Text("没有这个地址", "no such address")),
    "method-not-allowed": (405, Text("该地址不支持此方法", "the address does not take this method")),
    "not-acceptable": (406, Text("没有所要求的格式", "no format that was asked for")),
    "not-serializable": (406, Text("结果不能写成此格式", "the result cannot be written in this format")),
    "timeout": (408, Text("请求未在时限内到达", "the request did not arrive in time")),
    "too-large": (413, Text("请求体过大", "the body is too large")),
    "unsupported-media-type": (415, Text("不支持此媒体类型", "media type not supported")),
    "range-not-satisfiable": (416, Text("文件没有这一段", "the file has no such range")),
    "invalid-question": (422, Text("问题中有错误", "the question has faults")),
    "contradiction": (422, Text("事实互相排斥", "the facts exclude each other")),
    "too-many-facts": (422, Text("事实过多", "too many facts")),
    "unknown-fact": (422, Text("没有这个事实", "no such fact")),
    "wrong-value": (422, Text("取值有误", "wrong value")),
    "unknown-area": (422, Text("没有这个区划", "no such area")),
    "unknown-violation": (422, Text("没有这类违法行为", "no such kind of violation")),
    "unknown-notice": (422, Text("没有这个通知", "no such notice")),
    "notice-needed": (422, Text("需要说明地方或者通知", "the place or the notice must be stated")),
    "impossible-date": (422, Text("日期不存在或者格式有误", "impossible date or wrong form")),
    "wrong-amount": (422, Text("金额有误", "wrong amount")),
    "unknown-key": (422, Text("没有这个参数", "no such parameter")),
    "malformed-rdf": (422, Text("材料不合所标格式的语法", "the package breaks the syntax of its format")),
    "type-mismatch": (422, Text("内容与所标的格式不符", "the content is not what its label says")),
    "too-deep": (422, Text("嵌套过深", "nested too deep")),
    "doctype-not-allowed": (422, Text("不接受 DOCTYPE 和实体声明", "DOCTYPE and entity declarations are not taken")),
    "instruction-not-allowed": (422, Text("不接受处理指令", "processing instructions are not taken")),
    "syntax-not-offered": (422, Text("不接受 RDF 1.2 的写法", "syntax of RDF 1.2 is not taken")),
    "context-not-allowed": (422, Text("不接受这个 JSON-LD 上下文", "this JSON-LD context is not taken")),
    "named-graph": (422, Text("材料中有命名图", "the package holds a named graph")),
    "empty": (422, Text("材料是空的", "the package is empty")),
    "no-referral": (422, Text("材料中没有移送文书", "the package holds no referral document")),
    "several-referrals": (422, Text("一份材料中有几份文书", "the package holds several documents")),
    "unknown-type": (422, Text("没有这种类型", "no such type")),
    "foreign-subject": (422, Text("材料描述了不属于它的事物", "the package describes what is not its own")),
    "outside-base": (422, Text("相对地址超出了材料的范围", "a relative address leaves the package")),
    "rules-not-allowed": (422, Text("材料夹带规则或者引入其他文件", "the package brings rules or other files")),
    "unsafe-iri": (422, Text("网址过长或者含有看不见的字符", "an IRI is too long or holds invisible characters")),
    "datatype-not-allowed": (422, Text("不接受这个数据类型", "this datatype is not taken")),
    "unreadable-file": (422, Text("文件不能读取", "the file cannot be read")),
    "too-many-requests": (429, Text("查询过多", "more than a share of the service")),
    "time-limit": (503, Text("超出时间上限", "the limit of time is exceeded")),
    "memory-limit": (503, Text("超出内存上限", "the limit of memory is exceeded")),
    "query-crashed": (503, Text("查询中途中断", "the query broke off")),
    "not-examinable": (503, Text("这份材料不能审查", "this package cannot be examined")),
    "busy": (503, Text("服务正忙", "the service is busy")),
    "internal": (500, Text("服务内部错误", "internal error")),
    "engine-unavailable": (503, Text("法律图所在的查询引擎不可用", "the engine that holds the law is not available")),
    "engine-slow": (
        504,
        Text("法律图所在的查询引擎未在时限内答复", "the engine that holds the law has not answered in time"),
    ),
    "unavailable": (503, Text("服务暂不可用", "service unavailable")),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``pointer`` is a JSON Pointer, a query parameter or a line; ``nearest`` are valid names."""

    kind: str
    pointer: str
    text: Text
    nearest: tuple[str, ...] = ()


class Problem(Exception):
    """A request that cannot be answered, with all its faults at once."""

    def __init__(self, kind: str, detail: Text | None = None, faults: Iterable[Fault] = ()) -> None:
        self.kind, self.faults = kind, tuple(faults)
        self.status, self.title = KINDS[kind]
        self.detail = detail or self.title
        super().__init__(self.detail.en)

    @classmethod
    def of(cls, faults: list[Fault]) -> Problem:
        """A problem of its faults; of their common kind where they have one."""
        kinds = {fault.kind for fault in faults}
        kind = kinds.pop() if len(kinds) == 1 else "invalid-question"
        zh = "".join(fault.text.zh for fault in faults[:20])
        en = " ".join(fault.text.en for fault in faults[:20])
        return cls(kind, Text(zh, en), faults)

    def as_dict(self) -> dict[str, Any]:
        """The problem document (``contracts/problem.schema.json``)."""
        return {
            "type": BASE + self.kind,
            "title": self.title.en,
            "status": self.status,
            "detail": self.detail.en,
            "texts": {"title": pair(self.title), "detail": pair(self.detail)},
            "errors": [
                {
                    "pointer": fault.pointer,
                    "text": pair(fault.text),
                    "nearest": list(fault.nearest),
                    "type": BASE + fault.kind,
                }
                for fault in self.faults
            ],
        }


def pair(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The valid names that look most like a name, best first; three at most."""
    known = list(names)
    lowered = {one.lower(): one for one in known}
    found = get_close_matches(name.lower()[:100], lowered, n=3, cutoff=0.4)
    return tuple(lowered[one] for one in found)


def shown(value: object) -> str:
    """A value as it may stand in a message: short, without control characters or line breaks."""
    text = value if isinstance(value, str) else repr(value)
    clean = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:60])
    return clean + ("…" if len(text) > 60 else "")


class Place:
    """Line and column of an offset in a text or in its bytes, both from 1, the column in characters."""

    def __init__(self, text: str | bytes, offset: int) -> None:
        before = text[:offset]
        told = before.decode("utf-8", "replace") if isinstance(before, bytes) else before
        self.line = told.count("\n") + 1
        self.column = len(told) - told.rfind("\n")

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"

    @property
    def zh(self) -> str:
        return f"第 {self.line} 行第 {self.column} 列"

    @property
    def en(self) -> str:
        return f"line {self.line}, column {self.column}"
