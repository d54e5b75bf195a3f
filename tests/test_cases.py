"""Cases of the notice: what a lawyer expects, clause by clause, against what the service answers.

``established``, ``possible``, ``hangs_on`` and ``certain`` are exact; all other lists name what must be there.
``not_applies`` names norms that do not apply (they may come to apply), ``absent`` norms that are not spoken of at
all, ``open_norms`` norms whose only condition nobody has stated. ``open`` as a value of ``certain`` means null.
"""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from guanxia import cases
from guanxia.app import Service
from guanxia.jurisdiction.decide import known_of
from tests.casefiles import CaseFile, Seen, case_files

NOTICE = "guilin-2020-27"
FILES = case_files(NOTICE)
EXACT = ("status", "collector", "robust")
SETS = ("established", "possible")
LISTS = ("excluded", "open", "applies", "would_apply", "questions", "cautions", "displaced")
KEYS = {
    "title", "why", "on", "area", "violation", "facts", "certain", "hangs_on", "told", "not_applies", "absent",
    "open_norms", "not_cautions", "bases", "not_bases", "sanctions", "terms", "under", "acts", "following",
    *EXACT, *SETS, *LISTS,
}  # fmt: skip


def answered(service: Service, case: CaseFile) -> Seen:
    question = cases.from_json(orjson.dumps(case.question), service.laws)
    return Seen(json.loads(service.answers.answer(question)))


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_case_is_answered_as_the_clause_says(service: Service, case: CaseFile) -> None:
    want, seen = case.table, answered(service, case)
    found = [*_plain_faults(want, seen), *_norm_faults(want, seen), *_law_faults(want, seen)]
    found += _reading_faults(want, seen) + _open_faults(service, case, seen)
    assert not found, f"{want['title']} ({want['why']}):\n" + "\n".join(found)


def _plain_faults(want: dict[str, Any], seen: Seen) -> list[str]:
    answer = seen.answer
    is_now = {"status": answer["status"], "collector": answer["collector"]["code"], "robust": answer["robust"]}
    found = [f"{key}: {is_now[key]}, not {want[key]}" for key in EXACT if key in want and is_now[key] != want[key]]
    lists = {**vars(seen), "open": answer["open"]}
    for key in SETS:
        if key in want and set(lists[key]) != set(want[key]):
            found.append(f"{key}: {lists[key]}, not {want[key]}")
    for key in LISTS:
        if missing := [one for one in want.get(key, []) if one not in lists[key]]:
            found.append(f"{key}: lacks {missing}, has {lists[key]}")
    if "certain" in want and seen.certain != want["certain"]:
        found.append(f"certain: {seen.certain}, not {want['certain']}")
    if extra := [one for one in want.get("not_cautions", []) if one in seen.cautions]:
        found.append(f"cautions out of place: {extra}")
    return found


def _norm_faults(want: dict[str, Any], seen: Seen) -> list[str]:
    spoken = {*seen.applies, *seen.would_apply}
    found = [f"{norm} applies" for norm in want.get("not_applies", []) if norm in seen.applies]
    found += [f"{norm} is spoken of" for norm in want.get("absent", []) if norm in spoken]
    for norm, role in want.get("acts", {}).items():
        actors = {one["actor"]["code"] for one in seen.actions if one["norm"] == norm}
        if actors != {role}:
            found.append(f"{norm}: done by {actors}, not {role}")
    for norm, after in want.get("following", {}).items():
        steps = {step["norm"] for one in seen.actions if one["norm"] == norm for step in one["next"]}
        if not set(after) <= steps:
            found.append(f"{norm}: followed by {steps}, not {after}")
    return found


def _law_faults(want: dict[str, Any], seen: Seen) -> list[str]:
    found = [f"basis {one}" for one in want.get("not_bases", []) if one in seen.bases()]
    for basis in want.get("bases", []):
        state = seen.bases(basis["of"]).get(basis["citation"])
        if state != basis["state"]:
            found.append(f"basis {basis['citation']} of {basis['of']}: {state}, not {basis['state']}")
    for sanction in want.get("sanctions", []):
        found += _sanction_faults(sanction, seen.sanctions(sanction))
    for term in want.get("terms", []):
        found += _term_faults(term, seen.terms(term["of"]))
    return found


def _sanction_faults(want: dict[str, Any], candidates: list[dict[str, Any]]) -> list[str]:
    name = f"{want['provision']} {want['kind']} on {want['on']}"
    if want.get("none"):
        return [f"{name} threatens"] if candidates else []
    for one in candidates:
        base = one["base"] and one["base"]["fact"]
        if (one["state"], base, one["amount"]) == (want["state"], want.get("base"), want.get("amount")):
            return []
    has = [(one["state"], one["base"] and one["base"]["fact"], one["amount"]) for one in candidates]
    return [f"{name}: has {has}, not {want}"]


def _term_faults(want: dict[str, Any], terms: list[dict[str, Any]]) -> list[str]:
    if "last" in want:
        of = [one for one in terms if one["provision"] and one["provision"]["citation"]["zh"] == want["provision"]]
        days = [one["lastDay"] or "" for one in of]
        return [] if want["last"] in days else [f"last day by {want['provision']}: {days}, not {want['last']}"]
    same = [one for one in terms if want["words"] in one["words"]["zh"]]
    if not same:
        return [f"{want['of']} has no term {want['words']}"]
    return [f"a number for {want['words']}" for one in same if one["number"] is not None or one["lastDay"] is not None]


def _reading_faults(want: dict[str, Any], seen: Seen) -> list[str]:
    found = []
    if "hangs_on" in want and seen.answer["hangsOn"] != sorted(want["hangs_on"]):
        found.append(f"hangs on {seen.answer['hangsOn']}, not {want['hangs_on']}")
    told = {one["id"]: one for v in seen.violations.values() for one in v["interpretations"]}
    found += [f"{one} is not told" for one in want.get("told", []) if one not in told]
    for name, expected in want.get("under", {}).items():
        other = (told[name]["underAlternative"] or {}) if name in told else {}
        for key, value in expected.items():
            now = other.get("violations" if key == "established" else key)
            if (sorted(now) if isinstance(now, list) else now) != value:
                found.append(f"under {name}: {key} {now}, not {value}")
    return found


def _open_faults(service: Service, case: CaseFile, seen: Seen) -> list[str]:
    names = case.table.get("open_norms", [])
    if not names:
        return []
    question = cases.from_json(orjson.dumps(case.question), service.laws)
    rules = service.laws.rules(NOTICE, question.on)
    closed = known_of(rules, question).closed
    states = {norm.id: condition.state(closed) for norm, condition in rules.norms}
    found = [f"{norm} applies" for norm in names if norm in seen.applies]
    return found + [f"{norm} is {states[norm]}, not open" for norm in names if states[norm] is not None]


def test_case_files_use_only_known_keys() -> None:
    stray = {case.name: set(case.table) - KEYS for case in FILES if set(case.table) - KEYS}
    assert not stray


def test_case_files_ask_different_things_or_expect_different_things() -> None:
    seen: dict[str, str] = {}
    for case in FILES:
        text = json.dumps({key: value for key, value in case.table.items() if key not in ("title", "why")}, default=str)
        assert text not in seen, f"{case.name} repeats {seen[text]}"
        seen[text] = case.name


def test_there_are_at_least_120_cases() -> None:
    assert len(FILES) >= 120
