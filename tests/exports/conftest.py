"""The exports of this tree's law, and as graphs of rdflib."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from guanxia.app import Service, create_service
from guanxia.exports import Exports
from guanxia.linked.formats import N_TRIPLES, serialise
from guanxia.settings import Settings
from tests.exports.statements import Statements

CITY = Path(__file__).resolve().parent.parent / "data" / "other-city"


@pytest.fixture(scope="session")
def exports(service: Service) -> Exports:
    return service.exports


@pytest.fixture(scope="session")
def law(service: Service) -> Statements:
    """The statements of the graph itself."""
    return Statements(service.graph)


@pytest.fixture(scope="session")
def said(exports: Exports) -> Callable[[str], Statements]:
    """The statements of an export by its name."""
    return cache(lambda name: Statements(exports.triples(name)))


@pytest.fixture(scope="session")
def graph_of(exports: Exports) -> Callable[[str], Graph]:
    """A fresh graph of rdflib with an export."""
    return lambda name: Graph().parse(data=serialise(exports.triples(name), N_TRIPLES), format="nt")


@pytest.fixture(scope="session")
def two_cities() -> Service:
    settings = Settings()
    return create_service(Settings(ontology=(*settings.ontology, CITY)))
