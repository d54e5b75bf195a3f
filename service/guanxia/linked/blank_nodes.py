"""Blank nodes named by what they say, so that the same statements are the same bytes in every process."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

Statements = dict[NamedNode | BlankNode | Triple, list[Triple]]


def named(triples: Iterable[Triple]) -> list[Triple]:
    """The statements, each once and sorted, with blank nodes called b0, b1 and so on.

    Trees of blank nodes take linear time; other graphs are canonicalized (RDFC-1.0), which suits our own data only.
    """
    statements = set(triples)
    if not any(isinstance(term, BlankNode) for one in statements for term in (one.subject, one.object)):
        return sorted(statements, key=str)
    numbers = _numbers(statements)
    if numbers is None:
        return _canonical(statements)
    return sorted((_renamed(one, numbers) for one in statements), key=str)


def _numbers(statements: set[Triple]) -> dict[BlankNode, BlankNode] | None:
    """New names, in the order in which a reader meets the nodes; None where they are no trees."""
    said: Statements = defaultdict(list)
    for one in statements:
        said[one.subject].append(one)
    held = Counter(one.object for one in statements if isinstance(one.object, BlankNode))
    if any(count > 1 for count in held.values()):
        return None
    blank = {*held, *(node for node in said if isinstance(node, BlankNode))}
    tops = [node for node in blank if node not in held]
    roots = [one.object for one in statements if isinstance(one.object, BlankNode) and one.subject not in blank]
    digests = _digests(said, [*tops, *roots])
    if len(digests) < len(blank):
        return None

    def place(one: Triple) -> tuple[str, str, str]:
        inner = digests.get(one.object, "") if isinstance(one.object, BlankNode) else ""
        return ("" if one.subject in blank else str(one.subject), str(one.predicate), inner)

    outer = [one for one in statements if one.object in held and one.subject not in blank]
    first = [node for one in sorted(outer, key=place) for node in (one.object,) if isinstance(node, BlankNode)]
    stack = [*reversed([*first, *sorted(tops, key=digests.__getitem__)])]
    numbers: dict[BlankNode, BlankNode] = {}
    while stack:
        node = stack.pop()
        numbers[node] = BlankNode(f"b{len(numbers)}")
        inner = sorted((one for one in said.get(node, ()) if isinstance(one.object, BlankNode)), key=place)
        stack.extend(one.object for one in reversed(inner) if isinstance(one.object, BlankNode))
    return numbers


def _digests(said: Statements, roots: list[BlankNode]) -> dict[BlankNode, str]:
    """The hash of what is said of each blank node and of those below it; nodes on a circle are left out."""
    order: list[BlankNode] = []
    stack = [*roots]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(one.object for one in said.get(node, ()) if isinstance(one.object, BlankNode))
    digests: dict[BlankNode, str] = {}
    for node in reversed(order):
        lines = sorted(
            f"{one.predicate} {digests[one.object] if isinstance(one.object, BlankNode) else one.object}"
            for one in said.get(node, ())
        )
        digests[node] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return digests


def _canonical(statements: set[Triple]) -> list[Triple]:
    dataset = Dataset(Quad(one.subject, one.predicate, one.object) for one in statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def _renamed(one: Triple, numbers: dict[BlankNode, BlankNode]) -> Triple:
    subject, held = one.subject, one.object
    return Triple(
        numbers[subject] if isinstance(subject, BlankNode) else subject,
        one.predicate,
        numbers[held] if isinstance(held, BlankNode) else held,
    )
