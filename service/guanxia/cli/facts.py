"""``guanxia facts``: what can be stated of a case."""

from __future__ import annotations

import click
from rich import box
from rich.table import Table
from rich.text import Text as Line

from guanxia.cli.commands import Command, json_option
from guanxia.cli.opening import open_service
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import read, say
from guanxia.model import Text

TYPES = {
    "boolean": Text("是 / 否", "yes / no"),
    "choice": Text("选项", "choice"),
    "amount": Text("金额（元）", "amount (yuan)"),
    "date": Text("日期", "date"),
}


@click.command(
    "facts",
    cls=Command,
    texts=Text("列出案件可以陈述的事实", "list the facts that can be stated of a case"),
)
@json_option
def command(as_json: bool) -> None:
    from guanxia.web import listings

    service = open_service()
    found = listings.facts(service, {})
    if as_json:
        print_json(found)
        return
    heads = (
        Text("名称", "name"),
        Text("含义", "label"),
        Text("类型", "type"),
        Text("问题", "question"),
        Text("取值", "values"),
    )
    table = Table(*(say(head) for head in heads), box=box.SIMPLE)
    for fact in found["facts"]:
        values = "; ".join(f"{one['value']} = {read(one['label'])}" for one in fact["values"])
        cells = (fact["name"], read(fact["label"]), say(TYPES[fact["type"]]), read(fact["question"]), values)
        table.add_row(*(Line(cell) for cell in cells))
    console().print(table)
