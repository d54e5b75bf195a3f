"""The cells that an answer adds to a row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guanxia.cli.speech import language, read, say
from guanxia.cli.tree import STATUS
from guanxia.model import Text

HEADS = (
    Text("机构", "agency"),
    Text("机构代码", "agency code"),
    Text("办公机构", "office"),
    Text("违法行为", "violation"),
    Text("条款", "clause"),
    Text("依据", "basis"),
    Text("问题", "questions"),
    Text("提示", "cautions"),
    Text("状态", "status"),
    Text("错误", "error"),
)
MOST_QUESTIONS = 5
NOT_VERIFIED = Text("（当日效力未核实）", " (not verified for that day)")
POSSIBLE = Text("可能：", "possible: ")


def added_heads(heads: Iterable[str]) -> list[str]:
    """The heads of the added columns; one that the table has already gets a number."""
    taken = set(heads)
    found = []
    for text in HEADS:
        name, number = say(text), 2
        while name in taken:
            name, number = f"{say(text)} ({number})", number + 1
        taken.add(name)
        found.append(name)
    return found


def is_added(heads: list[str]) -> bool:
    """Whether these heads are those that a run before has added."""
    return any(heads == [getattr(text, tongue) for text in HEADS] for tongue in ("zh", "en"))


def cells(answer: Mapping[str, Any]) -> list[str]:
    """Agency, code, office, violation, clause, basis, questions, cautions, status; no error."""
    kinds = answer["violations"]
    roles = _roles(answer)
    return [
        _joined(read(role["label"]) for role in roles),
        _joined(role["code"] for role in roles),
        _joined(read(role["office"]["label"]) for role in roles if role["office"]),
        _joined(_marked(one, f"{one['id']} {read(one['label'])}") for one in kinds),
        _joined(_marked(one, f"{read(one['clause']['label'])} ({one['clause']['id']})") for one in kinds),
        _joined(_basis(basis) for one in kinds for basis in one["bases"]),
        _joined(_questions(answer)),
        _joined(f"{one['id']} {_brief(one)}" for one in answer["cautions"]),
        say(STATUS[answer["status"]]),
        "",
    ]


def error_cells(message: str) -> list[str]:
    return [*[""] * (len(HEADS) - 1), message]


def _roles(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The certain role; else the roles of what is established, each once."""
    if answer["certain"]["competent"]:
        return [answer["certain"]["competent"]]
    named = {
        one["competent"]["code"]: one["competent"] for one in answer["violations"] if one["state"] == "established"
    }
    return list(named.values())


def _marked(one: Mapping[str, Any], text: str) -> str:
    return text if one["state"] == "established" else say(POSSIBLE) + text


def _basis(one: Mapping[str, Any]) -> str:
    return str(read(one["citation"])) + ("" if one["inForce"]["state"] == "yes" else say(NOT_VERIFIED))


def _brief(caution: Mapping[str, Any]) -> str:
    """The headline of a caution, else its first sentence."""
    if caution["headline"]:
        return read(caution["headline"])
    first, stop, _ = read(caution["text"]).partition("。" if language() == "zh" else ". ")
    return first + stop.strip()


def _questions(answer: Mapping[str, Any]) -> list[str]:
    """Prompts that bear on the kinds of the row; where it has none, the first ones."""
    here = {one["id"] for one in answer["violations"]}
    open_ones = [one for one in answer["questions"] if not here or _moves(one, here)]
    return [read(one["prompt"]) for one in open_ones[:MOST_QUESTIONS]]


def _moves(question: Mapping[str, Any], here: set[str]) -> bool:
    return any(here & {*outcome["violations"], *outcome["possible"]} for outcome in question["outcomes"])


def _joined(parts: Iterable[str]) -> str:
    """Each part once; in Chinese the stop of a sentence gives way to the semicolon behind it."""
    found = list(dict.fromkeys(parts))
    if language() == "zh":
        return "；".join([one.removesuffix("。") for one in found[:-1]] + found[-1:])
    return "; ".join(found)
