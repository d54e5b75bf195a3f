"""``guanxia verify``: whether this release gives the same answer to the same question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from guanxia import cases, strict_json
from guanxia.answers import sealed
from guanxia.cli.asking import answer
from guanxia.cli.commands import Command, json_option
from guanxia.cli.opening import open_service, read_bytes
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import print_json
from guanxia.cli.speech import say
from guanxia.fragments import FORMAT
from guanxia.model import Case, Text
from guanxia.problems import Problem
from guanxia.rendering import stored

if TYPE_CHECKING:
    from guanxia.app import Service

KEYS = ("area", "on", "violation", "notice")


@click.command(
    "verify",
    cls=Command,
    texts=Text("由本版本重算一份答复并比较散列值", "recompute an answer from this release and compare the hash"),
    more=Text(
        "文件为 guanxia ask --json 或者接口的答复；- 表示标准输入。",
        "The file is an answer of 'guanxia ask --json' or of the API; - is standard input.",
    ),
)
@click.argument("path", metavar="ANSWER.JSON")
@json_option
def command(path: str, as_json: bool) -> int:
    service = open_service()
    body = read_bytes(path).strip()
    try:
        given = strict_json.parse_json(body)
        case = _case(service, given)
        again = answer(service, case)
    except Problem as problem:
        raise Failure.of(problem) from problem
    report = compare(body, given, again)
    if as_json:
        print_json(report)
    else:
        _tell(report)
    return int(Exit.DONE if report["same"] else Exit.MISMATCH)


def _case(service: Service, given: Any) -> Case:
    """The case that an answer echoes, with what was stated and what was default. Raises Failure, Problem."""
    asked = given.get("input") if isinstance(given, dict) and given.get("format") == FORMAT else None
    if not isinstance(asked, dict) or not isinstance(asked.get("facts"), dict):
        raise Failure(
            Exit.BAD_INPUT, Text(f"这不是 {FORMAT} 格式的答复。", f"this is no answer in the format {FORMAT}.")
        )
    echoed = {key: asked.get(key) for key in KEYS}
    parts = [*asked["facts"].values(), *(one for one in echoed.values() if one is not None)]
    if not all(isinstance(one, dict) and "value" in one for one in parts):
        raise Failure(Exit.BAD_INPUT, Text("答复中的 input 不完整。", "the input of this answer is incomplete."))
    question = {key: one["value"] for key, one in echoed.items() if one is not None}
    facts = {name: one["value"] for name, one in asked["facts"].items()}
    case = cases.Reader(service.laws, "").read({**question, "facts": facts})
    stated = {key for key, one in echoed.items() if one is not None and one.get("source") == "stated"}
    return replace(case, on_stated="on" in stated, notice_stated="notice" in stated)


def compare(body: bytes, given: dict[str, Any], again: bytes) -> dict[str, Any]:
    """``intact``: it fits its own hash; ``same``: computed anew it is the same; ``differs``: the keys that are not."""
    now = strict_json.parse_json(again)
    canonical = sealed({key: stored(value) for key, value in given.items() if key != "sha256"})
    resealed = strict_json.parse_json(canonical)["sha256"]
    return {
        "intact": resealed == given.get("sha256"),
        "same": canonical == again and resealed == given.get("sha256"),
        "sameBytes": body == again,
        "release": {"answer": given.get("release"), "here": now["release"]},
        "sha256": {"answer": given.get("sha256"), "here": now["sha256"]},
        "differs": sorted(key for key in {*given, *now} if given.get(key) != now.get(key)),
    }


def _tell(report: dict[str, Any]) -> None:
    release, sha256 = report["release"], report["sha256"]
    lines = []
    if report["same"]:
        lines.append(
            Text(f"相符：{release['here']} 算出同一答复。", f"Verified: {release['here']} computes the same answer.")
        )
        if not report["sameBytes"]:
            lines.append(Text("文件排版不同，内容相同。", "The file is laid out differently; its content is the same."))
    else:
        lines.append(Text("不符。", "Not the same."))
        if not report["intact"]:
            changed = Text(
                "文件与其自身的散列值不符：内容被改动过。", "The file does not fit its own hash: it was changed."
            )
            lines.append(changed)
        if release["answer"] != release["here"]:
            told = f"{release['answer']} → {release['here']}"
            lines.append(Text(f"版本不同：{told}。", f"Another release: {told}."))
        conclusions = [key for key in report["differs"] if key not in ("release", "sha256")]
        if conclusions:
            lines.append(
                Text(f"内容不同的部分：{'、'.join(conclusions)}。", f"What differs: {', '.join(conclusions)}.")
            )
        else:
            lines.append(Text("除版本和散列值外，内容相同。", "All but release and hash is the same."))
    there, here = sha256["answer"], sha256["here"]
    lines.append(Text(f"sha256 {there}（文件）{here}（重算）", f"sha256 {there} (file) {here} (recomputed)"))
    for line in lines:
        click.echo(say(line))
