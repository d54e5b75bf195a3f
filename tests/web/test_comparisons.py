"""An older answer beside today's: on the page, by permalink, over the API and on the command line."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import create_app
from guanxia.settings import Settings
from tests.cli.conftest import Run, run
from tests.web.markup import Page, read
from tests.web.test_pages import OPEN, UNPAID, answer, sound

__all__ = ["run"]
STATUTE = "statutes/social-insurance-law.ttl"
SAYS, SAID = "由征收机构责令在限期内缴纳或者补足。", "由征收机构责令在十日内缴纳。"
WORDING = '<art-63-1/2011-07-01> a gx:Wording ; eli:realizes <art-63-1> ; gx:from "2011-07-01"^^xsd:date ;'
LINK = "写明日期、版本和散列值的链接"


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Flask:
    """The service over the law of this tree with one provision that says something else, from another day."""
    folder = tmp_path_factory.mktemp("older") / "ontology"
    shutil.copytree(root / "ontology", folder)
    file = folder / STATUTE
    text = file.read_text(encoding="utf-8")
    assert SAYS in text and WORDING in text
    text = text.replace(SAYS, SAID).replace(WORDING, WORDING.replace("2011-07-01", "2011-08-01"))
    file.write_text(text, encoding="utf-8")
    return create_app(Settings(ontology=(folder,)))


@pytest.fixture
def old(amended: Flask) -> bytes:
    return amended.test_client().get("/api/v1/jurisdiction", query_string=UNPAID).get_data()


def compared(client: FlaskClient, body: bytes, status: int = 200) -> dict[str, Any]:
    response = client.post("/api/v1/comparisons", data=body, content_type="application/json")
    assert response.status_code == status, response.text[:300]
    return dict(json.loads(response.data))


def checked(client: FlaskClient, body: bytes, lang: str = "zh", status: int = 200) -> Page:
    """The page for an uploaded file."""
    data = {"file": (io.BytesIO(body), "answer.json"), "text": ""}
    response = client.post(f"/comparison?lang={lang}", data=data)
    assert response.status_code == status and response.mimetype == "text/html"
    sound(read(response.text))
    return read(response.text)


def test_an_answer_of_an_amended_law_is_told_apart_with_its_cause(client: FlaskClient, old: bytes) -> None:
    report = compared(client, old)
    assert (report["intact"], report["same"], report["sameContent"]) == (True, False, False)
    assert report["release"]["answer"] != report["release"]["here"]
    told = [one for one in report["changes"] if one["part"] == "violations" and one["cause"] == "law"]
    (says,) = [one for one in told if one["where"]["zh"].endswith("概括")]
    assert SAID in says["before"]["zh"] and SAYS in says["after"]["zh"]
    assert "《社会保险法》第六十三条第一款" in says["where"]["zh"]
    laws = [one["text"]["zh"] for one in report["causes"] if one["kind"] == "law"]
    assert any(SAID in one and SAYS in one for one in laws)
    assert any("2011-08-01 → 2011-07-01" in one for one in laws)
    assert len(laws) == len(set(laws))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_banner_causes_and_changes(client: FlaskClient, old: bytes, lang: str) -> None:
    seen, report = checked(client, old, lang), compared(client, old)
    (banner,) = seen.all("section", role="status")
    assert ("答复变了" if lang == "zh" else "answers otherwise") in banner.text
    for part in (*report["causes"], *report["changes"]):
        assert part.get("text", part.get("where"))[lang] in seen.text
    (link,) = [href for href in seen.attributes("href") if href.endswith("#answer") and "?" in href]
    assert json.loads(old)["input"]["on"]["value"] in link and report["sha256"]["here"] in client.get(link).text


def test_pasted_text_is_compared_too(client: FlaskClient, old: bytes) -> None:
    response = client.post("/comparison", data={"text": old.decode()})
    assert response.status_code == 200 and SAID in response.text


def test_page_api_and_command_line_tell_the_same(client: FlaskClient, run: Run, old: bytes) -> None:
    report = compared(client, old)
    found = run("verify", "-", "--json", stdin=old)
    assert found.exit_code == 3
    assert json.loads(found.stdout) == {key: value for key, value in report.items() if key != "question"}
    told = run("verify", "-", "--all", stdin=old, lang="zh_CN.UTF-8").stdout
    assert all(one["text"]["zh"] in told for one in report["causes"])
    assert all(one["where"]["zh"] in told for one in report["changes"])


@pytest.mark.parametrize("query", [UNPAID, OPEN, {"on": "2019-01-01", **OPEN}], ids=["decided", "open", "early"])
def test_an_answer_of_this_release_is_the_same(client: FlaskClient, query: dict[str, str]) -> None:
    body = client.get("/api/v1/jurisdiction", query_string=query).data
    report = compared(client, body)
    assert (report["same"], report["changes"], report["causes"]) == (True, [], [])
    assert "相符" in checked(client, body).text


def test_a_changed_file_is_told(client: FlaskClient, old: bytes) -> None:
    report = compared(client, json.dumps({**json.loads(old), "status": "outside"}).encode())
    assert not report["intact"] and "file" in {one["kind"] for one in report["causes"]}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"{", b"\xff", b'{"format":"guanxia.answer.v1"}', b"[" * 2000 + b"]" * 2000]
)
def test_what_is_no_answer_is_a_problem(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/v1/comparisons", data=body, content_type="application/json")
    assert response.status_code in (400, 422) and response.mimetype == "application/problem+json"
    page = client.post("/comparison", data={"file": (io.BytesIO(body), "a.json")})
    assert page.status_code in (400, 422) and "有误" in page.text


def test_hostile_answers_are_told_apart_and_shown_as_text(client: FlaskClient, old: bytes) -> None:
    text = "<script>alert(1)</script>"
    given = {**json.loads(old), "release": text, text: text, "cautions": [text, {"id": text}, 1, None, [[text]]]}
    body = json.dumps(given).encode()
    assert compared(client, body)["changes"]
    assert text in checked(client, body).text
    deep = json.dumps({**given, "limits": json.loads("[" * 200 + "]" * 200)}).encode()
    assert compared(client, deep, 422)["errors"]


def test_an_answer_that_is_too_large_is_refused(client: FlaskClient, old: bytes) -> None:
    large = json.dumps({**json.loads(old), "limits": "x" * 2_100_000}).encode()
    assert compared(client, large, 413)["status"] == 413
    response = client.post("/comparison", data={"text": large.decode()})
    assert response.status_code == 413 and response.mimetype == "text/html"


def test_another_media_type_or_character_set_is_refused(client: FlaskClient, old: bytes) -> None:
    for kind in ("text/plain", "application/json; charset=gbk"):
        assert client.post("/api/v1/comparisons", data=old, content_type=kind).status_code == 415


def permalink(client: FlaskClient, query: dict[str, str]) -> dict[str, str]:
    page = read(client.get("/", query_string=query).text)
    (href,) = [one.attributes["href"] for one in page.all("a") if one.text == LINK]
    return dict(parse_qsl(urlsplit(href).query))


def banner(client: FlaskClient, query: dict[str, str]) -> str:
    response = client.get("/", query_string=query)
    assert response.status_code == 200
    sound(read(response.text))
    return "".join(one.text for one in read(response.text).elements if "banner" in one.attributes.get("class", ""))


@pytest.mark.parametrize("query", [UNPAID, {"violation": "SI-3"}], ids=["with-a-day", "today"])
def test_a_permalink_names_release_and_hash_and_finds_its_answer(client: FlaskClient, query: dict[str, str]) -> None:
    link = permalink(client, query)
    found = answer(client, {key: value for key, value in link.items() if key not in ("release", "sha256")})
    assert (link["release"], link["sha256"]) == (found["release"], found["sha256"])
    assert "相符" in banner(client, link)


def test_a_permalink_of_another_release_with_another_answer(client: FlaskClient, amended: Flask) -> None:
    link = permalink(amended.test_client(), UNPAID)
    text = banner(client, link)
    assert "版本已变，答复也变了" in text and link["release"] in text and link["sha256"] in text
    assert answer(client, UNPAID)["sha256"] in text


def test_a_permalink_of_another_release_with_the_same_content(client: FlaskClient, amended: Flask) -> None:
    query = {"violation": "LI-2", "on": "2020-10-12"}
    assert "版本已变，内容未变" in banner(client, permalink(amended.test_client(), query))


def test_a_permalink_whose_question_was_changed(client: FlaskClient) -> None:
    assert "版本相同，散列值不同" in banner(client, {**permalink(client, UNPAID), "arrearsAmount": "1.00"})


@pytest.mark.parametrize("other", [{"release": "<b>"}, {"sha256": "1"}, {"sha256": "", "release": "1"}])
def test_a_broken_permalink_is_told(client: FlaskClient, other: dict[str, str]) -> None:
    assert "不能核对" in banner(client, {**permalink(client, UNPAID), **other})


def test_without_release_and_hash_there_is_no_banner(client: FlaskClient) -> None:
    assert banner(client, UNPAID) == ""


def test_the_banner_leads_to_the_form(client: FlaskClient, amended: Flask) -> None:
    text = client.get(f"/?{urlencode(permalink(amended.test_client(), UNPAID))}").text
    assert "/comparison" in read(text).attributes("href")
    form = read(client.get("/comparison").text)
    assert form.all("input", type="file") and form.all("textarea", name="text")
