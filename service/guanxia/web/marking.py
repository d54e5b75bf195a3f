"""An old text beside a new one, with what was taken out and what was put in."""

from __future__ import annotations

from difflib import SequenceMatcher

LONGEST = 3_000
Marked = list[tuple[str, bool]]


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Both texts in pieces; True for a piece that the other lacks. Texts that have little in common stay whole."""
    if len(before) > LONGEST or len(after) > LONGEST:
        return [(before, True)], [(after, True)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:
        return [(before, True)], [(after, True)]
    old: Marked = []
    new: Marked = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if first < last:
            old.append((before[first:last], kind != "equal"))
        if start < end:
            new.append((after[start:end], kind != "equal"))
    return old, new
