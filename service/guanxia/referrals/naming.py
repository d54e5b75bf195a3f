"""Names for the things inside a package that do not hang on the order of its statements or on a parser's labels.

A thing without an IRI is named by the way to it from the document, in the spelling of plain JSON: ``worker[2]/line``.
Of several at one place the number follows from their content.
"""

from __future__ import annotations

from collections import deque
from hashlib import blake2b

from pyoxigraph import BlankNode, NamedNode

from guanxia.model import Text
from guanxia.referrals.statements import GX, RDFS, Statements, Term, local

DOCUMENT = "document"
_WHOLE = Text("整份文书", "the whole document")
# What people call a part by, the most telling first.
_TELLING = ("name", "title", "citationText", "documentNumber", "idNumber", "month", "date")
_ROUNDS, _DEEPEST, _LONGEST = 16, 12, 60


class Names:
    """Names of the nodes of one package."""

    def __init__(self, package: Statements, root: Term | None, knowledge: Statements) -> None:
        self._package, self._root, self._knowledge = package, root, knowledge
        self._marks = _marks(package)
        self._way: dict[Term, tuple[Term, str, int | None]] = {}
        self._walk()

    def _walk(self) -> None:
        """The shortest way to each thing; of equal ones the first by name."""
        starts = [self._root] if self._root is not None else []
        rest = sorted((one for one in self._package.subjects() if one != self._root), key=self._key)
        seen: set[Term] = set()
        for start in (*starts, *rest):
            if start in seen:
                continue
            seen.add(start)
            waiting = deque([start])
            while waiting:
                node = waiting.popleft()
                for predicate in sorted(self._package.about(node)):
                    parts = [one for one in self._package.values(node, predicate) if self._is_part(one)]
                    for number, part in enumerate(sorted(parts, key=self._key), 1):
                        if part not in seen:
                            seen.add(part)
                            self._way[part] = (node, predicate, number if len(parts) > 1 else None)
                            waiting.append(part)

    def _is_part(self, term: Term) -> bool:
        return isinstance(term, BlankNode) or (isinstance(term, NamedNode) and term in self._package)

    def _key(self, term: Term) -> tuple[str, bytes]:
        return self._told(term) or "", self._marks.get(term) or str(term).encode()

    def _told(self, term: Term) -> str | None:
        """What people call a thing by; the least of several."""
        about = self._package.about(term)
        for name in _TELLING:
            if GX + name in about:
                return min(one.value for one in about[GX + name])
        return None

    def name(self, term: Term) -> str:
        """The IRI of a thing, the text of a literal, or the way to a part."""
        if not isinstance(term, BlankNode):
            return term.value
        return "/".join(self._steps(term)) or DOCUMENT

    def _steps(self, term: Term) -> list[str]:
        steps: list[str] = []
        while term in self._way and len(steps) < _DEEPEST:
            term, predicate, number = self._way[term]
            steps.append(local(predicate) + (f"[{number}]" if number else ""))
        if term != self._root:
            steps.append(f"node-{self._marks.get(term, b'').hex()[:8]}" if len(steps) < _DEEPEST else "…")
        return steps[::-1]

    def order(self, term: Term) -> tuple[tuple[str, int], ...]:
        """Key by which the things of a package stand in their natural order: the document before its parts."""
        steps: list[tuple[str, int]] = []
        while term in self._way and len(steps) < _DEEPEST:
            term, predicate, number = self._way[term]
            steps.append((local(predicate), number or 0))
        return (("", 0), *steps[::-1]) if term == self._root else ((self.name(term), 1), *steps[::-1])

    def place(self, term: Term) -> Text:
        """Where a thing stands, in words, with what people call it by."""
        parts: list[Text] = []
        while term in self._way and len(parts) < _DEEPEST:
            before, predicate, number = self._way[term]
            parts.append(self._part(term, predicate, number))
            term = before
        if not parts:
            return _WHOLE
        return Text(" › ".join(one.zh for one in parts[::-1]), " › ".join(one.en for one in parts[::-1]))

    def _part(self, term: Term, predicate: str, number: int | None) -> Text:
        label = self._knowledge.text(NamedNode(predicate), f"{RDFS}label") or Text(local(predicate), local(predicate))
        told = self._told(term)
        if told:
            short = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
            return Text(f"{label.zh}“{short}”", f"{label.en} “{short}”")
        return Text(f"{label.zh}[{number}]", f"{label.en} [{number}]") if number else label


def _marks(package: Statements) -> dict[Term, bytes]:
    """A digest of each thing's content, blank nodes by what is said of them; equal things have equal marks."""
    fixed: dict[Term, list[bytes]] = {}
    linked: dict[Term, list[tuple[bytes, Term]]] = {}
    for subject, predicate, value in package:
        if isinstance(value, BlankNode):
            linked.setdefault(subject, []).append((predicate.encode(), value))
        else:
            fixed.setdefault(subject, []).append(f"{predicate} {value}".encode())
    nodes = [*package.subjects()]
    marks = {node: _digest(_own(node), *sorted(fixed.get(node, ()))) for node in nodes}
    empty, kinds = _digest(b"empty"), len(set(marks.values()))
    for _ in range(_ROUNDS if linked else 0):
        ahead = marks.copy()
        for node, links in linked.items():
            ahead[node] = _digest(marks[node], *sorted(p + marks.get(value, empty) for p, value in links))
        marks, before, kinds = ahead, kinds, len(set(ahead.values()))
        if kinds == before:
            break
    return marks


def _own(node: Term) -> bytes:
    return b"" if isinstance(node, BlankNode) else str(node).encode()


def _digest(*parts: bytes) -> bytes:
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(4) + part)
    return made.digest()
