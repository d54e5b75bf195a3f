"""``guanxia release write``: the files of this release, if they are not there yet."""

from __future__ import annotations

from pathlib import Path

import click

from guanxia.cli.commands import Command, option
from guanxia.cli.opening import read_bytes
from guanxia.cli.release.opened import folder_option, shelf, told_size, writing
from guanxia.model import Text


@click.command(
    "write",
    cls=Command,
    texts=Text("写出本版本的文件（已有的不重写）", "write the files of this release; one that is there stays"),
    more=Text(
        "写成的版本不再改动。SOURCE_DATE_EPOCH 定发布日，缺省为今天。含有个人信息的图不予发布。",
        "What is written once never changes. SOURCE_DATE_EPOCH sets the day of issue, by default today. A graph that "
        "holds data on persons is not published.",
    ),
)
@folder_option
@option(
    "--names",
    "names_file",
    zh="姓名清单，一行一个；图中有其一即不予发布",
    en="a list of names, one a line, none of which the graph may hold",
)
def command(folder: str | None, names_file: str | None) -> None:
    opened = shelf(folder)
    names = read_bytes(names_file).decode("utf-8-sig").split("\n") if names_file else []
    with writing(opened.folder):
        release = opened.write(tuple(name.strip() for name in names if name.strip()))
    click.echo(f"{release.name}  {told_size(release)}  {Path(release.folder)}")
