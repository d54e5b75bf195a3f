"""What is said of a thing: its own statements whole, and enough of the things beside it to know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Triple

from guanxia.linked.addresses import BASE
from guanxia.model import Text
from guanxia.problems import nearest
from guanxia.queries import Questions

NEAR, LONGEST = 200, 120
ONTOLOGY = f"{BASE}ontology"
SHAPES = f"{BASE}shapes"


class Described(Protocol):
    """Statements about further things, which the graph does not hold."""

    def description(self, iri: str) -> Iterable[Triple]:
        """What is said of one; nothing where it is none of them."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Things that point to another by one property: how many, and the first of them by IRI.

    ``inside`` is true where they do so within a class expression, a list or a path.
    """

    property: str
    count: int
    subjects: tuple[str, ...]
    inside: bool = False


class Things:
    """Every thing of the release, by its IRI; ``others`` describe what only they know."""

    def __init__(self, questions: Questions, others: Sequence[Described] = ()) -> None:
        self._questions, self._others = questions, tuple(others)

    def describe(self, iri: str) -> list[Triple]:
        """A labeled concise bounded description; empty where nothing is said of the IRI.

        All statements about it, blank nodes followed, and labels and types of the things of ours that it names.
        """
        found = self._questions.construct("description", thing=iri)
        held = self._held(NamedNode(iri))
        if not any(_about(one, iri) for one in found) and not held:
            return sorted({one for other in self._others for one in other.description(iri)}, key=str)
        inner = {one.object.value for one in held if isinstance(one.object, NamedNode)}
        names = [
            one for name in sorted(inner) if self.own(name) for one in self._questions.construct("naming", thing=name)
        ]
        return sorted({*found, *held, *names}, key=str)

    def statements(self, iri: str) -> list[Triple]:
        """What is said of the IRI itself, blank nodes followed."""
        described = self.describe(iri)
        return [one for one in described if isinstance(one.subject, BlankNode) or _about(one, iri)]

    def ontology(self) -> list[Triple]:
        """The ontology: its terms with their axioms; neither loose matches nor what notices and statutes say."""
        found = set(self._questions.construct("vocabulary_statements"))
        for node in [*self._structure]:
            if isinstance(node, NamedNode) and _term(node.value):
                found.update(self._held(node))
        for top in self._tops:
            axiom = self._below(top)
            if any(isinstance(one.object, NamedNode) and _term(one.object.value) for one in axiom):
                found.update(axiom)
        return sorted(found, key=str)

    def known(self, iri: str) -> bool:
        """Whether something is said of the IRI."""
        if iri in self.names or iri in self.versions:
            return True
        return any(True for other in self._others for _ in other.description(iri))

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """IRIs of the versions that the release holds, each with the IRI of what it is a version of."""
        return {row.text("version"): row.text("ontology") for row in self._questions.ask("versions")}

    @cached_property
    def names(self) -> Mapping[str, Text | None]:
        """The things of the graph by IRI, in order, with their labels."""
        found: dict[str, Text | None] = {}
        for row in self._questions.ask("things"):
            zh, en = row.optional("label_zh"), row.optional("label_en")
            label = Text(zh or en or "", en or zh or "") if zh or en else None
            found.setdefault(row.text("thing"), label)
        return found

    def nearest(self, iri: str) -> tuple[str, ...]:
        """IRIs that look most like one that is not there; they stand in the same folder, else in one above."""
        name = iri[:LONGEST]
        folder = name
        while folder := folder[: max(folder[:-1].rfind("/"), folder[:-1].rfind("#")) + 1]:
            if len(folder) < len(BASE):
                break
            near = [one for one in self.names if one.startswith(folder)][:NEAR]
            rests = {one.removeprefix(folder): one for one in near}
            found = nearest(name.removeprefix(folder), rests)
            if found:
                return tuple(rests[one] for one in found)
        return ()

    def incoming(self, iri: str, each: int = 50) -> tuple[Incoming, ...]:
        """Who points to a thing, by property; of each at most ``each``, which is 200 at most."""
        made = []
        for counted in self._questions.ask("incoming_counts", thing=iri):
            name = counted.text("property")
            rows = self._questions.ask("incoming", thing=iri, property=name)
            made.append(Incoming(name, int(counted.text("number")), tuple(row.text("subject") for row in rows[:each])))
        inner: dict[str, set[str]] = defaultdict(set)
        for one in self._users.get(iri, ()):
            owner = self._owner(one.subject)
            if owner is not None:
                inner[one.predicate.value].add(owner)
        made += [
            Incoming(name, len(owners), tuple(sorted(owners)[:each]), inside=True)
            for name, owners in sorted(inner.items())
        ]
        return tuple(made)

    @staticmethod
    def own(iri: str) -> bool:
        return iri.startswith(BASE)

    @cached_property
    def _structure(self) -> dict[object, list[Triple]]:
        """Statements with a blank node, by subject."""
        found: dict[object, list[Triple]] = defaultdict(list)
        for one in self._questions.construct("structure"):
            found[one.subject].append(one)
        return dict(found)

    @cached_property
    def _holders(self) -> dict[BlankNode, object]:
        return {
            one.object: one.subject
            for statements in self._structure.values()
            for one in statements
            if isinstance(one.object, BlankNode)
        }

    @cached_property
    def _tops(self) -> list[BlankNode]:
        """Blank nodes that nothing holds, such as axioms on several classes."""
        return [node for node in self._structure if isinstance(node, BlankNode) and node not in self._holders]

    @cached_property
    def _users(self) -> dict[str, list[Triple]]:
        """Statements of blank nodes about a thing, by its IRI."""
        found: dict[str, list[Triple]] = defaultdict(list)
        for statements in self._structure.values():
            for one in statements:
                if isinstance(one.object, NamedNode) and self.own(one.object.value):
                    found[one.object.value].append(one)
        return dict(found)

    def _owner(self, node: object) -> str | None:
        """The thing in whose description a blank node stands."""
        seen = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            node = self._holders.get(node)
        return node.value if isinstance(node, NamedNode) else None

    def _held(self, node: NamedNode) -> list[Triple]:
        """The statements that link a thing to blank nodes, and what is said of these."""
        return [
            one
            for link in self._structure.get(node, ())
            for one in (link, *(self._below(link.object) if isinstance(link.object, BlankNode) else ()))
        ]

    def _below(self, node: BlankNode) -> list[Triple]:
        found, stack, seen = [], [node], {node}
        while stack:
            for one in self._structure.get(stack.pop(), ()):
                found.append(one)
                if isinstance(one.object, BlankNode) and one.object not in seen:
                    seen.add(one.object)
                    stack.append(one.object)
        return found


def _about(one: Triple, iri: str) -> bool:
    return isinstance(one.subject, NamedNode) and one.subject.value == iri


def _term(iri: str) -> bool:
    return iri == ONTOLOGY or iri.startswith(f"{ONTOLOGY}#")
