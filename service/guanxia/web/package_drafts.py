"""What helps to write packages: the published context, examples beside each rule, and drafts from a case."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from flask import Blueprint, Response, abort, request

from guanxia.cases import Reader
from guanxia.model import Text
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.referrals import asking, gate
from guanxia.referrals.context import Context, make_context
from guanxia.referrals.draft_turtle import as_turtle
from guanxia.referrals.drafting import Draft, Drafter
from guanxia.rendering import canonical
from guanxia.strict_json import parse_json
from guanxia.web import accepting, errors
from guanxia.web.answering import answer
from guanxia.web.replies import body_of, json_reply, refuse_encodings, reply

if TYPE_CHECKING:
    from guanxia.app import Service

JSON, TURTLE, UPDATE = asking.JSON, gate.TURTLE, "application/sparql-update"
KEYS = ("kind", "case")


def blueprint(service: Service) -> Blueprint:
    views = Blueprint("package_drafts", __name__)
    errors.register_private(views)

    @cache
    def context() -> Context:
        return make_context(service.questions)

    @cache
    def drafter() -> Drafter:
        return Drafter(service.questions, service.laws, context())

    @cache
    def files() -> dict[str, Path]:
        return {_address(service.settings.shapes, path): path for path in _found(service.settings.shapes)}

    @views.get("/context/package.jsonld")
    def published() -> Response:
        return reply(context().body, gate.JSON_LD, service.graph.release)

    @views.get("/api/v1/packages/examples")
    def listing() -> Response:
        return json_reply({"examples": example_files(service.settings.shapes)}, service.graph.release)

    @views.get("/examples/<path:name>")
    def example(name: str) -> Response:
        path = files().get(name) or files().get(name.removesuffix(".fix.ru") + ".ttl")
        if path is not None and name.endswith(".fix.ru"):
            path = path.with_suffix(".fix.ru")
        if path is None or not path.is_file():
            abort(404)
        return reply(path.read_bytes(), UPDATE if path.suffix == ".ru" else TURTLE, service.graph.release)

    @views.post("/api/v1/packages/draft")
    def draft() -> Response:
        wanted = accepting.best(request.accept_mimetypes, (JSON, TURTLE))
        made = _drafted(service, drafter())
        if wanted == TURTLE:
            return _unstored(as_turtle(made, context()), TURTLE)
        return _unstored(canonical(made.as_dict(service.graph.release)), JSON)

    return views


def _drafted(service: Service, drafter: Drafter) -> Draft:
    """The draft that the body asks for. Raises Problem, or NotExamined where nothing can be examined now."""
    refuse_encodings()
    if request.mimetype != JSON:
        raise Problem(
            "unsupported-media-type",
            Text(
                '请以 application/json 发送 {"kind": …, "case": …}。',
                'send {"kind": …, "case": …} as application/json.',
            ),
        )
    kind, given = _question(parse_json(body_of(request, service.settings.max_body)), tuple(drafter.kinds))
    case = Reader(service.laws, "/case/").read(given)
    found = orjson.loads(answer(service, case, "/case/facts/"))
    return drafter.draft(kind, found, lambda body: asking.report(service.cage, body, JSON))


def _question(value: Any, kinds: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """Kind and case as they were given. Raises Problem with all faults."""
    if not isinstance(value, dict):
        example = '{"kind": "penalty-proposal", "case": {}}'
        raise Problem("not-an-object", Text(f"请求体应当是 {example}。", f"the body must be {example}."))
    faults = []
    for key in value:
        if key not in KEYS:
            text = Text(f"没有参数“{shown(key)}”。", f"no parameter '{shown(key)}'.")
            faults.append(Fault("unknown-key", f"/{shown(key)}", text, nearest(key, KEYS)))
    kind, case = value.get("kind"), value.get("case", {})
    if kind not in kinds:
        listed = ", ".join(kinds)
        text = Text(f"kind 应为文书种类之一：{listed}。", f"kind must be one of {listed}.")
        faults.append(Fault("wrong-value", "/kind", text, nearest(str(kind), kinds)))
    if not isinstance(case, dict):
        text = Text("case 应当是对象，写法与提问相同。", "case must be an object as for a question.")
        faults.append(Fault("wrong-value", "/case", text))
    if faults:
        raise Problem.of(faults)
    return str(kind), case


def _unstored(body: bytes, media_type: str) -> Response:
    response = reply(body, media_type)
    response.headers["Cache-Control"], response.headers["Vary"] = "no-store", "Accept"
    return response


def example_files(shapes: Path) -> list[dict[str, Any]]:
    """The packages beside the rules: what each is about, and the only rule that objects to it."""
    return [_told(_address(shapes, path), path) for path in _found(shapes)]


def _found(shapes: Path) -> list[Path]:
    """Examples lie in a folder named after the document, beside its rules."""
    return sorted(shapes.glob("notices/*/*/*.ttl"), key=lambda path: path.as_posix())


def _address(shapes: Path, path: Path) -> str:
    return path.relative_to(shapes / "notices").as_posix()


def _told(address: str, path: Path) -> dict[str, Any]:
    notice, kind, name = address.split("/")
    lines = path.read_text(encoding="utf-8").splitlines()[:5]
    comments = [line.lstrip("#+ ").strip() for line in lines if line.startswith("#")]
    expected = next((line.partition(":")[2].strip() for line in comments if line.startswith("expect:")), None)
    about = next((line for line in comments if not line.startswith(("expect:", "License:"))), "")
    fix = path.with_suffix(".fix.ru")
    return {
        "notice": notice,
        "kind": kind,
        "name": name.removesuffix(".ttl"),
        "about": about,
        "conforms": expected is None,
        "expected": expected,
        "address": f"/examples/{address}",
        "fix": f"/examples/{address.removesuffix('.ttl')}.fix.ru" if fix.is_file() else None,
    }
