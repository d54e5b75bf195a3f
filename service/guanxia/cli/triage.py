"""``guanxia triage``: a table of cases in, the same table with the answers out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from guanxia.cli.commands import Command, option
from guanxia.cli.opening import open_service
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console
from guanxia.cli.speech import say
from guanxia.model import Text
from guanxia.tables import Source, UnreadableTable, kind_of, reading, writing

if TYPE_CHECKING:
    from guanxia.cli.rows import Rows

REASONS = {
    "kind": Text("只支持 .xlsx 和 .csv 文件", "only .xlsx and .csv files are read and written"),
    "encoding": Text("文本既不是 UTF-8 也不是 GB18030 编码", "the text is neither UTF-8 nor GB18030"),
    "broken": Text("表格损坏", "the table is broken"),
    "empty": Text("表格为空", "the table is empty"),
}


@click.command(
    "triage",
    cls=Command,
    texts=Text("逐行答复一张案件表（xlsx 或 csv）", "answer a table of cases (xlsx or csv) row by row"),
    more=Text(
        "表头为事实的名称或者含义（见 guanxia facts），另有 地区、日期、违法行为；单元格填 是、否，不明留空。"
        "其他列原样保留，结果加在后面。",
        "Heads are names or labels of facts (see 'guanxia facts'), and area, on, violation; cells are yes, no, or "
        "empty if unknown. Other columns are kept as they are; the results are added behind.",
    ),
)
@click.argument("path", metavar="CASES", type=click.Path(path_type=Path))
@option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    zh="输出文件（缺省为 原名-guanxia）",
    en="file to write (default: NAME-guanxia)",
)
def command(path: Path, out: Path | None) -> int:
    target = out or path.with_name(f"{path.stem}-guanxia{path.suffix}")
    service = open_service()
    try:
        kind_of(target)
        if target.resolve() == path.resolve():
            raise Failure(Exit.BAD_INPUT, Text("输出不能是输入文件本身。", "the output must not be the input itself."))
        with reading(path) as source:
            from guanxia.cli.rows import Rows

            rows = Rows(service, source.rows)
            _warn(rows, source)
            with writing(target) as sink, _progress(source) as advance, _fewer_collections():
                for row in rows:
                    sink.write(row)
                    advance()
    except UnreadableTable as error:
        text = REASONS[error.reason]
        raise Failure(Exit.BAD_INPUT, Text(f"{text.zh}：{error.where}", f"{text.en}: {error.where}")) from error
    except OSError as error:
        where = error.filename or path
        text = Text(f"不能读写 {where}：{error.strerror}", f"cannot read or write {where}: {error.strerror}")
        raise Failure(Exit.NO_ACCESS, text) from error
    done, failed = rows.done, rows.failed
    click.echo(
        say(Text(f"{target}：{done} 行，其中 {failed} 行有错误。", f"{target}: {done} rows, {failed} with errors.")),
        err=True,
    )
    return int(Exit.FINDINGS if rows.failed else Exit.DONE)


def _warn(rows: Rows, source: Source) -> None:
    if rows.unknown:
        names = rows.unknown
        text = Text(
            f"不认识的表头，原样保留：{'、'.join(names)}", f"unknown heads, kept as they are: {', '.join(names)}"
        )
        click.echo(say(text), err=True)
    if source.sheets > 1:
        text = Text(
            f"只读取第一张工作表（共 {source.sheets} 张）。", f"only the first of {source.sheets} sheets is read."
        )
        click.echo(say(text), err=True)


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Answers are large and free of cycles: looking for cycles at every few rows costs a third of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _progress(source: Source) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere."""
    screen = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        task = progress.add_task(say(Text("答复", "answering")), total=source.total)
        yield lambda: progress.update(task, completed=source.done)
