"""The rules, the examples, and the engine that puts the one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Triple
from rdflib import Graph

from guanxia.app import Service
from guanxia.citations import Resolver
from guanxia.referrals.examiner import Examiner, read_rules
from guanxia.referrals.reading import Reader
from guanxia.store import rule_files


@pytest.fixture(scope="session")
def files(service: Service) -> list[Path]:
    return rule_files(service.settings.shapes)


@pytest.fixture(scope="session")
def rules(files: list[Path]) -> list[Triple]:
    return read_rules(files)


@pytest.fixture(scope="session")
def shapes(files: list[Path]) -> Graph:
    """All rules in one graph."""
    graph = Graph()
    for path in files:
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def examiner(service: Service, files: list[Path]) -> Examiner:
    return Examiner(service.graph, files)


@pytest.fixture(scope="session")
def reader(service: Service) -> Reader:
    return Reader(Resolver(service.questions))
