"""A task of the cage over the data of W3C's suite, with the evaluation of the endpoint."""

from __future__ import annotations

from collections.abc import Callable

from guanxia.settings import Settings
from guanxia.sparql import task
from tests.conformance.sparql_suite import SITE, dataset


def load(settings: Settings) -> Callable[[bytes], bytes]:
    return task.work(dataset(), settings, SITE)
