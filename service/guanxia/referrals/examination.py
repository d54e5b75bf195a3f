"""The examination of one package as a task of the cage: bytes in, the report in bytes out.

A request is a line of JSON (``mediaType`` of the package, ``accept`` of the report) and then the package as received.
"""

from __future__ import annotations

from collections.abc import Callable

import orjson

from guanxia.cage import Refusal
from guanxia.citations import Resolver
from guanxia.problems import Problem
from guanxia.queries import Questions
from guanxia.referrals import findings, report
from guanxia.referrals.context import make_context
from guanxia.referrals.examiner import Examiner
from guanxia.referrals.parsing import parse
from guanxia.referrals.reading import Reader
from guanxia.rendering import canonical
from guanxia.settings import Settings
from guanxia.shared_graph import shared_graph
from guanxia.store import Graph, open_graph, rule_files

JSON = "application/json"
ACCEPTED = (JSON, *report.FORMATS)


def load(settings: Settings) -> Callable[[bytes], bytes]:
    """The work of a child: a report, or Refusal with the problem document."""
    examination = Examination(settings, shared_graph(settings))

    def work(message: bytes) -> bytes:
        head, _, body = message.partition(b"\n")
        asked = orjson.loads(head)
        try:
            return examination.report(body, asked["mediaType"], asked["accept"])
        except Problem as problem:
            raise Refusal(canonical({**problem.as_dict(), "status": problem.status})) from None

    return work


class Examination:
    """Everything between the bytes of a package and those of its report."""

    def __init__(self, settings: Settings, graph: Graph | None = None) -> None:
        graph = open_graph(settings) if graph is None else graph
        questions = Questions(graph, settings.queries)
        self._context = make_context(questions)
        self._examiner = Examiner(graph, rule_files(settings.shapes), Reader(Resolver(questions)))

    def report(self, body: bytes, media_type: str, accept: str = JSON) -> bytes:
        """The report on a package. Raises Problem for one that is not taken, KeyError for a format not offered."""
        examiner = self._examiner
        found = findings.told(examiner.examine(parse(body, media_type, self._context)), examiner.rules)
        if accept == JSON:
            return findings.as_json(found, examiner.rules, examiner.release, examiner.shapes)
        return report.as_rdf(found, examiner.rules, accept)
