"""The service description (G3): RDF that conforms to its vocabulary, and true of what the endpoint does."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from guanxia.settings import Settings
from guanxia.sparql.description import limits
from guanxia.sparql.formats import BINDINGS, GRAPHS
from tests.client import app_over

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
GX = Namespace("https://w3id.org/guanxia/ontology#")
FORMAT = Namespace("http://www.w3.org/ns/formats/")
# All that is asked here comes from one client, whose errors are borne.
LIMITS = Settings(client_errors=10_000)
SELECT, CONSTRUCT = "SELECT * {?s ?p ?o} LIMIT 1", "CONSTRUCT {?s ?p ?o} {?s ?p ?o} LIMIT 1"
QUERIES = {"SELECT": SELECT, "ASK": "ASK {}", "CONSTRUCT": CONSTRUCT, "DESCRIBE": "DESCRIBE <urn:x>"}
# The registered media type of each format that could stand in a service description.
MEDIA_TYPES = {
    FORMAT.SPARQL_Results_JSON: "application/sparql-results+json",
    FORMAT.SPARQL_Results_XML: "application/sparql-results+xml",
    FORMAT.SPARQL_Results_CSV: "text/csv",
    FORMAT.SPARQL_Results_TSV: "text/tab-separated-values",
    FORMAT.Turtle: "text/turtle",
    FORMAT["N-Triples"]: "application/n-triples",
    FORMAT["JSON-LD"]: "application/ld+json",
    FORMAT.RDF_XML: "application/rdf+xml",
    FORMAT.N3: "text/n3",
    FORMAT.TriG: "application/trig",
    FORMAT["N-Quads"]: "application/n-quads",
    FORMAT.RDFa: "application/xhtml+xml",
    FORMAT.RDF_JSON: "application/rdf+json",
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return app_over(LIMITS).test_client()


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> Graph:
    reply = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert reply.status_code == 200 and reply.mimetype == "text/turtle"
    return Graph().parse(data=reply.data, format="turtle")


@pytest.fixture(scope="module")
def service(described: Graph) -> URIRef:
    (found,) = described.subjects(RDF.type, SD.Service)
    assert isinstance(found, URIRef)
    return found


@pytest.mark.parametrize(
    ("media_type", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("*/*", RdfFormat.TURTLE),
        ("", RdfFormat.TURTLE),
    ],
)
def test_a_get_without_query_returns_rdf(
    media_type: str, format: RdfFormat, client: FlaskClient, described: Graph
) -> None:
    """W3C returns-rdf: in every format the same graph."""
    reply = client.get("/sparql", headers={"Accept": media_type})
    assert reply.status_code == 200
    lines = "\n".join(f"{quad.triple} ." for quad in parse(reply.data, format=format))
    assert isomorphic(Graph().parse(data=lines, format="nt"), described)
    headers = {"If-None-Match": reply.headers["ETag"], "Accept": media_type}
    assert client.get("/sparql", headers=headers).status_code == 304


def test_it_names_the_address_of_the_endpoint(described: Graph, service: URIRef) -> None:
    """W3C has-endpoint-triple: the address that the settings name, whatever a request says."""
    settings = Settings()
    assert set(described.objects(service, SD.endpoint)) == {URIRef(f"http://{settings.host}:{settings.port}/sparql")}


def test_it_conforms_to_the_vocabulary(described: Graph, shared: Path) -> None:
    """W3C conforms-to-schema: terms exist, and subjects and objects are of their classes."""
    vocabulary = Graph().parse(shared / "vocabularies" / "sparql-service-description.ttl", format="turtle")
    known = set(vocabulary.subjects())
    used = {term for triple in described for term in triple if str(term).startswith(str(SD))}
    assert used and used <= known
    for subject, predicate, value in described:
        for end, relation in ((subject, RDFS.domain), (value, RDFS.range)):
            for wanted in vocabulary.objects(predicate, relation):
                kinds = {*described.objects(end, RDF.type), *vocabulary.objects(end, RDF.type)}
                assert wanted in kinds, (subject, predicate, value)


def test_it_offers_neither_federation_nor_extensions(described: Graph, service: URIRef) -> None:
    for predicate in (SD.feature, SD.languageExtension, SD.extensionFunction, SD.extensionAggregate, SD.inputFormat):
        assert list(described.objects(service, predicate)) == []
    assert set(described.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}


@pytest.mark.parametrize("form", QUERIES)
def test_the_formats_listed_are_those_given(form: str, client: FlaskClient, described: Graph, service: URIRef) -> None:
    given = set()
    for name, media_type in MEDIA_TYPES.items():
        reply = client.get("/sparql", query_string={"query": QUERIES[form]}, headers={"Accept": media_type})
        if reply.status_code == 200:
            assert reply.mimetype == media_type
            given.add(name)
        else:
            assert reply.status_code == 406
    expected = {URIRef(one.iri) for one in (BINDINGS if form in ("SELECT", "ASK") else GRAPHS)}
    assert given == expected
    listed = set(described.objects(service, SD.resultFormat))
    assert given <= listed == {URIRef(one.iri) for one in (*BINDINGS, *GRAPHS)}


@pytest.mark.parametrize("one", [*BINDINGS, *GRAPHS], ids=lambda one: one.suffix)
def test_other_names_of_a_format_and_the_parameter_give_it_too(one: object, client: FlaskClient) -> None:
    format = next(two for two in (*BINDINGS, *GRAPHS) if two == one)
    query = {"query": SELECT if format in BINDINGS else CONSTRUCT}
    plain = client.get("/sparql", query_string=query, headers={"Accept": format.media_type})
    for other in format.others:
        reply = client.get("/sparql", query_string=query, headers={"Accept": other})
        assert reply.status_code == 200 and reply.mimetype == other and reply.data == plain.data
    named = client.get("/sparql", query_string={**query, "format": format.suffix}, headers={"Accept": "image/png"})
    assert named.status_code == 200 and named.data == plain.data
    assert named.headers["Content-Disposition"] == f'attachment; filename="results.{format.suffix}"'


def test_the_graphs_named_are_those_there_are_with_their_sizes(
    client: FlaskClient, described: Graph, service: URIRef
) -> None:
    asked = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"
    rows = client.get("/sparql", query_string={"query": asked}).get_json(force=True)["results"]["bindings"]
    counted = {row["g"]["value"] if "g" in row else None: int(row["n"]["value"]) for row in rows}
    (dataset,) = described.objects(service, SD.defaultDataset)
    told: dict[str | None, int] = {None: _size(described, described.value(dataset, SD.defaultGraph))}
    for named in described.objects(dataset, SD.namedGraph):
        told[str(described.value(named, SD.name))] = _size(described, described.value(named, SD.graph))
    assert told == counted


def _size(graph: Graph, node: Node | None) -> int:
    value = graph.value(node, VOID.triples)
    assert isinstance(value, Literal)
    return int(value)


def test_every_limit_is_told_with_its_meaning_in_both_languages(described: Graph, service: URIRef) -> None:
    told = {name: described.value(service, GX[name]) for name in limits(LIMITS)}
    assert {name: value and value.toPython() for name, value in told.items()} == limits(LIMITS)  # type: ignore[attr-defined]
    for name in told:
        for predicate in (RDFS.label, RDFS.comment):
            languages = {one.language for one in described.objects(GX[name], predicate) if isinstance(one, Literal)}
            assert languages == {"zh", "en"}, name


def test_limits_follow_the_settings() -> None:
    told = limits(Settings(cage_wall=2.5, query_rows=7, client_errors=3))
    assert (told["queryTimeLimit"], told["resultRowLimit"], told["clientErrorBudget"]) == (2.5, 7, 3)


def test_it_names_release_and_license(described: Graph, service: URIRef, client: FlaskClient) -> None:
    version = client.get("/version").get_json(force=True)
    assert str(described.value(service, OWL.versionInfo)) == version["release"]
    reply = client.get("/sparql")
    assert 'rel="license"' in reply.headers["Link"]
    assert list(parse(reply.data, format=RdfFormat.TURTLE))
