"""The answer to a case as the web gives it: what cannot be answered is a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxia import contradictions
from guanxia.jurisdiction.decide import Contradiction
from guanxia.model import Case, Text
from guanxia.problems import Problem

if TYPE_CHECKING:
    from guanxia.app import Service


def answer(service: Service, case: Case, root: str = "/facts/") -> bytes:
    """Canonical JSON of the answer. Raises Problem where facts exclude each other or there is no notice."""
    try:
        return service.answers.answer(case)
    except Contradiction as error:
        raise contradictions.contradiction(error, service.laws.facts, root) from error
    except LookupError as error:
        raise Problem("unavailable", Text("图中没有通知。", "the graph has no notice.")) from error
