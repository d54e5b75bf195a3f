"""``guanxia assets``: fetch the editor, graph and charts of the query page."""

from __future__ import annotations

import click

from guanxia.cli.commands import Command, option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.speech import say
from guanxia.model import Text


@click.command(
    "assets",
    cls=Command,
    texts=Text("取得查询页面所用的编辑器、图和图表", "fetch the editor, graph view and charts of the query page"),
    more=Text(
        "由 npm 取得锁定版本的软件包，核对 SHA-512，只留下所需文件及其许可证。"
        "没有它们，查询页面是一个普通文本框，照常可用。",
        "npm brings packages of pinned versions; their SHA-512 is checked and only the files needed are kept, with "
        "their licenses. Without them the query page is a plain text box, which works.",
    ),
)
@option("--try", "soft", is_flag=True, zh="取不到时只作提示", en="only say so if they cannot be fetched")
def command(soft: bool) -> None:
    from guanxia.assets import NotFetched, fetch, installed

    root = settings().assets
    known = installed(root)
    try:
        folder = fetch(root)
    except NotFetched as error:
        if not soft:
            raise Failure(Exit.NO_ACCESS, error.text) from error
        notice = Text(
            f"查询页面没有取得编辑器，以文本框代替（{error.text.zh}）。以后可运行 guanxia assets 再取。",
            f"The query page has a text box, no editor ({error.text.en}). guanxia assets tries again.",
        )
        click.echo(say(notice), err=True)
        return
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    if known is None or not soft:
        click.echo(f"{folder} ({size:.1f} MB)")
