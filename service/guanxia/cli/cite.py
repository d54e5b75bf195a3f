"""``guanxia cite``: the citations of a text as margin notes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date

import click
from rich.text import Text as Line

from guanxia import cases
from guanxia.citations import MAX_TEXT, Citation, Resolver, TooManyCitations, document
from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import open_service, read_bytes
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import console, print_json
from guanxia.cli.speech import say
from guanxia.cli.words import iso_date
from guanxia.model import Text
from guanxia.problems import shown

# A sign, the word and the color of each state; the first group stands, the second needs a look, the third is wrong.
STATES: dict[str, tuple[str, Text, str]] = {
    "inForce": ("✓", Text("有效", "in force"), "green"),
    "unknownDate": ("?", Text("效力不明", "force not known"), "yellow"),
    "ambiguous": ("≈", Text("所指不明", "ambiguous"), "bold yellow"),
    "notYetInForce": ("✗", Text("尚未生效", "not yet in force"), "bold red"),
    "noLongerInForce": ("✗", Text("已经失效", "no longer in force"), "bold red"),
    "noSuchProvision": ("✗", Text("没有此条", "no such provision"), "bold red"),
    "unknownTitle": ("✗", Text("没有此文件", "unknown title"), "bold red"),
}
STANDING = ("inForce", "unknownDate")


@click.command(
    "cite",
    cls=Command,
    texts=Text("在文本中找出法律引用，逐处说明效力", "find the citations in a text and tell what each is worth"),
    more=Text(
        "FILE 为 UTF-8 文本，缺省或者 - 为标准输入。每处引用说明行列、原文、效力、所指条款；"
        "有尚未生效、已经失效、没有此条、没有此文件或者所指不明的，退出码为 1。",
        "FILE is a text in UTF-8; without it, or for -, standard input. Each citation is told with line and column, "
        "its words, its force and what it means. One that is not yet or no longer in force, does not exist, has an "
        "unknown title or is ambiguous ends with exit code 1.",
    ),
)
@click.argument("path", metavar="[FILE]", default="-")
@option("--on", metavar="DATE", zh="以哪一天为准（缺省为今天）", en="on which day (default: today)")
@json_option
def command(path: str, on: str | None, as_json: bool) -> int:
    day, text = _day(on), _text(path)
    resolver = Resolver(open_service().questions)
    try:
        found = resolver.find(text, day)
    except TooManyCitations as error:
        raise Failure(
            Exit.BAD_INPUT,
            Text(
                f"文本中的引用超过 {error.most} 处，请分段。",
                f"the text has more than {error.most} citations; give it in parts.",
            ),
        ) from error
    if as_json:
        print_json(document(found, day, resolver.release))
    else:
        _tell(text, found, day)
    return int(Exit.DONE if all(one.state in STANDING for one in found) else Exit.FINDINGS)


def _day(given: str | None) -> date:
    if given is None:
        return cases.today()
    day = cases.day_of(iso_date(given) or given)
    if day is None:
        word = shown(given)
        raise Failure(
            Exit.BAD_INPUT,
            Text(
                f"--on 应为存在的日期，形如 2020-09-01，收到“{word}”。",
                f"--on must be an existing day such as 2020-09-01, got '{word}'.",
            ),
        )
    return day


def _text(path: str) -> str:
    """The text of a file. Raises Failure where it cannot be read, is too long or is no UTF-8."""
    body = read_bytes(path)
    if len(body) > MAX_TEXT:
        raise Failure(
            Exit.BAD_INPUT, Text(f"文本至多 {MAX_TEXT} 字节。", f"the text may have at most {MAX_TEXT} bytes.")
        )
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(
            Exit.BAD_INPUT,
            Text(f"{path} 第 {error.start} 字节起不是 UTF-8。", f"{path} is not UTF-8 from byte {error.start} on."),
        ) from error


def _tell(text: str, found: tuple[Citation, ...], day: date) -> None:
    out = console()
    breaks = [at for at, sign in enumerate(text) if sign == "\n"]
    for one in found:
        sign, word, style = STATES[one.state]
        line = bisect_right(breaks, one.start - 1)
        column = one.start - (breaks[line - 1] + 1 if line else 0) + 1
        place = f"{line + 1}:{column}"
        out.print(Line.assemble((place, "bold"), "  ", (f"{sign} {say(word)}", style), f"  {_words(one.text)}"))
        if one.provision and one.citation:
            out.print(Line(f"    → {say(one.citation)}  {one.wording or one.provision}"))
        out.print(Line(f"    {say(one.message)}"))
    out.print(Line(say(_sum(found, day))))


def _words(text: str) -> str:
    """The words of a citation on one line, without what a terminal would act on."""
    return shown(" ".join(text.split()))


def _sum(found: tuple[Citation, ...], day: date) -> Text:
    on = f"{day.year}年{day.month}月{day.day}日"
    if not found:
        return Text("没有找到法律引用。", "No citation was found.")
    counts = Counter(one.state for one in found)
    zh = "，".join(f"{word.zh} {counts[state]}" for state, (_, word, _) in STATES.items() if counts[state])
    en = ", ".join(f"{word.en} {counts[state]}" for state, (_, word, _) in STATES.items() if counts[state])
    return Text(f"共 {len(found)} 处引用，以{on}为准：{zh}。", f"{len(found)} citations, as of {day}: {en}.")
