"""Pages and description with the law of a second city in the graph, and with that of one made-up city alone."""

from __future__ import annotations

import json
from pathlib import Path

import openapi_spec_validator
import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import create_app, create_service
from guanxia.settings import Settings
from guanxia.web.examples import examples
from tests.web.markup import read
from tests.web.test_pages import answer, flat, page, sound

CITY = Path(__file__).resolve().parents[1] / "data" / "other-city"
BOTH = Settings(ontology=(*Settings().ontology, CITY))


@pytest.fixture(scope="module")
def both() -> Flask:
    return create_app(BOTH)


@pytest.fixture
def client(both: Flask) -> FlaskClient:
    return both.test_client()


def test_the_form_offers_both_notices_and_all_areas(client: FlaskClient) -> None:
    seen = page(client, {})
    sound(seen)
    assert seen.all("select", name="notice")
    assert {"450305", "998101"} <= {one.attributes["value"] for one in seen.all("option")}
    assert seen.all("input", type="radio", name="platformWorkersInsured")


def test_the_area_chooses_the_law_and_its_kinds(client: FlaskClient) -> None:
    query = {"area": "998101", "on": "2024-03-01", "annualStatementPublished": "false"}
    seen = page(client, query)
    sound(seen)
    assert flat(answer(client, query)["summary"]["zh"]) in flat(seen.text) and "乡镇综合行政执法队" in seen.text
    kinds = {one.attributes["value"] for one in seen.all("option")}
    assert "YX-1" in kinds and "SI-3" not in kinds


def test_without_a_place_the_page_asks_for_it(client: FlaskClient) -> None:
    seen = page(client, {"employerRegistered": "false"}, 422)
    sound(seen)
    assert "area" in seen.all("section", role="alert")[0].text
    assert seen.all("div", **{"class": "ask wrong", "id": "f-notice"})


def test_each_kind_of_either_notice_has_its_page(client: FlaskClient) -> None:
    for notice in json.loads(client.get("/api/v1/notices?notice=guilin-2020-27").data)["notices"]:
        listed = json.loads(client.get(f"/api/v1/violations?notice={notice['slug']}").data)
        for kind in listed["violations"]:
            sound(page(client, {"notice": notice["slug"], "violation": kind["id"]}))


def test_the_description_names_both_and_its_examples_hold(client: FlaskClient) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").data)
    openapi_spec_validator.validate(document)
    schemas = document["components"]["schemas"]
    assert len(schemas["Notice"]["enum"]) == 2 and {"SI-3", "YX-1"} <= set(schemas["Violation"]["enum"])
    assert {"450305", "998101"} <= set(schemas["Area"]["enum"])
    sound(read(client.get("/api/").text))
    for one in examples(create_service(BOTH)):
        method = "GET" if one.body is None else "POST"
        with client.open(one.path, method=method, data=one.sent or None, content_type=one.media_type) as response:
            assert response.status_code == one.status, (one.path, response.get_data(as_text=True)[:300])
