"""Findings: in both languages, by the contract, in words that a clerk understands, the same bytes each time."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
import rfc8785
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import RDF, SH, Graph

from guanxia.cage import Refusal
from guanxia.referrals import asking, examination, findings, report
from guanxia.referrals.examination import Examination
from guanxia.referrals.naming import DOCUMENT, Names
from guanxia.referrals.statements import GX, Statements
from guanxia.settings import Settings
from guanxia.shacl_graph import to_rdflib
from tests.referrals.reference import examples, read, spread, with_blank_nodes

EXAMPLES = examples(Settings().shapes)
FAILING = [path for path in EXAMPLES if path.name.startswith("fail-")]
TURTLE, JSON_LD = "text/turtle", "application/ld+json"
_BASE = "https://w3id.org/guanxia/package/"


@pytest.fixture(scope="module")
def examined() -> Examination:
    return Examination(Settings())


@pytest.fixture(scope="module")
def schema(shared: Path) -> Any:
    return json.loads((shared / "contracts" / "validation.schema.json").read_text(encoding="utf-8"))


def _turtle(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE) or b""


def _told(examined: Examination, body: bytes, media_type: str = TURTLE) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(examined.report(body, media_type))
    return found


def _package(text: str) -> bytes:
    head = f"@prefix gx: <{GX}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <{_BASE}> .\n"
    return (head + text).encode()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_findings_keep_the_contract_and_fill_every_word(path: Path, examined: Examination, schema: Any) -> None:
    body = examined.report(path.read_bytes(), TURTLE)
    told = orjson.loads(body)
    jsonschema.validate(told, schema)
    assert rfc8785.dumps(told) == body
    assert told["kind"] == path.parent.name
    assert told["conforms"] is not any(one["severity"] == "violation" for one in told["findings"])
    assert sum(told["counts"].values()) == len(told["findings"])
    for one in told["findings"]:
        texts = [one[name] for name in ("message", "fix", "name", "place")] + list(one["detail"].values())
        assert all(text["zh"].strip() and text["en"].strip() for text in texts)
        assert one["focus"].startswith("https://") or one["focus"].split("[")[0].split("/")[0].isalpha()


@pytest.mark.parametrize("path", spread(FAILING, 12), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_same_package_gives_the_same_bytes_however_it_is_written(path: Path, examined: Examination) -> None:
    package = with_blank_nodes(read(path))
    shuffled = with_blank_nodes(read(path))
    random.Random(7).shuffle(shuffled)
    forms = [(RdfFormat.TURTLE, TURTLE), (RdfFormat.N_TRIPLES, "application/n-triples")]
    forms += [(RdfFormat.RDF_XML, "application/rdf+xml"), (RdfFormat.JSON_LD, JSON_LD)]
    for accept in examination.ACCEPTED:
        replies = {
            examined.report(serialize(triples, format=form) or b"", media_type, accept)
            for triples in (package, shuffled)
            for form, media_type in forms
        }
        assert len(replies) == 1


def test_the_same_package_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Sets are ordered anew in each process, and so are the prefixes of a serializer."""
    path = tmp_path / "package.ttl"
    path.write_bytes(_turtle(with_blank_nodes(read(spread(FAILING, 1)[0]))) + b"\n")
    program = f"""
from pathlib import Path
from guanxia.referrals.examination import ACCEPTED, Examination
from guanxia.settings import Settings
examined, body = Examination(Settings()), Path({str(path)!r}).read_bytes()
for accept in ACCEPTED:
    print(examined.report(body, "text/turtle", accept))
"""
    replies = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
        replies.add(done.stdout)
    assert len(replies) == 1


