"""A batch of questions: one a line in, one answer or problem a line out, as they come."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

import orjson

from guanxia.model import Text
from guanxia.problems import Fault, Problem
from guanxia.strict_json import Malformed
from guanxia.web.closing import closing

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER = 16_384
CLOSING = Text(
    "服务正在停止，从这一行起没有作答；请重新发送其余各行。",
    "the service is stopping; from this line on nothing is answered. Send the remaining lines again.",
)


class _Body(io.RawIOBase):
    """A request body read by ``read`` alone: servers differ in their ``readline``."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | Problem]]:
    """Each line with its number, or the problem in its place. Blank lines are skipped.

    A service that is told to stop ends with a problem at the first line that it leaves unanswered.

    ``limit`` is the longest line in bytes; a longer one gives a problem and is not kept.
    """
    source, number = io.BufferedReader(_Body(stream), BUFFER), 0
    while line := source.readline(limit + 1):
        number += 1
        if closing():
            yield number, Problem("unavailable", CLOSING)
            _drain(source)
            return
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = source.readline(limit + 1)
            yield number, _too_long(number, limit)
        elif line.strip():
            yield number, line


def answers(stream: IO[bytes], limit: int, answer: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """One answer or problem a line, in order; a bad line stops nothing."""
    for number, line in lines(stream, limit):
        if isinstance(line, Problem):
            yield told(line.as_dict(), number)
            continue
        try:
            yield answer(line) + b"\n"
        except Malformed as problem:
            yield told(problem.within(number).as_dict(), number)
        except Problem as problem:
            yield told(problem.as_dict(), number)


def _drain(lines: IO[bytes]) -> None:
    """Read what is left: where input stays unread, closing resets the connection and the last lines are lost."""
    while lines.read(BUFFER):
        pass


def _too_long(number: int, limit: int) -> Problem:
    detail = Text(f"第 {number} 行超过 {limit} 字节。", f"line {number} has more than {limit} bytes.")
    return Problem("too-large", detail, [Fault("too-large", f"line {number}", detail)])


def told(document: Mapping[str, Any], number: int) -> bytes:
    """A problem document as a line of the reply."""
    return orjson.dumps({**document, "line": number}) + b"\n"
