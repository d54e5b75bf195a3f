"""One question after another: what is answered narrows what is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
import orjson
from rich.console import Console

from guanxia.cli.asking import answer, case_of
from guanxia.cli.branches import Names
from guanxia.cli.speech import read, say
from guanxia.cli.tree import STATUS, settled
from guanxia.cli.words import NO, UNKNOWN, YES, plain
from guanxia.model import Fact, Text
from guanxia.problems import Problem

if TYPE_CHECKING:
    from guanxia.app import Service

STOP = frozenset({"q", "quit", "停", "结束", "退出"})


def converse(service: Service, question: Mapping[str, Any], screen: Console) -> dict[str, Any]:
    """The question with the facts that were answered. Raises Problem where the start has faults."""
    facts = dict(question["facts"])
    asked: set[str] = set()
    how = Text("逐一回答；不知道就答 ?，结束答 q。", "Answer one by one; ? where you do not know, q to stop.")
    screen.print(say(how), style="dim")
    while True:
        found = orjson.loads(answer(service, case_of(service, {**question, "facts": facts})))
        names = Names.of(service, found["input"])
        if asked:
            now = f"  {say(STATUS[found['status']])} · {settled(found, names)}{_kinds(found, names)}"
            screen.print(now, style="cyan")
        one = next((one for one in found["questions"] if one["fact"] not in asked and one["fact"] not in facts), None)
        if one is None:
            return {**question, "facts": facts}
        asked.add(one["fact"])
        value = _put(service.laws.facts[one["fact"]], one, screen)
        if value is STOP:
            return {**question, "facts": facts}
        if value is not None and _fits(service, {**question, "facts": {**facts, one["fact"]: value}}, screen):
            facts[one["fact"]] = value


def _kinds(found: Mapping[str, Any], names: Names) -> str:
    kinds = [f"{names.kind(one['id'])}{'' if one['state'] == 'established' else ' ?'}" for one in found["violations"]]
    return " · " + "; ".join(kinds) if kinds else ""


def _put(fact: Fact, one: Mapping[str, Any], screen: Console) -> Any:
    """Ask until the reply is understood: a value, None for not known, STOP to end."""
    screen.print(f"{read(one['prompt'])} ({read(one['why']['label'])})", style="bold")
    for number, choice in enumerate(fact.choices, 1):
        screen.print(f"  {number} {say(choice.label)}")
    hint = "1/…/?/q" if fact.choices else say(Text("是/否/不知道/q", "y/n/?/q"))
    while True:
        try:
            said = click.prompt(f"  [{hint}]", default="?", show_default=False, prompt_suffix=" ", err=screen.stderr)
        except click.Abort:
            return STOP
        reply = plain(said)
        if reply in STOP:
            return STOP
        if reply in UNKNOWN:
            return None
        value = _value(fact, reply)
        if value is not None:
            return value
        screen.print(say(Text("没有看懂，请再答一次。", "Not understood; please answer again.")), style="yellow")


def _value(fact: Fact, reply: str) -> bool | str | None:
    if not fact.choices:
        return reply in YES if reply in YES | NO else None
    for number, choice in enumerate(fact.choices, 1):
        if reply in (str(number), plain(choice.value), plain(choice.label.zh), plain(choice.label.en)):
            return choice.value
    return None


def _fits(service: Service, question: Mapping[str, Any], screen: Console) -> bool:
    """Whether the facts can hold together; if not it says why, and the last reply is left aside."""
    try:
        answer(service, case_of(service, question))
    except Problem as problem:
        screen.print("  " + say(problem.detail) + say(Text("此答不采。", " This reply is left aside.")), style="red")
        return False
    return True
