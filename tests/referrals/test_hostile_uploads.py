"""Hostile uploads over real HTTP (T40 to T88): refused by status and kind, in time, and without a trace."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import statistics
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from guanxia.problems import KINDS
from guanxia.referrals import gate
from guanxia.settings import Settings
from tests.referrals.hostile import BEFORE_THE_PARSER, RDF, Body
from tests.referrals.serving import VALIDATIONS, Reply, Server, serving
from tests.referrals.test_parsing import REFUSED
from tests.web.markup import read

CANARY, NUMBER = "金丝雀甲乙丙丁", "450305199001018888"
EXAMPLES = Settings().shapes / "notices" / "guilin-2020-27" / "penalty-proposal"
GOOD = (EXAMPLES / "pass-own-department.ttl").read_bytes()
WORKERS = (EXAMPLES / "pass-workers-listed.ttl").read_text(encoding="utf-8")
TURTLE, FORM = gate.TURTLE, "multipart/form-data; boundary=b"
SECONDS = 2.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service; when all is done the workers are those of the start, as quick, and no log has the canary."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        workers, before = server.workers(), _normal(server)
        yield server
        assert server.workers() == workers
        assert _normal(server) <= 2 * before + 0.02
        release = server.request("GET", "/version").json()
        query = server.request("GET", "/readyz").json()
        assert query["releaseUnchanged"] and release["triples"] > 10_000
    output = server.output()
    assert CANARY.encode() not in output and NUMBER.encode() not in output, output
    assert b"Traceback" not in output, output


def _normal(server: Server) -> float:
    return statistics.median(server.validate(GOOD, TURTLE).seconds for _ in range(9))


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """What hostile bodies ask to be fetched from; nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener
        with pytest.raises(BlockingIOError):
            listener.accept()


def _refused(reply: Reply, kind: str) -> None:
    assert reply.kind == kind, reply.body[:300]
    # What is wrong in the content of a package is 422, also what would be 400 in a question.
    status = KINDS[kind][0]
    assert reply.status == (422 if status == 400 else status)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.seconds < SECONDS
    texts = reply.json()["texts"]["detail"]
    assert texts["zh"] and texts["en"]


@pytest.mark.parametrize("one", [*BEFORE_THE_PARSER, *REFUSED], ids=lambda one: one.case)
def test_a_hostile_body_is_refused_by_its_kind(one: Body, server: Server, listener: socket.socket) -> None:
    _refused(server.validate(one.at(listener.getsockname()[1]), one.media_type), one.kind)


@pytest.mark.parametrize("size", [10, 50, 400])
def test_blank_nodes_that_all_know_each_other_are_examined_in_time(size: int, server: Server) -> None:
    """T63."""
    nodes = [f"_:n{number}" for number in range(size)]
    links = " ".join(f"{a} gx:sender {', '.join(nodes[:12])} ." for a in nodes)
    reply = server.validate(f"{_prefixes()} <p> a gx:Reply . {links}".encode(), TURTLE)
    assert reply.status == 200 and reply.seconds < 5


