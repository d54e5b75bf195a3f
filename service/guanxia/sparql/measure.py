"""The size of a query by what its tokens mean: a walk with a stack of its own, never by recursion.

It follows the grammar of SPARQL 1.1 as far as counting needs it. Of a text that is no query it may count too little;
never more than there is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from guanxia.problems import Place
from guanxia.sparql import scanner
from guanxia.sparql.limits import Limits
from guanxia.sparql.refusals import Refused, too_deep, too_many
from guanxia.sparql.scanner import Token

# What an open bracket holds.
GROUP, TEMPLATE, PROPERTIES, LIST, PATH, EXPRESSION, DATA, ROW = range(8)
# What comes next: subject, verb, object, what may follow an object; an expression or a graph and then again a subject;
# variables of VALUES; projection or condition of solutions; the template of CONSTRUCT.
SUBJECT, VERB, OBJECT, AFTER, CONSTRAINT, NAMES, SOLUTIONS, BUILDING = range(8)

_TERMS = frozenset({scanner.IRI, scanner.NAME, scanner.VARIABLE, scanner.NODE, scanner.STRING, scanner.NUMBER})
_UNARY = frozenset({"!", "^", "^^", "+", "-"})
_OPERATORS = frozenset({"+", "-", "*", "/", "||", "&&", "|", "=", "!=", "<", ">", "<=", ">=", "!", "^", "?"})
_CLOSING = {"}": (GROUP, TEMPLATE, DATA), "]": (PROPERTIES,), ")": (LIST, PATH, EXPRESSION, ROW)}
_OPENING = frozenset("{[(")
_TRIPLES = frozenset({GROUP, TEMPLATE, PROPERTIES})


@dataclass(slots=True)
class Frame:
    """One open bracket. ``whole`` tells that a path could end here; ``steps`` counts those of the present verb."""

    holds: int
    next: int
    whole: bool = False
    steps: int = 0
    counts: bool = True
    members: int = 0


class Measure:
    """Counts what is limited. Raises Refused at the token that is too much."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text, self._limits = text, limits
        self._frames = [Frame(EXPRESSION, SOLUTIONS)]
        self._run = self._lists = 0
        self._skips = False
        self.counts: Counter[str] = Counter()
        self._most = {
            "patterns": (limits.patterns, "三元组模式（路径的每一步、列表的每一项都计入）",
                         "triple patterns (each step of a path and each member of a list counts)"),
            "optionals": (limits.optionals, "OPTIONAL", "OPTIONALs"),
            "unions": (limits.unions, "UNION", "UNIONs"),
            "binds": (limits.binds, "BIND 和其他 AS", "BINDs and other assignments by AS"),
            "graphs": (limits.graphs, "GRAPH", "GRAPHs"),
            "filters": (limits.groups, "FILTER、MINUS 和 EXISTS", "FILTERs, MINUSes and EXISTS"),
            "groups": (limits.groups, "花括号", "groups in braces"),
            "brackets": (limits.brackets, "圆括号和方括号", "parentheses and brackets"),
            "operators": (limits.operators, "运算符", "operators"),
            "members": (limits.members, "逗号分隔的项", "members set apart by commas"),
            "terms": (limits.terms, "大括号以外的网址和变量", "IRIs and variables outside of braces"),
            "values": (limits.values, "VALUES 的值", "terms of VALUES"),
        }  # fmt: skip

    def count(self, what: str, start: int, number: int = 1) -> None:
        self.counts[what] += number
        most, zh, en = self._most[what]
        if self.counts[what] > most:
            raise too_many(Place(self._text, start), zh, en, most)

    @property
    def within(self) -> int:
        """What the innermost open bracket holds; EXPRESSION outside of all."""
        return self._frames[-1].holds

    @property
    def depth(self) -> int:
        """Number of open brackets."""
        return len(self._frames) - 1

    def construct(self) -> None:
        """What follows is the template of a CONSTRUCT, if it begins with a brace."""
        self._frames[0].next = BUILDING

    def take(self, token: Token) -> None:
        kind, text, start = token
        if kind != scanner.SIGN:
            self._run = 0
            self._take_term(token) if kind in _TERMS else self._take_word(text, start)
            return
        self._run = self._run + 1 if text in _UNARY else 0
        if len(self._frames) + self._run - 1 > self._limits.depth:
            raise self._deep(start)
        if text in _OPENING:
            self._open(text, start)
        elif text in _CLOSING:
            self._close(text, start)
        else:
            self._sign(text, start)

    def _deep(self, start: int) -> Refused:
        return too_deep(Place(self._text, start), self._limits.depth)

    def _take_word(self, word: str, start: int) -> None:
        upper = word.upper()
        what = _COUNTED.get(upper)
        if what:
            self.count(what, start)
        frame = self._frames[-1]
        if upper in ("TRUE", "FALSE", "UNDEF"):
            self._term(start)
        elif upper == "A" and frame.holds in _TRIPLES and frame.next == VERB:
            frame.whole = True
        elif frame.holds == GROUP or len(self._frames) == 1:
            frame.next = _AFTER_WORD.get(upper, frame.next)

    def _take_term(self, token: Token) -> None:
        if self._skips:
            self._skips = False
        elif token.kind == scanner.IRI and len(token.text) > self._limits.iri:
            raise too_many(Place(self._text, token.start), "网址的字数", "characters in an IRI", self._limits.iri)
        else:
            self._term(token.start)

    def _term(self, start: int) -> None:
        """A term, or a bracket that stands for one, has been read."""
        frame = self._frames[-1]
        if frame.holds in (LIST, DATA, ROW):
            if frame.holds == LIST:
                frame.members += 1
            else:
                self.count("values", start)
        elif len(self._frames) == 1:
            self.count("terms", start)
        elif frame.next == SUBJECT:
            frame.next, frame.whole, frame.steps = VERB, False, 0
        elif frame.holds == PATH or (frame.next == VERB and not frame.whole):
            frame.whole = True
        elif frame.next in (VERB, OBJECT):
            frame.next = AFTER
            if frame.counts:
                self.count("patterns", start, 1 + frame.steps)

    def _open(self, sign: str, start: int) -> None:
        if len(self._frames) > self._limits.depth:
            raise self._deep(start)
        self.count("groups" if sign == "{" else "brackets", start)
        frame = self._frames[-1]
        if sign == "{":
            opened = self._braces(frame)
        elif sign == "[":
            opened = Frame(PROPERTIES, VERB, counts=frame.counts)
        else:
            opened = self._parentheses(frame, start)
        self._frames.append(opened)

    def _braces(self, frame: Frame) -> Frame:
        if frame.next == NAMES:
            return Frame(DATA, NAMES)
        if frame.next == BUILDING:
            return Frame(TEMPLATE, SUBJECT, counts=False)
        return Frame(GROUP, SUBJECT)

    def _parentheses(self, frame: Frame, start: int) -> Frame:
        if frame.holds in (DATA, ROW) or frame.next == NAMES:
            return Frame(ROW if frame.holds == DATA else EXPRESSION, NAMES)
        if frame.holds == PATH or (frame.holds in _TRIPLES and frame.next == VERB and not frame.whole):
            return Frame(PATH, VERB)
        if frame.holds == LIST or (frame.holds in _TRIPLES and frame.next in (SUBJECT, VERB, OBJECT)):
            self._lists += 1
            if self._lists > self._limits.list_depth:
                raise too_deep(Place(self._text, start), self._limits.list_depth)
            return Frame(LIST, OBJECT, counts=frame.counts)
        return Frame(EXPRESSION, SOLUTIONS)

    def _close(self, sign: str, start: int) -> None:
        if len(self._frames) == 1 or self._frames[-1].holds not in _CLOSING[sign]:
            return
        closed = self._frames.pop()
        frame = self._frames[-1]
        if closed.holds == LIST:
            self._lists -= 1
            if closed.counts:
                self.count("patterns", start, 2 * closed.members)
        if closed.holds in (LIST, PROPERTIES):
            self._term(start)
        elif closed.holds == PATH:
            frame.whole, frame.steps = True, frame.steps + closed.steps
        elif closed.holds in (GROUP, TEMPLATE, DATA):
            frame.next = SUBJECT if frame.holds == GROUP and frame.next != SOLUTIONS else SOLUTIONS
        elif frame.next == CONSTRAINT:
            frame.next = SUBJECT

    def _sign(self, sign: str, start: int) -> None:
        frame = self._frames[-1]
        if sign == "^^":
            self._skips = True
        elif frame.holds in _TRIPLES and frame.next in (SUBJECT, VERB, OBJECT, AFTER) and sign in _FLOW:
            frame.next = _FLOW[sign]
            if sign == ";":
                frame.whole, frame.steps = False, 0
        elif sign == ",":
            self.count("members", start)
        elif sign in _OPERATORS:
            self.count("operators", start)
            if sign in "/|^!" and (frame.holds == PATH or frame.next == VERB):
                frame.whole = False
                frame.steps += sign == "/"


_FLOW = {".": SUBJECT, ",": OBJECT, ";": VERB}
_COUNTED = {
    "OPTIONAL": "optionals",
    "UNION": "unions",
    "AS": "binds",
    "GRAPH": "graphs",
    "FILTER": "filters",
    "MINUS": "filters",
    "EXISTS": "filters",
}
_AFTER_WORD = {
    **dict.fromkeys(("FILTER", "BIND"), CONSTRAINT),
    **dict.fromkeys(("OPTIONAL", "UNION", "MINUS"), SUBJECT),
    "GRAPH": CONSTRAINT,
    "VALUES": NAMES,
    **dict.fromkeys(("SELECT", "WHERE", "FROM", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET"), SOLUTIONS),
}
