"""``guanxia validate``: packages in, all their defects out, each with its clause and what to do."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count as counting
from pathlib import Path
from typing import IO

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from guanxia.cli.commands import Command, option
from guanxia.cli.examining import entries, examining
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.packages import TYPES, Inputs, Item
from guanxia.cli.screen import console
from guanxia.cli.speech import language, say
from guanxia.cli.telling import ScreenWriter, tell_summary
from guanxia.model import Text
from guanxia.reports.entries import SEVERITIES, Entry, clean, kind_of
from guanxia.reports.formats import FORMATS, Format, Writer
from guanxia.reports.summary import Summary


@click.command(
    "validate",
    cls=Command,
    texts=Text("审查移送材料是否齐全、合规", "check referral packages before they are sent"),
    more=Text(
        "可给出多个文件、文件夹（按扩展名查找）或者 -（标准输入）；.ndjson 文件每行一份材料。"
        "列出全部问题，每项写明条款和改正方法。",
        "Takes files, folders (packages are known by their extensions) or - for standard input; an .ndjson file has a "
        "package a line. All defects are told at once, each with its clause and what to do.",
    ),
)
@click.argument("names", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=str))
@option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    zh="报告格式（缺省按输出文件的扩展名，否则为 text）",
    en="format of the report (by default that of the output file, else text)",
)
@option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), zh="输出文件", en="file to write")
@option(
    "--type",
    "kind",
    type=click.Choice(list(TYPES)),
    zh="标准输入或者扩展名不明的文件的格式（标准输入缺省为 turtle）",
    en="format of standard input (default: turtle) and of files whose extension does not tell",
)
@option(
    "--jobs", type=click.IntRange(1, 256), zh="同时审查的份数（缺省为核数）", en="packages at a time (default: cores)"
)
@option(
    "--fail-on",
    type=click.Choice(list(SEVERITIES)),
    default="violation",
    zh="从哪一程度起退出码为 1（缺省为 violation）",
    en="least severity that ends with exit code 1 (default: violation)",
)
def command(
    names: tuple[str, ...], name: str | None, output: Path | None, kind: str | None, jobs: int | None, fail_on: str
) -> int:
    inputs = Inputs(names, kind, output)
    inputs.look()
    _tell_skipped(inputs)
    if not inputs.files:
        click.echo(say(Text("没有可审查的材料。", "There are no packages to examine.")), err=True)
        return int(Exit.NOTHING)
    chosen = settings()
    form = FORMATS[name] if name else _format_of(output)
    summary, outcome = Summary(), Outcome(fail_on)
    with examining(chosen, jobs or chosen.cage_children) as (ask, most), _target(output, form) as stream:
        writer = _writer(form, stream, output, single=inputs.single, fail_on=fail_on)
        with _progress(inputs) as advance, closing(entries(inputs, ask, most, form.rdf)) as examined:
            for item, entry in examined:
                writer.write(entry)
                stream.flush()
                summary.add(entry)
                outcome.add(entry)
                advance(item)
        writer.end()
    if not inputs.single or (form.rdf and summary.refusals):
        tell_summary(console(stderr=True), summary)
    return outcome.code if summary.packages else int(Exit.NOTHING)


class Outcome:
    """The exit code of a run: what could not be read before what was refused, that before what was found."""

    def __init__(self, fail_on: str) -> None:
        self._fail_on = fail_on
        self._unread = self._refused = self._found = False

    def add(self, entry: Entry) -> None:
        unread = entry.problem is not None and kind_of(entry.problem) == "unreadable-file"
        self._unread |= unread
        self._refused |= entry.problem is not None and not unread
        self._found |= entry.at_least(self._fail_on)

    @property
    def code(self) -> int:
        order = ((self._unread, Exit.NO_ACCESS), (self._refused, Exit.BAD_INPUT), (self._found, Exit.FINDINGS))
        return int(next((code for here, code in order if here), Exit.DONE))


def _tell_skipped(inputs: Inputs) -> None:
    if inputs.skipped:
        names = ", ".join(clean(one) for one in inputs.skipped_names)
        more = inputs.skipped - len(inputs.skipped_names)
        text = Text(
            f"跳过 {inputs.skipped} 个不是材料的文件：{names}{f' 等（另有 {more} 个）' if more else ''}",
            f"skipped {inputs.skipped} files that are no packages: {names}{f' and {more} more' if more else ''}",
        )
        click.echo(say(text), err=True)


def _format_of(output: Path | None) -> Format:
    suffix = output.suffix.lower() if output else ""
    return next((one for one in FORMATS.values() if one.suffix == suffix), FORMATS["text"])


def _writer(form: Format, stream: IO[bytes], output: Path | None, *, single: bool, fail_on: str) -> Writer:
    screen = console()
    if form.name == "text" and output is None and screen.is_terminal:
        return ScreenWriter(screen)
    return form.writer(stream, language(), single=single, fail_on=fail_on)


@contextmanager
def _target(output: Path | None, form: Format) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears under its name when all is written. Raises Failure."""
    if output is None:
        if form.binary and sys.stdout.isatty():
            raise Failure(Exit.BAD_INPUT, Text("这种格式须用 --output 写入文件。", "this format needs --output FILE."))
        stream = sys.stdout.buffer
        yield stream
        stream.flush()
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            part.chmod(0o666 & ~_umask())
            part.replace(output)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        text = Text(f"不能写入 {output}：{error.strerror}", f"cannot write {output}: {error.strerror}")
        raise Failure(Exit.NO_ACCESS, text) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextmanager
def _progress(inputs: Inputs) -> Iterator[Callable[[Item], None]]:
    """A bar by bytes on a terminal, nothing elsewhere nor for a single package."""
    screen = console(stderr=True)
    shown = screen.is_terminal and not inputs.single
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, disable=not shown, transient=not shown) as progress:
        task = progress.add_task(say(Text("审查", "examining")), total=inputs.total, count=0)
        numbers = counting(1)
        yield lambda item: progress.update(task, completed=item.done, count=next(numbers))
