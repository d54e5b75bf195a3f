"""``guanxia release verify``: whether the files are those that were written."""

from __future__ import annotations

import click

from guanxia.cli.commands import Command
from guanxia.cli.outcomes import Exit
from guanxia.cli.release.opened import folder_option, found, shelf
from guanxia.cli.speech import say
from guanxia.model import Text


@click.command(
    "verify",
    cls=Command,
    texts=Text(
        "核对文件的 SHA-256；不写版本则核对全部", "check the SHA-256 of the files; without a name of all releases"
    ),
)
@click.argument("names", metavar="[RELEASE]...", nargs=-1)
@folder_option
def command(names: tuple[str, ...], folder: str | None) -> int:
    opened = shelf(folder)
    releases = [found(opened, name) for name in names] or opened.kept()
    broken = False
    for release in releases:
        faults = list(release.faults())
        broken = broken or bool(faults)
        name, number, listed = release.name, len(release.files), ", ".join(faults)
        good = Text(f"{name} 完好（{number} 个文件）", f"{name} intact ({number} files)")
        click.echo(say(Text(f"{name} 不符：{listed}", f"{name} differs: {listed}") if faults else good))
    if not releases:
        return int(Exit.NOTHING)
    return int(Exit.MISMATCH if broken else Exit.DONE)