@pytest.mark.parametrize("path", spread(FAILING, 12), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_report_of_shacl_says_the_same(path: Path, examined: Examination) -> None:
    told = _told(examined, path.read_bytes())["findings"]
    for accept, form in report.FORMATS.items():
        one = Graph()
        for quad in parse(examined.report(path.read_bytes(), TURTLE, accept), form):
            one.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        assert one.value(predicate=RDF.type, object=SH.ValidationReport) is not None
        assert [str(value) for value in one.objects(None, SH.conforms)] == ["false" if told else "true"]
        results = list(one.subjects(RDF.type, SH.ValidationResult))
        assert len(results) == len(told)
        for name in (SH.focusNode, SH.sourceShape, SH.resultSeverity, SH.sourceConstraintComponent):
            assert all(one.value(result, name) is not None for result in results)
        messages = {(str(text), getattr(text, "language", None)) for text in one.objects(None, SH.resultMessage)}
        assert messages == {(finding["message"][tag], tag) for finding in told for tag in ("zh", "en")}


def test_a_part_without_name_is_told_by_its_way_and_what_people_call_it_by(examined: Examination) -> None:
    told = _told(
        examined,
        _package(
            '[] a gx:PenaltyProposal ; gx:issuedOn "2020-10-12"^^xsd:date ; gx:citedBasis'
            ' [ gx:citationText "《社会保险法》第九百条" ] , [ gx:citationText "《社会保险法》第八十六条" ] .'
        ),
    )
    found = {one["shape"].split("#")[1]: one for one in told["findings"]}["Citation-exists"]
    assert found["focus"] == "citedBasis[1]" or found["focus"] == "citedBasis[2]"
    assert "《社会保险法》第九百条" in found["place"]["zh"]
    assert {one["focus"] for one in told["findings"]} - {found["focus"]} == {DOCUMENT}
    assert told["document"]["subject"] is None


def test_what_is_missing_is_told_as_none(examined: Examination) -> None:
    told = _told(examined, _package("<a> a gx:PenaltyProposal ."))
    found = {one["shape"].split("#")[1]: one for one in told["findings"]}["PenaltyProposal-basicFacts"]
    assert found["focus"] == f"{_BASE}a"
    assert found["detail"]["found"] == {"zh": "没有", "en": "none"}
    assert found["detail"]["expected"]["zh"].startswith("至少1项")
    assert found["property"] == {"name": "basicFacts", "label": {"zh": "基本案情", "en": "basic facts"}}
    assert found["norm"].endswith("/N27")
    assert found["clause"]["address"] == "二/(二)/3"


def test_a_wrong_datatype_is_told_with_the_one_written(examined: Examination) -> None:
    told = _told(examined, _package('<a> a gx:PenaltyProposal ; gx:issuedOn "十月" .'))
    found = next(one for one in told["findings"] if one["component"] == "DatatypeConstraintComponent")
    assert found["detail"]["found"]["zh"] == "十月（写作文本）"
    assert found["detail"]["expected"]["en"].startswith("a date")


def test_several_provisions_in_one_text_are_several_citations(examined: Examination) -> None:
    told = _told(
        examined,
        _package(
            '<a> a gx:PenaltyProposal ; gx:actOn "2020-03-01"^^xsd:date ;'
            ' gx:citedBasis [ gx:citationText "《社会保险法》第八十四条、第八十六条" ] .'
        ),
    )
    assert not [one for one in told["findings"] if "Citation-" in one["shape"]]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("《社会保险法》第九百条", "Citation-exists"),
        ("《没有的法》第一条", "Citation-title"),
        ("依法", "Citation-title"),
        ("《社会保险法》", "Citation-plain"),
    ],
)
def test_words_that_name_no_provision_are_told(text: str, shape: str, examined: Examination) -> None:
    body = _package(f'<a> a gx:PenaltyProposal ; gx:citedBasis [ gx:citationText "{text}" ] .')
    shapes = {one["shape"].split("#")[1] for one in _told(examined, body)["findings"]}
    assert {one for one in shapes if one.startswith("Citation-")} == {shape}


def test_a_state_of_citation_that_a_package_brings_is_not_believed(examined: Examination) -> None:
    body = '<a> a gx:PenaltyProposal ; gx:citedBasis [ gx:citationText "《社会保险法》第八十六条"{} ] .'
    plain, forged = body.format(""), body.format(' ; gx:citationState "ambiguous"')
    assert _told(examined, _package(plain)) == _told(examined, _package(forged))


def test_a_package_that_is_not_taken_is_refused_with_the_problem() -> None:
    work = examination.load(Settings())
    with pytest.raises(Refusal) as refused:
        work(asking.request(b"", TURTLE))
    assert orjson.loads(refused.value.payload)["status"] == 422
    assert work(asking.request(EXAMPLES[0].read_bytes(), TURTLE, JSON_LD)).startswith(b"[")


def test_names_are_bounded_where_nodes_chase_each_other() -> None:
    """Cliques and long chains of blank nodes end in time, whatever hangs on what."""
    link = NamedNode(f"{GX}enclosure")
    clique = [BlankNode(f"c{number}") for number in range(50)]
    chain = [BlankNode(f"l{number}") for number in range(20_000)]
    triples = [Triple(one, link, other) for one in clique for other in clique if one != other]
    triples += [Triple(one, link, other) for one, other in pairwise(chain)]
    triples.append(Triple(chain[0], NamedNode(f"{GX}title"), Literal("x")))
    package = Statements(triples)
    names = Names(package, chain[0], Statements([]))
    assert names.name(chain[0]) == DOCUMENT
    assert names.name(chain[2]) == "enclosure/enclosure"
    assert len(names.name(chain[-1])) < 300
    assert len({names.name(one) for one in clique}) == 50


def test_only_formats_of_the_report_are_given(examined: Examination) -> None:
    assert set(report.FORMATS) < set(examination.ACCEPTED)
    with pytest.raises(KeyError):
        examined.report(EXAMPLES[0].read_bytes(), TURTLE, "text/html")
    assert findings.FORMAT == "guanxia.validation.v1"
    assert parse(examined.report(EXAMPLES[0].read_bytes(), TURTLE, TURTLE), RdfFormat.TURTLE)


def _basis(examined: Examination, day: str) -> dict[str, Any]:
    """The provision of the finding that a proposal issued on a day tells of an act later than itself."""
    path = next(one for one in FAILING if one.name == "fail-act-after-proposal.ttl")
    body = path.read_text(encoding="utf-8").replace('gx:issuedOn "2020-10-12"', f'gx:issuedOn "{day}"', 1)
    body = body.replace('gx:actOn "2020-12-01"', 'gx:actOn "2099-01-01"')
    found = _told(examined, body.encode())
    one: dict[str, Any] = next(one for one in found["findings"] if one["shape"].endswith("#Package-actBeforeIssue"))
    return dict(one["provision"])


def test_a_basis_says_whether_the_graph_has_it_as_of_the_day_of_issue(examined: Examination) -> None:
    before, after = _basis(examined, "2020-10-12"), _basis(examined, "2021-07-15")
    assert before["inForce"] == {"on": "2020-10-12", "state": "no", "from": "2021-07-15", "to": None}
    assert "2021-07-15" in before["remark"]["zh"] and "2021-07-15" in before["remark"]["en"]
    assert after["inForce"]["state"] == "yes" and after["remark"] is None
