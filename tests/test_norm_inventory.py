"""No row of the norm inventory without its statement, the words of its clause, its source and its three cases."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from guanxia.app import Service
from guanxia.model import Norm
from tests.casefiles import case_files
from tests.test_cases import NOTICE

IDS = [f"N{number:02}" for number in range(1, 38)]
MODALITIES = {
    "competent": "competence",
    "allocation rule": "allocation",
    "duty": "duty",
    "power": "power",
    "duty/power": "dutyOrPower",
    "duty (organisational)": "organizationalDuty",
}
# Where a norm binds LI and SI on reception, its bearer may be told as whichever of them received first.
BEARERS: dict[str, list[set[str]]] = {
    "LI": [{"LI"}],
    "SI": [{"SI"}],
    "LI + SI": [{"LI", "SI"}],
    "LI, SI": [{"LI", "SI"}, {"FIRST"}],
    "departments": [{"LI", "SI"}],
    "all HRSS units": [{"BUREAUS"}],
    "unit first receiving": [{"FIRST"}],
}


@pytest.fixture(scope="module")
def norms(service: Service) -> dict[str, Norm]:
    notice = service.laws.notices[NOTICE]
    assert notice.start is not None
    return {norm.id: norm for norm in service.laws.rules(NOTICE, notice.start).law.norms}


@pytest.fixture(scope="module")
def inventory(shared: Path) -> dict[str, list[str]]:
    """Cells of each row: clause, actor, modality, what, condition, counterpart, document."""
    lines = (shared / "NORMS.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| N\d\d ", line)]
    return {row[0]: row[1:] for row in rows}


def test_the_graph_states_the_norms_of_the_inventory_and_no_others(
    norms: dict[str, Norm], inventory: dict[str, list[str]]
) -> None:
    assert list(inventory) == IDS == list(norms)


@pytest.mark.parametrize("id_", IDS)
def test_norm_stands_in_its_clause_with_its_actor_and_modality(
    norms: dict[str, Norm], inventory: dict[str, list[str]], id_: str
) -> None:
    clause, actor, modality = inventory[id_][:3]
    assert norms[id_].clause.address == clause.replace(" tail", "/尾")
    assert set(norms[id_].bearers) in BEARERS[actor]
    assert norms[id_].modality == MODALITIES[modality]


@pytest.mark.parametrize("id_", IDS)
def test_words_of_the_clause_are_those_of_the_notice(norms: dict[str, Norm], shared: Path, id_: str) -> None:
    clause = norms[id_].clause
    notice = (shared / "sources" / "notice-guilin-hrss-2020-27.txt").read_text(encoding="utf-8")
    words = "".join(clause.words.split())
    assert words and words in "".join(notice.split())
    assert hashlib.sha256(clause.words.encode()).hexdigest() == clause.sha256


@pytest.mark.parametrize("id_", IDS)
def test_norm_has_label_source_and_confidence(service: Service, norms: dict[str, Norm], id_: str) -> None:
    norm = norms[id_]
    assert norm.what.zh and norm.what.en
    rows = service.graph.select(
        "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX gx: <https://w3id.org/guanxia/ontology#> "
        "SELECT ?norm ?source ?confidence WHERE { ?norm dcterms:source ?source ; gx:confidence ?confidence }",
        {"norm": NamedNode(norm.iri)},
    )
    assert rows


@pytest.mark.parametrize("id_", IDS)
def test_norm_has_a_case_where_it_applies_one_where_not_and_one_open(service: Service, id_: str) -> None:
    notice = service.laws.notices[NOTICE]
    assert notice.start is not None
    kinds = {kind.norm: kind.id for kind in service.laws.rules(NOTICE, notice.start).law.kinds}
    files = [case.table for case in case_files(NOTICE)]

    def named(kind_keys: tuple[str, ...], norm_keys: tuple[str, ...]) -> bool:
        return any(
            any(id_ in table.get(key, ()) for key in norm_keys)
            or any(kinds.get(id_) in table.get(key, ()) for key in kind_keys)
            for table in files
        )

    assert named(("established",), ("applies",)), "no case where it applies"
    assert named(("excluded",), ("absent",)), "no case where it is excluded"
    assert named(("possible", "open"), ("would_apply", "open_norms")), "no case where it is open"
