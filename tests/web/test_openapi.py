"""The description of the interface: complete, valid, and true of what the service does."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import Service, create_service
from guanxia.settings import Settings
from guanxia.web.examples import Example, examples
from guanxia.web.openapi import routes, undescribed
from guanxia.web.operations import OPERATIONS
from tests.web.markup import read
from tests.web.test_pages import OPEN, UNPAID, sound

SHOWN = examples(create_service(Settings()))
NAMES = [f"{one.endpoint}:{one.name}" for one in SHOWN]


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    response = app.test_client().get("/api/v1/openapi.json")
    assert response.status_code == 200 and response.mimetype == "application/json"
    return dict(json.loads(response.data))


def conforms(document: dict[str, Any], name: str, value: Any) -> None:
    """Raise AssertionError with all faults of a value against a schema of the document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    faults = list(jsonschema.Draft202012Validator(schema).iter_errors(value))
    assert [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in faults] == []


def test_it_is_a_valid_openapi_document(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(document)


def test_every_route_is_described(app: Flask, document: dict[str, Any]) -> None:
    assert undescribed(app) == []
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == {
        (route.path, route.method) for route in routes(app)
    }


def test_nothing_is_described_that_is_not_served(app: Flask) -> None:
    assert set(OPERATIONS) - {route.endpoint for route in routes(app)} == set()


def test_a_route_without_description_is_found(app: Flask) -> None:
    fresh = Flask("fresh", static_folder=None)
    fresh.add_url_rule("/more/<int:number>", "more", lambda number: str(number))
    assert undescribed(fresh) == ["more"]
    assert [route.path for route in routes(fresh)] == ["/more/{number}"]


def test_every_operation_speaks_chinese_and_english(document: dict[str, Any]) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            for text in operation["x-texts"].values():
                assert text["zh"] and text["en"] and text["zh"] in operation["summary"] + operation["description"]


def test_every_operation_has_an_example(document: dict[str, Any]) -> None:
    bare = [
        one["operationId"]
        for methods in document["paths"].values()
        for one in methods.values()
        if not one["x-examples"]
    ]
    assert bare == []


@pytest.mark.parametrize("one", SHOWN, ids=NAMES)
def test_an_example_gives_the_status_that_it_shows(client: FlaskClient, document: dict[str, Any], one: Example) -> None:
    method = "GET" if one.body is None else "POST"
    with client.open(one.path, method=method, data=one.sent or None, content_type=one.media_type) as response:
        assert response.status_code == one.status, response.get_data(as_text=True)[:300]
        (operation,) = [
            methods[method.lower()]
            for methods in document["paths"].values()
            if method.lower() in methods and methods[method.lower()]["operationId"] == one.endpoint.replace(".", "-")
        ]
        described = operation["responses"][str(one.status)]["content"]
        assert response.mimetype in described
        schema = described[response.mimetype]["schema"]
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            lines = response.data.splitlines() if response.mimetype == "application/x-ndjson" else [response.data]
            for line in map(json.loads, lines):
                conforms(document, "Problem" if "detail" in line else name, line)


def test_examples_of_the_document_are_those_executed(document: dict[str, Any]) -> None:
    told = [
        one for methods in document["paths"].values() for method in methods.values() for one in method["x-examples"]
    ]
    assert sorted(map(str, told)) == sorted(str(one.as_dict()) for one in SHOWN)
    body = document["paths"]["/api/v1/jurisdiction"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "application/x-ndjson"}
    assert all(kind["examples"] for kind in body.values())


def test_questions_that_are_answered_conform_and_others_do_not(client: FlaskClient, document: dict[str, Any]) -> None:
    for one in SHOWN:
        if one.media_type == "application/json" and one.endpoint == "api.ask":
            schema = {"$ref": "#/components/schemas/Question", "components": document["components"]}
            assert jsonschema.Draft202012Validator(schema).is_valid(one.body) == (one.status == 200), one.name


@pytest.mark.parametrize(
    "query", [UNPAID, OPEN, {}, {"on": "2019-01-01"}, {"violation": "SI-4"}, {"violation": "LI-1"}]
)
def test_answers_conform_to_the_schema(client: FlaskClient, document: dict[str, Any], query: dict[str, str]) -> None:
    conforms(document, "Answer", json.loads(client.get("/api/v1/jurisdiction", query_string=query).data))


def test_names_come_from_the_graph_with_their_legal_basis(
    client: FlaskClient, service: Service, document: dict[str, Any]
) -> None:
    schemas = document["components"]["schemas"]
    violations = json.loads(client.get("/api/v1/violations").data)["violations"]
    assert schemas["Violation"]["enum"] == [one["id"] for one in violations]
    for one in violations:
        assert one["clause"]["address"] in schemas["Violation"]["description"]
        assert all(basis["citation"]["zh"] in schemas["Violation"]["description"] for basis in one["bases"])
    assert schemas["Area"]["enum"] == [one["code"] for one in json.loads(client.get("/api/v1/areas").data)["areas"]]
    assert set(schemas["Facts"]["properties"]) == set(service.laws.facts)
    for fact in json.loads(client.get("/api/v1/facts").data)["facts"]:
        schema = schemas[f"fact-{fact['name']}"]
        assert fact["question"]["zh"] in schema["description"] and fact["question"]["en"] in schema["description"]
        assert all(item["citation"]["zh"] in schema["description"] for item in fact["serves"])
        assert [one["value"] for one in fact["values"]] == schema.get("enum", [])


def test_every_fact_is_a_parameter_of_the_question_by_address(document: dict[str, Any], service: Service) -> None:
    for path in ("/api/v1/jurisdiction", "/"):
        names = {one["name"] for one in document["paths"][path]["get"]["parameters"]}
        assert names - {"lang", "release", "sha256"} == set(service.laws.facts) | {"area", "on", "violation", "notice"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_document_says(client: FlaskClient, document: dict[str, Any], lang: str) -> None:
    seen = read(client.get(f"/api/?lang={lang}").text)
    sound(seen)
    for path, methods in document["paths"].items():
        assert path in seen.text
        for operation in methods.values():
            assert all(text[lang] in seen.text for text in operation["x-texts"].values())
            assert all(one["path"] in seen.text for one in operation["x-examples"])
    assert all(
        f"fact-{name}" in seen.attributes("id") for name in document["components"]["schemas"]["Facts"]["properties"]
    )
