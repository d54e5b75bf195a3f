"""Reports on packages as the terminal shows them: with color, and a table of what many come to."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from guanxia.cli.speech import language, read, say
from guanxia.model import Text
from guanxia.reports.entries import SEVERITIES, Entry, clean, local, refusal
from guanxia.reports.plain import Line, lines
from guanxia.reports.summary import Summary
from guanxia.reports.words import SEVERITY

STYLES = {
    "good": "bold green",
    "bad": "bold red",
    "violation": "red",
    "warning": "yellow",
    "info": "cyan",
    "head": "bold",
    "mark": "magenta",
    "dim": "dim",
    "": "",
}
REFUSED = Text("未能审查", "not examined")


class ScreenWriter:
    """Text in color, wrapped under its own beginning."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen

    def write(self, entry: Entry) -> None:
        for line in lines(entry, language()):
            self._screen.print(_padded(line))

    def end(self) -> None:
        """Nothing follows the last package."""


def _padded(line: Line) -> Padding:
    words = Words.assemble(*((text, STYLES[style]) for text, style in line))
    depth = len(words.plain) - len(words.plain.lstrip())
    return Padding(words[depth:] if depth else words, (0, 0, 0, depth))


def tell_summary(screen: Console, summary: Summary) -> None:
    """The table of a batch, and each refused package with its reason."""
    good, refused = summary.conforming, summary.refusals
    bad = summary.packages - good - refused
    screen.print(
        Words(
            say(
                Text(
                    f"共 {summary.packages} 份材料：{good} 份符合，{bad} 份不符合，{refused} 份未能审查。",
                    f"{summary.packages} packages: {good} conform, {bad} do not, {refused} not examined.",
                )
            ),
            style="bold",
        )
    )
    if summary.kinds:
        screen.print(_kinds(summary))
    if summary.severities:
        screen.print(_shapes(summary))
    for entry in summary.refused:
        reason = refusal(entry.problem or {}, language())
        screen.print(Words.assemble((say(REFUSED), "red"), "  ", (entry.place, "bold"), "  ", reason))
    if refused > len(summary.refused):
        more = refused - len(summary.refused)
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(summary.reasons.items()))
        screen.print(say(Text(f"另有 {more} 份未能审查（{kinds}）。", f"{more} more not examined ({kinds}).")))


def _kinds(summary: Summary) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(say(Text("文书", "document")))
    for text in (Text("符合", "conform"), Text("不符合", "do not")):
        table.add_column(say(text), justify="right")
    for kind, good, bad in summary.by_kind():
        label = summary.labels.get(kind)
        table.add_row(Words(clean(read(label)) if label else clean(kind) or "–"), str(good), str(bad))
    return table


def _shapes(summary: Summary) -> Table:
    """How often each severity occurs, then the shapes that objected most."""
    table = Table(box=None, pad_edge=False)
    for text in (Text("最常见的问题", "most frequent findings"), Text("程度", "severity")):
        table.add_column(say(text))
    table.add_column(say(Text("次数", "times")), justify="right")
    for shape, severity, number in summary.most_frequent():
        name = f"{clean(read(summary.names[shape]))} ({local(shape)})"
        table.add_row(Words(name), Words(say(SEVERITY[severity]), style=STYLES[severity]), str(number))
    for severity in SEVERITIES:
        total = Words(say(Text("合计", "all")), style="dim")
        table.add_row(total, Words(say(SEVERITY[severity]), style=STYLES[severity]), str(summary.severities[severity]))
    return table
