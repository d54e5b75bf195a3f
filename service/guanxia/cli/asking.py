"""A question put to the service by a command: words in, the canonical answer out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guanxia import cases, contradictions
from guanxia.cli.words import Words, violation_id
from guanxia.jurisdiction.decide import Contradiction
from guanxia.model import Case, Text
from guanxia.problems import Problem

if TYPE_CHECKING:
    from guanxia.app import Service


def words_of(service: Service) -> Words:
    laws = service.laws
    areas = [area for slug in laws.notices for area in laws.areas(slug).values()]
    return Words(laws.facts, areas)


def case_of(service: Service, question: Mapping[str, Any]) -> Case:
    """A validated case; a violation may be named by its label. Raises Problem."""
    reader = cases.Reader(service.laws, "")
    word = question.get("violation")
    if isinstance(word, str):
        rest = reader.read({key: value for key, value in question.items() if key != "violation"})
        if rest.notice is not None:
            question = {**question, "violation": violation_id(word, service.laws.rules(rest.notice, rest.on))}
    return reader.read(question)


def answer(service: Service, case: Case) -> bytes:
    """Canonical JSON of the answer. Raises Problem."""
    try:
        return service.answers.answer(case)
    except Contradiction as error:
        raise contradictions.contradiction(error, service.laws.facts, "") from error
    except LookupError as error:
        raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice.")) from error
