"""Bad input: a clear problem document that names the fault and the nearest valid names, never a crash.

The ids T54 to T146 are those of the list of hostile inputs.
"""

from __future__ import annotations

import json
import shutil
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import pytest

from guanxia.app import create_app
from guanxia.problems import KINDS, Problem
from guanxia.settings import Settings
from tests.client import NDJSON, Http, app_over

DAY = "2020-10-12"


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


def facts(**values: Any) -> bytes:
    return json.dumps({"facts": values, "on": DAY}).encode()


BODIES: dict[str, tuple[bytes, str, str]] = {
    "T143-unregistered-declares": (
        facts(employerRegistered=False, contributionDeclared=True),
        "contradiction",
        "/facts/contributionDeclared",
    ),
    "T143-unregistered-unit-with-registered-employee": (
        facts(employerRegistered=False, employeeRegistered=True),
        "contradiction",
        "/facts/employeeRegistered",
    ),
    "T143-underpaid-without-understatement": (
        facts(payrollUnderstated=False, underpaidAsResult=True),
        "contradiction",
        "/facts/underpaidAsResult",
    ),
    "T143-corrected-and-refused": (
        facts(correctedInTerm=True, correctionRefused=True),
        "contradiction",
        "/facts/correctionRefused",
    ),
    "T143-received-without-complaint": (
        facts(complaintReceived=False, receivedBy="LI"),
        "contradiction",
        "/facts/receivedBy",
    ),
    "T143-claim-without-complaint": (
        facts(complaintReceived=False, claimsBackPayment=True),
        "contradiction",
        "/facts/claimsBackPayment",
    ),
    "T143-violation-against-fact": (
        json.dumps({"violation": "SI-3", "facts": {"contributionPaidInFull": True}, "on": DAY}).encode(),
        "contradiction",
        "/facts/contributionPaidInFull",
    ),
    "T143-violation-against-derived-fact": (
        json.dumps({"violation": "SI-3", "facts": {"employerRegistered": False}, "on": DAY}).encode(),
        "contradiction",
        "/facts/employerRegistered",
    ),
    "T143-both-at-once": (
        b'{"facts": {"employerRegistered": true, "employerRegistered": false}}',
        "duplicate-key",
        "employerRegistered",
    ),
    "T54-key-twice": (b'{"facts": {}, "on": "2020-10-12", "on": "2021-10-12"}', "duplicate-key", "on"),
    "T55-depth": (b'{"facts": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", "malformed-json", ""),
    "T55-nan": (b'{"facts": {"arrearsAmount": NaN}}', "malformed-json", ""),
    "T55-infinity": (b'{"facts": {"arrearsAmount": Infinity}}', "malformed-json", ""),
    "T55-huge-integer": (b'{"facts": {"arrearsAmount": ' + b"9" * 60_000 + b"}}", "malformed-json", ""),
    "T55-trailing-garbage": (b'{"facts": {}} x', "malformed-json", ""),
    "T55-empty": (b"", "malformed-json", ""),
    "T55-cut-off": (b'{"facts": {"employerRegistered": tr', "malformed-json", ""),
    "T55-not-an-object": (b"[]", "not-an-object", ""),
    "T55-null": (b"null", "not-an-object", ""),
    "T75-lone-surrogate": (b'{"facts": {"\\ud800": true}}', "encoding", ""),
    "T76-overlong": (b'{"facts": {"\xc0\xaf": true}}', "encoding", ""),
    "T76-gbk": ('{"facts": {"单位": true}}'.encode("gbk"), "encoding", ""),
    "T86-no-such-day": (facts(defaultSince="2020-02-30"), "impossible-date", "/facts/defaultSince"),
    "T86-year-too-long": (facts(defaultSince="9999999999-01-01"), "impossible-date", "/facts/defaultSince"),
    "T86-year-zero": (facts(defaultSince="0000-01-01"), "impossible-date", "/facts/defaultSince"),
    "T86-hour-24": (facts(defaultSince="2020-01-01T24:00"), "impossible-date", "/facts/defaultSince"),
    "T86-negative-year": (facts(defaultSince="-0001-01-01"), "impossible-date", "/facts/defaultSince"),
    "T86-full-width-digits": (facts(defaultSince="２０２０-10-12"), "impossible-date", "/facts/defaultSince"),
    "T86-day-of-question": (b'{"on": "2020-13-01"}', "impossible-date", "/on"),
    "T86-day-as-number": (b'{"on": 20201012}', "impossible-date", "/on"),
    "T86-negative-amount": (facts(arrearsAmount="-1"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-exponent": (facts(arrearsAmount="1E400"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-ten-thousand-digits": (facts(arrearsAmount="9" * 10_000), "wrong-amount", "/facts/arrearsAmount"),
    "T86-float": (facts(arrearsAmount=0.1 + 0.2), "wrong-amount", "/facts/arrearsAmount"),
    "T86-nan-as-text": (facts(arrearsAmount="NaN"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-infinity-as-text": (facts(arrearsAmount="Infinity"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-three-decimals": (facts(arrearsAmount="1.005"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-arabic-digits": (facts(arrearsAmount="١٢"), "wrong-amount", "/facts/arrearsAmount"),
    "T86-line-break": (facts(arrearsAmount="1.00\n"), "wrong-amount", "/facts/arrearsAmount"),
    "T146-facts-over-the-limit": (facts(**{f"f{n}": True for n in range(1_000)}), "too-many-facts", "/facts"),
    "T146-list-of-violations": (
        json.dumps({"violation": ["SI-1"] * 5_000}).encode(),
        "unknown-violation",
        "/violation",
    ),
    "ten-thousand-facts": (facts(**{f"f{n}": True for n in range(10_000)}), "too-large", ""),
    "ten-megabytes": (b'{"facts": {"x": "' + b"x" * 10_000_000 + b'"}}', "too-large", ""),
    "unknown-fact": (facts(contributionDeclare=True), "unknown-fact", "/facts/contributionDeclare"),
    "fact-in-other-case": (facts(employerregistered=True), "unknown-fact", "/facts/employerregistered"),
    "number-for-boolean": (facts(employerRegistered=1), "wrong-value", "/facts/employerRegistered"),
    "text-for-boolean": (facts(employerRegistered="true"), "wrong-value", "/facts/employerRegistered"),
    "list-for-boolean": (facts(employerRegistered=[True]), "wrong-value", "/facts/employerRegistered"),
    "object-for-choice": (facts(receivedBy={"LI": True}), "wrong-value", "/facts/receivedBy"),
    "unknown-choice": (facts(receivedBy="TAX"), "wrong-value", "/facts/receivedBy"),
    "facts-as-list": (b'{"facts": ["employerRegistered"]}', "wrong-value", "/facts"),
    "unknown-area": (b'{"area": "110101"}', "unknown-area", "/area"),
    "area-as-number": (b'{"area": 450305}', "unknown-area", "/area"),
    "area-above-the-notice": (b'{"area": "450000"}', "unknown-area", "/area"),
    "unknown-violation": (b'{"violation": "SI-9"}', "unknown-violation", "/violation"),
    "unknown-notice": (b'{"notice": "nanning-2020-27"}', "unknown-notice", "/notice"),
    "notice-as-object": (b'{"notice": {}}', "unknown-notice", "/notice"),
    "unknown-key": (b'{"fact": {}}', "unknown-key", "fact"),
}


@pytest.mark.parametrize("name", BODIES)
def test_bad_body_is_refused_with_its_place(http: Http, name: str) -> None:
    body, kind, pointer = BODIES[name]
    response = http.post("/jurisdiction", body)
    problem = http.refused(response, kind)
    assert response.status_code == KINDS[kind][0]
    if pointer:
        assert any(fault["pointer"].lstrip("/") == pointer.lstrip("/") for fault in problem["errors"]), problem
    assert len(response.data) < 60_000


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("facts", {"contributionDeclare": True}, "contributionDeclared"),
        ("facts", {"EmployerRegistered": True}, "employerRegistered"),
        ("facts", {"receivedBy": "Li"}, "LI"),
        ("area", "450306", "450305"),
        ("violation", "SI-8", "SI-7"),
        ("notice", "guilin-2020", "guilin-2020-27"),
        ("fakts", {}, "facts"),
    ],
)
def test_nearest_valid_names_are_told(http: Http, name: str, value: Any, nearest: str) -> None:
    problem = json.loads(http.post("/jurisdiction", {name: value}).data)
    assert nearest in problem["errors"][0]["nearest"]


def test_contradiction_names_both_facts(http: Http) -> None:
    response = http.post("/jurisdiction", facts(employerRegistered=False, contributionDeclared=True))
    problem = http.refused(response, "contradiction")
    assert response.status_code == 422
    assert {fault["pointer"] for fault in problem["errors"]} == {
        "/facts/employerRegistered",
        "/facts/contributionDeclared",
    }
    for text in problem["texts"]["detail"].values():
        assert "employerRegistered" in text and "contributionDeclared" in text


def test_all_faults_are_told_at_once(http: Http) -> None:
    question = {
        "facts": {"employerRegisterd": True, "arrearsAmount": "-1", "defaultSince": "2020-02-30", "receivedBy": "X"},
        "area": "1",
        "on": "never",
        "violation": "SI-9",
        "surplus": 1,
    }
    response = http.post("/jurisdiction", question)
    problem = http.refused(response, "invalid-question")
    kinds = {fault["type"].rsplit("/", 1)[-1] for fault in problem["errors"]}
    assert kinds >= {"unknown-fact", "wrong-amount", "impossible-date", "wrong-value", "unknown-area", "unknown-key"}


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/turtle",
        "image/png",
        "",
    ],
)
def test_wrong_media_type_is_refused(http: Http, content_type: str) -> None:
    http.refused(http.post("/jurisdiction", b"{}", content_type), "unsupported-media-type")


def test_media_type_may_name_its_charset(http: Http) -> None:
    assert http.post("/jurisdiction", b"{}", "application/json; charset=utf-8").status_code == 200


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("on=2020-10-12&on=2020-10-13", "duplicate-key"),
        ("employerRegistered=true&employerRegistered=false", "duplicate-key"),
        ("employerRegistered=yes", "wrong-value"),
        ("employerRegistered=TRUE", "wrong-value"),
        ("nothing=1", "unknown-fact"),
        ("on=2020-02-30", "impossible-date"),
        ("arrearsAmount=-1", "wrong-amount"),
        ("arrearsAmount=1e5", "wrong-amount"),
        ("area=110101", "unknown-area"),
        ("violation=SI-9", "unknown-violation"),
        ("notice=x", "unknown-notice"),
        ("employerRegistered=false&contributionDeclared=true", "contradiction"),
        ("facts=%7B%7D", "unknown-fact"),
        ("%ff=1", "unknown-fact"),
    ],
)
def test_bad_query_is_refused(http: Http, query: str, kind: str) -> None:
    http.refused(http.url(f"/api/v1/jurisdiction?{query}"), kind)


@pytest.mark.parametrize("listing", ["facts", "violations", "norms", "notices", "provisions", "areas", "terms"])
def test_listing_refuses_what_it_does_not_take(http: Http, listing: str) -> None:
    http.refused(http.get(f"/{listing}", colour="red"), "unknown-key")
    http.refused(http.get(f"/{listing}", on="2020-02-30"), "impossible-date")
    http.refused(http.get(f"/{listing}", notice="x"), "unknown-notice")


# --- every kind of problem ---


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_is_told_in_both_languages(http: Http, kind: str) -> None:
    http.contracts.check_problem(Problem(kind).as_dict())


def test_unexpected_error_is_a_problem_without_its_cause(shared: Path) -> None:
    app = create_app(Settings())
    app.add_url_rule("/fails", "fails", lambda: str(1 / 0))
    response = Http(app, shared).url("/fails")
    problem = Http(app, shared).refused(response, "internal")
    assert response.status_code == 500 and "division" not in json.dumps(problem)


def test_graph_without_notice_is_unavailable_not_wrong(shared: Path, tmp_path: Path) -> None:
    shutil.copytree(Settings().ontology[0] / "terms", tmp_path / "terms")
    http = Http(create_app(Settings(ontology=(tmp_path,))), shared)
    http.refused(http.post("/jurisdiction", b"{}"), "unavailable")
    assert http.url("/livez").status_code == 200


def test_large_body_is_refused_by_its_declared_length_alone(http: Http) -> None:
    declared = {"CONTENT_LENGTH": "99999999"}
    response = http.url(
        "/api/v1/jurisdiction", "POST", data=b"{}", content_type="application/json", environ_overrides=declared
    )
    http.refused(response, "too-large")


def test_batch_is_not_taken_for_one_question(http: Http) -> None:
    response = http.post("/jurisdiction", b'{"facts": {}}\n{"facts": {}}\n', NDJSON)
    assert len(response.data.splitlines()) == 2
    http.refused(http.post("/jurisdiction", b'{"facts": {}}\n{"facts": {}}\n'), "malformed-json")


def test_a_byte_order_mark_is_passed_over(http: Http) -> None:
    question = b'{"facts": {"contributionPaidInFull": false}, "on": "2020-10-12"}'
    marked = http.post("/jurisdiction", BOM_UTF8 + question)
    assert marked.status_code == 200 and marked.data == http.post("/jurisdiction", question).data


def test_a_number_where_text_is_due_is_told_as_such(http: Http) -> None:
    problem = json.loads(http.post("/jurisdiction", b'{"area": 450305}').data)
    text = problem["errors"][0]["text"]
    assert "写成文本" in text["zh"] and "450305" in text["zh"] and "must be text" in text["en"]


def test_another_character_set_is_refused_with_a_hint(http: Http) -> None:
    body = b'{"violation": "SI-3"}'
    for media_type in ("application/json; charset=gbk", "application/x-ndjson; charset=GB18030"):
        response = http.post("/jurisdiction", body, media_type)
        assert response.status_code == 415
        texts = json.loads(response.data)["texts"]["detail"]
        assert media_type.rsplit("=")[-1] in texts["zh"] and "UTF-8" in texts["en"]
    for media_type in ("application/json; charset=utf-8", 'application/json; charset="UTF-8"'):
        assert http.post("/jurisdiction", body, media_type).status_code == 200
