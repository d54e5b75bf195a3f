"""The atlas in words: each entry with its labels and one sentence in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guanxia.atlas import CERTAIN, ESTABLISHES, EXCLUDES, GAP, HINGE, OVERLAP, Atlas, Entry
from guanxia.jurisdiction.rules import Literal
from guanxia.model import Law, Text
from guanxia.problems import pair
from guanxia.texts import listed

SORT_LABELS = {
    ESTABLISHES: Text("据以成立", "establishes"),
    EXCLUDES: Text("据以排除", "excludes"),
    GAP: Text("空白", "gap"),
    OVERLAP: Text("并存", "overlap"),
    HINGE: Text("转折", "hinge"),
    CERTAIN: Text("虽未成立而已确定", "certain, none established"),
}
VALUES = {True: Text("是", "yes"), False: Text("否", "no")}
ANY_CASE = Text("任何情形", "any case")
NOBODY = Text("无", "nobody")


def document(atlas: Atlas) -> dict[str, Any]:
    """The atlas as a JSON object, its entries numbered within their sort."""
    law = atlas.law
    return {
        "format": "guanxia.atlas.v1",
        "release": law.release,
        "on": atlas.on.isoformat(),
        "notice": {"id": law.notice, "iri": law.notice_iri, "number": law.number, "title": pair(law.title)},
        "title": {
            "zh": f"{law.number}的事实组合图谱（{atlas.on}）",
            "en": f"atlas of fact combinations of {law.number} ({atlas.on})",
        },
        "blocks": [
            {
                "number": part.number,
                "facts": list(part.facts),
                "kinds": list(part.kinds),
                "combinations": part.combinations,
                "full": part.full,
            }
            for part in atlas.parts
        ],
        "entries": [
            _entry(law, entry, f"{sort}-{number}")
            for sort in SORT_LABELS
            for number, entry in enumerate(atlas.of(sort), 1)
        ],
    }


def _entry(law: Law, entry: Entry, name: str) -> dict[str, Any]:
    kinds = {kind.id: kind for kind in law.kinds}
    readings = {one.id: one for one in law.interpretations}
    reading = readings[entry.reading] if entry.reading else None
    return {
        "id": name,
        "sort": entry.sort,
        "block": entry.block,
        "given": [_given(law, literal) for literal in entry.given],
        "kinds": [{"id": one, "iri": kinds[one].iri, "label": pair(kinds[one].label)} for one in entry.kinds],
        "roles": _roles(law, entry.roles),
        "after": _roles(law, entry.after),
        "change": _change(law, entry),
        "reading": {"id": reading.id, "iri": reading.iri, "label": pair(reading.label)} if reading else None,
        "text": pair(sentence(law, entry)),
    }


def _roles(law: Law, codes: Iterable[str]) -> list[dict[str, Any]]:
    return [{"code": one, "iri": law.roles[one].iri, "label": pair(law.roles[one].label)} for one in codes]


def _given(law: Law, literal: Literal) -> dict[str, Any]:
    fact = law.facts[literal[0]]
    return {
        "fact": fact.name,
        "iri": fact.iri,
        "value": literal[1],
        "label": pair(fact.label),
        "shown": pair(value(law, literal)),
    }


def _change(law: Law, entry: Entry) -> dict[str, Any] | None:
    if entry.change is None:
        return None
    name, before, after = entry.change
    fact = law.facts[name]
    return {"fact": name, "iri": fact.iri, "label": pair(fact.label), "from": before, "to": after}


def value(law: Law, literal: Literal) -> Text:
    """The value of a fact in words."""
    if isinstance(literal[1], bool):
        return VALUES[literal[1]]
    return next(one.label for one in law.facts[literal[0]].choices if one.value == literal[1])


def condition(law: Law, given: Sequence[Literal]) -> Text:
    """Fact values in words."""
    if not given:
        return ANY_CASE
    shown = [(law.facts[one[0]].label, value(law, one)) for one in given]
    return Text("；".join(f"{a.zh}：{b.zh}" for a, b in shown), "; ".join(f"{a.en}: {b.en}" for a, b in shown))


def sentence(law: Law, entry: Entry) -> Text:
    """What an entry says, without its fact values."""
    kinds = Text("、".join(entry.kinds), ", ".join(entry.kinds))
    roles = _names(law, entry.roles)
    if entry.sort == ESTABLISHES:
        return Text(f"{kinds.zh}成立，由{roles.zh}办理", f"{kinds.en} is established; for the {roles.en}")
    if entry.sort == EXCLUDES:
        return Text(f"{kinds.zh}不成立", f"{kinds.en} is excluded")
    if entry.sort == GAP:
        return Text(
            f"有不合规之处，但通知所列无一成立（接近{kinds.zh}）",
            f"something is amiss, yet nothing on the lists holds (near {kinds.en})",
        )
    if entry.sort == OVERLAP:
        return _overlap(entry, kinds, roles)
    if entry.sort == HINGE:
        return _hinge(law, entry, roles)
    return _certain(entry, kinds, roles)


def _names(law: Law, codes: Sequence[str]) -> Text:
    return listed([law.roles[code].label for code in codes]) if codes else NOBODY


def _overlap(entry: Entry, kinds: Text, roles: Text) -> Text:
    head = Text("", "")
    if entry.reading:
        head = Text(f"如采{entry.reading}的另一种理解，", f"under the other reading of {entry.reading}, ")
    if len(entry.roles) > 1:
        return Text(
            f"{head.zh}{kinds.zh}同时成立，分属{roles.zh}",
            f"{head.en}{kinds.en} hold together, for different agencies: {roles.en}",
        )
    return Text(
        f"{head.zh}{kinds.zh}同时成立，均由{roles.zh}办理",
        f"{head.en}{kinds.en} hold together, both for the {roles.en}",
    )


def _hinge(law: Law, entry: Entry, roles: Text) -> Text:
    name, before, after = entry.change or ("", "", "")
    label, old, new = law.facts[name].label, value(law, (name, before)), value(law, (name, after))
    then = _names(law, entry.after)
    return Text(
        f"“{label.zh}”由“{old.zh}”变为“{new.zh}”，办理机构由{roles.zh}变为{then.zh}",
        f"when “{label.en}” turns from {old.en} to {new.en}, competence moves from {roles.en} to {then.en}",
    )


def _certain(entry: Entry, kinds: Text, roles: Text) -> Text:
    if entry.roles:
        return Text(
            f"{kinds.zh}中必有一类成立，无论哪一类均由{roles.zh}办理",
            f"one of {kinds.en} holds, and whichever it is, it is for the {roles.en}",
        )
    return Text(
        f"{kinds.zh}中必有一类成立，由哪个机构办理未定", f"one of {kinds.en} holds; which agency is competent is open"
    )
