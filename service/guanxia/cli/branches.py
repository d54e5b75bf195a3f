"""Branches of the tree of an answer: bases, sanctions, terms, actions, readings. They say what the answer says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.text import Text as Line
from rich.tree import Tree

from guanxia.cli.speech import language, read, say
from guanxia.model import Text

if TYPE_CHECKING:
    from guanxia.app import Service

Part = Mapping[str, Any]
BASIS_ROLES = {
    "competence": Text("职权", "competence"),
    "substantive": Text("实体", "substantive"),
    "sanction": Text("罚则", "sanction"),
    "procedure": Text("程序", "procedure"),
}
TARGETS = {
    "employer": Text("对用人单位", "on the employer"),
    "responsiblePerson": Text("对责任人员", "on the persons responsible"),
    "anyone": Text("对行为人", "on whoever did it"),
}
SOURCES = {
    "stated": Text("所述", "stated"),
    "implied": Text("由所述违法行为得出", "implied by the stated violation"),
    "derived": Text("推得", "derived"),
}
MODALITIES = {
    "competence": Text("职责", "competence"),
    "duty": Text("应当", "duty"),
    "power": Text("可以", "power"),
    "dutyOrPower": Text("应当或者可以", "duty or power"),
    "allocation": Text("管辖分配", "allocation rule"),
    "organizationalDuty": Text("机制要求", "organizational duty"),
}
RECONSTRUCTED = Text("〔重建〕", "[reconstructed] ")
COLON = Text("：", ": ")
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


@dataclass(frozen=True, slots=True)
class Names:
    """Labels for the names that an answer gives bare: facts and their values, kinds, roles."""

    facts: Mapping[str, Text]
    values: Mapping[str, Text]
    kinds: Mapping[str, Text]
    roles: Mapping[str, Text]

    @classmethod
    def of(cls, service: Service, asked: Part) -> Names:
        """Labels on the day and for the notice of a question as the answer echoes it."""
        laws = service.laws
        law = laws.rules(asked["notice"]["value"], date.fromisoformat(asked["on"]["value"])).law
        return cls(
            {fact.name: fact.label for fact in laws.facts.values()},
            {one.value: one.label for fact in laws.facts.values() for one in fact.choices},
            {kind.id: kind.label for kind in law.kinds},
            {code: role.label for code, role in law.roles.items()},
        )

    def fact(self, name: str) -> str:
        return say(self.facts[name]) if name in self.facts else name

    def value(self, value: bool | str) -> str:
        if isinstance(value, bool):
            return say(YES_NO[value])
        return say(self.values[value]) if value in self.values else value

    def kind(self, name: str) -> str:
        return f"{name} {say(self.kinds[name])}" if name in self.kinds else name

    def role(self, code: str) -> str:
        return say(self.roles[code]) if code in self.roles else code


def listed(parts: Iterable[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(parts)


def titled(tree: Tree, zh: str, en: str) -> Tree:
    """A heading below a tree."""
    return tree.add(Line(say(Text(zh, en)), style="bold cyan"))


def leaf(tree: Tree, text: str, style: str = "") -> Tree:
    return tree.add(Line(text, style=style))


def role_name(role: Part, why: bool = True) -> str:
    """A role with its office, or the reason why none is named."""
    name = f"{read(role['label'])} ({role['code']})"
    if role["office"]:
        return f"{name}{say(COLON)}{read(role['office']['label'])}"
    return f"{name} · {read(role['officeMissing'])}" if why and role.get("officeMissing") else name


def short_role(role: Part) -> str:
    """A role as actor: the office where one is named."""
    return read(role["office"]["label"]) if role["office"] else read(role["label"])


def clause_line(clause: Part) -> str:
    return f"{read(clause['label'])} ({clause['id']})"


def reasons(names: Names, parts: Iterable[Part]) -> str:
    return listed(
        f"{read(one['label'])} = {names.value(one['value'])} ({say(SOURCES[one['source']])})" for one in parts
    )


def in_force(state: str, start: object, end: object, checked: object) -> Text:
    """Whether a wording was in force on the day, and since when."""
    days_zh = (f"自 {start}" if start else "起始日未查明") + (f"，至 {end}" if end else "")
    days_en = (f"from {start}" if start else "start not known") + (f", until {end}" if end else "")
    if state == "yes":
        return Text(f"有效（{days_zh}）", f"in force ({days_en})")
    seen_zh, seen_en = (f"，最近核对于 {checked}", f", last checked {checked}") if checked else ("", "")
    return Text(f"当日效力未核实（{days_zh}{seen_zh}）", f"not verified for that day ({days_en}{seen_en})")


def basis(tree: Tree, one: Part) -> None:
    force = one["inForce"]
    since = say(in_force(force["state"], force["from"], force["to"], force["checked"]))
    branch = leaf(tree, f"{read(one['citation'])} · {say(BASIS_ROLES[one['role']])} · {since} · {one['confidence']}")
    leaf(branch, read(one["summary"]), "dim")


def sanction(tree: Tree, one: Part) -> None:
    state = "" if one["state"] == "threatens" else say(Text("（尚需条件）", " (not yet)"))
    cited = f"{read(one['provision']['citation'])} · {one['confidence']}"
    branch = leaf(tree, f"{read(one['label'])}{state} · {say(TARGETS[one['on']])} · {cited}")
    leaf(branch, read(one["formula"]) + amount(one))
    if one["needs"]:
        leaf(branch, say(Text("尚需：", "needs: ")) + listed(read(need["label"]) for need in one["needs"]), "yellow")
    leaf(branch, say(Text("决定机关：", "decided by: ")) + short_role(one["decidedBy"]))
    if one["prevails"]:
        over = listed(read(item["citation"]) for item in one["prevails"]["over"])
        because = f"{over}{say(COLON)}{read(one['prevails']['because'])}{_open(one['prevails'])}"
        leaf(branch, say(Text("优先于 ", "prevails over ")) + because)
    for other in one["yieldsTo"]:
        because = f"{read(other['provision']['citation'])}{say(COLON)}{read(other['because'])}{_open(other)}"
        leaf(branch, say(Text("让位于 ", "yields to ")) + because)


def _open(one: Part) -> str:
    return say(Text("（未有定论，另有读法）", " (not settled; another reading is live)")) if one["reading"] else ""


def amount(one: Part) -> str:
    found = one["amount"]
    if not found:
        return ""
    yuan = say(Text(" 元", " yuan"))
    if found["max"] is None:
        return f" = {say(Text('至少 ', 'at least '))}{found['min']}{yuan}"
    return f" = {found['min']}{yuan}" if found["min"] == found["max"] else f" = {found['min']}–{found['max']}{yuan}"


def term(tree: Tree, one: Part) -> None:
    parts = [f"{read(one['label'])}{say(COLON)}{read(one['words'])}"]
    if one["start"]:
        day = f" = {one['start']['day']}" if one["start"]["day"] else ""
        parts.append(say(Text("起算：", "from: ")) + read(one["start"]["event"]) + day)
    if one["lastDay"]:
        parts.append(say(Text("最后一日：", "last day: ")) + one["lastDay"])
    if one["note"]:
        parts.append(read(one["note"]))
    if one["provision"]:
        parts.append(read(one["provision"]["citation"]))
    leaf(tree, " · ".join([*parts, one["confidence"]]))


def material(one: Part) -> list[str]:
    """What the lost annex listed, its provisions unless it is itself one of them, and how sure it is."""
    label = read(one["label"])
    cited = [text for provision in one["provisions"] if (text := read(provision["citation"])) != label]
    return [f"{say(RECONSTRUCTED)}{label}", *([listed(cited)] if cited else []), one["confidence"]]


def reading(tree: Tree, names: Names, one: Part) -> None:
    branch = leaf(tree, say(Text("〔读法〕", "[reading] ")) + f"{one['id']} {read(one['label'])}")
    leaf(branch, say(Text("采用：", "taken: ")) + read(one["stand"]))
    ground = listed(read(item["citation"]) for item in one["ground"])
    leaf(branch, say(Text("理由：", "ground: ")) + read(one["groundText"]) + (f" ({ground})" if ground else ""))
    leaf(branch, say(Text("另一读法：", "alternative: ")) + read(one["alternative"]))
    under = one["underAlternative"]
    if under and under["changes"]:
        leaf(branch, say(Text("依另一读法：", "under it: ")) + outcome(names, under), "yellow")


def outcome(names: Names, one: Part) -> str:
    """Kinds, roles and norms after an answer or a change."""
    parts = [listed(names.kind(kind) for kind in one["violations"])] if one["violations"] else []
    if one["possible"]:
        parts.append(say(Text("可能：", "possible: ")) + listed(one["possible"]))
    if one["competent"]:
        parts.append(listed(names.role(code) for code in one["competent"]))
    if one.get("norms"):
        parts.append(say(Text("适用 ", "applies: ")) + listed(one["norms"]))
    return " · ".join(parts) or say(Text("没有因此成立的违法行为", "no violation follows"))


def action(tree: Tree, one: Part) -> None:
    """A norm that applies: who does what towards whom, with which paper, by when, and what follows."""
    to = f" → {short_role(one['counterpart'])}" if one["counterpart"] else ""
    what = f"{read(one['what'])} ({say(MODALITIES[one['modality']])})"
    branch = leaf(tree, f"{one['norm']} {short_role(one['actor'])}{to}{say(COLON)}{what}")
    leaf(branch, say(Text("条款：", "clause: ")) + clause_line(one["clause"]))
    if one["document"]:
        paper = leaf(branch, say(Text("文书：", "document: ")) + read(one["document"]["label"]))
        for part in one["document"].get("contains", ()):
            leaf(paper, (say(RECONSTRUCTED) if part["reconstructed"] else "") + read(part["label"]))
    if one["terms"]:
        terms = leaf(branch, say(Text("期限：", "terms:")))
        for item in one["terms"]:
            term(terms, item)
    if one["bases"]:
        bases = leaf(branch, say(Text("依据：", "bases:")))
        for item in one["bases"]:
            basis(bases, item)
    if one["next"]:
        following = leaf(branch, say(Text("下一步：", "next:")))
        for item in one["next"]:
            step(following, item)


def step(tree: Tree, one: Part) -> None:
    mark = say(RECONSTRUCTED) if one["reconstructed"] else ""
    when = f" · {read(one['when'])}" if one["when"] else ""
    paper = f" · {read(one['document'])}" if one["document"] else ""
    norm = f" ({one['norm']})" if one["norm"] else ""
    leaf(tree, f"{mark}{short_role(one['actor'])}{say(COLON)}{read(one['label'])}{norm}{when}{paper}")
