"""Every IRI of ours that the dataset mentions leads to its document, in every format, with the same statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, parse
from werkzeug.test import create_environ

from guanxia.app import Service
from guanxia.linked.addresses import BASE, TERMS, document_of
from guanxia.store import SHAPES

READERS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
SUFFIXES = dict(zip(READERS, (".ttl", ".jsonld", ".rdf", ".nt"), strict=True))
Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture(scope="module")
def get(app: Flask) -> Get:
    """A request through the whole WSGI stack, without the weight of a client."""

    def ask(path: str, accept: str = "*/*") -> tuple[int, dict[str, str], bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        environ = create_environ(path, headers={"Accept": accept})
        parts = app.wsgi_app(environ, lambda status, headers, error=None: started.append((status, headers)))  # type: ignore[arg-type]
        body = b"".join(parts)
        status, headers = started[0]
        return int(status[:3]), dict(headers), body

    return ask


@pytest.fixture(scope="module")
def mentioned(app: Flask) -> dict[str, int]:
    """IRIs of ours in any place of any statement of law and shapes, each with how many statements are about it.

    Names of graphs, the release, and what exports and catalog describe are IRIs of ours too.
    """
    service: Service = app.extensions["guanxia"]
    found: dict[str, int] = defaultdict(int)
    for graph in (None, SHAPES):
        for one in service.graph.triples(graph):
            for term in (one.subject, one.predicate, one.object):
                if isinstance(term, NamedNode) and term.value.startswith(BASE):
                    found[term.value] += 0
            if isinstance(one.subject, NamedNode) and one.subject.value in found:
                found[one.subject.value] += 1
    catalog = (one.subject.value for one in service.catalog.triples() if isinstance(one.subject, NamedNode))
    for iri in (*service.exports.subjects(), *catalog):
        if iri.startswith(f"{BASE}id/") and "#" not in iri:
            found.setdefault(iri, 0)
    found.setdefault(SHAPES.value, 0)
    assert len(found) > 2_700
    return dict(found)


def canonical(body: bytes, format: RdfFormat) -> Dataset:
    dataset = Dataset(parse(body, format=format))
    if any(isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode) for quad in dataset):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def documents(iri: str) -> str:
    return "/" + document_of(iri)


def test_every_iri_leads_to_its_document(get: Get, mentioned: dict[str, int]) -> None:
    """What a program does that looks an IRI up: the fragment stays behind, 303 leads on, 200 answers."""
    wrong = []
    for iri in mentioned:
        path = urlsplit(iri).path.removeprefix("/guanxia")
        status, headers, _ = get(path, "application/n-triples")
        if path.startswith("/id/"):
            location = headers.get("Location", "")
            if (status, location) != (303, documents(iri)) or 'rel="describedby"' not in headers["Link"]:
                wrong.append(f"{iri}: {status} {location}")
            status, headers, _ = get(location or "/none", "application/n-triples")
        if status != 200 or headers["Content-Type"] != "application/n-triples":
            wrong.append(f"{iri}: {status} {headers.get('Content-Type')}")
    assert wrong == []


def test_documents_say_the_same_in_every_format(get: Get, mentioned: dict[str, int]) -> None:
    """By suffix, for every IRI: the same graph in four formats, with all statements about the thing."""
    wrong = []
    for iri, statements in mentioned.items():
        graphs = []
        for media_type, suffix in SUFFIXES.items():
            status, headers, body = get(documents(iri) + suffix)
            if status != 200 or headers["Content-Type"].partition(";")[0] != media_type:
                wrong.append(f"{iri}{suffix}: {status}")
                break
            graphs.append(canonical(body, READERS[media_type]))
        if any(graph != graphs[0] for graph in graphs):
            wrong.append(f"{iri}: not the same in all formats")
        node = NamedNode(iri)
        if graphs and (found := sum(quad.subject == node for quad in graphs[0])) < max(statements, 1):
            if "ontology/" not in iri:
                wrong.append(f"{iri}: {found} of {statements} statements")
    assert wrong == []


def test_every_iri_has_a_page(get: Get, mentioned: dict[str, int]) -> None:
    wrong = []
    for iri in mentioned:
        status, headers, body = get(documents(iri), "text/html")
        if status != 200 or headers["Content-Type"] != "text/html; charset=utf-8" or b"</html>" not in body:
            wrong.append(f"{iri}: {status}")
        elif not {"Link", "Vary", "ETag", "Content-Security-Policy"} <= set(headers):
            wrong.append(f"{iri}: {sorted(headers)}")
    assert wrong == []


@pytest.mark.parametrize("media_type", READERS)
def test_a_name_with_a_fragment_is_told_of_in_the_document_before_it(
    get: Get, mentioned: dict[str, int], media_type: str
) -> None:
    for whole in ("ontology", "shapes"):
        status, _, body = get(f"/{whole}", media_type)
        subjects = {quad.subject for quad in parse(body, format=READERS[media_type])}
        told = {term.value for term in subjects if isinstance(term, NamedNode)}
        assert status == 200
        assert {iri for iri in mentioned if iri.startswith(f"{BASE}{whole}#")} - told == set()


def test_the_page_of_the_ontology_has_an_anchor_for_every_term(get: Get, mentioned: dict[str, int]) -> None:
    _, _, body = get("/ontology", "text/html")
    text = body.decode()
    assert [iri for iri in mentioned if iri.startswith(TERMS) and f'id="{iri.removeprefix(TERMS)}"' not in text] == []
