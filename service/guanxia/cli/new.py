"""``guanxia new``: a skeleton of a document with what is demanded in each place, to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from guanxia.cli.commands import Command, option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.speech import language
from guanxia.cli.words import plain
from guanxia.model import Text
from guanxia.problems import nearest, shown

if TYPE_CHECKING:
    from guanxia.referrals.context import Context
    from guanxia.referrals.skeleton import Skeletons
    from guanxia.settings import Settings


@click.command(
    "new",
    cls=Command,
    texts=Text("写出一种文书的模板，带注释，供填写", "write a commented skeleton of a document to fill in"),
    more=Text(
        "KIND 为文书种类，如 penalty-proposal 或者 提请行政处罚建议书。每一空都注明要求什么、依据哪一条、怎样写。"
        "JSON 没有注释，说明另行输出到标准错误。",
        "KIND is a kind of document, such as penalty-proposal. Each blank tells what is demanded, by which clause, and "
        "how to write it. JSON has no comments: there they go to standard error.",
    ),
)
@click.argument("kind", metavar="KIND")
@option(
    "--format",
    "form",
    type=click.Choice(["turtle", "json"]),
    default="turtle",
    zh="格式（缺省为 turtle）",
    en="format (default: turtle)",
)
@option("--notice", zh="通知（缺省为唯一的一个）", en="the notice (default: the only one)")
def command(kind: str, form: str, notice: str | None) -> None:
    from guanxia.referrals.skeleton_text import Pen

    skeletons = _open(settings(), notice)
    pen = Pen(skeletons, skeletons.skeleton(_kind(kind, skeletons)), language())
    if form == "turtle":
        click.echo(pen.turtle(), nl=False)
    else:
        click.echo(json.dumps(pen.json(), ensure_ascii=False, indent=2))
        click.echo(pen.guide(), nl=False, err=True)


def _open(chosen: Settings, notice: str | None) -> Skeletons:
    """Graph and shapes. Raises Failure where they cannot be read or there is no such notice."""
    from guanxia.queries import MissingValue, Questions
    from guanxia.referrals.context import make_context
    from guanxia.referrals.skeleton import Skeletons
    from guanxia.store import UnreadableGraph, open_graph

    try:
        graph = open_graph(chosen)
        context: Context = make_context(Questions(graph, chosen.queries))
        return Skeletons(graph, chosen.shapes, context, _notice(chosen, notice))
    except (UnreadableGraph, MissingValue, OSError) as error:
        raise Failure(
            Exit.UNREADABLE_GRAPH,
            Text(f"法律图或者形状文件无法读取：{error}", f"the law graph or the shapes cannot be read: {error}"),
        ) from error


def _notice(chosen: Settings, notice: str | None) -> str:
    names = sorted(one.name for one in (chosen.shapes / "notices").glob("*/"))
    if notice is None and len(names) == 1:
        return names[0]
    if notice in names:
        return str(notice)
    given = shown(notice or "")
    raise Failure(
        Exit.BAD_INPUT,
        Text(
            f"没有通知“{given}”。可用的有：{'、'.join(names)}。"
            if notice
            else f"请用 --notice 说明：{'、'.join(names)}。",
            f"no notice '{given}'. There are: {', '.join(names)}."
            if notice
            else f"state --notice: {', '.join(names)}.",
        ),
    )


def _kind(word: str, skeletons: Skeletons) -> str:
    """The kind that a word names: its notation, its class or its label."""
    names: dict[str, str] = {}
    for kind, klass in skeletons.kinds.items():
        label = skeletons.context.kinds[klass]
        names |= {plain(one): kind for one in (kind, klass.rpartition("#")[2], label.zh, label.en)}
    found = names.get(plain(word))
    if found is None:
        likely = nearest(plain(word), names)
        zh, en = ("、".join(likely), ", ".join(likely)) if likely else ("–", "–")
        raise Failure(
            Exit.BAD_INPUT,
            Text(
                f"没有文书种类“{shown(word)}”。相近的有：{zh}。全部种类：",
                f"no kind of document '{shown(word)}'. Nearest: {en}. All kinds:",
            ),
            tuple(
                Text(f"{kind}  {skeletons.context.kinds[klass].zh}", f"{kind}  {skeletons.context.kinds[klass].en}")
                for kind, klass in skeletons.kinds.items()
            ),
        )
    return found
