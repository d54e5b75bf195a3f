"""``guanxia clients``: who has taken how much of the query endpoint, and letting a client in again."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text as Line

from guanxia.cage import Cage, CageError
from guanxia.cage.keeper import FOLDER, SOCKET
from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import say
from guanxia.model import Text
from guanxia.web.visitors import named

PATIENCE_SECONDS = 2.0


@click.command(
    "clients",
    cls=Command,
    texts=Text("列出查询端点的来访方，或者解除限制", "list the clients of the query endpoint, or release one"),
    more=Text(
        "地址、用时和错误数只在运行中的服务里，不写入任何文件。服务由其套接字找到；"
        "有几个服务在运行时，用 --socket 指明。",
        "Addresses, times and errors are in the running service alone and in no file. The service is found by its "
        "socket; where several run, name one with --socket.",
    ),
)
@option("--release", metavar="ADDRESS", zh="解除对该地址的限制", en="forget what this address has taken, and its ban")
@option("--socket", "path", type=click.Path(path_type=Path), zh="服务的套接字", en="the socket of the service")
@json_option
def command(release: str | None, path: Path | None, as_json: bool) -> None:
    client = _client(release) if release is not None else ""
    told = _told(path, client)
    if as_json:
        print_json(told)
    elif client:
        _say_released(client, bool(told["released"]))
    else:
        _list(told["clients"])


def _client(address: str) -> str:
    """The client that an address stands for, or that is named as the list names it."""
    found = named(address.partition("/")[0])
    if found is None:
        text = Text(f"“{address}”不是 IP 地址。", f"'{address}' is no IP address.")
        raise Failure(Exit.BAD_INPUT, text)
    return found


def _told(path: Path | None, client: str) -> dict[str, Any]:
    chosen = settings()
    paths = [path] if path is not None else [Path(chosen.cage_socket)] if chosen.cage_socket else list(_sockets())
    answers = []
    for one in paths:
        try:
            answers.append(Cage(replace(chosen, cage_socket=str(one))).clients(client, PATIENCE_SECONDS))
        except CageError:
            continue
        if len(answers) > 1:
            break
    if len(answers) == 1:
        return answers[0]
    listed = tuple(Text(str(one), str(one)) for one in paths)
    if answers:
        raise Failure(Exit.BAD_INPUT, Text("有几个服务在运行，请用 --socket 指明。", "several services run"), listed)
    raise Failure(
        Exit.NO_ACCESS, Text("没有找到正在运行的服务。", "no running service was found."), listed if path else ()
    )


def _sockets() -> Iterator[Path]:
    """Sockets of services that this user started on this machine."""
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{FOLDER}*/{SOCKET}")):
        try:
            status = path.stat()
        except OSError:
            continue
        if stat.S_ISSOCK(status.st_mode) and status.st_uid == os.geteuid():
            yield path


def _say_released(client: str, released: bool) -> None:
    if released:
        click.echo(say(Text(f"{client}：限制已解除。", f"{client}: released.")))
    else:
        click.echo(say(Text(f"{client}：没有记录，无需解除。", f"{client}: nothing is held against it.")))


def _list(clients: list[dict[str, Any]]) -> None:
    if not clients:
        click.echo(say(Text("没有来访方。", "No clients.")))
        return
    heads = (
        Text("来访方", "client"),
        Text("剩余用时（秒）", "seconds left"),
        Text("剩余错误数", "errors left"),
        Text("运行中", "running"),
        Text("排队", "waiting"),
        Text("暂停剩余（秒）", "banned for (s)"),
    )
    table = Table(*(say(head) for head in heads), box=box.SIMPLE)
    for one in clients:
        cells = (one["client"], *(one.get(key, "") for key in ("seconds", "errors", "running", "waiting")))
        table.add_row(*(Line(str(cell)) for cell in cells), Line(str(one["banned"] or "")))
    console().print(table)
