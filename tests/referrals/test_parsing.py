"""Parsing: what a package may not say is refused, what it may say is kept exactly, in every format."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, Quad, RdfFormat, Triple, serialize

from guanxia.referrals import PACKAGES, gate
from guanxia.referrals.context import Context
from guanxia.referrals.parsing import parse
from guanxia.referrals.refusals import Refused
from tests.referrals.hostile import GX, PREFIXES, PROPOSAL, RDF, Body, body
from tests.referrals.test_gate import assert_untouched, told

SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"
OUTSIDE = "http://127.0.0.1:PORT/x"
ABOUT = f'<rdf:Description rdf:about="p"><rdf:type rdf:resource="{GX}Reply"/></rdf:Description>'


def turtle(case: str, more: str, kind: str) -> Body:
    return body(case, gate.TURTLE, f"{PROPOSAL}{more}", kind)


def xml(case: str, attributes: str, kind: str) -> Body:
    return body(case, gate.RDF_XML, f"<rdf:RDF {RDF} {attributes}>{ABOUT}</rdf:RDF>", kind)


INNER = '<rdf:Description rdf:about="p"><rdf:value>x</rdf:value></rdf:Description>'
TRIPLE_TERM = (
    f'<rdf:RDF {RDF} rdf:version="1.2"><rdf:Description rdf:about="p">'
    f'<rdf:value rdf:parseType="Triple">{INNER}</rdf:value></rdf:Description></rdf:RDF>'
)
NOTICE = "https://w3id.org/guanxia/id/notice/guilin-2020-27"
XML_LITERAL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"
REFUSED = (
    xml("T48 file", 'xml:base="file:///"', "outside-base"),
    xml("T48 other", f'xml:base="{OUTSIDE}"', "outside-base"),
    xml("T48 escaped", f"xml:base='{PACKAGES}&#x2e;./..'", "outside-base"),
    turtle("T48 base", f"@base <{OUTSIDE}> . <q> gx:name 'x' .", "outside-base"),
    turtle("T48 BASE", "BASE <../../> <q> gx:name 'x' .", "outside-base"),
    turtle(
        "T48 XInclude", "<p> <http://www.w3.org/2001/XInclude#include> <file:///etc/hostname> .", "rules-not-allowed"
    ),
    turtle("T56 imports", f"<p> <{OWL}imports> <{OUTSIDE}> .", "rules-not-allowed"),
    turtle("T56 shapes graph", f"<p> <{SH}shapesGraph> <{OUTSIDE}> .", "rules-not-allowed"),
    turtle(
        "T57 sparql",
        f"[] a <{SH}NodeShape> ; <{SH}sparql> [ <{SH}select> 'ASK FROM <file:///x> {{}}' ] .",
        "rules-not-allowed",
    ),
    turtle("T57 js", f"[] <{SH}js> [] .", "rules-not-allowed"),
    turtle("T57 pattern", f"[] <{SH}pattern> '^(a+)+$' .", "rules-not-allowed"),
    turtle(
        "T57 deactivated",
        f"<https://w3id.org/guanxia/shapes#PenaltyProposal-enclosure> <{SH}deactivated> true .",
        "rules-not-allowed",
    ),
    turtle("T57 function", f"<q> a <{SH}SPARQLFunction> .", "rules-not-allowed"),
    turtle("T57 subclass", "<q> <http://www.w3.org/2000/01/rdf-schema#subClassOf> gx:Provision .", "rules-not-allowed"),
    turtle("T57 same as", f"<q> <{OWL}sameAs> <https://w3id.org/guanxia/id/role/LI> .", "rules-not-allowed"),
    turtle("T59 clause", f"<{NOTICE}/clause-1-2-3> gx:name 'x' .", "foreign-subject"),
    turtle(
        "T59 role",
        "<https://w3id.org/guanxia/id/role/SI> gx:area <https://w3id.org/guanxia/id/area/450300> .",
        "foreign-subject",
    ),
    turtle("T59 term", "gx:PenaltyProposal gx:name 'x' .", "foreign-subject"),
    turtle("T59 class", "[] a gx:Provision ; gx:name '第九十九条' .", "unknown-type"),
    turtle("T60 up", "<../../admin> gx:name 'x' .", "outside-base"),
    turtle("T60 host", "<//evil.example/> gx:name 'x' .", "outside-base"),
    turtle("T60 root", "<p> gx:sender </admin> .", "outside-base"),
    turtle("T60 other", "<https://other.example/package/1> gx:name 'x' .", "foreign-subject"),
    turtle("T60 no uuid", "<urn:uuid:1> gx:name 'x' .", "foreign-subject"),
    turtle("T64 literal", f"<p> gx:basicFacts '{'x' * 100_001}' .", "too-large"),
    turtle("T64 IRI", f"<p> gx:sender <urn:{'x' * 1_000_000}> .", "unsafe-iri"),
    turtle(
        "T64 namespace",
        f"@prefix l: <urn:{'x' * 2_000}> . <p> gx:sender {','.join(f'l:{n}' for n in range(60_000))} .",
        "too-large",
    ),
    turtle("T64 blanks", f"<p> gx:sender {','.join(f'_:n{n}' for n in range(100_001))} .", "too-large"),
    turtle("T64 workers", f"<p> gx:worker {','.join(f'_:n{n}' for n in range(5_001))} .", "too-large"),
    body("T65 comments", gate.TURTLE, "# nothing\n# at all", "empty"),
    body("T65 prefixes", gate.TURTLE, PREFIXES, "empty"),
    body("T65 xml", gate.RDF_XML, f"<rdf:RDF {RDF}/>", "empty"),
    body("T65 json", gate.JSON, "{}", "empty"),
    body("T65 array", gate.JSON_LD, "[]", "empty"),
    body("T65 other", gate.TURTLE, "<p> a <http://xmlns.com/foaf/0.1/Person> .", "no-referral"),
    body("T65 part", gate.JSON, '{"type": "Party", "name": "x"}', "no-referral"),
    turtle("two", "<q> a gx:Reply .", "several-referrals"),
    turtle("T77 IRI", "<p> gx:sender <urn:a\u202eb> .", "unsafe-iri"),
    turtle("T77 zero width", "<p> gx:sender <urn:a\u200bb> .", "unsafe-iri"),
    turtle("T86 digits", f"<p> gx:totalAmount {'9' * 10_000} .", "wrong-amount"),
    turtle("XML literal", f"<p> gx:basicFacts '<a/>'^^<{XML_LITERAL}> .", "datatype-not-allowed"),
    turtle("direction", "<p> gx:basicFacts 'x'@ar--rtl .", "syntax-not-offered"),
    turtle("prefix", "<p> ex:a 1 .", "malformed-rdf"),
    body(
        "JSON-LD direction",
        gate.JSON_LD,
        {"@id": "p", "urn:a": {"@value": "x", "@language": "zh", "@direction": "rtl"}},
        "unknown-key",
    ),
    body("JSON-LD index", gate.JSON_LD, {"@id": "p", "@nest": {"urn:a": 1}}, "unknown-key"),
    body("XML triple", gate.RDF_XML, TRIPLE_TERM, "syntax-not-offered"),
)


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.case)
def test_what_a_package_may_not_say_is_refused_by_its_kind(one: Body, context: Context) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        start = time.process_time()
        with pytest.raises(Refused) as refused:
            parse(one.at(listener.getsockname()[1]), one.media_type, context)
        assert refused.value.kind == one.kind
        assert time.process_time() - start < 5
        told(refused.value)
        assert_untouched(listener)


@pytest.mark.parametrize(
    "more",
    [
        "<p> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <http://127.0.0.1:9/x> .",
        "<p> <http://purl.org/dc/terms/source> <http://127.0.0.1:9/x> .",
        "<p> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://127.0.0.1:9/x> .",
        "<p> gx:sender <javascript:alert(1)> .",
        "<p> gx:sender <#a> , <b> , <urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e> .",
        "<p> gx:issuedOn '2020-02-30'^^xsd:date , '9999999999-01-01'^^xsd:date , '-0001-01-01'^^xsd:date .",
        "<p> gx:totalAmount '-1'^^xsd:decimal , '1E400'^^xsd:decimal , 1200.00 , 0.1 .",
    ],
)
def test_t56_and_t86_other_statements_are_data_as_they_were_written(more: str, context: Context) -> None:
    found = parse(f"{PROPOSAL}{more}".encode(), gate.TURTLE, context)
    texts = [triple.object.value for triple in found if isinstance(triple.object, Literal)]
    assert len(found) > 1 and all(text in more for text in texts)


def test_t63_a_clique_of_blank_nodes_is_parsed_at_once(context: Context) -> None:
    pairs = "".join(f"_:a{one} gx:sender _:a{two} . " for one in range(50) for two in range(50))
    start = time.process_time()
    assert len(parse(f"{PROPOSAL}{pairs}".encode(), gate.TURTLE, context)) == 2_501
    assert time.process_time() - start < 1


def test_the_largest_package_is_parsed_within_the_time_of_a_child(context: Context) -> None:
    line = "[ gx:month '2020-03' ; gx:amount 100.00 ]"
    workers = ",".join(f"[ gx:name 'w{n}' ; gx:amountLine {','.join([line] * 6)} ]" for n in range(5_000))
    start = time.process_time()
    found = parse(f"{PROPOSAL}<p> gx:worker {workers} .".encode(), gate.TURTLE, context)
    assert len(found) == 1 + 5_000 * (2 + 6 * 3)
    assert time.process_time() - start < 5


def test_the_same_bytes_give_the_same_names(context: Context) -> None:
    content = f"{PROPOSAL}<p> gx:sender [ gx:name 'a' ] , _:b1 . _:b1 gx:name 'b' .".encode()
    first = parse(content, gate.TURTLE, context)
    assert first == parse(content, gate.TURTLE, context)
    assert {str(triple.subject) for triple in first if triple.predicate.value == f"{GX}name"} == {"_:b1", "_:b2"}


def same(found: Iterable[Triple], other: Iterable[Triple]) -> bool:
    graphs = [Dataset(Quad(*triple) for triple in triples) for triples in (found, other)]
    for graph in graphs:
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return graphs[0] == graphs[1]


FULL = f"""{PREFIXES}
[] a gx:PenaltyProposal ;
    gx:sender [ gx:role <https://w3id.org/guanxia/id/role/SI> ; gx:area <https://w3id.org/guanxia/id/area/450305> ;
        gx:name "桂林市七星区社会保险中心𠮷" ] ;
    gx:concernsViolation <https://w3id.org/guanxia/id/notice/guilin-2020-27/SI-3> ;
    gx:issuedOn "2021-03-01"^^xsd:date ; gx:totalAmount 1200.00 ; gx:basicFacts "甲\\n乙 & \\"丙\\" <丁>" ;
    gx:enclosure [ gx:copy true ; gx:pages 3 ] , [ gx:title "工资表" ] ;
    gx:amountLine [ gx:month "2020-03" ; gx:amount 1200.00 ;
        gx:insurance <https://w3id.org/guanxia/id/insurance-kind/pension> ] .
"""
PLAIN = {
    "type": "PenaltyProposal",
    "sender": {"role": "SI", "area": "450305", "name": "桂林市七星区社会保险中心𠮷"},
    "concernsViolation": "SI-3",
    "issuedOn": "2021-03-01",
    "totalAmount": "1200.00",
    "basicFacts": '甲\n乙 & "丙" <丁>',
    "enclosure": [{"copy": True, "pages": 3}, {"title": "工资表"}],
    "amountLine": {"month": "2020-03", "insurance": "pension", "amount": "1200.00"},
}


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        (gate.TURTLE, RdfFormat.TURTLE),
        (gate.N_TRIPLES, RdfFormat.N_TRIPLES),
        (gate.RDF_XML, RdfFormat.RDF_XML),
        (gate.JSON_LD, RdfFormat.JSON_LD),
    ],
)
def test_one_package_in_every_format_is_the_same_graph(media_type: str, form: RdfFormat, context: Context) -> None:
    package = parse(FULL.encode(), gate.TURTLE, context)
    written = serialize(package, format=form)
    assert written is not None
    assert same(parse(written, media_type, context), package)


def test_plain_json_is_the_same_graph(context: Context) -> None:
    assert same(parse(json.dumps(PLAIN).encode(), gate.JSON, context), parse(FULL.encode(), gate.TURTLE, context))


NAMES = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xE000, max_codepoint=0xF8FF),
        st.sampled_from("·•・é\u0065\u0301\uf9d1六\u202e\u200b\u3164АABC'\"\\<>&%{}"),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=500, deadline=None)
@given(name=NAMES)
def test_t77_to_t80_names_are_kept_as_they_were_written(name: str, context: Context) -> None:
    literal = str(Literal(name))
    packages = {
        gate.TURTLE: f"{PROPOSAL}<p> gx:name {literal} .",
        gate.N_TRIPLES: f"<urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e> <{GX}name> {literal} .\n"
        f"_:p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{GX}Reply> .",
        gate.JSON: json.dumps({"type": "Reply", "name": name}),
        gate.JSON_LD: json.dumps({"@type": f"{GX}Reply", f"{GX}name": name}, ensure_ascii=False),
    }
    for media_type, content in packages.items():
        found = parse(content.encode(), media_type, context)
        assert [triple.object.value for triple in found if isinstance(triple.object, Literal)] == [name]
