"""Packages examined by all cores, in the children of the cage; in this process where there is no cage."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import click

from guanxia.cage import Cage, CageUnavailable
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.packages import Item
from guanxia.cli.speech import say
from guanxia.model import Text
from guanxia.problems import Problem
from guanxia.referrals.asking import JSON, NotExamined, as_document, report
from guanxia.reports.entries import Entry

if TYPE_CHECKING:
    from guanxia.referrals.examination import Examination
    from guanxia.settings import Settings

# Packages that wait for each child: enough that none idles, few enough to stay small.
AHEAD = 8
WAIT_SECONDS = 60.0
# Body, media type and media type of the report; raises NotExamined.
Ask = Callable[[bytes, str, str], bytes]


@contextmanager
def examining(settings: Settings, jobs: int) -> Iterator[tuple[Ask, int]]:
    """How to ask for a report, and how many may be asked for at once."""
    with Cage(replace(settings, cage_children=jobs, cage_wait=WAIT_SECONDS, cage_socket=None)) as cage:
        try:
            cage.start()
        except CageUnavailable as error:
            ask = _here(settings)
            _say_unconfined(error)
            yield ask, 1
        else:
            yield lambda body, media_type, accept: report(cage, body, media_type, accept), jobs


def entries(items: Iterable[Item], ask: Ask, jobs: int, rdf: str | None) -> Generator[tuple[Item, Entry], None, None]:
    """Each package with what came of it, in their order; ``rdf`` is the media type of a second form of the report."""
    source = iter(items)
    waiting: deque[tuple[Item, Future[Entry]]] = deque()
    pool = ThreadPoolExecutor(jobs, "examine")
    try:
        while True:
            waiting.extend((one, pool.submit(_entry, one, ask, rdf)) for one in islice(source, _room(waiting, jobs)))
            if not waiting:
                return
            item, future = waiting.popleft()
            yield item, future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _room(waiting: deque[tuple[Item, Future[Entry]]], jobs: int) -> int:
    return jobs * AHEAD - len(waiting)


def _entry(item: Item, ask: Ask, rdf: str | None) -> Entry:
    if item.problem is not None:
        return Entry(item.source, problem=item.problem, line=item.line)
    try:
        body = ask(item.body, item.media_type, JSON)
        other = ask(item.body, item.media_type, rdf) if rdf else None
    except NotExamined as refused:
        return Entry(item.source, problem=refused.document, line=item.line)
    return Entry(item.source, body, line=item.line, rdf=other)


def _here(settings: Settings) -> Ask:
    """Examination in this process. Raises Failure where graph or shapes cannot be read."""
    from guanxia.referrals.examination import Examination
    from guanxia.shacl import BrokenShapes
    from guanxia.store import UnreadableGraph

    try:
        examination = Examination(settings)
    except (UnreadableGraph, BrokenShapes, OSError) as error:
        raise Failure(
            Exit.UNREADABLE_GRAPH,
            Text(f"法律图或者形状文件无法读取：{error}", f"the law graph or the shapes cannot be read: {error}"),
        ) from error
    return lambda body, media_type, accept: _asked(examination, body, media_type, accept)


def _asked(examination: Examination, body: bytes, media_type: str, accept: str) -> bytes:
    try:
        return examination.report(body, media_type, accept)
    except Problem as problem:
        raise NotExamined(as_document(problem)) from None


def _say_unconfined(error: CageUnavailable) -> None:
    click.echo(
        say(
            Text(
                f"没有隔离环境（{error}）：在本进程中审查，不限制时间和内存。请只审查来源可靠的文件。",
                f"there is no cage ({error}): packages are examined in this process, without limits of time and "
                "memory. Examine only files that you trust.",
            )
        ),
        err=True,
    )
