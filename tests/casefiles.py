"""Case files: a question, what must be in its answer and what must not, and the clause that says why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "cases"


@dataclass(frozen=True)
class CaseFile:
    """One file; ``table`` is its TOML."""

    name: str
    table: dict[str, Any]

    @property
    def question(self) -> dict[str, Any]:
        """The body of the question."""
        return {key: self.table[key] for key in ("facts", "on", "area", "violation") if key in self.table}


@cache
def case_files(notice: str) -> tuple[CaseFile, ...]:
    """All case files of a notice by name. Raises FileNotFoundError if there is none."""
    paths = sorted((FOLDER / notice).glob("*.toml"))
    if not paths:
        raise FileNotFoundError(f"no case file for {notice}")
    return tuple(CaseFile(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)


class Seen:
    """What an answer says, in the terms of a case file."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.violations = {one["id"]: one for one in answer["violations"]}
        self.established = [one["id"] for one in answer["violations"] if one["state"] == "established"]
        self.possible = [one["id"] for one in answer["violations"] if one["state"] == "possible"]
        self.excluded = [one["id"] for one in answer["excluded"]]
        self.questions = [one["fact"] for one in answer["questions"]]
        self.cautions = [one["id"] for one in answer["cautions"]]
        self.actions = answer["actions"]
        self.applies = [one["norm"] for one in self.actions if one["state"] == "applies"]
        self.applies += [one["norm"] for one in answer["violations"] if one["state"] == "established"]
        self.would_apply = [one["norm"] for one in self.actions if one["state"] == "would-apply"]
        self.displaced = [one["provision"]["citation"]["zh"] for v in answer["violations"] for one in v["displaced"]]

    @property
    def certain(self) -> dict[str, Any]:
        """Violation true, false or ``open``; role code or ``open``."""
        violation, competent = self.answer["certain"]["violation"], self.answer["certain"]["competent"]
        return {
            "violation": "open" if violation is None else violation,
            "competent": competent["code"] if competent else "open",
        }

    def bases(self, violation: str | None = None) -> dict[str, str]:
        """State of each basis of the violations, by its Chinese citation."""
        return {
            one["citation"]["zh"]: one["inForce"]["state"]
            for id_, v in self.violations.items()
            if violation in (None, id_)
            for one in v["bases"]
        }

    def terms(self, of: str) -> list[dict[str, Any]]:
        """Terms of a violation or of the actions of a norm."""
        if of in self.violations:
            return list(self.violations[of]["terms"])
        return [term for one in self.actions if one["norm"] == of for term in one["terms"]]

    def sanctions(self, like: dict[str, Any]) -> list[dict[str, Any]]:
        """Sanctions of the provision, kind and target that a case file names."""
        return [
            one
            for one in self.violations[like["of"]]["sanctions"]
            if (one["provision"]["citation"]["zh"], one["kind"], one["on"])
            == (like["provision"], like["kind"], like["on"])
        ]
