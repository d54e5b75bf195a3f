"""``guanxia check``: what is wrong or still missing in folders of Turtle, with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text as Line

from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import say
from guanxia.model import Text

if TYPE_CHECKING:
    from guanxia.findings import Finding, Report

SEVERITIES = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "note"),
}
STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
FIGURES = {
    "files": Text("文件", "files"),
    "statements": Text("陈述", "statements"),
    "classes": Text("案件类", "classes"),
    "cells": Text("推理机核对的组合", "combinations put to the reasoner"),
    "comparisons": Text("逐一比对", "comparisons"),
    "combinations": Text("图谱组合", "combinations of the atlas"),
}


@click.command(
    "check",
    cls=Command,
    texts=Text("检查 Turtle 文件夹（缺省为自带的法律图）", "check folders of Turtle (by default the law graph itself)"),
    more=Text(
        "逐一说明哪里有误、还缺什么，能定位的给出文件和行。文件无法解析时退出码为 2。",
        "Tells thing by thing what is wrong or still missing, with file and line where they can be told. "
        "A file that cannot be parsed ends with exit code 2.",
    ),
)
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@option("--without-reasoner", is_flag=True, zh="不运行推理机", en="do not run the reasoner")
@json_option
@click.pass_context
def command(context: click.Context, folders: tuple[Path, ...], without_reasoner: bool, as_json: bool) -> None:
    from guanxia.checks import examine
    from guanxia.shacl import BrokenShapes

    chosen = settings()
    try:
        report = examine(folders or chosen.ontology, chosen, with_reasoner=not without_reasoner)
    except FileNotFoundError as error:
        raise Failure(Exit.BAD_INPUT, Text(f"没有 Turtle 文件：{error}", str(error))) from error
    except BrokenShapes as error:
        raise Failure(
            Exit.UNREADABLE_GRAPH, Text(f"形状文件不可用：{error}", f"the shapes cannot be used: {error}")
        ) from error
    code = Exit.BAD_INPUT if report.unreadable else Exit.FINDINGS if report.to_mend else Exit.DONE
    if as_json:
        print_json(_document(report, code))
    else:
        _print(report)
    context.exit(int(code))


def _document(report: Report, code: Exit) -> dict[str, Any]:
    return {
        "format": "guanxia.check.v1",
        "exit": int(code),
        "figures": report.figures,
        "findings": [
            {
                "severity": one.severity,
                "rule": one.rule,
                "subject": one.subject,
                "name": {"zh": one.name.zh, "en": one.name.en} if one.name else None,
                "file": str(one.place.path) if one.place else None,
                "line": one.place.line if one.place else None,
                "message": {"zh": one.message.zh, "en": one.message.en},
            }
            for one in report.findings
        ],
    }


def _print(report: Report) -> None:
    out = console()
    last = object()
    for one in report.findings:
        head = (one.place, one.subject)
        if head != last:
            out.print(Line(_head(one), style="bold"))
            last = head
        out.print(
            Line.assemble(
                "  ", (say(SEVERITIES[one.severity]), STYLES[one.severity]), "  ", say(one.message), f"  [{_rule(one)}]"
            )
        )
    shown = [f"{say(FIGURES[name])} {number}" for name, number in report.figures.items()]
    counts = [
        f"{say(text)} {sum(one.severity == name for one in report.findings)}" for name, text in SEVERITIES.items()
    ]
    out.print(Line(say(Text("；", "; ")).join([*counts, *shown])))


def _head(one: Finding) -> str:
    place = f"{one.place.path}:{one.place.line}" if one.place else say(Text("整个图", "the graph as a whole"))
    short = one.subject.rsplit("/", 1)[-1] if one.subject else ""
    return "  ".join(part for part in (place, short, say(one.name) if one.name else "") if part)


def _rule(one: Finding) -> str:
    return one.rule.rsplit("#", 1)[-1]
