"""``guanxia ask``: who handles a case, on what basis, by what steps."""

from __future__ import annotations

import sys
from typing import Any

import click
import orjson

from guanxia.cli.asking import answer, case_of, words_of
from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import open_service
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import say
from guanxia.cli.words import NotUnderstood, Words, unknown_head
from guanxia.model import Text
from guanxia.problems import Fault, Problem, shown

NOT_ASKED = Text(
    "没有给出任何事实，以下只列待查问题。标准输入不是终端，其中的回答不会读取；要逐一作答，请加 --interactive。",
    "No fact was given, so only questions follow. Standard input is no terminal and answers in it are not read; "
    "to answer one question after another add --interactive.",
)


@click.command(
    "ask",
    cls=Command,
    texts=Text(
        "就一个案件提问：谁办理、依据什么、经过哪些步骤",
        "ask about a case: who handles it, on what basis, by what steps",
    ),
    more=Text(
        "事实写作 名称=值，名称可用 guanxia facts 所列名称或者含义，"
        "值为 是/否（yes/no）、选项、金额或者日期；不明的不写。在终端上不给任何事实时，逐一发问。",
        "Facts are written name=value, with a name or label of 'guanxia facts' and yes/no, a choice, an amount or a "
        "day; leave out what is unknown. With nothing known, on a terminal, it asks one question after another.",
    ),
)
@click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
@option("--on", metavar="DATE", zh="问题所在之日（缺省为今天）", en="day of the question (default: today)")
@option("--area", zh="地区：区划代码或者名称", en="area: code or name")
@option("--violation", zh="已认定的违法行为，如 SI-3", en="a violation that is established, such as SI-3")
@option("--notice", zh="通知", en="notice")
@option("--interactive", is_flag=True, zh="逐一发问", en="ask one question after another")
@option("--all", "everything", is_flag=True, zh="列出全部待查问题", en="list every open question")
@json_option
def command(
    facts: tuple[str, ...],
    on: str | None,
    area: str | None,
    violation: str | None,
    notice: str | None,
    interactive: bool,
    everything: bool,
    as_json: bool,
) -> None:
    from guanxia.cli.dialog import converse
    from guanxia.cli.tree import Names, answer_tree

    service = open_service()
    given = {"on": on, "area": area, "violation": violation, "notice": notice}
    try:
        question = stated(facts, given, words_of(service))
        nothing = not question["facts"] and violation is None
        if nothing and not interactive and not as_json and not sys.stdin.isatty():
            click.echo(say(NOT_ASKED), err=True)
        if interactive or (nothing and not as_json and sys.stdin.isatty() and sys.stdout.isatty()):
            question = converse(service, question, console(stderr=as_json))
        found = answer(service, case_of(service, question))
    except Problem as problem:
        raise Failure.of(problem) from problem
    if as_json:
        print_json(found)
    else:
        told = orjson.loads(found)
        console().print(answer_tree(told, Names.of(service, told["input"]), everything))


def stated(facts: tuple[str, ...], given: dict[str, str | None], words: Words) -> dict[str, Any]:
    """The question that arguments and options state. Raises Failure with every fault."""
    cells: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    faults = []
    for argument in facts:
        name, equals, value = argument.partition("=")
        key = words.key_of(name)
        if not equals:
            text = Text(f"请写作 名称=值，收到“{shown(argument)}”。", f"write name=value, got '{shown(argument)}'.")
            faults.append(Fault("wrong-value", shown(argument), text))
        elif key is None:
            faults.append(unknown_head(name, words))
        elif key in cells:
            text = Text(f"“{shown(name)}”重复。", f"'{shown(name)}' is given twice.")
            faults.append(Fault("duplicate-key", shown(name), text))
        else:
            cells[key] = value
    if faults:
        raise Failure.of(Problem.of(faults))
    try:
        return words.question(cells.items())
    except NotUnderstood as error:
        raise Failure(Exit.BAD_INPUT, error.text) from error
