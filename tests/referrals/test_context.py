"""The published context: made from the graph, stable, understood by others, and nothing vanishes by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib
from pyoxigraph import RdfFormat, serialize
from rdflib.compare import isomorphic

from guanxia.app import Service
from guanxia.referrals import CONTEXT, gate
from guanxia.referrals.context import Context, make_context
from guanxia.referrals.parsing import parse
from guanxia.referrals.refusals import Refused
from tests.referrals.test_parsing import FULL, PLAIN


def send(document: Any, context: Context, media_type: str = gate.JSON) -> Any:
    return parse(json.dumps(document, ensure_ascii=False).encode(), media_type, context)


def test_the_same_graph_gives_the_same_bytes(service: Service, context: Context) -> None:
    assert make_context(service.questions).body == context.body
    assert json.loads(context.body)["@context"]["PenaltyProposal"] == "gx:PenaltyProposal"


def test_every_kind_of_document_and_every_class_of_a_part_has_a_key(context: Context) -> None:
    assert len(context.kinds) == 10
    assert {iri.rpartition("#")[2] for iri in context.classes} <= context.definitions.keys()
    assert {"role", "area", "provision", "insurance", "concernsViolation"} <= context.coded.keys()
    assert {"sender", "employer", "worker", "enclosure"} <= context.parts
    assert {"issuedOn", "totalAmount", "name", "month"} <= context.plain


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_another_processor_reads_the_same_by_the_published_context(context: Context) -> None:
    document = {**json.loads(context.body), **PLAIN}
    theirs = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    ours = rdflib.Graph().parse(data=serialize(parse(FULL.encode(), gate.TURTLE, context), format=RdfFormat.N_TRIPLES))
    assert isomorphic(theirs, ours)


@pytest.mark.parametrize("media_type", [gate.JSON, gate.JSON_LD])
@pytest.mark.parametrize("address", [CONTEXT, [CONTEXT]])
def test_the_address_of_the_context_stands_for_it(media_type: str, address: Any, context: Context) -> None:
    assert send({"@context": address, **PLAIN}, context, media_type) == send(PLAIN, context)


@pytest.mark.parametrize(
    ("key", "value", "pointer", "kind", "nearest"),
    [
        ("sendr", {}, "/sendr", "unknown-key", "sender"),
        ("basicfacts", "x", "/basicfacts", "unknown-key", "basicFacts"),
        ("sender", {"rol": "SI"}, "/sender/rol", "unknown-key", "role"),
        ("ex:note", "x", "/ex:note", "unknown-key", None),
        ("a/b~c", "x", "/a~1b~0c", "unknown-key", None),
        ("type", "PenaltyPropsal", "/type", "unknown-type", "PenaltyProposal"),
        ("sender", "社保中心", "/sender", "wrong-value", None),
        ("concernsViolation", "SI 3", "/concernsViolation", "wrong-value", None),
        ("id", "a b", "/id", "wrong-value", None),
        ("id", "http://[", "/id", "wrong-value", None),
        ("enclosure", [{"title": "x"}, {"pagez": 1}], "/enclosure/1/pagez", "unknown-key", "pages"),
    ],
)
def test_nothing_vanishes_silently(
    key: str, value: Any, pointer: str, kind: str, nearest: str | None, context: Context
) -> None:
    with pytest.raises(Refused) as refused:
        send({**PLAIN, key: value}, context)
    fault = refused.value.faults[0]
    assert (fault.kind, fault.pointer) == (kind, pointer)
    assert nearest is None or nearest in fault.nearest
    assert refused.value.status == 422


def test_all_unknown_keys_are_told_at_once(context: Context) -> None:
    with pytest.raises(Refused) as refused:
        send({**PLAIN, "sendr": 1, "titel": "x", "employer": {"nam": "x"}}, context)
    assert [fault.pointer for fault in refused.value.faults] == ["/sendr", "/titel", "/employer/nam"]


def test_json_ld_without_a_context_needs_whole_addresses(context: Context) -> None:
    with pytest.raises(Refused, match="Without a context"):
        send(PLAIN, context, gate.JSON_LD)
