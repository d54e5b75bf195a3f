"""Skeletons as files: Turtle with what is demanded in comments, JSON with empty places and a list of demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from guanxia.model import Text
from guanxia.referrals import PACKAGES
from guanxia.referrals.context import GX, XSD
from guanxia.referrals.rules import Rule, Source
from guanxia.referrals.skeleton import Blank, Demand, Skeleton, Skeletons, Way

FILL, IF_NEEDED = "#= ", "#? "
_MOST_CODES, _MOST_DEMANDS = 12, 5
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NEEDED, _WANTED, _OPTIONAL = Text("必填", "needed"), Text("宜填", "recommended"), Text("按需", "if it applies")
_SEVERITY = {
    "Violation": Text("要求", "demand"),
    "Warning": Text("提示", "advice"),
    "Info": Text("建议", "good practice"),
}
_NOTICE = Text("通知", "the notice")
_RECONSTRUCTED = Text("（重建）", " (reconstructed)")
_HEAD = (
    Text(
        "填写方法：以“#=”开头的行是要填的内容，删去行首的“#= ”并把例子改为本案的内容；"
        "以“#?”开头的行按需填写，不适用的留着不动。",
        "How to fill in: lines that begin with '#=' are to be filled in: delete '#= ' and put the content of the case "
        "in place of the example. Lines that begin with '#?' are for where they apply; leave the others as they are.",
    ),
    Text("填好后审查：guanxia validate 文件名", "When done, examine it: guanxia validate FILE"),
)
_CONTAINS = Text("这种文书须有：", "This document contains:")
_CODES, _HOW, _EXAMPLE = Text("可用代码：", "codes: "), Text("写法：", "write: "), Text("例：", "example: ")
_CODES_NOT_LISTED = Text("代码共 {} 个，例：", "one of {} codes, such as ")


@dataclass
class Pen:
    """Writes one skeleton in one language."""

    skeletons: Skeletons
    skeleton: Skeleton
    language: str
    _prefixes: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def say(self, text: Text) -> str:
        return text.zh if self.language == "zh" else text.en

    def turtle(self) -> str:
        """A file that parses as it is; with the lines to be filled in uncommented it is a whole document."""
        body = list(self._turtle(self.skeleton.blanks, "<>"))
        prefixes = {"gx": GX, "xsd": XSD, **self._prefixes}
        head = [f"# {line}".rstrip() for line in self._head()]
        return "\n".join(
            [
                *head,
                *(f"@prefix {name}: <{space}> ." for name, space in prefixes.items()),
                f"@base <{PACKAGES}draft> .",
                "",
                f"<> a gx:{self.skeleton.name} .",
                *body,
                "",
            ]
        )

    def json(self) -> dict[str, Any]:
        """Plain JSON: null where something is to be filled in, no place for what only may apply."""
        return {"type": self.skeleton.name, **self._object(self.skeleton.blanks)}

    def guide(self) -> str:
        """What is demanded in each place, for formats without comments."""
        lines = [f"{self.say(self.skeleton.label)} ({self.skeleton.kind})", "", *self._contents(), ""]
        lines += self._guide(self.skeleton.blanks, 0)
        return "\n".join([*lines, ""])

    def _head(self) -> Iterator[str]:
        yield f"{self.say(self.skeleton.label)} ({self.skeleton.kind})"
        yield self.say(self.skeleton.definition)
        yield ""
        yield from map(self.say, _HEAD)
        yield ""
        yield from self._contents()
        yield ""

    def _contents(self) -> Iterator[str]:
        comma, semicolon = ("、", "；") if self.language == "zh" else (", ", "; ")
        if self.skeleton.contents:
            yield self.say(_CONTAINS)
        for number, one in enumerate(self.skeleton.contents, 1):
            places = semicolon.join(self.say(clause) for clause in one.clauses)
            source = (f"（{places}）" if self.language == "zh" else f" ({places})") if places else ""
            yield f"  {number}. {self.say(one.label)}{source} → {comma.join(one.properties)}"

    def _turtle(self, blanks: Iterable[Blank], subject: str) -> Iterator[str]:
        for blank in blanks:
            mark = IF_NEEDED if blank.optional else FILL
            yield ""
            yield from (f"# {line}" for line in self._comment(blank))
            for number, value in enumerate(blank.values, 1):
                if not isinstance(value, list):
                    yield f"{mark}{subject} gx:{blank.name} {self._term(value)} ."
                    continue
                part = f"<#{'-'.join(blank.way)}{f'-{number}' if len(blank.values) > 1 else ''}>"
                yield f"{mark}{subject} gx:{blank.name} {part} ."
                yield from self._turtle(value, part) if number == 1 else self._again(value, part, mark)

    def _again(self, blanks: Iterable[Blank], subject: str, mark: str) -> Iterator[str]:
        """A further part of the same kind, without its comments."""
        for blank in blanks:
            for number, value in enumerate(blank.values, 1):
                if isinstance(value, list):
                    part = f"{subject[:-1]}-{blank.name}{f'-{number}' if len(blank.values) > 1 else ''}>"
                    yield f"{mark}{subject} gx:{blank.name} {part} ."
                    yield from self._again(value, part, mark)
                else:
                    yield f"{mark}{subject} gx:{blank.name} {self._term(value)} ."

    def _comment(self, blank: Blank) -> Iterator[str]:
        """Name and need, what is demanded by which clause, and how to write it."""
        label = self.skeletons.rules.label(NamedNode(GX + blank.name))
        demands = self.skeletons.demands(self.skeleton.kind, blank.way)
        yield f"{self.say(label)} {'.'.join(blank.way)} [{self.say(self._need(blank, demands))}]"
        new = [one for one in demands if one.rule.shape not in self._told][:_MOST_DEMANDS]
        for one in new:
            self._told.add(one.rule.shape)
            mark = self.say(_RECONSTRUCTED) if one.rule.reconstructed else ""
            source = self._source(one.rule)
            yield f"  {self.say(_SEVERITY[one.severity])}: {self.say(one.text)}{mark}{source}"
        if new:
            yield f"  {self.say(_HOW)}{self.say(new[0].rule.fix)}"
        if codes := self.skeletons.codes(blank.name):
            few = len(codes) <= _MOST_CODES
            start = self.say(_CODES) if few else self.say(_CODES_NOT_LISTED).format(len(codes))
            yield f"  {start}{', '.join(codes[:_MOST_CODES] if few else [self._code(blank)])}"

    def _need(self, blank: Blank, demands: Iterable[Demand]) -> Text:
        """A part that applies only sometimes needs its own parts, once it is there."""
        carried = any(one.properties == (blank.name,) for one in self.skeleton.contents) and len(blank.way) == 1
        if any(one.needed for one in demands) or (carried and not blank.optional):
            return _NEEDED
        return _OPTIONAL if blank.optional else _WANTED

    def _source(self, rule: Rule) -> str:
        """The clause or provision of a demand in brackets."""
        places = [Text(f"通知 {one.label.zh}", f"notice, {one.label.en}") for one in rule.clauses]
        places += [one.label for one in rule.provisions]
        places = places or [self._short(one) for one in rule.sources]
        if not places:
            return ""
        told = "；".join(one.zh for one in places) if self.language == "zh" else "; ".join(one.en for one in places)
        return f"〔{told}〕" if self.language == "zh" else f" [{told}]"

    def _short(self, source: Source) -> Text:
        """A source by its label, the notice itself as such."""
        return _NOTICE if source.iri.endswith(f"/notice/{self.skeletons.notice}") else source.label

    def _guide(self, blanks: Iterable[Blank], depth: int) -> Iterator[str]:
        for blank in blanks:
            yield from (f"{'  ' * depth}{line}" for line in self._comment(blank))
            value = blank.values[0] if blank.values else None
            if isinstance(value, list):
                yield from self._guide(value, depth + 1)
            elif value is not None:
                shown = self._code(blank) if isinstance(value, NamedNode) else value.value
                yield f"{'  ' * depth}  {self.say(_EXAMPLE)}{shown}"

    def _object(self, blanks: Iterable[Blank]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for blank in blanks:
            if not blank.optional:
                value = self._object(blank.parts[0]) if blank.parts else None
                made[blank.name] = [value] if len(blank.values) > 1 and value is not None else value
        return made

    def _code(self, blank: Blank) -> str:
        """The value of the example as plain JSON spells it."""
        value = blank.values[0]
        iri = value.value if isinstance(value, NamedNode) else ""
        scope: Mapping[str, str] = self.skeletons.context.definitions[blank.name].get("@context", {})
        space = scope.get("@vocab", "\0")
        return iri.removeprefix(space) if iri.startswith(space) else iri

    def _term(self, value: Literal | NamedNode) -> str:
        if isinstance(value, NamedNode):
            return self._iri(value.value)
        sort = value.datatype.value
        if sort in (f"{XSD}boolean", f"{XSD}integer") or (sort == f"{XSD}decimal" and "." in value.value):
            return value.value
        written = str(Literal(value.value))
        return written if sort == f"{XSD}string" else f"{written}^^xsd:{sort.removeprefix(XSD)}"

    def _iri(self, iri: str) -> str:
        """An IRI by a prefix, where its last part is plain and no other space has the name."""
        space, slash, name = iri.rpartition("/")
        prefix = space.rpartition("/")[2]
        usable = slash and _PLAIN.fullmatch(name) and _PLAIN.fullmatch(prefix) and prefix not in ("gx", "xsd")
        if usable and self._prefixes.setdefault(prefix, f"{space}/") == f"{space}/":
            return f"{prefix}:{name}"
        return f"<{iri}>"


def places(blanks: Iterable[Blank]) -> Iterator[Way]:
    """All places of a skeleton."""
    for blank in blanks:
        yield blank.way
        for part in blank.parts:
            yield from places(part)
