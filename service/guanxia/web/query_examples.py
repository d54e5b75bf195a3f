"""Worked examples for the query page: the files of ``queries/examples``, each a competency question."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guanxia.model import Text

CHINESE, ENGLISH = '= "zh"', '= "en"'


@dataclass(frozen=True, slots=True)
class Example:
    """``question`` is what it answers, ``shows`` the view in which it is best seen: table, chart or graph."""

    name: str
    question: Text
    order: int
    shows: str
    query: Text


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The examples in their order; labels come in the language of the reader."""
    found = [_example(path) for path in folder.glob("*.rq")]
    return tuple(sorted(found, key=lambda one: (one.order, one.name)))


def _example(path: Path) -> Example:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = {key.strip(): value.strip() for key, _, value in (_pair(line) for line in lines if line.startswith("#+"))}
    text = "\n".join(line for line in lines if not line.startswith("#")).strip() + "\n"
    return Example(
        path.stem,
        Text(header["example zh"], header["example en"]),
        int(header["order"]),
        header["shows"],
        Text(text, text.replace(CHINESE, ENGLISH)),
    )


def _pair(line: str) -> tuple[str, str, str]:
    return line.removeprefix("#+").partition(":")
