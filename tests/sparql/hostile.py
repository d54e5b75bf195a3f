"""Hostile queries by the number of their case (T1 to T38), each with the kinds of problem that may answer it."""

from __future__ import annotations

from dataclasses import dataclass

RESULT, DIRECT = "result", "application/sparql-query"
GX = "https://w3id.org/guanxia/ontology#"
TIME, MEMORY = ("time-limit",), ("memory-limit", "time-limit", "result-too-large")
DEEP, COMPLEX, BROKEN = ("too-deep",), ("too-complex", "too-deep"), ("malformed-query",)
# Three patterns that have nothing in common: 10^12 rows and more.
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ANY = "?s ?p ?o"


@dataclass(frozen=True, slots=True)
class Query:
    """``kinds`` are of the problems that may answer it, ``RESULT`` one of them where a result may; by default alone.

    ``text`` may name the address of a listener, with PORT in place of its port; ``more`` is added to the address.
    """

    case: str
    text: str
    kinds: tuple[str, ...] = (RESULT,)
    more: str = ""

    def path(self, port: int) -> str:
        return "/sparql" + self.more.replace("PORT", str(port))

    def body(self, port: int) -> bytes:
        return self.text.replace("PORT", str(port)).encode()


def _service(case: str, text: str) -> Query:
    return Query(case, text, ("service-not-offered",))


LISTENER = "<http://127.0.0.1:PORT/>"
SERVICES = [
    _service("T1", f"SELECT * {{SERVICE {LISTENER} {{?s ?p ?o}}}}"),
    _service("T2-lower", f"SELECT * {{service {LISTENER} {{?s ?p ?o}}}}"),
    _service("T2-silent", f"SELECT * {{SERVICE SILENT {LISTENER} {{?s ?p ?o}}}}"),
    _service("T2-variable", f"SELECT * {{VALUES ?x {{{LISTENER}}} SERVICE ?x {{?s ?p ?o}}}}"),
    _service("T2-subquery", f"SELECT * {{{{SELECT * {{SERVICE {LISTENER} {{?s ?p ?o}}}}}}}}"),
    _service("T2-exists", f"ASK {{?a ?b ?c FILTER EXISTS {{SERVICE {LISTENER} {{?s ?p ?o}}}}}}"),
    _service("T2-comment", f"SELECT * {{SERVICE#x\n{LISTENER} {{?s ?p ?o}}}}"),
    _service("T2-escaped", f"SELECT * {{\\u0053ERVICE {LISTENER} {{?s ?p ?o}}}}"),
    _service("T2-prefixed", "PREFIX x: <http://127.0.0.1:PORT/> SELECT * {SERVICE x:y {?s ?p ?o}}"),
]
WORDS = [
    Query("T3-literal", 'ASK {?s ?p "SERVICE"}'),
    Query("T3-iri", "ASK {?s ?p <http://example.org/SERVICE>}"),
    Query("T3-variable", "SELECT ?SERVICE {?SERVICE ?p 1} LIMIT 1"),
    Query("T3-comment", f"ASK {{{ANY}}} # SERVICE <http://127.0.0.1:PORT/> {{}}"),
    Query("T3-prefix", "PREFIX service: <http://example.org/> ASK {?s service:SERVICE ?o}"),
    Query("T3-insert", 'ASK {?s ?p "INSERT DATA {} ; DROP ALL"}'),
]
GRAPHS = [
    Query("T4-file", "SELECT * FROM <file:///etc/passwd> {?s ?p ?o}"),
    Query("T4-named", "SELECT * FROM NAMED <http://127.0.0.1:PORT/x> {GRAPH ?g {?s ?p ?o}}"),
    Query("T4-http", "SELECT * FROM <http://127.0.0.1:PORT/x> {?s ?p ?o}"),
    Query("T5-metadata", f"SELECT * {{{ANY}}}", more="?default-graph-uri=http://169.254.169.254/"),
    Query("T5-listener", f"SELECT * {{{ANY}}}", more="?default-graph-uri=http://127.0.0.1:PORT/"),
    Query("T5-named", f"SELECT * {{GRAPH ?g {{{ANY}}}}}", more="?named-graph-uri=http://127.0.0.1:PORT/"),
]
FORMS = {
    "insert": "INSERT DATA {<urn:a> <urn:b> <urn:c>}",
    "insert-where": "INSERT {?s ?p 1} WHERE {?s ?p ?o}",
    "delete": "DELETE WHERE {?s ?p ?o}",
    "delete-data": "DELETE DATA {<urn:a> <urn:b> <urn:c>}",
    "with": "WITH <urn:g> DELETE {?s ?p ?o} WHERE {?s ?p ?o}",
    "load": "LOAD <http://127.0.0.1:PORT/x>",
    "load-silent": "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
    "clear": "CLEAR ALL",
    "drop": "DROP ALL",
    "create": "CREATE GRAPH <urn:g>",
    "copy": "COPY DEFAULT TO <urn:g>",
    "move": "MOVE <urn:g> TO DEFAULT",
    "add": "ADD <urn:g> TO DEFAULT",
}
FUNCTIONS = [
    Query("T13-unknown", "SELECT (<http://example.org/f>(1) AS ?x) {}"),
    Query("T13-js", "SELECT (<js:eval>('1') AS ?x) {}"),
    Query("T13-java", "SELECT (<java:java.lang.System.exit>(1) AS ?x) {}"),
    Query("T13-bif", "SELECT (<bif:shutdown>() AS ?x) {}"),
    Query("T13-text", 'SELECT * {?s <http://jena.apache.org/text#query> "x"}'),
    Query("T13-apf", "SELECT * {?s <http://jena.hpl.hp.com/ARQ/property#splitIRI> (?a ?b)}"),
    Query("T13-magic", "SELECT * {?s <java:org.example.Magic> ?o}"),
]


