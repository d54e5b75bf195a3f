"""``guanxia release list``: the releases that are kept."""

from __future__ import annotations

import click

from guanxia.cli.commands import Command, json_option
from guanxia.cli.outcomes import Exit
from guanxia.cli.release.opened import folder_option, shelf, told_size
from guanxia.cli.screen import print_json
from guanxia.cli.speech import say
from guanxia.model import Text


@click.command(
    "list", cls=Command, texts=Text("列出保存的版本，新的在前", "list the releases that are kept, the newest first")
)
@folder_option
@json_option
def command(folder: str | None, as_json: bool) -> int:
    kept = shelf(folder).kept()
    if as_json:
        print_json([{"release": one.name, **one.record} for one in kept])
    for one in kept if not as_json else ():
        since = say(Text("第一个版本", "the first"))
        if one.record["previous"]:
            since = f"-{one.record['removed']} +{one.record['added']}"
        click.echo(f"{one.name}  {one.issued or '–'}  {told_size(one)}  {since}")
    return int(Exit.DONE if kept else Exit.NOTHING)
