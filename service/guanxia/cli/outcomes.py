"""How a command ends: exit codes, and failures with their words in both languages."""

from __future__ import annotations

from enum import IntEnum

import click

from guanxia.cli.speech import say
from guanxia.model import Text
from guanxia.problems import Problem


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    BAD_INPUT = 2
    MISMATCH = 3
    UNREADABLE_GRAPH = 4
    NO_ACCESS = 5
    NOTHING = 6


MEANINGS: dict[Exit, Text] = {
    Exit.DONE: Text(
        "完成：已作答、相符或者没有发现（结论见答复的状态）",
        "done: answered, conforms, nothing found (the conclusion is in the answer)",
    ),
    Exit.FINDINGS: Text(
        "完成，但有发现：图有缺陷，表中有未能作答的行，或者材料不符合要求",
        "done, with findings: defects in the graph, rows that could not be answered, packages that do not conform",
    ),
    Exit.BAD_INPUT: Text("用法或者输入有误，或者有材料未能审查", "wrong usage or bad input, or packages not examined"),
    Exit.MISMATCH: Text("答复与本版本重算的结果不符", "the answer differs from what this release computes"),
    Exit.UNREADABLE_GRAPH: Text("法律图无法读取", "the law graph cannot be read"),
    Exit.NO_ACCESS: Text("文件不能读写，或者端口被占用", "a file cannot be read or written, or the port is taken"),
    Exit.NOTHING: Text("没有可做的：所给文件夹中没有材料", "nothing to do: the folders given hold no packages"),
}


class Failure(click.ClickException):
    """An end before the work is done; ``code`` is the exit code, ``lines`` say more, one each."""

    def __init__(self, code: Exit, text: Text, lines: tuple[Text, ...] = ()) -> None:
        super().__init__(text.en)
        self.exit_code = int(code)  # type: ignore[misc]
        self.text, self.lines = text, lines

    @classmethod
    def of(cls, problem: Problem) -> Failure:
        """A failure for bad input, with every fault."""
        lines = tuple(fault.text for fault in problem.faults) or (problem.detail,)
        return cls(Exit.BAD_INPUT, problem.title, lines)

    def format_message(self) -> str:
        return "\n  ".join(say(text) for text in (self.text, *self.lines))
