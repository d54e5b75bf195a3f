"""The answer as a tree for people: the conclusion first, then everything that it stands on."""

from __future__ import annotations

from rich.text import Text as Line
from rich.tree import Tree

from guanxia.cli import branches
from guanxia.cli.branches import Names, Part, leaf, listed, titled
from guanxia.cli.speech import read, say
from guanxia.model import Text

FIRST_QUESTIONS = 5
STATUS = {
    "decided": Text("已定", "decided"),
    "undecided": Text("未定", "undecided"),
    "outside": Text("不在通知范围内", "outside the notice"),
}
STATES = {"established": Text("成立", "established"), "possible": Text("可能", "possible")}
COLORS = {"decided": "bold green", "undecided": "bold yellow", "outside": "bold magenta"}

__all__ = ["STATES", "STATUS", "Names", "answer_tree", "settled"]


def answer_tree(answer: Part, names: Names, everything: bool = False) -> Tree:
    """The whole answer; without ``everything`` only the first open questions."""
    tree = Tree(Line(read(answer["summary"]), style=COLORS[answer["status"]]))
    leaf(tree, say(Text("状态：", "status: ")) + say(STATUS[answer["status"]]) + " · " + settled(answer, names))
    for violation in answer["violations"]:
        _violation(tree, names, violation)
    _actions(tree, names, answer["actions"])
    _excluded(tree, names, answer)
    _questions(tree, names, answer["questions"], everything)
    _flips(tree, names, answer["flips"])
    _cautions(tree, answer["cautions"])
    _foot(tree, names, answer)
    return tree


def settled(answer: Part, names: Names) -> str:
    """What holds over all completions of the unknown facts, and what is established."""
    certain = answer["certain"]
    violation = {
        True: Text("必有违法行为", "some violation for certain"),
        False: Text("没有所列违法行为", "no listed violation"),
        None: Text("是否违法未定", "violation open"),
    }[certain["violation"]]
    role = (
        branches.role_name(certain["competent"], why=False)
        if certain["competent"]
        else say(Text("办理机构未定", "agency open"))
    )
    if not certain["competent"] and certain["roles"]:
        role = listed(names.role(code) for code in certain["roles"])
    return f"{say(violation)} · {role}"


def _violation(tree: Tree, names: Names, one: Part) -> None:
    style = "bold" if one["state"] == "established" else "bold yellow"
    branch = leaf(tree, f"{one['id']} {read(one['label'])} · {say(STATES[one['state']])}", style)
    clause = leaf(branch, say(Text("条款：", "clause: ")) + branches.clause_line(one["clause"]) + f" · {one['norm']}")
    leaf(clause, f"“{one['clause']['words']}”", "italic")
    leaf(branch, say(Text("由谁办理：", "handled by: ")) + branches.role_name(one["competent"]))
    if one["reasons"]:
        leaf(branch, say(Text("因为：", "because: ")) + branches.reasons(names, one["reasons"]))
    if one["missing"]:
        leaf(branch, say(Text("尚待查明：", "still to find out: ")) + listed(map(names.fact, one["missing"])), "yellow")
    _law(branch, one)
    _threats(branch, one)
    if one["interpretations"]:
        mark = Text("是否因读法而异：", "depends on a reading: ")
        hangs = say(Text("否", "no")) if one["robust"] else say(Text("是，", "yes, ")) + listed(one["hangsOn"])
        readings = leaf(branch, say(mark) + hangs, "bold cyan")
        for item in one["interpretations"]:
            branches.reading(readings, names, item)
    if one["materials"]:
        materials = titled(branch, "材料（附件原文不可得）", "materials (the annex is lost)")
        for item in one["materials"]:
            leaf(materials, " · ".join(branches.material(item)))


def _law(branch: Tree, one: Part) -> None:
    if one["bases"]:
        bases = titled(branch, "依据", "bases")
        for item in one["bases"]:
            branches.basis(bases, item)
    if one["later"]:
        later = titled(branch, "此后生效的规定", "in force only later")
        for item in one["later"]:
            leaf(later, f"{item['from']} {read(item['citation'])} · {item['confidence']}")


