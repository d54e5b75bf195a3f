"""Asking the cage for the examination of a package: the report, or why there is none, whatever went wrong."""

from __future__ import annotations

from typing import Any

import orjson

from guanxia.cage import (
    Cage,
    CageBusy,
    CageDied,
    CageError,
    CageMemory,
    CageTimeout,
    CageTooLarge,
    CageUnavailable,
    Refusal,
)
from guanxia.model import Text
from guanxia.problems import Problem

JSON = "application/json"
TASK = "examination"
_PARTS = Text("请把内容分成几份材料，分别提交。", "Divide the content into several packages.")


class NotExamined(Exception):
    """A package without a report; ``document`` is the problem document that tells why.

    ``retry_after`` is in seconds, where it is worth to try again; ``cause`` is for those who run the service and holds
    nothing of the package.
    """

    def __init__(self, document: dict[str, Any], retry_after: int | None = None, cause: str | None = None) -> None:
        super().__init__(document["type"])
        self.document, self.retry_after, self.cause = document, retry_after, cause


def request(body: bytes, media_type: str, accept: str = JSON) -> bytes:
    """A request for the task; ``accept`` is JSON or the media type of a report in RDF."""
    return orjson.dumps({"mediaType": media_type, "accept": accept}) + b"\n" + body


def report(cage: Cage, body: bytes, media_type: str, accept: str = JSON) -> bytes:
    """The report on a package. Raises NotExamined."""
    try:
        return cage.run(TASK, request(body, media_type, accept))
    except Refusal as refusal:
        raise NotExamined(orjson.loads(refusal.payload)) from None
    except CageError as error:
        retry = error.retry_after if isinstance(error, CageBusy) else None
        raise NotExamined(as_document(_problem(error)), retry, str(error)) from None


def as_document(problem: Problem) -> dict[str, Any]:
    """The problem document of a package; its status is that of the refusal."""
    return {**problem.as_dict(), "status": problem.status}


def _problem(error: CageError) -> Problem:
    """What befell the child, in words; never what the package says."""
    if isinstance(error, CageTimeout):
        zh, en = (
            f"审查这份材料超过了 {error.limit:g} 秒的上限。",
            f"It took longer than the limit of {error.limit:g} s.",
        )
        return Problem("time-limit", Text(zh + _PARTS.zh, f"{en} {_PARTS.en}"))
    if isinstance(error, CageMemory):
        size = f"{error.limit / 1024 / 1024:,.0f} MiB"
        zh, en = f"审查这份材料所需内存超过了 {size} 的上限。", f"It needed more memory than the limit of {size}. "
        return Problem("memory-limit", Text(zh + _PARTS.zh, en + _PARTS.en))
    if isinstance(error, CageTooLarge):
        zh = f"审查结果超过了 {error.limit:,} 字节的上限。"
        return Problem("too-large", Text(zh + _PARTS.zh, f"The report exceeds {error.limit:,} bytes. {_PARTS.en}"))
    if isinstance(error, CageBusy):
        zh, en = f"请在 {error.retry_after} 秒后重试。", f"Try again in {error.retry_after} s."
        return Problem("busy", Text(f"正在审查其他材料。{zh}", f"Other packages are being examined. {en}"))
    if isinstance(error, CageUnavailable):
        later = Text("现在不能审查材料。请稍后重试。", "Nothing can be examined now. Try again later.")
        return Problem("unavailable", later)
    if isinstance(error, CageDied):
        zh, en = f"审查中途中断（{error.cause}），没有得到结论。", f"The examination broke off ({error.cause}). "
        again = Text("请重新提交一次。", "There is no conclusion; send the package once more.")
        return Problem("not-examinable", Text(zh + again.zh, en + again.en))
    return Problem(
        "internal",
        Text(
            "审查中途失败，没有得到结论。请将此情况告知维护者。",
            "The examination failed, so there is no conclusion. Please tell the maintainers.",
        ),
    )
