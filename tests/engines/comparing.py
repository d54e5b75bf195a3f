"""What must be the same whichever engine holds the law."""

from __future__ import annotations

from pathlib import Path

from guanxia.app import Service
from guanxia.queries import Query
from tests.engines.questions import answered, competency_parameters, jurisdiction_questions, rows

# Their order says nothing; what reads them makes its own.
UNORDERED = ("ORDER BY",)


def differing_answers(here: Service, there: Service, shared: Path | None) -> list[str]:
    """Questions of the suite whose answers are not the same bytes."""
    return [
        name
        for name, question in jurisdiction_questions(shared)
        if answered(here, question) != answered(there, question)
    ]


def differing_queries(here: Service, there: Service, left_out: frozenset[str] = frozenset()) -> list[str]:
    """Query files that do not give the same rows; in the same order, where they state one."""
    return [query.name for query in here.questions if query.name not in left_out and not _same(here, there, query)]


def _same(here: Service, there: Service, query: Query) -> bool:
    for parameters in competency_parameters(query.name)[:3]:
        ours, theirs = rows(here.graph, query, parameters), rows(there.graph, query, parameters)
        if not any(word in query.text for word in UNORDERED):
            ours, theirs = sorted(ours), sorted(theirs)
        if ours != theirs:
            return False
    return True
