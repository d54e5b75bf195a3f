"""W3C's SPARQL 1.1 test suite: its cases, what each expects, and whether a result is that."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urljoin

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from guanxia.sparql import formats
from guanxia.sparql.formats import Format
from tests.conftest import SHARED

SUITE = SHARED / "w3c" / "sparql" / "sparql11"
SITE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl", "manifest-sparql11-fed.ttl")
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{_XSD}{name}": Decimal for name in ("integer", "decimal")} | {
    f"{_XSD}{name}": float for name in ("double", "float")
}
_SUFFIXES = {".srx": formats.XML, ".srj": formats.JSON, ".csv": formats.CSV, ".tsv": formats.TSV}
_BINDINGS = {formats.XML: QueryResultsFormat.XML, formats.JSON: QueryResultsFormat.JSON,
             formats.TSV: QueryResultsFormat.TSV}  # fmt: skip
_RDF_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One test: ``kind`` is evaluation, positive or negative (syntax); graphs are IRIs of files of the suite."""

    iri: str
    kind: str
    query: Path
    base: str
    result: Path | None = None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.query.parent.name}#{self.iri.rpartition('#')[2]}"

    @property
    def text(self) -> str:
        text = self.query.read_text(encoding="utf-8")
        return f"BASE <{self.base}>\n{text}" if self.kind == "evaluation" else text

    @property
    def format(self) -> Format:
        """The format in which the result is compared."""
        suffix = self.result.suffix if self.result else ".srj"
        return _SUFFIXES.get(suffix, formats.N_TRIPLES if self._constructs else formats.JSON)

    @property
    def _constructs(self) -> bool:
        return re.search(r"^\s*(?:CONSTRUCT|DESCRIBE)\b", self.text, re.I | re.M) is not None

    @property
    def graphs(self) -> dict[str, list[str]]:
        """Parameters of the protocol; where the query itself names its graphs there are none."""
        if re.search(r"^\s*FROM\b", self.text, re.I | re.M):
            return {}
        named = {"default-graph-uri": self.default, "named-graph-uri": self.named}
        return {name: list(values) for name, values in named.items() if values}


def cases() -> list[Case]:
    """All cases of the query language, its results and its federation, in the order of the suite."""
    return [case for manifest in MANIFESTS for part in _included(manifest) for case in _cases(part)]


def entries(manifest: str) -> list[str]:
    """The IRIs of the tests of one manifest."""
    return [str(one.value) for one in _Manifest(manifest).members("entries")]  # type: ignore[union-attr]


def dataset() -> Store:
    """All data files of the suite, each a graph of its own that is named by its address."""
    store = Store()
    for path in sorted(SUITE.rglob("*")):
        kind = _RDF_FORMATS.get(path.suffix)
        if kind is None or path.name.startswith("manifest"):
            continue
        name = f"{SITE}{path.relative_to(SUITE).as_posix()}"
        quads = parse(path=str(path), format=kind, base_iri=name, rename_blank_nodes=True)
        store.extend(Quad(quad.subject, quad.predicate, quad.object, NamedNode(name)) for quad in quads)
    return store


class _Manifest:
    def __init__(self, path: str) -> None:
        self.iri = urljoin(SITE, path)
        self._store = Store()
        self._store.load(path=str(SUITE / path), format=RdfFormat.TURTLE, base_iri=self.iri)

    def values(self, subject: Term, name: str) -> list[Term]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, NamedNode(name), None)]  # type: ignore[arg-type]

    def members(self, name: str) -> Iterator[Term]:
        for entry in self.values(NamedNode(self.iri), f"{_MF}{name}"):
            while entry != NamedNode(f"{_RDF}nil"):
                yield self.values(entry, f"{_RDF}first")[0]
                entry = self.values(entry, f"{_RDF}rest")[0]


def _included(manifest: str) -> list[str]:
    return [str(one.value).removeprefix(SITE) for one in _Manifest(manifest).members("include")]  # type: ignore[union-attr]


