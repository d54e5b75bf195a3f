"""The release of this tree, and a second one made from an edited copy of its law."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad
from werkzeug.test import TestResponse

from guanxia.app import create_app
from guanxia.catalog import Release, Shelf
from guanxia.settings import Settings
from guanxia.store import Graph, open_graph

ARTICLE = "https://w3id.org/guanxia/id/statute/social-insurance-law/art-4"
OLD_WORDS = "用人单位和个人负有缴费义务，可以查询记录、请求咨询；个人可以监督所在单位为其缴费。"
NEW_WORDS = "用人单位和个人负有缴费义务，可以随时查询记录、请求咨询；个人可以监督所在单位为其缴费。"
SANCTION = """
<art-4/fine> a gx:Sanction ; gx:provision <art-4> ; rdfs:label "试验罚款"@zh , "trial fine"@en ;
    gx:sanctionKind sk:fine ; gx:hits target:employer ; gx:decidedBy role:HRSS ;
    gx:minAmount 100.00 ; gx:maxAmount 200.00 ; gx:confidence conf:V1 ; dcterms:source src:LRB .
"""
NOTE = "\n    skos:scopeNote "


@dataclass(frozen=True, slots=True)
class Two:
    """Two releases on one shelf; ``settings`` are those of the second, ``graph`` is the law of the first."""

    graph: Graph
    shelf: Shelf
    settings: Settings
    old: Release
    new: Release


def edited(root: Path, folder: Path) -> Path:
    """A copy of the law with an amended wording, a sanction more, a note less, a value in a condition turned."""
    shutil.copytree(root / "ontology", folder)
    law = folder / "statutes" / "social-insurance-law.ttl"
    text = law.read_text(encoding="utf-8")
    assert text.count(OLD_WORDS) == 1
    law.write_text(text.replace(OLD_WORDS, NEW_WORDS) + SANCTION, encoding="utf-8")
    notice = folder / "notices" / "guilin-2020-27" / "notice.ttl"
    text = notice.read_text(encoding="utf-8")
    start = text.index(NOTE)
    end = text.index(" ;", start)
    notice.write_text(text[:start] + text[end + 2 :], encoding="utf-8")
    cases = folder / "notices" / "guilin-2020-27" / "violations.ttl"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace("owl:hasValue true", "owl:hasValue false", 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def two(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("releases")
    first = replace(Settings(), releases=folder)
    graph = open_graph(first)
    old = Shelf(graph, first).write()
    ontology = edited(root, tmp_path_factory.mktemp("law") / "ontology")
    second = replace(first, ontology=(ontology,))
    shelf = Shelf(open_graph(second), second)
    return Two(graph, shelf, second, old, shelf.write())


@pytest.fixture(scope="session")
def published(two: Two) -> Flask:
    """The application over the second release, with the first one kept."""
    return served(two.settings)


class Client(FlaskClient):
    """A client that reads replies to their end, so that files are closed."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        return super().open(*arguments, **{"buffered": True, **options})


def served(settings: Settings) -> Flask:
    app = create_app(settings)
    app.test_client_class = Client
    return app


def isomorphic(first: Iterable[Quad], second: Iterable[Quad]) -> bool:
    """Whether two sets of statements differ by the labels of blank nodes alone."""
    datasets = Dataset(first), Dataset(second)
    for one in datasets:
        one.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return datasets[0] == datasets[1]