def test_addresses_that_only_stand_in_the_data_are_kept_and_never_called(
    server: Server, listener: socket.socket
) -> None:
    """T56."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    see = f'<p> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{address}> ; gx:content "x" .'
    reply = server.validate(f"{_prefixes()} <p> a gx:Reply . {see}".encode(), TURTLE)
    assert reply.status == 200


def _prefixes() -> str:
    return "@prefix gx: <https://w3id.org/guanxia/ontology#> ."


MARKUP = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "x onmouseover=alert(1)", "{{7*7}} ${7*7}")


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_package_is_text_on_the_page(text: str, server: Server) -> None:
    """T81 to T83: as a name of a unit and as a title, on the report and in the form."""
    body = json.dumps({"type": "Reply", "repliesTo": {"title": text}, "issuedOn": text, "sender": {"name": text}})
    for media_type in (gate.JSON, FORM):
        sent = body.encode() if media_type == gate.JSON else _form(text=body)
        page = server.request("POST", "/packages" if media_type == FORM else VALIDATIONS, sent,
                              Content_Type=media_type, Accept="text/html")  # fmt: skip
        assert page.headers["Content-Type"].startswith("text/html"), page.body[:300]
        html = page.body.decode()
        assert html.count("alert(1)") + html.count("7*7") >= 1
        assert "<script" not in html and "<img" not in html and not re.search(r"<[^>]*onmouseover", html)
        read(html)
        assert "script-src" not in page.headers.get("Content-Security-Policy", "default-src 'none'")


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_iri_of_a_package_is_never_a_link(scheme: str, server: Server) -> None:
    """T84."""
    body = f"{_prefixes()} <p> a gx:Reply ; gx:repliesTo <{scheme}> ; gx:sender <{scheme}> .".encode()
    page = server.validate(body, TURTLE, Accept="text/html")
    assert page.status == 200 and f'href="{scheme}' not in page.body.decode()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(A1)", "\\t=1", "\\r=1"])
def test_no_cell_of_a_table_is_a_formula(text: str, server: Server) -> None:
    """T85."""
    body = f'{_prefixes()} <p> a gx:Reply ; gx:issuedOn "{text}" ; gx:totalAmount "{text}" .'.encode()
    table = server.validate(body, TURTLE, Accept="text/csv").body.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert any("'" in cell for cell in cells) or "\\" in text
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    sheet = server.validate(body, TURTLE, Accept="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    sheets = load_workbook(io.BytesIO(sheet.body)).worksheets
    assert sheets and all(cell.data_type != "f" for one in sheets for row in one.iter_rows() for cell in row)


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u0007", "\u2028"], ids=ascii)
def test_hidden_characters_are_warned_of_and_shown_by_their_codes(character: str, server: Server) -> None:
    """T77."""
    name = f"王{character}五"
    written = json.dumps(name).encode()
    body = f"{_prefixes()} <p> a gx:Reply ; gx:worker [ gx:name ".encode() + written + b" ] ."
    report = server.validate(body, TURTLE)
    assert "Package-hiddenCharacters" in report.body.decode()
    html = server.validate(body, TURTLE, Accept="text/html").body.decode()
    told = html.partition("<form")[0]
    assert f"王\\u{ord(character):04x}五" in told and character not in told


@pytest.mark.parametrize("text", ["𠮷示例", "\U00030000示例", "阿依古丽·买买提", "葛\U000e0100", "é", "é", "六"])
def test_rare_characters_come_back_as_they_were_written(text: str, server: Server) -> None:
    """T78, T79: in what is found, in JSON, Turtle, CSV and on the page."""
    body = f'{_prefixes()} <p> a gx:Reply ; gx:issuedOn "{text}" .'.encode()
    assert text in server.validate(body, TURTLE).body.decode()
    assert text in server.validate(body, TURTLE, Accept="text/turtle").body.decode()
    form = server.request("POST", "/packages", _form(text=body.decode()), Content_Type=FORM).body.decode()
    assert text in form


def test_a_fault_in_a_package_never_reaches_a_log(server: Server) -> None:
    """T88, and T109 as far as there is no register: refused, examined, broken, by form and in a batch."""
    name = f'"{CANARY}\\n2026-11-24 ERROR forged \\u001b[31m"'
    bodies = [
        (f'{_prefixes()} <p> a gx:Reply ; gx:worker [ gx:name {name} ; gx:idNumber "{NUMBER}" ] .', TURTLE),
        (f"{_prefixes()} <p> a gx:Reply ; gx:worker [ gx:name {name} ", TURTLE),
        (f'{{"type": "Reply", "{CANARY}": 1}}', gate.JSON),
        (f'{{"type": "Reply", "worker": {{"name": "{CANARY}", "idNumber": "{NUMBER}"}}}}', gate.JSON),
        (f"<rdf:RDF {RDF}><{CANARY}></rdf:RDF>", gate.RDF_XML),
        (f"<https://w3id.org/guanxia/id/role/LI> <urn:p> {name} .", gate.N_TRIPLES),
    ]
    for text, media_type in bodies:
        assert server.validate(text.encode(), media_type).status in (200, 422)
    assert server.request("POST", "/packages", _form(text=bodies[0][0]), Content_Type=FORM).status == 200
    lines = "\n".join(text for text, media_type in bodies if media_type == gate.JSON)
    assert server.validate(lines.encode(), "application/x-ndjson").status == 200
    for path in ("/api/v1/provisions", "/api/v1/areas", "/api/v1/packages/examples", "/context/package.jsonld"):
        assert CANARY.encode() not in server.request("GET", path).body


def _form(**fields: str) -> bytes:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
    return "".join([*parts, "--b--\r\n"]).encode()


def _head(length: int | str, *more: str, media_type: str = TURTLE) -> bytes:
    lines = [f"POST {VALIDATIONS} HTTP/1.1", "Host: localhost", f"Content-Type: {media_type}", *more]
    return "\r\n".join([*lines, *([f"Content-Length: {length}"] if length != "" else []), "", ""]).encode()


def test_a_form_of_100_000_parts_is_refused(server: Server) -> None:
    """T67."""
    part = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n'
    reply = server.validate(part * 100_000 + b"--b--\r\n", FORM)
    assert reply.status == 413 and reply.kind == "too-large" and reply.seconds < SECONDS


@pytest.mark.parametrize("size", [7, 50])
def test_a_part_of_megabytes_without_a_boundary_costs_no_time(size: int, server: Server) -> None:
    """T68: the part begins with CR LF (CVE-2023-46136)."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.ttl"\r\n\r\n\r\n'
    reply = server.raw(_head(size << 20, media_type=FORM), head, b"a\r\n" * ((size << 20) // 3))
    assert reply is None or reply.status in (400, 413, 422)
    assert reply is None or reply.seconds < SECONDS


def test_a_text_field_of_60_megabytes_is_refused(server: Server) -> None:
    """T69 (CVE-2024-49767)."""
    field = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    reply = server.raw(_head(60 << 20, media_type=FORM), field, b"x" * (60 << 20))
    assert reply is None or reply.status == 413


@pytest.mark.parametrize("length", ["10000000000000", str((8 << 20) + 1)])
def test_a_body_that_says_it_is_too_long_is_refused_unread(length: str, server: Server) -> None:
    """T70."""
    reply = server.raw(_head(length), b"x" * 1000)
    assert reply is not None and reply.status == 413 and reply.seconds < SECONDS


@pytest.mark.parametrize("length", ["-1", "1e3", "12, 13", "0x10", "99999999999999999999999999"])
def test_a_length_that_is_no_number_is_refused(length: str, server: Server) -> None:
    """T70."""
    reply = server.raw(_head(length), b"x")
    assert reply is None or reply.status in (400, 413)


def test_a_chunked_body_without_end_is_refused_at_the_limit(server: Server) -> None:
    """T70."""
    chunk = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
    reply = server.raw(_head("", "Transfer-Encoding: chunked"), *[chunk] * 160)
    assert reply is None or reply.status == 413


def test_who_asks_before_sending_too_much_is_refused(server: Server) -> None:
    """T70."""
    reply = server.raw(_head(1 << 40, "Expect: 100-continue"))
    assert reply is not None and reply.status == 413 and reply.seconds < SECONDS


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "x"])
def test_a_compressed_body_is_never_inflated(coding: str, server: Server) -> None:
    """T71."""
    reply = server.validate(b"\x1f\x8b\x08\0" + b"\0" * 10_000, TURTLE, Content_Encoding=coding)
    assert reply.status == 415 and reply.kind == "unsupported-media-type"


