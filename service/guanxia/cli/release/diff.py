"""``guanxia release diff``: what changed from one release to another, in words or in RDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from guanxia.catalog.changes import DATASET
from guanxia.catalog.sides import Side
from guanxia.catalog.telling import told
from guanxia.cli.commands import Command, option
from guanxia.cli.release.opened import folder_option, found, shelf
from guanxia.cli.screen import print_json
from guanxia.cli.speech import language, read, say
from guanxia.model import Text

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command(
    "diff",
    cls=Command,
    texts=Text(
        "比较两个版本：哪些条款、条文、罚则有变化", "compare two releases: which clauses and provisions changed"
    ),
    more=Text(
        "版本可以只写开头，或者只写散列值的开头。", "A release may be named by its beginning, or by that of its hash."
    ),
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@folder_option
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "patch", "added", "removed"]),
    default="text",
    zh="输出格式",
    en="form of the output",
)
def command(before: str, after: str, folder: str | None, form: str) -> None:
    opened = shelf(folder)
    old, new = found(opened, before), found(opened, after)
    changes = opened.changes(old, new)
    if form == "patch":
        click.echo(changes.patch(), nl=False)
    elif form in ("added", "removed"):
        click.echo(changes.part(form), nl=False)
    else:
        document = told(changes, Side(old.read_bytes(DATASET)), Side(new.read_bytes(DATASET)))
        if form == "json":
            print_json(document)
        else:
            for line in _lines(document):
                click.echo(line)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    head = f"{document['before']} → {document['after']}"
    things, removed, added = (document[key] for key in ("things", "removed", "added"))
    zh = f"{head}：{things} 个事物有变化，删去 {removed} 条陈述，增加 {added} 条"
    yield say(Text(zh, f"{head}: {things} things changed, {removed} statements removed, {added} added"))
    for group in document["groups"]:
        yield read(group["title"])
        for thing in group["things"]:
            days = f" · {read(thing['days'])}" if thing["days"] else ""
            yield f"  {SIGNS[thing['state']]} {read(thing['label'])}{days}"
            for part in thing["parts"]:
                yield from _part(part)


def _part(part: dict[str, Any]) -> Iterator[str]:
    yield f"      {read(part['label'])}"
    for key, sign in (("before", "-"), ("after", "+")):
        for value in part[key]:
            tongue = f" ({value['lang']})" if value["lang"] and value["lang"] != language() else ""
            yield f"        {sign} {read(value)}{tongue}"
