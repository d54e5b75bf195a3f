"""Sentences of the service in Chinese and English. Nothing here belongs to one city or one statute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guanxia.model import Basis, Kind, Law, Role, Text
from guanxia.workdays import FIRST_YEAR, LAST_YEAR

NO_AREA = Text("未说明地区，因此不指明具体机构。", "no area was stated, so no office is named.")
NO_POST = Text("本图没有该地这一职能的机构信息。", "the graph has no office for this role in this area.")
LIMITS = Text(
    "本答复依据所列通知与法律图作出，不是行政决定；标明“重建”的内容代替不可得的原文，取自其他来源；"
    "可信度低于 V1 的内容应当核实。",
    "This answer follows from the notice and the law graph named; it is not a decision. What is marked reconstructed "
    "stands in place of a text that is not available and comes from other sources. Check what is below V1.",
)


def day(on: date) -> Text:
    return Text(f"{on.year}年{on.month}月{on.day}日", on.isoformat())


def joined(parts: Sequence[Text]) -> Text:
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def listed(items: Sequence[Text]) -> Text:
    return Text("、".join(item.zh for item in items), ", ".join(item.en for item in items))


def sentence(text: Text) -> Text:
    """The text with a full stop at its end."""
    return Text(text.zh.rstrip("。") + "。", text.en.rstrip(".") + ".")


def laws_of(bases: Sequence[Basis]) -> Text:
    """The two bases that a conclusion names: on the duty violated, then on competence, the highest in rank first."""
    named = [one for one in bases if one.role in ("substantive", "competence")]
    ordered = sorted(named, key=lambda one: (one.role != "substantive", one.rank))[:2]
    return listed([one.provision.citation for one in ordered])


def conclusion(kind: Kind, role: Role, law: Law, established: bool) -> tuple[Text, Text]:
    """Who, for what, under which clause, by which law of which day: the parts before and after the day."""
    laws = laws_of(kind.bases)
    verb = ("由", "is for") if established else ("可能成立；成立的，由", "is possible; if so, it is for")
    head = Text(
        f"{kind.label.zh}（{kind.id}）：{verb[0]}{role.label.zh}办理，依据{law.number}{kind.clause.address}，并据",
        f"{kind.label.en} ({kind.id}): {verb[1]} the {role.label.en}, under {law.number} {kind.clause.address}",
    )
    by_zh = f"有效的{laws.zh}。" if laws.zh else "有效的通知。"
    by_en = f" and {laws.en} as of " if laws.en else " as of "
    return Text(head.zh, head.en + by_en), Text(by_zh, ".")


def combined(count: int) -> Text:
    return Text(
        f"以上{count}类违法行为并存，分属不同机构：各自办理并互相通报。",
        f"These {count} violations exist side by side and are for different agencies: each handles its own and "
        "informs the other.",
    )


def undecided(violation: bool | None, role: Role | None, asks: Sequence[Text]) -> Text:
    """What is certain although nothing is decided, and what to find out first."""
    if violation and role:
        start = Text(
            f"必有一类违法行为成立，且无论是哪一类，均由{role.label.zh}办理。",
            f"Some violation exists for certain, and whichever it is, it is for the {role.label.en}.",
        )
    elif violation:
        start = Text(
            "必有一类违法行为成立，但由哪个机构办理尚不能确定。",
            "Some violation exists for certain, but which agency is competent is open.",
        )
    elif role:
        start = Text(
            f"有一类违法行为的，由{role.label.zh}办理；是否成立尚不能确定。",
            f"If there is a violation, it is for the {role.label.en}; whether there is one is open.",
        )
    else:
        start = Text("尚不能确定。", "This cannot be decided yet.")
    if not asks:
        return start
    first = joined(asks[:3])
    return joined([start, Text(f"请先查明：{first.zh}", f"Find out first: {first.en}")])


def outside(law: Law, on: date, on_list: bool) -> Text:
    if not law.in_force:
        return Text(
            f"{day(on).zh}没有已生效的本地分工通知（{law.number}自{day(law_start(law)).zh}起适用），不能据以划分职责；"
            "接到的机构应当登记，并依当日有效的法律告知途径、书面移交。",
            f"On {on.isoformat()} no notice on the division of work is in force ({law.number} applies from "
            f"{law_start(law).isoformat()}), so none is claimed; whoever receives the matter registers it, "
            "tells the way and transfers it in writing by the law of that day.",
        )
    rest = "" if on_list else "（未涉及的事实不在此列）"
    rest_en = "" if on_list else " (facts not mentioned are left aside)"
    return Text(
        f"所述情形不属于{law.number}所列任何一类违法行为{rest}，通知没有规定由谁办理；接到的机构应当告知维权途径，不得推诿。",
        f"What is stated is none of the violations listed in {law.number}{rest_en}; the notice does not say who "
        "handles it. Whoever receives it must tell the way to protect one's rights and must not shirk.",
    )


def law_start(law: Law) -> date:
    return law.notice_start or date.min


def no_calendar(year: int) -> Text:
    return Text(
        f"没有 {year} 年的节假日安排（现有 {FIRST_YEAR} 至 {LAST_YEAR} 年），不能算出最后一日。",
        f"no holiday calendar for {year} (known: {FIRST_YEAR} to {LAST_YEAR}), so the last day cannot be told.",
    )


def moved(nominal: date) -> Text:
    return Text(
        f"期满之日 {nominal} 为休息日，顺延至次一工作日。",
        f"the term ends on {nominal}, a day off, and moves to the next working day.",
    )
