"""One truth: the reasoner reads the axioms of the graph as the service does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guanxia import consistency, proof
from guanxia.app import Service
from guanxia.consistency import ReasonerFailed
from guanxia.jurisdiction.logic import facts_in
from guanxia.notices import Laws
from guanxia.proof import CONTRADICTORY, Proof
from guanxia.queries import Questions
from guanxia.settings import Settings
from guanxia.store import EmbeddedGraph

SLUG = "guilin-2020-27"
TURTLE = """
@prefix gx: <https://w3id.org/guanxia/ontology#> .
@base <https://w3id.org/guanxia/id/planted/> .
"""


@pytest.fixture(scope="module")
def proven(service: Service) -> Proof:
    return proof.prove(service.laws, SLUG, service.settings.ontology)


def planted(root: Path, folder: Path, statement: str) -> Path:
    shutil.copytree(root / "ontology", folder / "law")
    (folder / "law" / "planted.ttl").write_text(TURTLE + statement, encoding="utf-8")
    return folder / "law"


def test_service_and_reasoner_agree_on_every_combination_of_every_class(proven: Proof) -> None:
    assert proven.disagreements == ()
    assert proven.classes >= 50
    assert proven.cells >= 2_500
    assert proven.comparisons == proven.classes * proven.cells
    assert proven.contradictory > 0


def test_every_class_over_six_facts_or_fewer_is_examined_in_all_its_combinations(service: Service) -> None:
    rules = proof.rules_of(service.laws, SLUG)
    for expression in proof.named_classes(service.laws, SLUG).values():
        facts = set(facts_in(expression))
        if len(facts) <= proof.MOST_FACTS:
            size = 1
            for name in facts:
                size *= len(rules.law.facts[name].values) + 1
            assert len(set(proof.cells_of(rules, expression))) == size


def test_a_wider_class_is_examined_at_the_border_of_what_is_certain(service: Service) -> None:
    rules, classes = proof.rules_of(service.laws, SLUG), proof.named_classes(service.laws, SLUG)
    wide = [one for one in classes.values() if len(set(facts_in(one))) > proof.MOST_FACTS]
    assert wide
    for expression in wide:
        condition = rules.condition(expression)
        cells = set(proof.cells_of(rules, expression))
        for world in (*condition.sure, *condition.never):
            literals = tuple(rules.bits.read(world))
            assert literals in cells
            for index in range(len(literals)):
                less = literals[:index] + literals[index + 1 :]
                assert less in cells
                assert condition.state((rules.bits.world(less),)) is not condition.state((world,))


def test_all_kinds_norms_sanctions_cautions_and_readings_are_examined(service: Service) -> None:
    law = proof.rules_of(service.laws, SLUG).law
    examined = set(proof.named_classes(service.laws, SLUG).values())
    wanted = [kind.case_class for kind in law.kinds] + [norm.condition for norm in law.norms]
    wanted += [sanction.condition for kind in law.kinds for sanction in kind.sanctions]
    wanted += [one.condition for one in law.cautions]
    wanted += [one for reading in law.interpretations for one in (reading.other_class, reading.other_when) if one]
    assert [one for one in wanted if any(facts_in(one)) and one not in examined] == []


def test_a_service_that_evaluates_a_class_wrongly_is_found_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service is given the class of SI-3 under the name of SI-2."""
    classes = proof.named_classes(service.laws, SLUG)
    case = f"{service.laws.notices[SLUG].iri}/Case-"
    monkeypatch.setattr(proof, "named_classes", lambda laws, slug: {f"{case}SI-2": classes[f"{case}SI-3"]})
    found = proof.prove(service.laws, SLUG, service.settings.ontology).disagreements
    assert (("contributionDeclared", True), ("contributionPaidInFull", False)) in {one.cell for one in found}


def test_the_whole_graph_is_consistent_and_every_class_can_have_a_case(root: Path) -> None:
    found = consistency.check([root / "ontology"])
    assert found.consistent
    assert found.empty == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "<case> a gx:Case ; gx:employerRegistered false ; gx:contributionDeclared true .",
        "<case> a gx:Case ; gx:employerRegistered true , false .",
        '<case> a gx:Case ; gx:correctionOrderedBy "COURT" .',
    ],
    ids=["facts-that-exclude-each-other", "both-values-of-a-fact", "value-outside-the-range"],
)
def test_a_planted_contradiction_makes_the_graph_inconsistent(root: Path, tmp_path: Path, statement: str) -> None:
    assert not consistency.check([planted(root, tmp_path, statement)]).consistent


def test_a_class_that_no_case_can_belong_to_is_found(root: Path, tmp_path: Path) -> None:
    restriction = "[ a owl:Restriction ; owl:onProperty gx:employerRegistered ; owl:hasValue %s ]"
    parts = " ".join(restriction % value for value in ("true", "false"))
    statement = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f"<Impossible> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( {parts} ) ] ."
    )
    found = consistency.check([planted(root, tmp_path, statement)])
    assert found.consistent
    assert found.empty == {"https://w3id.org/guanxia/id/planted/Impossible"}


def test_the_copy_with_values_as_classes_says_what_the_published_booleans_say(service: Service, root: Path) -> None:
    """On the linked facts of one kind the reasoner is asked twice: with the axioms as published, and with the copy."""
    rules = proof.rules_of(service.laws, SLUG)
    kind = f"{service.laws.notices[SLUG].iri}/Case-SI-4"
    classes = {kind: proof.named_classes(service.laws, SLUG)[kind]}
    cells = proof.all_cells(rules, classes)
    kept = _about(consistency.axioms([root / "ontology"]), {"payrollUnderstated", "underpaidAsResult"}, kind)
    axioms = [*kept, *proof.negations(classes), *proof.cell_axioms(rules, cells)]
    published, copy = consistency.classify(axioms), consistency.classify(consistency.copy(axioms))
    states = [[proof.reasoner_state(one, index, kind) for index in range(len(cells))] for one in (published, copy)]
    assert states[0] == states[1]
    assert {True, False, None, CONTRADICTORY} == set(states[0])


def _about(axioms: list[consistency.Triple], facts: set[str], kind: str) -> list[consistency.Triple]:
    """The axioms of some facts and one class: restrictions on other facts, and what is built of them, left out."""
    strangers = {s for s, p, o in axioms if p.endswith("#onProperty>") and o[1:-1].rsplit("#", 1)[-1] not in facts}
    while grown := {s for s, _, o in axioms if o in strangers and s.startswith("_:")} - strangers:
        strangers |= grown
    named = {s for s, p, o in axioms if p.endswith("#equivalentClass>") and s != f"<{kind}>"}
    return [t for t in axioms if t[0] not in strangers | named and t[2] not in strangers | named]


def test_a_reasoner_past_its_time_is_stopped(root: Path) -> None:
    with pytest.raises(ReasonerFailed, match=r"stopped after 0\.2 s"):
        consistency.check([root / "ontology"], timeout=0.2)


def test_a_graph_that_contradicts_itself_is_no_ground_for_comparison(root: Path, tmp_path: Path) -> None:
    both = "[ a owl:Restriction ; owl:onProperty gx:employerRegistered ; owl:hasValue %s ]"
    law = planted(
        root,
        tmp_path,
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f"owl:Thing rdfs:subClassOf {both % 'true'} , {both % 'false'} .",
    )
    laws = Laws(Questions(EmbeddedGraph([law]), Settings().queries))
    with pytest.raises(ReasonerFailed, match="contradict each other"):
        proof.prove(laws, SLUG, [law])
