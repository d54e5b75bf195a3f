"""Evaluation in the cage, and what a caller is told where there is no result."""

from __future__ import annotations

from dataclasses import replace

import orjson

from guanxia.cage import (
    Cage,
    CageAbandoned,
    CageBusy,
    CageDied,
    CageError,
    CageMemory,
    CageShare,
    CageTimeout,
    CageTooLarge,
    CageUnavailable,
    Refusal,
    Visitor,
)
from guanxia.model import Text
from guanxia.problems import BASE, Fault, Problem
from guanxia.sparql.endpoint import NotAnswered
from guanxia.sparql.ordering import by_type_first
from guanxia.sparql.refusals import too_many_bytes
from guanxia.sparql.request import Message, Request

TASK = "sparql"
ABORTED = "aborted"
_LATER = 5
_NARROW = Text(
    "没有给出任何结果。请加条件、减少无关联的模式，或者加 LIMIT。",
    "No result is given. Add conditions, join the patterns, or add a LIMIT.",
)


class Caged:
    """An evaluator that knows the engine only by its replies."""

    def __init__(self, cage: Cage, task: str = TASK) -> None:
        self._cage, self._task = cage, task

    def evaluate(self, request: Request, visitor: Visitor) -> bytes:
        """The whole result. Raises Problem; CageShare and CageAbandoned, which are about the visitor, pass."""
        try:
            return self._run(request, visitor)
        except Refusal as refusal:
            raise refused(refusal.payload) from None
        except (CageShare, CageAbandoned):
            raise
        except CageError as error:
            raise _problem(error) from None

    def _run(self, request: Request, visitor: Visitor) -> bytes:
        try:
            return self._cage.run(self._task, Message.dump(request), visitor=visitor)
        except CageDied as died:
            text = by_type_first(request.query.text) if died.cause == ABORTED else None
            if text is None:
                raise
            again = replace(request, query=replace(request.query, text=text))
            return self._cage.run(self._task, Message.dump(again), visitor=visitor)


def refused(payload: bytes) -> Problem:
    """The problem that a child told of as a document."""
    document = orjson.loads(payload)
    kind, detail = document["type"].removeprefix(BASE), document["texts"]["detail"]
    problem = Problem(
        kind,
        Text(**detail),
        [
            Fault(one["type"].removeprefix(BASE), one["pointer"], Text(**one["text"]), tuple(one["nearest"]))
            for one in document["errors"]
        ],
    )
    problem.status = document["status"]
    return problem


def _problem(error: CageError) -> Problem:
    if isinstance(error, CageTimeout):
        zh, en = (
            f"查询超过了 {error.limit:g} 秒的上限。",
            f"The query took longer than the limit of {error.limit:g} s. ",
        )
        return NotAnswered("time-limit", Text(zh + _NARROW.zh, en + _NARROW.en), _LATER)
    if isinstance(error, CageMemory):
        size = f"{error.limit / 1024 / 1024:,.0f} MiB"
        zh, en = f"查询所需内存超过了 {size} 的上限。", f"The query needed more memory than the limit of {size}. "
        return NotAnswered("memory-limit", Text(zh + _NARROW.zh, en + _NARROW.en), _LATER)
    if isinstance(error, CageTooLarge):
        return too_many_bytes(error.limit)
    if isinstance(error, CageBusy):
        zh, en = f"请在 {error.retry_after} 秒后重试。", f"Try again in {error.retry_after} s."
        return NotAnswered(
            "busy", Text(f"正在回答其他查询。{zh}", f"Other queries are being answered. {en}"), error.retry_after
        )
    if isinstance(error, CageUnavailable):
        later = Text("现在不能查询。请稍后重试。", "Nothing can be queried now. Try again later.")
        return NotAnswered("unavailable", later, _LATER, str(error))
    if isinstance(error, CageDied):
        detail = Text(
            f"查询中途中断（{error.cause}），没有得到结果。请改写得更简单后重试。",
            f"The query broke off ({error.cause}) without a result. Write it more simply and try again.",
        )
        return NotAnswered("query-crashed", detail, _LATER, str(error))
    failed = Text(
        "查询中途失败，没有得到结果。请将此情况告知维护者。",
        "The query failed, so there is no result. Please tell the maintainers.",
    )
    return NotAnswered("internal", failed, None, str(error))
