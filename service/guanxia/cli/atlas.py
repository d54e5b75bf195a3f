"""``guanxia atlas``: every combination of facts of a notice in shortest descriptions, with gaps, overlaps, hinges."""

from __future__ import annotations

import csv
import io
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text as Line

from guanxia.cases import today
from guanxia.cli.commands import Command, option
from guanxia.cli.opening import open_service
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import read, say
from guanxia.model import Text

HEADS = {
    "id": Text("编号", "entry"),
    "sort": Text("种类", "sort"),
    "given": Text("事实", "facts"),
    "text": Text("结果", "what holds"),
}

BLOCK_HEADS = (
    Text("块", "block"),
    Text("事实", "facts"),
    Text("违法行为", "kinds"),
    Text("组合数", "combinations"),
    Text("其中全部已知", "of these full"),
)


@click.command(
    "atlas",
    cls=Command,
    texts=Text(
        "列出全部事实组合的结果、空白、并存与转折",
        "list what every combination of facts leads to: gaps, overlaps, hinges",
    ),
)
@option("--notice", "slug", zh="通知（缺省为第一个）", en="notice (by default the first)")
@option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), zh="日期（缺省为今天）", en="day (by default today)")
@option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    zh="输出格式",
    en="form of the output",
)
def command(slug: str | None, day: Any, form: str) -> None:
    from guanxia import publish
    from guanxia.atlas import atlas
    from guanxia.legend import document

    laws = open_service().laws
    on = day.date() if day else today()
    chosen = slug or laws.notice_for(None, on) or min(laws.notices, default="")
    if chosen not in laws.notices:
        known = ", ".join(sorted(laws.notices))
        raise Failure(Exit.BAD_INPUT, Text(f"没有通知“{slug}”；现有：{known}", f"no notice “{slug}”; known: {known}"))
    found = document(atlas(laws.rules(chosen, on), on))
    if form == "json":
        print_json(found)
    elif form == "turtle":
        click.echo(publish.atlas_turtle(found).decode(), nl=False)
    elif form == "csv":
        click.echo(_csv(found), nl=False)
    else:
        _print(found)


def _given(entry: dict[str, Any]) -> str:
    from guanxia.legend import ANY_CASE

    shown = [f"{read(one['label'])}={read(one['shown'])}" for one in entry["given"]]
    return say(Text("；", "; ")).join(shown) or say(ANY_CASE)


def _sort(entry: dict[str, Any]) -> str:
    from guanxia.legend import SORT_LABELS

    return say(SORT_LABELS[entry["sort"]])


def _print(found: dict[str, Any]) -> None:
    out = console()
    blocks = Table(*(say(one) for one in BLOCK_HEADS), title=Line(read(found["title"])), box=box.SIMPLE)
    for block in found["blocks"]:
        cells = (
            block["number"],
            ", ".join(block["facts"]),
            ", ".join(block["kinds"]),
            block["combinations"],
            block["full"],
        )
        blocks.add_row(*(Line(str(cell)) for cell in cells))
    out.print(blocks)
    table = Table(*(say(head) for head in HEADS.values()), box=box.SIMPLE)
    for entry in found["entries"]:
        table.add_row(*(Line(cell) for cell in (entry["id"], _sort(entry), _given(entry), read(entry["text"]))))
    out.print(table)


def _csv(found: dict[str, Any]) -> str:
    """One row an entry; the columns of codes are for programs, the last two for people."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "sort", "block", "given", "kinds", "roles", "after", "change", "reading", "facts", "text"])
    for entry in found["entries"]:
        change = entry["change"]
        writer.writerow(
            [
                entry["id"],
                entry["sort"],
                entry["block"],
                " ".join(f"{one['fact']}={_plain(one['value'])}" for one in entry["given"]),
                " ".join(one["id"] for one in entry["kinds"]),
                " ".join(one["code"] for one in entry["roles"]),
                " ".join(one["code"] for one in entry["after"]),
                f"{change['fact']}={_plain(change['from'])}>{_plain(change['to'])}" if change else "",
                entry["reading"]["id"] if entry["reading"] else "",
                _given(entry),
                read(entry["text"]),
            ]
        )
    return text.getvalue()


def _plain(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value