def _threats(branch: Tree, one: Part) -> None:
    if one["sanctions"] or one["displaced"]:
        sanctions = titled(branch, "罚则", "sanctions")
        for item in one["sanctions"]:
            branches.sanction(sanctions, item)
        for item in one["displaced"]:
            by = f"{read(item['by']['citation'])}{say(branches.COLON)}{read(item['because'])}"
            leaf(
                sanctions,
                say(Text("不适用：", "displaced: "))
                + f"{read(item['label'])} ({read(item['provision']['citation'])}) ← {by}",
                "dim",
            )
    if one["terms"]:
        terms = titled(branch, "期限", "terms")
        for item in one["terms"]:
            branches.term(terms, item)


def _actions(tree: Tree, names: Names, actions: list[Part]) -> None:
    now = [one for one in actions if one["state"] == "applies"]
    if now:
        branch = titled(tree, "现在由谁做什么", "who acts now")
        for one in now:
            branches.action(branch, one)
    later = [one for one in actions if one["state"] != "applies"]
    if later:
        branch = titled(tree, "满足条件时", "who acts if …")
        for one in later:
            needs = (
                f" · {say(Text('尚需：', 'needs: '))}"
                + listed(f"{names.fact(need['fact'])} = {names.value(need['value'])}" for need in one["needs"])
                if one["needs"]
                else ""
            )
            leaf(
                branch,
                f"{one['norm']} {branches.short_role(one['actor'])}{say(branches.COLON)}{read(one['what'])}{needs}",
            )


def _excluded(tree: Tree, names: Names, answer: Part) -> None:
    if answer["excluded"]:
        branch = titled(tree, "已排除", "excluded")
        for one in answer["excluded"]:
            why = branches.reasons(names, one["reasons"])
            leaf(branch, f"{one['id']} {read(one['label'])} · {why} · {branches.clause_line(one['clause'])}")
    if answer["open"]:
        leaf(tree, say(Text("未涉及：", "not touched: ")) + listed(answer["open"]))


def _questions(tree: Tree, names: Names, questions: list[Part], everything: bool) -> None:
    if not questions:
        return
    branch = titled(tree, "待查问题", "open questions")
    for one in questions if everything else questions[:FIRST_QUESTIONS]:
        item = leaf(branch, f"{read(one['prompt'])} [{one['fact']}] · {read(one['why']['label'])}")
        for outcome in one["outcomes"]:
            leaf(item, f"{names.value(outcome['value'])} → {branches.outcome(names, outcome)}")
    rest = 0 if everything else len(questions) - FIRST_QUESTIONS
    if rest > 0:
        leaf(branch, say(Text(f"另有 {rest} 问，用 --all 列出", f"{rest} more, listed with --all")), "dim")


def _flips(tree: Tree, names: Names, flips: list[Part]) -> None:
    if flips:
        branch = titled(tree, "若事实不同", "if the facts were otherwise")
        for one in flips:
            changes = listed(f"{read(change['label'])} = {names.value(change['value'])}" for change in one["changes"])
            leaf(branch, f"{changes} → {branches.outcome(names, one)}")


def _cautions(tree: Tree, cautions: list[Part]) -> None:
    if cautions:
        branch = titled(tree, "提示", "cautions")
        for one in cautions:
            since = say(Text(f"（自 {one['since']}）", f" (since {one['since']})")) if one["since"] else ""
            head = f"{read(one['headline'])} " if one["headline"] else ""
            leaf(branch, f"{one['id']} {head}{read(one['text'])}{since} · {one['confidence']}")


def _foot(tree: Tree, names: Names, answer: Part) -> None:
    if answer["collector"]:
        leaf(tree, say(Text("当日征收机构：", "collector that day: ")) + branches.role_name(answer["collector"]))
    if answer["statutes"]:
        branch = titled(tree, "当日有效的法律", "law of that day")
        for group in answer["statutes"]:
            for one in group:
                branches.basis(branch, one)
    asked = answer["input"]
    parts = [f"{names.fact(name)} = {names.value(one['value'])}" for name, one in asked["facts"].items()]
    parts += [f"{key} = {asked[key]['value']}" for key in ("violation", "area", "on", "notice") if asked[key]]
    leaf(tree, say(Text("所问：", "asked: ")) + listed(parts))
    leaf(tree, read(answer["limits"]), "dim")
    leaf(tree, f"{answer['release']} · {answer['format']} · sha256 {answer['sha256']}", "dim")
