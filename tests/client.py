"""A client that checks every response against the contracts before a test sees it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
from flask import Flask
from werkzeug.test import TestResponse

from guanxia.app import create_app
from guanxia.settings import Settings

API = "/api/v1"
JSON = "application/json"
NDJSON = "application/x-ndjson"
PROBLEM = "application/problem+json"
FORMATS = jsonschema.FormatChecker()


@FORMATS.checks("uri")
def _absolute(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and parts.netloc) and not any(char.isspace() for char in value)


@cache
def _validator(path: Path) -> jsonschema.Draft202012Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=FORMATS)


@cache
def app_over(settings: Settings) -> Flask:
    """The application over these settings, made once a test run."""
    return create_app(settings)


class Contracts:
    """The schemas of ``shared/contracts``."""

    def __init__(self, shared: Path) -> None:
        self._folder = shared / "contracts"

    def check(self, name: str, value: Any) -> None:
        """Raise AssertionError with all faults of a value against one schema."""
        faults = _validator(self._folder / f"{name}.schema.json").iter_errors(value)
        texts = [f"/{'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in faults]
        assert not texts, f"not as {name}.schema.json says:\n" + "\n".join(texts)

    def check_problem(self, value: dict[str, Any]) -> None:
        """A problem by its schema, with Chinese and English for itself and for each fault."""
        self.check("problem", value)
        for text in (*value["texts"].values(), *(fault["text"] for fault in value["errors"])):
            assert text["zh"].strip() and text["en"].strip(), text
            assert any("\u4e00" <= char <= "\u9fff" for char in text["zh"]), text

    def check_line(self, value: dict[str, Any]) -> None:
        """One line of a batch: an answer or a problem with its line number."""
        if value.get("format") == "guanxia.answer.v1":
            self.check("answer", value)
        else:
            self.check_problem(value)
            assert isinstance(value["line"], int)


class Http:
    """GET, HEAD and POST through the Flask client; whatever comes back is checked first."""

    def __init__(self, app: Flask, shared: Path) -> None:
        self.contracts = Contracts(shared)
        self.client = app.test_client()

    def get(self, path: str, headers: dict[str, str] | None = None, **arguments: Any) -> TestResponse:
        return self._checked(self.client.get(API + path, query_string=arguments, headers=headers))

    def url(self, url: str, method: str = "GET", **options: Any) -> TestResponse:
        """Any method on any address, the address as it stands."""
        return self._checked(self.client.open(url, method=method, **options))

    def post(self, path: str, body: Any, content_type: str = JSON) -> TestResponse:
        """A body of bytes or text as it stands, anything else as JSON."""
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self._checked(self.client.post(API + path, data=data, content_type=content_type))

    def ask(self, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The answer to a question by POST."""
        response = self.post("/jurisdiction", {"facts": facts, **more})
        assert response.status_code == 200, response.get_data(as_text=True)
        return dict(json.loads(response.data))

    def refused(self, response: TestResponse, kind: str) -> dict[str, Any]:
        """The problem document of a response, which must be of this kind."""
        problem: dict[str, Any] = json.loads(response.data)
        assert response.mimetype == PROBLEM, response.get_data(as_text=True)[:300]
        assert problem["type"].rsplit("/", 1)[-1] == kind, problem
        return problem

    def _checked(self, response: TestResponse) -> TestResponse:
        body = response.get_data()
        if response.mimetype == PROBLEM and response.request.method != "HEAD":
            problem = json.loads(body)
            self.contracts.check_problem(problem)
            assert problem["status"] == response.status_code
            assert response.headers["Cache-Control"] == "no-store"
        elif response.mimetype == NDJSON:
            for line in body.splitlines():
                self.contracts.check_line(json.loads(line))
        elif response.mimetype == JSON and body and response.request.path.endswith("/jurisdiction"):
            self.contracts.check("answer", json.loads(body))
        assert response.status_code < 400 or response.mimetype == PROBLEM, response.status
        return response
