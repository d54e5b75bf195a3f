"""``guanxia explain``: what a norm, violation, clause or article is, since when, how sure, and where it is used."""

from __future__ import annotations

from typing import Any

import click
from rich.text import Text as Line
from rich.tree import Tree

from guanxia import cases
from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import open_service
from guanxia.cli.outcomes import Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import read
from guanxia.model import Text
from guanxia.problems import Problem


@click.command(
    "explain",
    cls=Command,
    texts=Text(
        "解释一项规范、违法行为、通知条款或者法条", "explain a norm, violation, clause of the notice, or article"
    ),
    more=Text(
        "例如：N22，SI-3，一/(二)/3，clause-1-2-3，社会保险法第六十三条第二款，social-insurance-law/art-63-2。",
        "For example: N22, SI-3, 一/(二)/3, clause-1-2-3, 社会保险法第六十三条第二款, "
        "'Social Insurance Law, art. 63(2)', social-insurance-law/art-63-2.",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="NAME")
@option("--on", metavar="DATE", zh="按哪一天的法律（缺省为今天）", en="law of which day (default: today)")
@option("--notice", zh="通知", en="notice")
@json_option
def command(names: tuple[str, ...], on: str | None, notice: str | None, as_json: bool) -> None:
    from guanxia.cli.explaining import explanation
    from guanxia.cli.finding import Index

    service = open_service()
    try:
        case = cases.Reader(service.laws, "").read({"on": on, "notice": notice})
        if case.notice is None:
            raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice."))
    except Problem as problem:
        raise Failure.of(problem) from problem
    index = Index(service, case.notice, case.on)
    found = explanation(service, index.rules, index.find(" ".join(names)))
    if as_json:
        print_json(found)
    else:
        console().print(_tree(found))


def _tree(found: dict[str, Any]) -> Tree:
    tree = Tree(Line(f"{found['id']} · {read(found['type'])} · {read(found['label'])}", style="bold green"))
    for section in found["sections"]:
        branch = tree.add(Line(read(section["heading"]), style="bold cyan"))
        for line in section["lines"]:
            branch.add(Line(read(line)))
    return tree
