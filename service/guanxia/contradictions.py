"""Facts that exclude each other, told as a problem that names both sides."""

from __future__ import annotations

from collections.abc import Mapping

from guanxia.jurisdiction.decide import Contradiction
from guanxia.model import Fact, Text
from guanxia.problems import Fault, Problem


def contradiction(error: Contradiction, facts: Mapping[str, Fact], root: str = "/facts/") -> Problem:
    """The problem of facts that exclude each other; it names both sides of each pair."""
    faults = []
    for one in error.pairs:
        names = f"{one.first.fact}={_json(one.first.value)}", f"{one.second.fact}={_json(one.second.value)}"
        text = Text(
            f"“{names[0]}”与“{names[1]}”不能同时成立：{one.why.zh}",
            f"'{names[0]}' and '{names[1]}' cannot both hold: {one.why.en}",
        )
        faults += [
            Fault("contradiction", root + side.fact, text, (one.second.fact, one.first.fact))
            for side in (one.first, one.second)
        ]
    for name, value in error.against:
        label = facts[name].label
        text = Text(
            f"所述违法行为 {error.violation} 与事实“{name}={_json(value)}”（{label.zh}）不能同时成立。",
            f"the stated violation {error.violation} and the fact '{name}={_json(value)}' ({label.en}) "
            "cannot both hold.",
        )
        faults.append(Fault("contradiction", root + name, text))
    unique = list(dict.fromkeys(faults))
    texts = list(dict.fromkeys(fault.text for fault in unique))
    detail = Text("".join(text.zh for text in texts), " ".join(text.en for text in texts))
    return Problem("contradiction", detail, unique)


def _json(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value
