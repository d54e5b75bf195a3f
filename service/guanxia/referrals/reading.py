"""Citations in words are read before the shapes see a package, so that the demands on them can stay in the shapes.

Each ``gx:citationText`` gives the provision that it names, or the reason why it names none. What is added here is
derived: a ``gx:citationState`` that a package brings itself is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.citations import Citation, Resolver
from guanxia.referrals.statements import GX

_TEXT, _STATE = NamedNode(f"{GX}citationText"), NamedNode(f"{GX}citationState")
_PROVISION = NamedNode(f"{GX}provision")
# The day whose law counts: that of the act, else that of the document.
_DAYS = (f"{GX}actEndedOn", f"{GX}actOn", f"{GX}issuedOn")
_FAILED = frozenset({"noSuchProvision", "unknownTitle", "ambiguous"})


class Reader:
    """Reads the citations of packages with one resolver."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def read(self, triples: Iterable[Triple]) -> list[Triple]:
        """The statements of a package and what follows from its citations."""
        given = [one for one in triples if one.predicate != _STATE]
        cited = [one for one in given if one.predicate == _TEXT and isinstance(one.object, Literal)]
        if not cited:
            return given
        day = _day(given)
        added: dict[Triple, None] = {}
        for one in cited:
            holders = [other for other in given if other.object == one.subject]
            added |= dict.fromkeys(self._added(one, holders, day))
        return list(dict.fromkeys([*given, *added]))

    def _added(self, one: Triple, holders: Sequence[Triple], day: date | None) -> Iterable[Triple]:
        """Several provisions in one text become several citations, held by what holds the first."""
        text = one.object.value if isinstance(one.object, Literal) else ""
        found = self._resolver.find(text, day)
        if not found:
            yield Triple(one.subject, _STATE, Literal("unknownTitle"))
        named: dict[str, None] = {}
        for citation in found:
            state = _state(citation)
            if state is not None:
                yield Triple(one.subject, _STATE, Literal(state))
            elif citation.provision is not None and citation.provision not in named:
                named[citation.provision] = None
                subject = one.subject
                if len(named) > 1:
                    subject = BlankNode()
                    yield from (Triple(holder.subject, holder.predicate, subject) for holder in holders)
                    yield Triple(subject, _TEXT, Literal(citation.text))
                yield Triple(subject, _PROVISION, NamedNode(citation.provision))


def _state(citation: Citation) -> str | None:
    """Why a citation is no basis that can be checked; a statute without an article may mean any of its provisions."""
    if citation.state in _FAILED:
        return citation.state
    if citation.provision is None:
        return "notTold"
    return "ambiguous" if citation.provision == citation.work else None


def _day(triples: Iterable[Triple]) -> date | None:
    """The earliest day stated under the first of the properties that gives one."""
    days: dict[str, list[date]] = {}
    for one in triples:
        if one.predicate.value in _DAYS and isinstance(one.object, Literal):
            try:
                day = date.fromisoformat(one.object.value)
            except ValueError:
                continue
            days.setdefault(one.predicate.value, []).append(day)
    return next((min(days[name]) for name in _DAYS if name in days), None)