@pytest.mark.parametrize("media_type", [TURTLE, FORM, "application/x-ndjson"])
def test_a_connection_cut_short_leaves_nothing_behind(media_type: str, server: Server) -> None:
    """T72: and T73, where the sender does not wait for the reply; a retry succeeds."""
    server.raw(_head(len(GOOD), media_type=media_type), GOOD[: len(GOOD) * 99 // 100], close=True)
    server.raw(_head(len(GOOD), media_type=media_type), GOOD, close=True)
    assert server.validate(GOOD, TURTLE).status == 200


@pytest.mark.parametrize(
    "name", ["../../x.ttl", "/etc/passwd.ttl", "a\\0b.ttl", "x" * 300 + ".ttl", "CON", "a\u202ettl.exe"]
)
def test_the_name_of_a_file_is_only_read_for_its_extension(name: str, server: Server) -> None:
    """T66: nothing is stored; an archive is refused for what it is."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    reply = server.request("POST", "/packages", head + GOOD + b"\r\n--b--\r\n", Content_Type=FORM)
    assert reply.status == 200 and name.encode() not in reply.body
    archive = server.request("POST", "/packages", head + b"PK\3\4\xff\xfe" + b"\r\n--b--\r\n", Content_Type=FORM)
    assert archive.status == 422
