"""The endpoint without its transport: the gate, an evaluator, results that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from guanxia.cage import Visitor
from guanxia.model import Text
from guanxia.problems import Problem
from guanxia.settings import Settings
from guanxia.sparql import gate
from guanxia.sparql.gate import Admitted
from guanxia.sparql.keeping import Kept
from guanxia.sparql.limits import Limits
from guanxia.sparql.request import Request

ADMITTED, SHORT = 256, 4096
"""How many queries that passed are remembered, and how long they may be."""


class NotAnswered(Problem):
    """An admitted query without a result.

    ``retry_after`` is in seconds, where it is worth to try again; ``cause`` is for those who run the service and holds
    nothing of the query.
    """

    def __init__(self, kind: str, detail: Text, retry_after: int | None = None, cause: str | None = None) -> None:
        super().__init__(kind, detail)
        self.retry_after, self.cause = retry_after, cause


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole result. ``deterministic`` tells that it holds for the release, so that it may be kept."""

    body: bytes
    media_type: str
    release: str
    deterministic: bool


class Evaluator(Protocol):
    """What evaluates queries; never in this process."""

    def evaluate(self, request: Request, visitor: Visitor) -> bytes:
        """The whole result in the format of the request. Raises Problem, or CageError about the visitor."""


class Endpoint:
    """Questions put to one release; one for a process, for all its threads."""

    def __init__(self, settings: Settings, release: str, evaluator: Evaluator) -> None:
        self.limits = Limits.of(settings)
        self.release = release
        self._evaluator = evaluator
        self._kept = Kept(settings.query_cache)
        self._admitted = lru_cache(ADMITTED)(self._let_pass)

    def admit(self, query: str | bytes) -> Admitted:
        """Let a query pass, or raise Refused."""
        return self._admitted(query) if len(query) <= SHORT else self._let_pass(query)

    def _let_pass(self, query: str | bytes) -> Admitted:
        return gate.admit(query, self.limits)

    def answer(self, request: Request, visitor: Visitor | None = None) -> Answer:
        """The result of an admitted query. Raises Problem, and CageError where it is about the visitor."""
        steady = request.query.deterministic
        key = request.key() if steady else b""
        body = self._kept.get(key) if steady else None
        if body is None:
            body = self._evaluator.evaluate(request, visitor or Visitor())
            if steady:
                self._kept.put(key, body)
        return Answer(body, request.format.media_type, self.release, steady)
