"""Labels of blank nodes that stay from release to release: a node is named by its place, not by what it holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Triple

from guanxia.linked.tangles import Tangle, digest

Groups = dict[tuple[str, str], list[BlankNode]]


class Labels:
    """The label of every blank node of one graph, the same wherever and in whatever order its statements are read.

    A node that hangs on one other thing is named by that thing, the property between them and, where several hang on
    the same property, by what it holds. The few that are shared or run in circles are named together. Raises Tangled.
    """

    def __init__(self, triples: Iterable[Triple], graph: str = "") -> None:
        self._graph = graph
        self._below: dict[BlankNode, list[Triple]] = defaultdict(list)
        self._above: dict[BlankNode, list[Triple]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.subject, BlankNode):
                self._below[triple.subject].append(triple)
            if isinstance(triple.object, BlankNode):
                self._above[triple.object].append(triple)
        self._content: dict[BlankNode, str] = {}
        self._names: dict[BlankNode, str] = {}
        self._name_all({*self._below, *self._above})

    def of(self, triple: Triple) -> Triple:
        """The statement with the labels of its blank nodes."""
        subject, object_ = triple.subject, triple.object
        if isinstance(subject, BlankNode):
            subject = BlankNode(self._names[subject])
        if isinstance(object_, BlankNode):
            object_ = BlankNode(self._names[object_])
        return Triple(subject, triple.predicate, object_)

    def _name_all(self, nodes: set[BlankNode]) -> None:
        tangled = self._tangled(nodes)
        near = {triple for node in tangled for triple in (*self._below.get(node, ()), *self._above.get(node, ()))}
        beside = {
            one.object: self._held(one.object)
            for one in near
            if isinstance(one.object, BlankNode) and one.object not in tangled
        }
        for node, name in Tangle(tangled, near, beside).names().items() if tangled else ():
            self._names[node] = f"t{digest(self._graph + name)}"
            self._content[node] = name
        groups: Groups = {}
        for node in nodes - tangled:
            above = self._above.get(node)
            if not above:
                groups.setdefault(("", ""), []).append(node)
            elif isinstance(above[0].subject, NamedNode):
                groups.setdefault((above[0].subject.value, above[0].predicate.value), []).append(node)
        for node in tangled:
            self._add_below(groups, node)
        while groups:
            place, found = groups.popitem()
            self._name(place, found)
            for node in found:
                self._add_below(groups, node)

    def _tangled(self, nodes: set[BlankNode]) -> set[BlankNode]:
        """Nodes that are shared or run in circles, and those above them, which tell them apart."""
        tangled = {node for node in nodes if len(self._above.get(node, ())) > 1}
        done: set[BlankNode] = set()
        for node in nodes - tangled:
            path: dict[BlankNode, None] = {}
            one: BlankNode | None = node
            while one is not None and one not in tangled and one not in done and one not in path:
                path[one] = None
                above = self._above.get(one)
                parent = above[0].subject if above else None
                one = parent if isinstance(parent, BlankNode) else None
            if one in path:
                way = list(path)
                tangled.update(way[way.index(one) :])
            done.update(path)
        pending = list(tangled)
        while pending:
            for triple in self._above.get(pending.pop(), ()):
                if isinstance(triple.subject, BlankNode) and triple.subject not in tangled:
                    tangled.add(triple.subject)
                    pending.append(triple.subject)
        return tangled

    def _add_below(self, groups: Groups, parent: BlankNode) -> None:
        for triple in self._below.get(parent, ()):
            if isinstance(triple.object, BlankNode) and triple.object not in self._names:
                groups.setdefault((f"_:{self._names[parent]}", triple.predicate.value), []).append(triple.object)

    def _name(self, place: tuple[str, str], nodes: list[BlankNode]) -> None:
        """Names for the nodes on one property of one thing; what they hold counts where they are several."""
        where = "\0".join((self._graph, *place))
        if len(nodes) == 1 and place[0]:
            self._names[nodes[0]] = f"n{digest(where)}"
            return
        seen: Counter[str] = Counter()
        for content, node in sorted(((self._held(node), node) for node in nodes), key=lambda pair: pair[0]):
            told = "\0".join((where, content, str(seen[content])))
            self._names[node] = f"n{digest(told)}"
            seen[content] += 1

    def _held(self, node: BlankNode) -> str:
        """The digest of all that stands below a node; without recursion, for lists are deep."""
        pending = [node]
        while pending:
            one = pending[-1]
            statements = self._below.get(one, ())
            missing = [
                triple.object
                for triple in statements
                if isinstance(triple.object, BlankNode) and triple.object not in self._content
            ]
            if one not in self._content and missing:
                pending += missing
                continue
            pending.pop()
            lines = [f"{triple.predicate} {self._told(triple.object)}" for triple in statements]
            self._content.setdefault(one, digest("\n".join(sorted(lines))))
        return self._content[node]

    def _told(self, term: object) -> str:
        return self._content[term] if isinstance(term, BlankNode) and term in self._content else str(term)
