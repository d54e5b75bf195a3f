"""Packages over HTTP: every format, the same bytes, batches, drafts, and what happens without a report."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.test import TestResponse

from guanxia.app import create_app
from guanxia.settings import Settings
from guanxia.web.packages import OFFERED
from tests.client import Contracts
from tests.web.markup import read

EXAMPLES = Settings().shapes / "notices" / "guilin-2020-27" / "penalty-proposal"
GOOD = (EXAMPLES / "pass-own-department.ttl").read_bytes()
BAD = (EXAMPLES / "fail-no-consent.ttl").read_bytes()
TURTLE, JSON, NDJSON = "text/turtle", "application/json", "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VALIDATIONS, DRAFT = "/api/v1/validations", "/api/v1/packages/draft"
CASE = {
    "violation": "SI-3",
    "area": "450305",
    "on": "2020-10-12",
    "facts": {"arrearsAmount": "12600.30", "orderServedOn": "2020-09-02", "correctionOrderedBy": "SI"},
}
SHACL = "http://www.w3.org/ns/shacl#"
KINDS = sorted({path.name for path in EXAMPLES.parent.iterdir() if path.is_dir()})


def check(client: FlaskClient, body: bytes = BAD, accept: str = JSON, media_type: str = TURTLE) -> TestResponse:
    return client.post(VALIDATIONS, data=body, content_type=media_type, headers={"Accept": accept})


def report(client: FlaskClient, body: bytes, media_type: str = TURTLE) -> dict[str, Any]:
    response = check(client, body, JSON, media_type)
    assert response.status_code == 200, response.get_data(as_text=True)
    return dict(response.get_json())


def test_a_report_is_as_the_contract_says(client: FlaskClient, shared: Any) -> None:
    contracts = Contracts(shared)
    for body in (GOOD, BAD):
        contracts.check("validation", report(client, body))
    assert report(client, GOOD)["conforms"] and not report(client, BAD)["conforms"]


@pytest.fixture(scope="module")
def other() -> Flask:
    """The same release, read anew."""
    return create_app(Settings())


@pytest.mark.parametrize("accept", OFFERED)
def test_the_same_package_gives_the_same_bytes_in_every_format(client: FlaskClient, other: Flask, accept: str) -> None:
    first, second = check(client, accept=accept), check(client, accept=accept)
    assert first.status_code == 200 and first.mimetype == accept
    assert first.data == second.data == check(other.test_client(), accept=accept).data
    assert first.headers["Cache-Control"] == "no-store" and "ETag" not in first.headers


def test_each_format_tells_of_the_fault(client: FlaskClient) -> None:
    message = report(client, BAD)["findings"][0]["message"]["zh"]
    rows = list(csv.reader(io.StringIO(check(client, accept="text/csv").data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 2 and message in rows[1]
    sheet = load_workbook(io.BytesIO(check(client, accept=XLSX).data)).worksheets[0]
    assert message in [cell.value for row in sheet.iter_rows() for cell in row]
    suites = ElementTree.fromstring(check(client, accept="application/xml").data)  # noqa: S314
    assert [one.get("failures") for one in suites.iter("testsuite")] == ["1"]
    sarif = json.loads(check(client, accept="application/sarif+json").data)
    assert sarif["version"] == "2.1.0" and len(sarif["runs"][0]["results"]) == 1
    assert message in check(client, accept="text/plain").get_data(as_text=True)
    assert message in check(client, accept="text/html").get_data(as_text=True)


def test_the_report_of_shacl_is_the_same_in_turtle_and_json_ld(client: FlaskClient) -> None:
    found = {
        accept: [quad.triple for quad in parse(check(client, accept=accept).data, form)]
        for accept, form in ((TURTLE, RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD))
    }
    for triples in found.values():
        assert next(one.object for one in triples if one.predicate.value == f"{SHACL}conforms").value == "false"
        shapes = [one.object for one in triples if one.predicate.value == f"{SHACL}sourceShape"]
        assert all(isinstance(shape, NamedNode) for shape in shapes)
    assert len({len(triples) for triples in found.values()}) == 1


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/*", "text/html"),
        ("text/csv;q=0.5, text/turtle;q=0.9", TURTLE),
        ("application/json;q=0, */*;q=0.1", "text/html"),
        ("text/html;level=∞", "text/html"),
        ("TEXT/CSV", "text/csv"),
        (f"{'x/y, ' * 2_000}text/csv", "text/csv"),
    ],
)
def test_the_best_format_is_chosen(client: FlaskClient, accept: str, expected: str) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.post(VALIDATIONS, data=GOOD, content_type=TURTLE, headers=headers)
    assert (response.status_code, response.mimetype) == (200, expected)


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/html;q=0, image/*"])
def test_a_format_that_is_not_offered_is_told_with_those_that_are(client: FlaskClient, accept: str) -> None:
    response = check(client, accept=accept)
    assert response.status_code == 406
    assert response.get_json()["errors"][0]["nearest"] == list(OFFERED)


def test_a_language_is_chosen_for_what_people_read(client: FlaskClient) -> None:
    message = report(client, BAD)["findings"][0]["message"]["en"]
    for accept in ("text/csv", "text/plain", "text/html"):
        response = client.post(f"{VALIDATIONS}?lang=en", data=BAD, content_type=TURTLE, headers={"Accept": accept})
        assert message in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "body",
    [
        b'{"type": "PenaltyProposal", "sender": {"role": "SI", "area": "450300"}}',
        b'\xef\xbb\xbf{"sender": {"area": "450300", "role": "SI"}, "type": "PenaltyProposal"}',
    ],
)
def test_plain_json_and_its_order_make_no_difference(client: FlaskClient, body: bytes) -> None:
    turtle = (
        b"@prefix gx: <https://w3id.org/guanxia/ontology#> . [] a gx:PenaltyProposal ; gx:sender [ "
        b"gx:role <https://w3id.org/guanxia/id/role/SI> ; gx:area <https://w3id.org/guanxia/id/area/450300> ] ."
    )
    assert check(client, body, media_type=JSON).data == check(client, turtle).data


def test_a_batch_is_answered_in_order(client: FlaskClient) -> None:
    lines: list[bytes] = []
    for number in range(60):
        lines.append(json.dumps({"type": "Reply", "content": f"{number}" * (1 + number % 3 * 4000)}).encode())
        lines.append([b'{"type": "Replies"}', b"", b"{", b'{"type": "Reply", "type": "Reply"}'][number % 4])
    response = check(client, b"\n".join(lines), media_type=NDJSON)
    assert response.status_code == 200 and response.mimetype == NDJSON
    found = [json.loads(line) for line in response.data.splitlines()]
    expected = [number for number, line in enumerate(lines, 1) if line]
    assert len(found) == len(expected)
    for number, one in zip(expected, found, strict=True):
        assert one.get("line", number) == number and ("line" in one) == (number % 2 == 0)
    single = check(client, lines[0], media_type=JSON).data
    assert response.data.splitlines()[0] == single


def test_a_line_over_the_limit_stops_nothing(app: Flask) -> None:
    client = create_app(replace(Settings(), max_package=2_000)).test_client()
    lines = [b'{"type": "Reply"}', b'{"type": "Reply", "content": "' + b"x" * 5_000 + b'"}', b'{"type": "Reply"}']
    found = [json.loads(line) for line in check(client, b"\n".join(lines), media_type=NDJSON).data.splitlines()]
    assert ["line" in one for one in found] == [False, True, False]
    assert found[1]["type"].endswith("too-large") and check(client, lines[1], media_type=JSON).status_code == 413


def test_the_context_is_published(client: FlaskClient) -> None:
    response = client.get("/context/package.jsonld")
    assert response.mimetype == "application/ld+json" and response.headers["ETag"]
    assert response.get_json(force=True)["@context"]["sender"]["@type"] == "@id"
    assert client.get("/context/package.jsonld", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_every_example_is_listed_and_does_as_it_says(client: FlaskClient) -> None:
    listed = client.get("/api/v1/packages/examples").get_json()["examples"]
    assert {one["kind"] for one in listed} == set(KINDS) and len(listed) > 200
    for one in listed[::17]:
        body = client.get(one["address"])
        assert body.mimetype == TURTLE and one["about"]
        shapes = {finding["shape"].rpartition("#")[2] for finding in report(client, body.data)["findings"]}
        assert one["expected"] is None or one["expected"] in shapes, one
        assert one["conforms"] == (one["expected"] is None)
        if one["fix"]:
            assert client.get(one["fix"]).mimetype == "application/sparql-update"


@pytest.mark.parametrize(
    "name", ["../common.ttl", "%2e%2e/common.ttl", "guilin-2020-27/penalty-proposal.ttl", "x/y/z.ttl"]
)
def test_only_examples_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/examples/{name}").status_code == 404


def drafted(client: FlaskClient, kind: str, case: dict[str, Any]) -> dict[str, Any]:
    response = client.post(DRAFT, json={"kind": kind, "case": case})
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "no-store"
    return dict(response.get_json())


CASES: dict[str, dict[str, Any]] = {
    "full": CASE,
    "fraud": {"violation": "SI-6", "area": "450300", "on": "2024-01-15", "facts": {"defraudedAmount": "8000.00"}},
    "place": {"area": "450321"},
    "nothing": {},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_checking_a_draft_reports_exactly_its_blanks(client: FlaskClient, kind: str, case: str) -> None:
    draft = drafted(client, kind, CASES[case])
    turtle = client.post(DRAFT, json={"kind": kind, "case": CASES[case]}, headers={"Accept": TURTLE})
    assert turtle.mimetype == TURTLE
    blanks = sorted((one["shape"], one["place"], one["property"] or "", one["value"] or "") for one in draft["blanks"])
    for body, media_type in ((json.dumps(draft["package"]).encode(), JSON), (turtle.data, TURTLE)):
        findings = report(client, body, media_type)["findings"]
        assert blanks == sorted(
            (one["shape"], one["focus"], (one["property"] or {}).get("name") or "", one["value"] or "")
            for one in findings
        )
    assert draft["kind"] == kind and draft["blanks"]
    for one in draft["blanks"]:
        assert one["prompt"]["zh"] and one["prompt"]["en"]
        assert one["prompt"]["zh"].strip("。") in turtle.get_data(as_text=True)


def test_a_draft_is_filled_from_the_case_and_its_answer(client: FlaskClient) -> None:
    package = drafted(client, "penalty-proposal", CASE)["package"]
    assert package["sender"] == {"role": "SI", "area": "450305"}
    assert package["addressee"] == {"role": "HRSS", "area": "450305"}
    assert (package["concernsViolation"], package["actOn"]) == ("SI-3", "2020-10-12")
    assert package["totalAmount"] == "12600.30"
    assert package["correctionOrder"] == {"servedOn": "2020-09-02", "issuedBy": "SI"}
    cited = {one["provision"] for one in package["citedBasis"]}
    assert "social-insurance-law/art-86" in cited and all("art-63" not in one for one in cited)
    applied = drafted(client, "transfer-application", CASE)["package"]
    assert [one["provision"] for one in applied["citedBasis"]] == ["social-insurance-law/art-63-2"]


def test_a_draft_asks_for_what_the_document_must_contain(client: FlaskClient) -> None:
    blanks = drafted(client, "penalty-proposal", CASE)["blanks"]
    named = {one["property"]: one for one in blanks if one["clause"]}
    assert {"basicFacts", "reasonsForPenalty", "enclosure"} <= set(named)
    for one in named.values():
        assert one["clause"]["address"] == "二/(二)/3" and one["part"]["label"]["zh"]
    assert all(one["detail"]["found"]["zh"] == "没有" for one in blanks)
    order = [one["clause"] is None for one in blanks]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("body", "status", "pointers"),
    [
        ({"kind": "penalty"}, 422, ["/kind"]),
        ({}, 422, ["/kind"]),
        ({"kind": "reply", "case": [], "more": 1}, 422, ["/more", "/case"]),
        ({"kind": "reply", "case": {"facts": {"arrears": "1"}}}, 422, ["/case/facts/arrears"]),
        ({"kind": "reply", "case": {"on": "2020-02-30", "area": "1"}}, 422, ["/case/area", "/case/on"]),
        ([], 400, []),
    ],
)
def test_a_draft_that_cannot_be_made_tells_why(
    client: FlaskClient, body: Any, status: int, pointers: list[str]
) -> None:
    response = client.post(DRAFT, json=body)
    assert response.status_code == status
    assert sorted(one["pointer"] for one in response.get_json()["errors"]) == sorted(pointers)


def form(**fields: Any) -> dict[str, Any]:
    return {name: (io.BytesIO(one), f"x.{name}") if isinstance(one, bytes) else one for name, one in fields.items()}


def test_the_page_tells_the_conclusion_first(client: FlaskClient) -> None:
    page = client.post("/packages", data=form(text=BAD.decode())).get_data(as_text=True)
    told = read(page).text
    finding = report(client, BAD)["findings"][0]
    for part in (finding["message"]["zh"], finding["detail"]["expected"]["zh"], "二、（二）3", "通知原文"):
        assert part in told
    assert told.index("不合格") < told.index("现在是") < told.index("改法")
    assert "`" not in told.partition("结果的形式")[0].partition("刚才审查的内容")[0]
    assert "合格】可以送出" in read(client.post("/packages", data=form(text=GOOD.decode())).get_data(as_text=True)).text
    english = client.post("/packages?lang=en", data=form(text=BAD.decode())).get_data(as_text=True)
    assert finding["message"]["en"] in english and 'lang="en"' in english


def test_the_page_takes_a_file_and_gives_each_form_of_report(client: FlaskClient) -> None:
    for accept in OFFERED:
        data = {"file": (io.BytesIO(BAD), "p.ttl"), "format": accept}
        response = client.post("/packages", data=data)
        assert (response.status_code, response.mimetype) == (200, accept)
        assert response.headers["Cache-Control"] == "no-store"
        if accept != "text/html":
            assert response.data == check(client, accept=accept).data


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("p.json", b'{"type": "Reply"}', 200),
        ("p.JSONLD", b'{"@context": "https://w3id.org/guanxia/context/package.jsonld", "type": "Reply"}', 200),
        ("p.txt", b'{"type": "Reply"}', 200),
        ("p.ttl", b'{"type": "Reply"}', 422),
        ("p.rdf", b"<rdf:RDF", 422),
        ("p.ttl", b"", 422),
    ],
)
def test_a_file_is_taken_by_its_extension(client: FlaskClient, name: str, text: bytes, status: int) -> None:
    response = client.post("/packages", data={"file": (io.BytesIO(text), name), "type": ""})
    assert response.status_code == status and response.mimetype == "text/html"
    assert ("未能审查" in response.get_data(as_text=True)) == (status != 200)


def test_the_form_is_without_scripts_and_guards_its_page(client: FlaskClient) -> None:
    for response in (client.get("/packages"), client.post("/packages", data=form(text=BAD.decode()))):
        assert "<script" not in response.get_data(as_text=True)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_text_comes_back_to_be_corrected(client: FlaskClient) -> None:
    text = "\n" + BAD.decode().replace("\n", "\r\n")
    page = client.post("/packages", data=form(text=text)).get_data(as_text=True)
    kept = page.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
    assert kept.replace("\r\n", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"') == text.replace(
        "\r\n", "\n"
    )


def cramped(**settings: Any) -> FlaskClient:
    return create_app(replace(Settings(), **settings)).test_client()


def many(number: int) -> bytes:
    workers = ", ".join(f'[ gx:name "职工{one}" ; gx:idNumber "45030519900101{one:04d}" ]' for one in range(number))
    return GOOD + f"\n<> gx:worker {workers} .".encode()


def told(response: TestResponse, kind: str, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.get_data(as_text=True)[:300]
    problem = dict(response.get_json())
    assert problem["type"].endswith(f"/{kind}") and problem["status"] == status
    assert response.headers["Cache-Control"] == "no-store"
    return problem


def test_what_takes_too_long_is_told_with_its_limit() -> None:
    client = cramped(cage_wall=0.3, cage_cpu=0.3)
    problem = told(check(client, many(4_900)), "time-limit", 503)
    assert "0.3" in problem["texts"]["detail"]["zh"] and "0.3" in problem["detail"]
    assert "0.3" in client.post("/packages", data=form(text=many(3_000).decode())).get_data(as_text=True)
    assert check(client).status_code == 200


def test_what_needs_too_much_memory_is_told_with_its_limit() -> None:
    client = cramped(cage_memory=24 * 1024 * 1024, cage_wall=20.0, cage_cpu=20.0)
    problem = told(check(client, many(4_900)), "memory-limit", 503)
    assert "24 MiB" in problem["detail"]


def test_a_report_beyond_its_limit_is_told() -> None:
    client = cramped(cage_reply=500)
    assert "500" in told(check(client), "too-large", 413)["detail"]


@pytest.fixture
def busy() -> Iterator[Flask]:
    app = create_app(replace(Settings(), cage_children=1, cage_queue=1, cage_wait=0.1))
    check(app.test_client())
    yield app


def _all_at_once(app: Flask, number: int) -> list[TestResponse]:
    found: list[TestResponse] = []
    threads = [
        threading.Thread(target=lambda: found.append(check(app.test_client(), many(2_000)))) for _ in range(number)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_when_all_work_the_rest_is_told_when_to_try_again(busy: Flask) -> None:
    found = _all_at_once(busy, 6)
    assert {one.status_code for one in found} == {200, 503}
    for one in found:
        if one.status_code == 503:
            told(one, "busy", 503)
            assert int(one.headers["Retry-After"]) >= 1
    lines = check(busy.test_client(), b'{"type": "Reply"}\n' * 30, media_type=NDJSON).data.splitlines()
    assert len(lines) == 30 and all(b"findings" in line for line in lines)


def test_a_child_that_is_killed_is_told_and_replaced(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(replace(Settings(), cage_children=1, cage_wall=20.0, cage_cpu=20.0))
    check(app.test_client())
    found: list[TestResponse] = []
    thread = threading.Thread(target=lambda: found.append(check(app.test_client(), many(4_900))))
    thread.start()
    cage = app.extensions["guanxia"].cage
    while not (state := cage.status()).busy:
        time.sleep(0.01)
    os.kill(state.children[0], signal.SIGKILL)
    thread.join()
    told(found[0], "not-examinable", 503)
    assert check(app.test_client()).status_code == 200
    assert "职工" not in caplog.text


def test_readiness_tells_whether_packages_can_be_examined() -> None:
    client = cramped()
    assert client.get("/readyz").get_json()["examination"] == "idle"
    check(client)
    time.sleep(2.1)
    ready = client.get("/readyz").get_json()
    assert ready["examination"] == "ready" and ready["status"] == "ready"
    gone = cramped(cage_socket="/nowhere/cage")
    state = gone.get("/readyz")
    assert state.status_code == 200 and state.get_json()["examination"] == "unavailable"
    told(check(gone), "unavailable", 503)
