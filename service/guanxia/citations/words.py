"""What a finding says, in Chinese and English."""

from __future__ import annotations

from datetime import date

from guanxia import texts
from guanxia.citations.numerals import written
from guanxia.citations.values import Force, Place, Work
from guanxia.model import Text
from guanxia.problems import shown

NO_DAY = Text("没有给出日期，不能说明效力。", "no day was given, so whether it was in force is not told.")


def place(one: Place) -> Text:
    """A place in a statute as statutes and their translations write it."""
    base, _, more = one.article.partition("-")
    zh = f"第{written(int(base))}条" + (f"之{written(int(more))}" if more else "")
    en = f"art. {one.article}"
    for value, unit in ((one.paragraph, "款"), (one.item, "项"), (one.point, "目")):
        if value is not None:
            number = written(value)
            zh += f"第（{number}）{unit}" if unit == "项" else f"第{number}{unit}"
    en += f"({one.paragraph})" if one.paragraph is not None else ""
    en += f", item ({one.item})" if one.item is not None else ""
    en += f", point {one.point}" if one.point is not None else ""
    return Text(zh, en)


def cited(work: Work, one: Place) -> Text:
    name, where = work.citation, place(one)
    return Text(name.zh + where.zh, f"{name.en}, {where.en}")


def in_force(what: Text, day: date, force: Force) -> Text:
    on, since = texts.day(day), texts.day(force.start) if force.start else None
    if since is None:
        return Text(f"{what.zh}在{on.zh}有效。", f"{what.en} was in force on {on.en}.")
    until = f"，至{texts.day(force.end).zh}" if force.end else ""
    until_en = f" until {force.end}" if force.end else ""
    return Text(
        f"{what.zh}在{on.zh}有效，其文本自{since.zh}起施行{until}。",
        f"{what.en} was in force on {on.en}, as worded from {since.en}{until_en}.",
    )


def unchecked(what: Text, day: date, checked: date | None) -> Text:
    on = texts.day(day)
    if checked is None:
        return Text(
            f"{what.zh}的起止日期不明，不能断定其在{on.zh}是否有效。",
            f"the days of {what.en} are not known, so whether it was in force on {on.en} cannot be told.",
        )
    return Text(
        f"{what.zh}最近核对于{texts.day(checked).zh}，当时有效；在{on.zh}是否仍有效未经核实。",
        f"{what.en} was last checked on {checked}, when it was in force; for {on.en} it was not verified.",
    )


def not_yet(what: Text, day: date, start: date) -> Text:
    return Text(
        f"{what.zh}自{texts.day(start).zh}起施行，在{texts.day(day).zh}尚未生效。",
        f"{what.en} is in force from {start}: not yet on {day}.",
    )


def no_longer(what: Text, day: date, end: date) -> Text:
    return Text(
        f"{what.zh}有效至{texts.day(end).zh}，在{texts.day(day).zh}已经失效。",
        f"{what.en} was in force until {end}: no longer on {day}.",
    )


def beyond(work: Work, one: Place, day: date | None, count: int) -> Text:
    on = f"在{texts.day(day).zh}" if day else ""
    on_en = f" on {day}" if day else ""
    where = place(Place(one.article))
    return Text(
        f"没有这一条：{work.citation.zh}{on}共{count}条，没有{where.zh}。",
        f"no such article: {work.citation.en} had {count} articles{on_en}, and no {where.en}.",
    )


def no_clause(work: Work, one: Text) -> Text:
    return Text(f"{work.citation.zh}没有{one.zh}。", f"{work.citation.en} has no {one.en}.")


def untold(work: Work, one: Place, day: date | None, count: int | None) -> Text:
    """The article exists, and the graph tells nothing of it."""
    what, on = cited(work, Place(one.article)), texts.day(day).zh if day else ""
    on_en = f" on {day}" if day else ""
    if count is None:
        return Text(
            f"法律图没有收录{what.zh}{on}的文本，也不知道当时共多少条，不能断定有无此条。",
            f"the graph does not tell {what.en}{on_en}, nor how many articles there were: "
            "whether it existed is not known.",
        )
    return Text(
        f"{what.zh}存在（{on}共{count}条），但法律图没有收录其内容。",
        f"{what.en} exists ({count} articles{on_en}), but the graph does not tell what it says.",
    )


def other_day(what: Text, day: date, force: Force) -> Text:
    """The provision is told, and not as it was worded on the day."""
    if force.start and force.start > day:
        told = Text(f"自{texts.day(force.start).zh}起的文本", f"from {force.start}")
    else:
        told = Text(f"至{texts.day(force.end).zh}的文本" if force.end else "别的文本", f"until {force.end}")
    return Text(
        f"法律图只收录{what.zh}{told.zh}，{texts.day(day).zh}的文本未收录，不能说明效力。",
        f"the graph tells {what.en} only {told.en}; its wording of {day} is not told.",
    )


def shallow(work: Work, wanted: Place, found: Text) -> Text:
    where = place(wanted)
    return Text(
        f"法律图收录到{found.zh}为止，没有单独收录{where.zh}。",
        f"the graph tells {found.en} and nothing below it for {where.en}.",
    )


def unknown(name: str, near: list[Text]) -> Text:
    zh, en = f"法律图中没有“{shown(name)}”。", f"the graph has no text called '{shown(name)}'."
    if near:
        zh += f"相近的有：{'、'.join(one.zh for one in near)}。"
        en += f" Nearest: {', '.join(one.en for one in near)}."
    return Text(zh, en)


def unnamed(name: str) -> Text:
    if name:
        return Text(
            f"“{shown(name)}”指哪一个文件，前文没有写明。", f"nothing before it says which text '{shown(name)}' is."
        )
    return Text("没有写明是哪一个文件的条款，请写明名称。", "it does not say of which text; name the text.")


def several(name: str, near: list[Text]) -> Text:
    zh, en = "、".join(one.zh for one in near), ", ".join(one.en for one in near)
    return Text(f"“{shown(name)}”可能是：{zh}。请写明全称。", f"'{shown(name)}' may be: {en}. Write the whole title.")