def _nested(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


DEPTHS = [
    Query("T14", "SELECT * " + "{" * 5000, DEEP),
    Query("T14-closed", "SELECT * " + _nested("{", "", "}", 5000), DEEP),
    Query("T15-at", "SELECT * " + _nested("{", ANY, "}", 64) + " LIMIT 1"),
    Query("T15-over", "SELECT * " + _nested("{", ANY, "}", 65) + " LIMIT 1", DEEP),
    Query("T16-parentheses", f"SELECT * {{FILTER{_nested('(', '1', ')', 4700)}}}", DEEP),
    Query("T16-not", f"SELECT * {{FILTER({'!' * 9400}true)}}", DEEP),
    Query("T16-minus", f"SELECT * {{FILTER({'- ' * 9400}1)}}", DEEP),
    Query("T16-plus", f"SELECT * {{FILTER({'1+' * 7000}1)}}", COMPLEX),
    Query("T16-or", f"SELECT * {{FILTER({'true||' * 5000}true)}}", COMPLEX),
    Query("T16-union", "SELECT * {" + "{}UNION" * 7000 + "{}}", COMPLEX),
    Query("T16-optional", "SELECT * {" + _nested("OPTIONAL{", "", "}", 4000) + "}", DEEP),
    Query("T16-path", f"SELECT * {{?s {_nested('(', 'a', ')', 4000)} ?o}}", DEEP),
    Query("T16-inverse", f"SELECT * {{?s {'^' * 4000}a ?o}}", (*DEEP, *BROKEN)),
    Query("T16-list", f"SELECT * {{{_nested('(', '1', ')', 400)} ?p ?o}}", DEEP),
    Query("T16-triples", "SELECT * {" + "<<(" * 5000 + "}", (*DEEP, "syntax-not-offered")),
    Query("T17-patterns", "SELECT * {" + "".join(f"?a{n} ?b{n} ?c{n}." for n in range(200)) + "}", COMPLEX),
    Query("T17-optionals", "SELECT * {" + f"OPTIONAL{{{ANY}}}" * 200 + "}", COMPLEX),
    Query("T17-binds", "SELECT * {" + "".join(f"BIND({n} AS ?b{n})" for n in range(400)) + "}", COMPLEX),
    Query("T17-graphs", "SELECT * {" + "".join(f"GRAPH ?g{n} {{}}" for n in range(65)) + "}", COMPLEX),
    Query("T17-64", "SELECT ?s {" + f"?s a <{GX}Statute>." * 64 + "} LIMIT 1"),
    Query("T31", "SELECT * {VALUES ?x {" + "<urn:x>" * 8000 + "}}", ("too-complex", "too-large")),
]
DOUBLING = "BIND('x' AS ?x0)" + "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(32))
GROWTH = "BIND('ab' AS ?x0)" + "".join(f"BIND(REPLACE(?x{n},'.','$0$0$0$0$0$0$0$0') AS ?x{n + 1})" for n in range(12))
BOMBS = [
    Query("T18", f"SELECT (COUNT(*) AS ?n) {{{CROSS}}}", TIME),
    Query("T18-distinct", f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{{CROSS}}}", MEMORY),
    Query("T19", f"SELECT * {{{CROSS}}} ORDER BY ?c ?f ?i", MEMORY),
    Query("T19-distinct", f"SELECT DISTINCT * {{{CROSS}}} LIMIT 10000000", MEMORY),
    Query("T20-concat", f"SELECT (STRLEN(?x32) AS ?n) {{{DOUBLING}}}", MEMORY),
    Query("T20-replace", f"SELECT (STRLEN(?x12) AS ?n) {{{GROWTH}}}", MEMORY),
    Query("T20-struuid", f"SELECT (GROUP_CONCAT(STRUUID()) AS ?x) {{{CROSS}}}", MEMORY),
    Query("T21", "SELECT (GROUP_CONCAT(CONCAT(?o, ?o, ?o)) AS ?x) {?s ?p ?o . ?t ?q ?r}", MEMORY),
    Query("T22", f"SELECT * {{{CROSS}}}", ("result-too-large",)),
    Query("T22-construct", f"CONSTRUCT {{?a ?e ?i}} {{{CROSS}}}", ("result-too-large", *MEMORY)),
    Query("T23", f"SELECT * {{{CROSS} FILTER(CONCAT(STR(?a), STR(?e), STR(?i)) = 'none')}}", TIME),
    Query("T26", "SELECT (COUNT(*) AS ?n) {?a (<urn:x>|!<urn:x>)* ?b . ?b (<urn:x>|!<urn:x>)* ?c}", MEMORY),
    Query("T37", f"DESCRIBE * {{{CROSS}}}", ("result-too-large", *MEMORY)),
]
REGEXES = [
    Query("T24", 'SELECT (COUNT(*) AS ?n) {?s ?p ?o FILTER(REGEX(STR(?o), "^(a+)+$"))}'),
    Query("T25-repeat", 'ASK {?s ?p ?o FILTER(REGEX(STR(?o), "(a{1000}){1000}"))}', (RESULT, *TIME, "memory-limit")),
    Query("T25-class", 'ASK {?s ?p ?o FILTER(REGEX(STR(?o), "\\\\p{L}{9999}"))}', (RESULT, *TIME, "memory-limit")),
    Query(
        "T25-long", 'ASK {?s ?p ?o FILTER(REGEX(STR(?o), "' + "a?" * 20_000 + '"))}', (RESULT, *TIME, "memory-limit")
    ),
]