def _cases(part: str) -> Iterator[Case]:
    manifest = _Manifest(part)

    def iris(subject: Term, name: str) -> list[str]:
        return [str(one.value) for one in manifest.values(subject, name) if isinstance(one, NamedNode)]

    for test in manifest.members("entries"):
        sort = iris(test, f"{_RDF}type")[0]
        action = manifest.values(test, f"{_MF}action")[0]
        kind = "positive" if "Positive" in sort else "negative" if "Negative" in sort else "evaluation"
        query = iris(action, f"{_QT}query")[0] if kind == "evaluation" else str(action.value)  # type: ignore[union-attr]
        result = iris(test, f"{_MF}result") if kind == "evaluation" else []
        yield Case(
            str(test.value),  # type: ignore[union-attr]
            kind,
            _path(query),
            query,
            _path(result[0]) if result else None,
            tuple(iris(action, f"{_QT}data")),
            tuple(iris(action, f"{_QT}graphData")),
        )


def _path(iri: str) -> Path:
    return SUITE / iri.removeprefix(SITE)


def as_expected(case: Case, body: bytes) -> bool:
    """Whether a result, in the format of the case, is the one that the suite gives."""
    if case.result is None:
        raise ValueError(f"{case.name} expects no result")
    expected = case.result.read_bytes()
    if case.format == formats.N_TRIPLES:
        kind = _RDF_FORMATS[case.result.suffix]
        want, have = _graph(expected, kind, case.base), _graph(body, RdfFormat.N_TRIPLES, case.base)
        return want == have
    if case.format == formats.CSV:
        return _csv(expected) == _csv(body)
    if case.result.suffix not in _SUFFIXES:
        return _result_set(expected, case.base) == _results(body, case.format)
    return _results(expected, case.format) == _results(body, case.format)


def _graph(text: bytes, kind: RdfFormat, base: str) -> Dataset:
    found = Dataset(parse(text, format=kind, base_iri=base))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def _csv(text: bytes) -> Counter[Row]:
    """The rows by column; all blank nodes alike, numbers by their value."""
    rows = csv.DictReader(io.StringIO(text.decode(), newline=""))
    return Counter(tuple(sorted((name, _csv_value(value)) for name, value in row.items())) for row in rows)


def _csv_value(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return str(float(text))
    except ValueError:
        return text


def _results(text: bytes, format: Format) -> object:
    """What two equal results have in common."""
    found = parse_query_results(text, format=_BINDINGS[format])
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return _table(names, [{name: solution[name] for name in names if solution[name] is not None} for solution in found])


def _result_set(text: bytes, base: str) -> object:
    """A result that the suite gives as statements."""
    store = Store()
    store.load(text, format=RdfFormat.TURTLE, base_iri=base)

    def values(subject: Term | None, name: str) -> list[Term]:
        return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(f"{_RS}{name}"), None)]  # type: ignore[arg-type]

    rows = [
        {str(values(pair, "variable")[0].value): values(pair, "value")[0] for pair in values(solution, "binding")}  # type: ignore[union-attr]
        for solution in values(None, "solution")
    ]
    return _table([str(one.value) for one in values(None, "resultVariable")], rows)  # type: ignore[union-attr]


def _table(names: list[str], solutions: list[dict[str, Term]]) -> object:
    """Rows with how often each occurs; those with blank nodes as a graph, in which labels do not matter."""
    rows: Counter[Row] = Counter()
    graph = Dataset()
    for bound in solutions:
        if any(isinstance(term, BlankNode) for term in bound.values()):
            row = BlankNode()
            for name, term in bound.items():
                graph.add(Quad(row, NamedNode(f"urn:x-variable:{name}"), term))
        else:
            rows[tuple(sorted((name, _shown(term)) for name, term in bound.items()))] += 1
    graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return sorted(names), rows, graph


def _shown(term: Term) -> str:
    """A term as text; numbers and truth values of one type and value are alike."""
    if isinstance(term, Literal) and term.datatype.value == f"{_XSD}boolean":
        return {"0": "false", "1": "true"}.get(term.value, term.value)
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        try:
            number = _NUMBERS[term.datatype.value](term.value)
        except (InvalidOperation, ValueError):
            return str(term)
        return f"{number.normalize() if isinstance(number, Decimal) else number} {term.datatype.value}"
    return str(term)
