"""Statements as documents show them: by subject, with blank nodes and lists where they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, NIL = NamedNode(f"{RDF}type"), NamedNode(f"{RDF}nil")
FIRST, REST = NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest")
DEEPEST = 40

Node = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal
Said = dict[NamedNode, list[Object]]


class Blocks:
    """Sorted statements in blocks; ``about`` comes first. A blank node that one other mentions stands inside it."""

    def __init__(self, statements: Sequence[Triple], about: str | None = None) -> None:
        self._about = about
        self._said: dict[Node, Said] = {}
        held: Counter[Object] = Counter()
        for one in statements:
            value = _plain(one.object)
            self._said.setdefault(_node(one.subject), {}).setdefault(one.predicate, []).append(value)
            held[value] += isinstance(value, BlankNode)
        self._single = {node for node, count in held.items() if count == 1}
        self._inside = self._below()

    def __iter__(self) -> Iterator[tuple[Node, Said]]:
        """The blocks that stand by themselves."""
        tops = [node for node in self._said if node not in self._inside]
        first = (node for node in tops if isinstance(node, NamedNode) and node.value == self._about)
        yield from ((node, self.said(node)) for node in first)
        rest = (node for node in tops if not isinstance(node, NamedNode) or node.value != self._about)
        yield from ((node, self.said(node)) for node in rest)

    def said(self, node: Node) -> Said:
        """What is said of a node, its types first."""
        said = self._said.get(node, {})
        return {TYPE: said[TYPE], **said} if TYPE in said else said

    def inside(self, node: Object) -> bool:
        return node in self._inside

    def members(self, node: Object) -> list[Object] | None:
        """The members of a list that can be written as one."""
        members: list[Object] = []
        while node != NIL:
            said = self._said.get(node) if isinstance(node, BlankNode) and node in self._single else None
            if said is None or said.keys() != {FIRST, REST} or any(len(values) > 1 for values in said.values()):
                return None
            members.append(said[FIRST][0])
            node = said[REST][0]
        return members

    def _below(self) -> set[Object]:
        """Blank nodes that one other mentions, reached from above; those on a circle are not."""
        found: set[Object] = set()
        stack: list[tuple[Object, int]] = [(node, 0) for node in self._said if node not in self._single]
        while stack:
            node, depth = stack.pop()
            for predicate, values in self._said.get(node, {}).items() if not isinstance(node, Literal) else ():
                for value in self._single.intersection(values):
                    deeper = depth + (predicate != REST)
                    if deeper <= DEEPEST:
                        found.add(value)
                    stack.append((value, deeper if deeper <= DEEPEST else 0))
        return found


def _node(term: object) -> Node:
    if not isinstance(term, NamedNode | BlankNode):
        raise TypeError(f"no subject of RDF 1.1: {term}")
    return term


def _plain(term: object) -> Object:
    if not isinstance(term, NamedNode | BlankNode | Literal):
        raise TypeError(f"no object of RDF 1.1: {term}")
    return term


def iris(statements: Iterable[Triple]) -> Iterator[str]:
    """Every IRI that the statements write, those of datatypes too."""
    for one in statements:
        yield one.predicate.value
        for term in (one.subject, one.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value
