"""``guanxia verify``: whether this release gives the same answer to the same question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from guanxia import replay
from guanxia.cli.asking import answer
from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import open_service, read_bytes
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import print_json
from guanxia.cli.speech import say
from guanxia.comparison import compare
from guanxia.differences import SEAL
from guanxia.model import Text
from guanxia.problems import Problem

MOST_CHANGES = 40


@click.command(
    "verify",
    cls=Command,
    texts=Text("由本版本重算一份答复，比较散列值和内容", "recompute an answer from this release and compare"),
    more=Text(
        "文件为 guanxia ask --json 或者接口的答复；- 表示标准输入。",
        "The file is an answer of 'guanxia ask --json' or of the API; - is standard input.",
    ),
)
@click.argument("path", metavar="ANSWER.JSON")
@option("--all", "everything", is_flag=True, zh="列出全部变化", en="list every change")
@json_option
def command(path: str, everything: bool, as_json: bool) -> int:
    service = open_service()
    body = read_bytes(path).strip()
    try:
        given = replay.read(body)
        again = answer(service, replay.case_of(given, service.laws))
    except Problem as problem:
        raise Failure.of(problem) from problem
    report = compare(body, given, again)
    if as_json:
        print_json(report)
    else:
        for line in _lines(report, everything):
            click.echo(say(line))
    return int(Exit.DONE if report["same"] else Exit.MISMATCH)


def _lines(report: dict[str, Any], everything: bool) -> Iterator[Text]:
    release, sha256 = report["release"], report["sha256"]
    if report["same"]:
        yield Text(f"相符：{release['here']} 算出同一答复。", f"Verified: {release['here']} computes the same answer.")
        if not report["sameBytes"]:
            yield Text("文件排版不同，内容相同。", "The file is laid out differently; its content is the same.")
    else:
        yield from _unlike(report, everything)
    there, here = sha256["answer"], sha256["here"]
    yield Text(f"sha256 {there}（文件）{here}（重算）", f"sha256 {there} (file) {here} (recomputed)")


def _unlike(report: dict[str, Any], everything: bool) -> Iterator[Text]:
    release = report["release"]
    yield Text("不符。", "Not the same.")
    if not report["intact"]:
        yield Text("文件与其自身的散列值不符：内容被改动过。", "The file does not fit its own hash: it was changed.")
    if release["answer"] != release["here"]:
        told = f"{release['answer']} → {release['here']}"
        yield Text(f"版本不同：{told}。", f"Another release: {told}.")
    if report["sameContent"]:
        yield Text("除版本和散列值外，内容相同。", "All but release and hash is the same.")
        return
    keys = [key for key in report["differs"] if key not in SEAL]
    yield Text(f"内容不同的部分：{'、'.join(keys)}。", f"What differs: {', '.join(keys)}.")
    yield Text("引起变化的法律或者法律图的内容：", "What in law or graph caused it:")
    for cause in report["causes"]:
        if cause["kind"] != "file":
            yield Text(f"  {cause['text']['zh']}", f"  {cause['text']['en']}")
    changes = report["changes"] if everything else report["changes"][:MOST_CHANGES]
    yield Text(f"答复的变化（{len(report['changes'])} 处）：", f"Changes of the answer ({len(report['changes'])}):")
    for change in changes:
        yield _change(change)
    if rest := len(report["changes"]) - len(changes):
        yield Text(f"  另有 {rest} 处，用 --all 列出", f"  {rest} more, listed with --all")


def _change(change: dict[str, Any]) -> Text:
    where, before, after = change["where"], change["before"], change["after"]
    if change["kind"] == "added":
        return Text(f"  + {where['zh']}：{after['zh']}", f"  + {where['en']}: {after['en']}")
    if change["kind"] == "removed":
        return Text(f"  - {where['zh']}：{before['zh']}", f"  - {where['en']}: {before['en']}")
    return Text(
        f"  ~ {where['zh']}：{before['zh']} → {after['zh']}", f"  ~ {where['en']}: {before['en']} → {after['en']}"
    )
