"""Names for blank nodes that are shared or run in circles: found by refining, and by trying where nodes look alike."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from pyoxigraph import BlankNode, Triple

MOST_TRIALS = 500

Colors = dict[BlankNode, str]


class Tangled(ValueError):
    """Blank nodes that look alike in so many ways that no name can be found for them in bounded time."""


class Tangle:
    """Some blank nodes with all statements that hold one of them; ``beside`` tells what others in these hold."""

    def __init__(self, nodes: Collection[BlankNode], triples: Iterable[Triple], beside: Colors) -> None:
        self._nodes, self._beside = set(nodes), beside
        self._triples = set(triples)
        self._trials = 0

    def names(self) -> Colors:
        """A name for each node, the same for every graph of this form. Raises Tangled."""
        return self._settled(self._refined(dict.fromkeys(self._nodes, "")))[1]

    def _refined(self, colors: Colors) -> Colors:
        """Nodes told apart by their neighbors, until that tells no more apart."""
        while True:
            seen: dict[BlankNode, list[str]] = {node: [] for node in self._nodes}
            for triple in self._triples:
                subject, object_ = (self._shown(term, colors) for term in (triple.subject, triple.object))
                if triple.subject in seen:
                    seen[triple.subject].append(f"> {triple.predicate} {object_}")  # type: ignore[index]
                if triple.object in seen:
                    seen[triple.object].append(f"< {triple.predicate} {subject}")  # type: ignore[index]
            found = {node: digest("\n".join([colors[node], *sorted(lines)])) for node, lines in seen.items()}
            if len(set(found.values())) == len(set(colors.values())):
                return found
            colors = found

    def _settled(self, colors: Colors) -> tuple[list[str], Colors]:
        """Names that differ from each other: of all ways to tell nodes apart, that with the smallest statements."""
        self._trials += 1
        if self._trials > MOST_TRIALS:
            raise Tangled(f"{len(self._nodes)} blank nodes are shared or in circles and look alike")
        alike = sorted(color for color, number in Counter(colors.values()).items() if number > 1)
        if not alike:
            return self._statements(colors), colors
        trials = [node for node in self._nodes if colors[node] == alike[0]]
        settled = [self._settled(self._refined({**colors, node: digest(f"{alike[0]}!")})) for node in trials]
        return min(settled, key=lambda one: one[0])

    def _statements(self, colors: Colors) -> list[str]:
        shown = self._shown
        return sorted(f"{shown(t.subject, colors)} {t.predicate} {shown(t.object, colors)}" for t in self._triples)

    def _shown(self, term: object, colors: Colors) -> str:
        if isinstance(term, BlankNode):
            return f"_:{colors[term] if term in colors else self._beside[term]}"
        return str(term)


def digest(text: str) -> str:
    """A name that a text makes."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]
