"""What must be the same whichever engine holds the law."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

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


PAGES = (
    "/",
    "/api/v1/facts",
    "/api/v1/norms",
    "/api/v1/provisions",
    "/api/v1/search?q=缴纳",
    "/search?q=登记",
    "/browse",
    "/doc/notice/guilin-2020-27.ttl",
    "/doc/notice/guilin-2020-27.jsonld",
    "/doc/notice/guilin-2020-27/SI-3.html",
    "/doc/statute/social-insurance-law/art-84.rdf",
    "/ontology.ttl",
    "/shapes.nt",
    "/exports/concepts.ttl",
    "/exports/services.ttl",
    "/exports/legislation.nt",
)


def differing_pages(here: Flask, there: Flask) -> list[str]:
    """Addresses of public data that do not give the same bytes."""
    ours, theirs = here.test_client(), there.test_client()
    found = []
    for page in PAGES:
        one, other = ours.get(page), theirs.get(page)
        assert one.status_code == 200, (page, one.status)
        if (one.status_code, one.headers.get("ETag"), one.data) != (
            other.status_code,
            other.headers.get("ETag"),
            other.data,
        ):
            found.append(page)
    return found


def _same(here: Service, there: Service, query: Query) -> bool:
    for parameters in competency_parameters(query.name)[:3]:
        ours, theirs = rows(here.graph, query, parameters), rows(there.graph, query, parameters)
        if not any(word in query.text for word in UNORDERED):
            ours, theirs = sorted(ours), sorted(theirs)
        if ours != theirs:
            return False
    return True
