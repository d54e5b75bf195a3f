"""The interface as an OpenAPI 3.1 document: routes from the application, names from the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from flask import Flask, current_app
from werkzeug.routing import Rule

from guanxia import __version__
from guanxia.linked.addresses import Addresses
from guanxia.model import Text
from guanxia.problems import KINDS
from guanxia.web import answer_schemas, citation_schemas, package_schemas, schemas, search_schemas, sparql_operations
from guanxia.web.comparisons import SEAL
from guanxia.web.examples import Example, examples
from guanxia.web.operations import OPERATIONS, Operation
from guanxia.web.schemas import ref

if TYPE_CHECKING:
    from guanxia.app import Service

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
JSON, NDJSON, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
PLAIN = "text/plain"
BINARY = {"type": "string", "format": "binary"}
NOT_CHANGED = Text("与所带 ETag 相比没有变化", "not changed since the ETag that was sent")
NOT_READY = Text("尚不能服务", "not ready")
_VARIABLE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """One path with one method, as the application serves it."""

    path: str
    method: str
    endpoint: str
    variables: tuple[str, ...]


def routes(app: Flask) -> list[Route]:
    """Every path and method that the application serves, as they are told of; HEAD and OPTIONS go with GET."""
    order = {endpoint: number for number, endpoint in enumerate(OPERATIONS)}
    return sorted(_routes(app), key=lambda one: (order.get(one.endpoint, len(order)), one.path, one.method))


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield Route(
                _path(rule), method.lower(), rule.endpoint, tuple(sorted(rule.arguments - set(rule.defaults or ())))
            )


def _path(rule: Rule) -> str:
    return _VARIABLE.sub(r"{\1}", rule.rule)


def undescribed(app: Flask) -> list[str]:
    """Endpoints that the document would leave out because nothing is said about them."""
    return sorted({route.endpoint for route in routes(app)} - set(OPERATIONS))


def document(service: Service) -> dict[str, Any]:
    """The document for the running application."""
    spec = APISpec(
        title="管辖 Guanxia",
        version=__version__,
        openapi_version="3.1.0",
        info={
            "description": (
                "社会保险违法案件由谁查处、依据哪一条、按什么步骤。/ "
                "Who handles a social-insurance violation, on what basis, by what steps."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        servers=[{"url": f"{Addresses(service.settings).prefix}/"}],
        tags=[{"name": name} for name in dict.fromkeys(one.tag for one in OPERATIONS.values())],
    )
    for made in (
        schemas.question(service),
        answer_schemas.answer(),
        citation_schemas.citations(),
        package_schemas.packages(service),
        search_schemas.searches(),
        schemas.problem(),
    ):
        for name, schema in made.items():
            spec.components.schema(name, schema)
    shown = examples(service)
    for route in routes(current_app):
        if operation := OPERATIONS.get(route.endpoint):
            found = [one for one in shown if one.endpoint == route.endpoint]
            spec.path(route.path, operations={route.method: _operation(service, route, operation, found)})
    return dict(spec.to_dict())


def _operation(service: Service, route: Route, operation: Operation, found: list[Example]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": route.endpoint.replace(".", "-"),
        "tags": [operation.tag],
        "summary": both(operation.summary),
        "description": f"{operation.about.zh}\n\n{operation.about.en}",
        "parameters": _parameters(service, route, operation),
        "responses": _responses(operation),
        "x-texts": {
            "summary": {"zh": operation.summary.zh, "en": operation.summary.en},
            "about": {"zh": operation.about.zh, "en": operation.about.en},
        },
        "x-examples": [one.as_dict() for one in found],
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _bodies(operation, found)}
    return described


def _bodies(operation: Operation, found: list[Example]) -> dict[str, Any]:
    """The kinds of body; a line of a batch is one question."""
    kinds = operation.sent or ((JSON, NDJSON) if NDJSON in operation.media else (JSON,))
    if operation.body == "form":
        kinds = FORMS
    content: dict[str, Any] = {kind: {"schema": _sent(kind, operation)} for kind in kinds}
    if operation.text:
        content[PLAIN] = {"schema": schemas.TEXT}
    for one in found:
        if one.body is not None and one.media_type in content:
            shown = content[one.media_type].setdefault("examples", {})
            shown[one.name] = {"summary": f"{both(one.title)} → {one.status}", "value": one.body}
    return content


def _sent(media: str, operation: Operation) -> dict[str, Any]:
    if media in FORMS:
        fields = {name: BINARY if name == "file" else schemas.TEXT for name in operation.fields}
        return {"type": "object", "properties": fields}
    return ref(operation.body) if media in (JSON, NDJSON) else schemas.TEXT


def _parameters(service: Service, route: Route, operation: Operation) -> list[dict[str, Any]]:
    kinds = {"type": "string", "enum": list(KINDS)}
    found = [
        {"name": name, "in": "path", "required": True, "schema": kinds if name == "kind" else schemas.TEXT}
        for name in route.variables
    ]
    given: dict[str, dict[str, Any]] = {"on": schemas.DAY, "notice": ref("Notice")}
    if "question" in operation.takes:
        given |= {"area": ref("Area"), "violation": ref("Violation")}
        given |= {name: ref(f"fact-{name}") for name in service.laws.facts}
    if not {"question", "day"} & set(operation.takes):
        given = {}
    if "on" in operation.takes:
        given = {"on": schemas.DAY}
    given |= sparql_operations.parameters(operation.takes)
    if "search" in operation.takes:
        given |= search_schemas.PARAMETERS
    if "seal" in operation.takes:
        given |= {name: schemas.TEXT for name in SEAL}
    if "lang" in operation.takes:
        given["lang"] = {"type": "string", "enum": ["zh", "en"], "default": "zh"}
    return found + [{"name": name, "in": "query", "schema": schema} for name, schema in given.items()]


def _responses(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {media: {"schema": _schema(operation.schema, media)} for media in operation.media}
    success = "303" if operation.redirects else "200"
    found: dict[str, Any] = {success: {"description": both(operation.summary), "content": content}}
    if operation.revalidates:
        found["304"] = {"description": both(NOT_CHANGED)}
    for status in operation.faults:
        kinds = ", ".join(kind for kind, (code, _) in KINDS.items() if code == status)
        media = "text/html" if operation.tag == "pages" and status != 404 else PROBLEM
        schema = ref("Problem") if media == PROBLEM else schemas.TEXT
        found[str(status)] = {"description": kinds, "content": {media: {"schema": schema}}}
    for status in operation.also:
        found[str(status)] = {"description": both(NOT_READY), "content": content}
    return found


def both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _schema(name: str, media: str) -> dict[str, Any]:
    if name == "text" or media not in (JSON, NDJSON):
        return schemas.TEXT
    return {"type": "object"} if name == "object" else ref(name)
