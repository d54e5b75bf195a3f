"""Refusals of a query: each says what is wrong and where, what the limit is, and what to do."""

from __future__ import annotations

from guanxia.model import Text
from guanxia.problems import Fault, Place, Problem, shown


class Refused(Problem):
    """A query that is not taken; ``pointer`` is line and column."""

    def __init__(self, kind: str, zh: str, en: str, pointer: str = "query", nearest: tuple[str, ...] = ()) -> None:
        text = Text(zh, en)
        super().__init__(kind, text, [Fault(kind, pointer, text, nearest)])
        self.status = 400 if self.status == 422 else self.status


def too_long(size: int, limit: int) -> Refused:
    return Refused(
        "too-large",
        f"查询有 {size:,} 字节，上限为 {limit:,} 字节。请分成几个较小的查询。",
        f"The query has {size:,} bytes; the limit is {limit:,}. Ask several smaller queries.",
    )


def not_text(place: str = "query") -> Refused:
    return Refused(
        "encoding",
        "查询不是合格的 UTF-8 文本。请转为 UTF-8 后发送。",
        "The query is not valid UTF-8. Convert it and send it again.",
        place,
    )


def empty() -> Refused:
    return Refused(
        "malformed-query",
        "查询是空的。请写一个 SELECT、ASK、CONSTRUCT 或者 DESCRIBE 查询。",
        "The query is empty. Write a SELECT, ASK, CONSTRUCT or DESCRIBE query.",
    )


def malformed(place: Place, zh: str, en: str, nearest: tuple[str, ...] = ()) -> Refused:
    """``zh`` and ``en`` are whole sentences."""
    return Refused("malformed-query", f"{place.zh}：{zh}", f"At {place.en}: {en}", str(place), nearest)


def unknown_word(place: Place, word: str, nearest: tuple[str, ...]) -> Refused:
    word = shown(word)
    return malformed(
        place,
        f"“{word}”不是 SPARQL 1.1 的词。" + (f"是否应为 {'、'.join(nearest)}？" if nearest else ""),
        f"'{word}' is no word of SPARQL 1.1." + (f" Did you mean {', '.join(nearest)}?" if nearest else ""),
        nearest,
    )


def unknown_prefix(place: Place, prefix: str, nearest: tuple[str, ...]) -> Refused:
    name = shown(prefix) + ":"
    return malformed(
        place,
        f"前缀 {name} 没有声明。请在开头写 PREFIX {name} <…>，或者写完整的网址。",
        f"The prefix {name} is not declared. Write PREFIX {name} <…> at the beginning, or whole IRIs.",
        tuple(f"{one}:" for one in nearest),
    )


def service(place: Place) -> Refused:
    return Refused(
        "service-not-offered",
        f"{place.zh}处使用 SERVICE。本端点不向其他服务转发查询；请分别查询，再合并结果。",
        f"At {place.en} stands SERVICE. This endpoint asks no other service; ask each yourself and join the results.",
        str(place),
    )


def update(place: Place, word: str) -> Refused:
    return Refused(
        "update-not-offered",
        f"{place.zh}处的 {word} 是更新。公布的图只读；请用 SELECT、ASK、CONSTRUCT 或者 DESCRIBE。",
        f"{word} at {place.en} is an update. The published graph is read-only; use SELECT, ASK, CONSTRUCT or DESCRIBE.",
        str(place),
    )


def not_standard(place: Place, what: str) -> Refused:
    return Refused(
        "syntax-not-offered",
        f"{place.zh}处的 {what} 不属于 SPARQL 1.1（三元组项、注解、文字方向和引擎的扩展均不提供）。请改写。",
        f"{what} at {place.en} is not of SPARQL 1.1 (triple terms, annotations, text direction and extensions of "
        "engines are not offered). Write it without.",
        str(place),
    )


def too_deep(place: Place, limit: int) -> Refused:
    return Refused(
        "too-deep",
        f"{place.zh}处嵌套超过 {limit} 层（括号和连续的 !、^、+、- 都计入）。请改写得更平。",
        f"At {place.en} the nesting is deeper than {limit} levels (brackets and runs of !, ^, +, - count). "
        "Write it flatter.",
        str(place),
    )


def too_many(place: Place, zh: str, en: str, limit: int) -> Refused:
    """``zh`` and ``en`` name what is counted."""
    return Refused(
        "too-complex",
        f"至{place.zh}，{zh}超过上限 {limit:,}。请分成几个较小的查询，或者下载全部数据。",
        f"Up to {place.en} there are more {en} than the limit of {limit:,}. Ask several smaller queries, or download "
        "the dump.",
        str(place),
    )


def too_many_bytes(limit: int) -> Refused:
    return _too_large(f"结果超过 {limit:,} 字节的上限。", f"The result has more than {limit:,} bytes, the limit.")


def too_many_rows(limit: int, zh: str, en: str) -> Refused:
    return _too_large(f"结果超过 {limit:,} {zh}的上限。", f"The result has more than {limit:,} {en}, the limit.")


def _too_large(zh: str, en: str) -> Refused:
    return Refused(
        "result-too-large",
        zh + "为免误作完整结果，一行也不给出。请加条件，或者用 ORDER BY、LIMIT、OFFSET 分页。",
        en + " None of it is given, lest a part be taken for the whole. Add conditions, or page through it with "
        "ORDER BY, LIMIT and OFFSET.",
    )
