"""An answer given before compared with what this release answers: what differs, and what in law or graph caused it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guanxia import replay
from guanxia.differences import Change, differences
from guanxia.model import Text
from guanxia.problems import pair

FORMAT = "guanxia.comparison.v1"
LAW = frozenset({"bases", "statutes", "later", "displaced", "provision", "provisions"})
# What the law says of a sanction or a term; the rest of either follows from the case.
LAW_VALUES = frozenset({"multiple", "fixed", "ratePerDay", "number", "unit", "inForce", "confidence", "words"})
NOTICE = frozenset({"clause", "notice", "what", "modality", "document"})
GRAPH = frozenset({"cautions", "interpretations", "materials", "collector", "office", "officeMissing", "limits"})
CAUSES = LAW | NOTICE | GRAPH | {"sanctions", "terms"}
FOLLOWS = frozenset({"amount", "lastDay", "day", "note", "days", "perDay", "underAlternative"})
UNTOLD = Text(
    "两份答复没有显示引起变化的条文、期限或者注意事项；变化在判断规则之中。",
    "The two answers show no provision, term or caution that caused it; the change lies in the rules of decision.",
)


def compare(body: bytes, given: Mapping[str, Any], again: bytes) -> dict[str, Any]:
    """An answer (its bytes and its value) beside the answer computed anew.

    ``intact``: it fits its own hash; ``same``: computed anew it is the same, hash included; ``sameContent``: all but
    release and hash is; ``differs``: the keys that are not; ``changes`` and ``causes`` say it in words.
    """
    now = replay.read(again)
    intact = replay.intact(given)
    found = differences(given, now)
    return {
        "format": FORMAT,
        "intact": intact,
        "same": intact and replay.resealed(given) == again,
        "sameContent": not found,
        "sameBytes": body == again,
        "release": {"answer": given.get("release"), "here": now["release"]},
        "sha256": {"answer": given.get("sha256"), "here": now["sha256"]},
        "differs": sorted(key for key in {*given, *now} if given.get(key) != now.get(key)),
        "changes": [_told(one) for one in found],
        "causes": _causes(given, now, found, intact),
    }


def cause_of(change: Change) -> str | None:
    """What a change belongs to: ``law``, ``notice`` or ``graph``; None where it follows from another."""
    keys = set(change.path)
    if keys & FOLLOWS or change.path[0] in ("input", "questions", "flips", "excluded"):
        return None
    if keys & GRAPH:
        return "graph"
    if keys & LAW or (keys & {"sanctions", "terms"} and (change.kind != "changed" or keys & LAW_VALUES)):
        return "law"
    return "notice" if keys & NOTICE else None


def _told(change: Change) -> dict[str, Any]:
    return {
        "part": change.path[0],
        "kind": change.kind,
        "where": pair(change.where),
        "before": change.before and pair(change.before),
        "after": change.after and pair(change.after),
        "cause": cause_of(change),
    }


def _causes(
    given: Mapping[str, Any], now: Mapping[str, Any], found: list[Change], intact: bool
) -> list[dict[str, Any]]:
    """First release and file, then each change of law, notice or graph once, however many parts show it."""
    told = _release(str(given.get("release")), str(now["release"]))
    if not intact:
        text = Text("文件与其自身的散列值不符：内容被改动过。", "the file does not fit its own hash: it was changed.")
        told.append(("file", text))
    seen: dict[Text, tuple[str, Text]] = {}
    for one in found:
        if kind := cause_of(one):
            text = _sentence(one)
            seen.setdefault(text, (kind, text))
    told += seen.values()
    if found and not seen:
        told.append(("rules", UNTOLD))
    return [{"kind": kind, "text": pair(text)} for kind, text in told]


def _release(before: str, after: str) -> list[tuple[str, Text]]:
    """Which of program and graph is another: a release is ``version+graph``."""
    if before == after:
        return []
    (old, _, old_graph), (new, _, new_graph) = before.partition("+"), after.partition("+")
    told = []
    if old != new:
        told.append(("program", Text(f"程序版本 {old} → {new}", f"version of the program {old} → {new}")))
    if old_graph != new_graph:
        text = Text(f"法律图 {old_graph} → {new_graph}", f"law graph {old_graph} → {new_graph}")
        told.append(("graph", text))
    return told


def _sentence(change: Change) -> Text:
    """The last steps of the place with what was before and is now."""
    return Text(*(_line(change, tongue) for tongue in ("zh", "en")))


def _line(change: Change, tongue: str) -> str:
    places = str(getattr(change.where, tongue)).split(" › ")
    first = next(number for number, key in enumerate(change.path) if key in CAUSES)
    where = " › ".join(places[first:])
    before, after = (getattr(one, tongue) if one else None for one in (change.before, change.after))
    zh = tongue == "zh"
    if change.kind == "added":
        return f"{'新增' if zh else 'added'} {where}{'：' if zh else ': '}{after}"
    if change.kind == "removed":
        return f"{'不再有' if zh else 'gone'} {where}{'：' if zh else ': '}{before}"
    return f"{where}{'：' if zh else ': '}{before} → {after}"
