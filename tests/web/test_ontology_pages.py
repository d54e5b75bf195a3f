"""The documentation of ontology and shapes: a page a term and a shape, made from the graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import Service, create_app
from guanxia.linked.addresses import SHAPE_TERMS, TERMS
from guanxia.linked.uses import mentioned
from guanxia.settings import Settings
from tests.web.markup import Page, read
from tests.web.test_pages import sound


def page(client: FlaskClient, path: str, **query: str) -> Page:
    response = client.get(path, query_string=query, headers={"Accept": "text/html"})
    assert response.status_code == 200, path
    return read(response.text)


@pytest.fixture
def names(app: Flask) -> list[str]:
    """Paths of the pages of all terms and shapes."""
    service: Service = app.extensions["guanxia"]
    terms = [f"/ontology/{iri.removeprefix(TERMS)}" for iri in service.things.names if iri.startswith(TERMS)]
    shapes = [f"/shapes/{iri.removeprefix(SHAPE_TERMS)}" for iri in service.things.names if iri.startswith(SHAPE_TERMS)]
    return [*terms, *shapes]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_sound_and_names_its_thing(client: FlaskClient, names: list[str], lang: str) -> None:
    assert len(names) > 650
    for path in ["/ontology", "/shapes", *names]:
        seen = page(client, path, lang=lang)
        sound(seen)
        (title,) = seen.all("h1")
        assert title.text.strip() and seen.elements[1].tag == "html"
        folder, _, name = path[1:].partition("/")
        assert not name or f"https://w3id.org/guanxia/{folder}#{name}" in seen.text


def test_links_within_the_documentation_lead_somewhere(client: FlaskClient, names: list[str]) -> None:
    known = {urlsplit(path).path for path in ["/ontology", "/shapes", *names]}
    for path in ["/ontology", "/shapes", *names[::9]]:
        hrefs = {urlsplit(href).path for href in page(client, path).attributes("href")}
        formats = (".ttl", ".jsonld", ".rdf", ".nt")
        own = {href for href in hrefs if href.startswith(("/ontology", "/shapes")) and not href.endswith(formats)}
        assert own <= known, path


def test_a_term_is_told_in_full(client: FlaskClient) -> None:
    seen = page(client, "/ontology/Provision").text
    for words in (
        "法条",
        "法律法规的条、款、项",
        "gx:Provision",
        "provision",
        "公理",
        "eli:LegalResourceSubdivision",
        "603",
    ):
        assert words in seen
    assert "近似（仅供参考" not in seen
    fact = page(client, "/ontology/correctionOrderedBy", lang="en").text
    for told in ("Which agency ordered correction?", '{"LI", "SI"}', "labor inspectorate", "functional", "art. 84"):
        assert told in fact


def test_axioms_and_loose_matches_are_told_apart(client: FlaskClient) -> None:
    duty = page(client, "/ontology/Duty", lang="en").text
    loose = duty.partition("Loose matches")[2]
    assert "odrl:Duty" in loose and "close, no more" in loose and "Axioms" not in duty
    notice = page(client, "/ontology/Notice", lang="en").text
    assert "eli:LegalResource" in notice.partition("Axioms (true when reasoning)")[2]
    for suffix in ("ttl", "nt"):
        whole = client.get(f"/ontology.{suffix}").text
        assert "closeMatch" not in whole and "odrl" not in whole


def test_who_uses_a_term_is_told(client: FlaskClient) -> None:
    seen = page(client, "/ontology/contributionPaidInFull", lang="en").text
    assert "Has the employer paid" in seen and "inside an expression" in seen
    area = page(client, "/ontology/area", lang="en").text
    assert "shape:" in area and "Shapes that ask by query" in area and "Queries" in area and "CQ-" in area
    assert "Statements made by it" in area


def test_a_shape_is_told_in_full(client: FlaskClient) -> None:
    seen = page(client, "/shapes/PenaltyProposal-enclosure", lang="en")
    for told in (
        "sh:minCount",
        "gx:enclosure",
        "violation: must be corrected",
        "须随附",
        "Part 2, (2), item 3".lower(),
    ):
        assert told.lower() in seen.text.lower()
    examples = [href for href in seen.attributes("href") if href.startswith("/examples/")]
    assert examples and all(client.get(href).status_code == 200 for href in examples)
    query = page(client, "/shapes/Package-post").text
    assert "FILTER NOT EXISTS" in query and "penalty-proposal/fail-no-such-agency" in query
    path = page(client, "/shapes/Subject").text
    assert "[ " in path and "sh:or" in path


def test_shapes_for_packages_and_for_the_graph_stand_apart(client: FlaskClient) -> None:
    seen = page(client, "/shapes", lang="en").text
    packages, _, graph = seen.partition("What is asked of the law graph itself")[2].partition("law graph itself")
    assert "shape:PenaltyProposal" in packages and "shape:PenaltyProposal" not in graph
    assert "shape:Provision" in graph and "shape:Provision " not in packages


def test_terms_that_a_query_mentions_are_found() -> None:
    text = "SELECT * { ?a gx:partOf/gx:from ?b ; <https://w3id.org/guanxia/ontology#says> ?c ; eli:realizes ?d }"
    assert mentioned(text) == {f"{TERMS}{name}" for name in ("partOf", "from", "says")}


MORE = """
@prefix gx: <https://w3id.org/guanxia/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
gx:OldNotice a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy gx:Notice ;
    rdfs:label "<b>old</b>"@en , "旧通知"@zh ;
    skos:changeNote "replaced on 2026-01-01"@en , "2026年1月1日起代之以通知"@zh ; rdfs:subClassOf [
        a owl:Restriction ; owl:onProperty gx:partOf ; owl:minQualifiedCardinality 2 ; owl:onClass gx:Notice ] .
gx:linked a owl:ObjectProperty , owl:TransitiveProperty , owl:SymmetricProperty ; owl:inverseOf gx:partOf .
gx:odd a gx:Unheard .
"""


def test_terms_to_come_are_told_too(tmp_path: Path) -> None:
    """A deprecated term with what replaces it, traits, cardinalities, a term without label, markup in a label."""
    (tmp_path / "more.ttl").write_text(MORE, encoding="utf-8")
    settings = Settings()
    client = create_app(replace(settings, ontology=(*settings.ontology, tmp_path))).test_client()
    old = client.get("/ontology/OldNotice?lang=en", headers={"Accept": "text/html"}).text
    seen = read(old).text
    assert "<b>old" not in old and "&lt;b&gt;old&lt;/b&gt;" in old
    for told in ("Deprecated", "Replaced by: notice", "replaced on 2026-01-01", "(gx:partOf min 2 gx:Notice)"):
        assert told in seen
    linked = page(client, "/ontology/linked").text
    assert "传递" in linked and "对称" in linked and "owl:inverseOf" in linked and "尚未使用" in linked
    assert "gx:odd" in page(client, "/ontology/odd").text
    whole = page(client, "/ontology", lang="en")
    assert "gone" in whole.attributes("class") and "Others" in whole.text
    sound(whole)
