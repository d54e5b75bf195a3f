"""The gate of queries: hostile ones are refused by their own kind, in time, in both languages; valid ones never are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxia.problems import KINDS
from guanxia.sparql import scanner
from guanxia.sparql.gate import admit
from guanxia.sparql.limits import LIMITS
from guanxia.sparql.refusals import Refused
from tests.conformance.sparql_suite import cases
from tests.conftest import ROOT, SHARED
from tests.sparql.hostile import BOMBS, DEPTHS, FORMS, FUNCTIONS, GRAPHS, REGEXES, RESULT, SERVICES, WORDS, Query

SECONDS = 0.05  # of one processor


def refusal(text: str | bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        admit(text)
    told(refused.value)
    return refused.value


def told(refused: Refused) -> None:
    """Every refusal is 400 or 413 and says something in both languages about each fault."""
    assert refused.status in (400, 413) and refused.kind in KINDS and refused.faults
    for text in (refused.detail, *(fault.text for fault in refused.faults)):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) and text.zh.endswith(("。", "？"))
        assert text.en.endswith((".", "?")) and not any("\u4e00" <= sign <= "\u9fff" for sign in text.en)


def seconds(text: str | bytes) -> float:
    start = time.process_time()
    try:
        admit(text)
    except Refused as refused:
        told(refused)
    return time.process_time() - start


AT_THE_GATE = [one for one in (*SERVICES, *DEPTHS) if RESULT not in one.kinds]


@pytest.mark.parametrize("one", AT_THE_GATE, ids=lambda one: one.case)
def test_a_hostile_query_is_refused_by_its_kind_in_time(one: Query) -> None:
    assert refusal(one.text).kind in one.kinds
    assert min(seconds(one.text) for _ in range(3)) < SECONDS


@pytest.mark.parametrize("name", FORMS)
def test_an_update_is_refused_as_one(name: str) -> None:
    for text in (FORMS[name], f"PREFIX a: <urn:a>\n{FORMS[name].lower()}", f"BASE <urn:a> # x\n{FORMS[name]}"):
        assert refusal(text).kind == "update-not-offered"


LEFT_TO_THE_ENGINE = [*WORDS, *GRAPHS, *FUNCTIONS, *BOMBS, *REGEXES, *(one for one in DEPTHS if RESULT in one.kinds)]


@pytest.mark.parametrize("one", LEFT_TO_THE_ENGINE, ids=lambda one: one.case)
def test_what_only_looks_forbidden_passes_unchanged(one: Query) -> None:
    assert admit(one.text).text == one.text


VALID = {
    "a word in a long text": 'ASK { ?s ?p """ SERVICE <x> { "" \\""" } """ , \'\'\'SERVICE \' \'\' {{{\'\'\' }',
    "names with signs": (
        "PREFIX a.b: <urn:a> ASK { a.b:c\\,d%20-e.f a.b:g:h a.b:1.2.a ; a.b:\\~x _:b.1 . a.b: a a.b:_ }"
    ),
    "a prefix like a word": (
        "PREFIX service: <urn:a> PREFIX insert: <urn:b> ASK { GRAPH service:g {service:SERVICE insert:x 1}}"
    ),
    "comparisons that look like an IRI": (
        'ASK { FILTER(?a<?b&&?c>?d || 1<2&&3>2 || STR(?a)<?b&&"x">?b || true<?a&&?b>1) }'
    ),
    "comparison with a function": "ASK { FILTER(?a<<urn:f>(?b)) }",
    "numbers": "ASK { ?s ?p 1, -1, +1.5, .5, 1e6, 1.5E-3, -1.e5 . ?s ?q 1. }",
    "Chinese": "SELECT ?名 { ?文书 <urn:标题> ?名, '桂林𠮷'@zh-Hans } # 注释",
    "empty brackets": "ASK { [] ?p () . () ?q [ a <x> ; ] . }",
    "all of a query": (
        "BASE <urn:x:> PREFIX : <#> SELECT DISTINCT ?s (COUNT(*) AS ?n) (GROUP_CONCAT(?o; SEPARATOR=', ') AS ?g) "
        "FROM <a> FROM NAMED <b> WHERE { ?s :p/^:q|(:r/:s)*/!(:t|^:u)+ ?o ; a :C ; :l (1 2 [ :m 3 ]) . "
        "OPTIONAL { ?s :v ?w } MINUS { ?s :x 1 } { ?s :y 1 } UNION { ?s :z 2 } GRAPH ?h { ?s ?p ?o } "
        "FILTER (?o IN (1, 2) && NOT EXISTS { ?s :n ?m } || BOUND(?w)) BIND(IF(?o > 1, 'a', 'b'@en) AS ?i) "
        "VALUES (?a ?b) { (1 UNDEF) (<c> 'd'^^:e) } { SELECT ?s { ?s :k 1 } ORDER BY DESC(?s) LIMIT 1 OFFSET 2 } } "
        "GROUP BY ?s (?o + 1 AS ?k) HAVING (COUNT(*) > 1) ORDER BY ASC(?n) ?s LIMIT 10 VALUES ?z { 1 }"
    ),
    "a describe": "DESCRIBE <a> ?b FROM <c> { ?b ?p 1 }",
    "a short construct": "CONSTRUCT WHERE { ?s ?p ?o }",
    "escaped words": "\\u0053ELECT * { ?s ?p '\\u0022 SERVICE' }",
    "a byte order mark": "\ufeffASK {}",
}


@pytest.mark.parametrize("name", VALID)
def test_a_valid_query_passes(name: str) -> None:
    for text in (VALID[name], VALID[name].encode()):
        assert admit(text).form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def test_every_valid_query_of_the_suite_passes(shared: list[str]) -> None:
    assert SHARED.is_dir() and shared
    valid = [case for case in cases() if case.kind != "negative" and "SERVICE" not in case.text.upper()]
    assert len(valid) > 280
    for case in valid:
        admit(case.query.read_bytes())


def test_every_query_of_ours_passes() -> None:
    """Those that people are shown by the limits of the endpoint; the others may have more patterns."""
    paths = sorted((ROOT / "queries").rglob("*.rq"))
    assert len(paths) > 40
    for path in paths:
        limits = LIMITS if path.parent.name == "examples" else replace(LIMITS, patterns=2 * LIMITS.patterns)
        admit(path.read_text(encoding="utf-8"), limits)


def _patterns(number: int) -> str:
    return "SELECT * {" + "".join(f"?s <p{n}> ?o{n} ." for n in range(number)) + "}"


# At the limit, and with one more; the kind of the refusal.
BOUNDARIES: dict[str, tuple[Callable[[int], str], int, str]] = {
    "braces": (lambda n: "ASK " + "{" * n + "}" * n, LIMITS.depth, "too-deep"),
    "parentheses": (lambda n: "ASK {FILTER" + "(" * n + "1" + ")" * n + "}", LIMITS.depth - 1, "too-deep"),
    "negations": (lambda n: "ASK {FILTER(" + "!" * n + "true)}", LIMITS.depth - 2, "too-deep"),
    "lists in lists": (lambda n: "ASK {" + "(" * n + "1" + ")" * n + " ?p 1}", LIMITS.list_depth, "too-deep"),
    "triples": (_patterns, LIMITS.patterns, "too-complex"),
    "objects": (lambda n: "ASK {?s ?p 0" + ",1" * (n - 1) + "}", LIMITS.patterns, "too-complex"),
    "properties": (lambda n: "ASK {?s ?p 0" + ";?p 1" * (n - 1) + "}", LIMITS.patterns, "too-complex"),
    "blank nodes": (lambda n: "ASK {" + "[?p 1]." * n + "}", LIMITS.patterns, "too-complex"),
    "steps of a path": (lambda n: "ASK {?s <p>" + "/<p>" * (n - 1) + " 1}", LIMITS.patterns, "too-complex"),
    "members of a list": (lambda n: "ASK {(" + "1 " * n + ") ?p 1}", (LIMITS.patterns - 1) // 2, "too-complex"),
    "optionals": (lambda n: "ASK {" + "OPTIONAL{}" * n + "}", LIMITS.optionals, "too-complex"),
    "unions": (lambda n: "ASK {{}" + "UNION{}" * n + "}", LIMITS.unions, "too-complex"),
    "binds": (lambda n: "ASK {" + "".join(f"BIND(1 AS ?v{i})" for i in range(n)) + "}", LIMITS.binds, "too-complex"),
    "graphs": (lambda n: "ASK {" + "GRAPH ?g {}" * n + "}", LIMITS.graphs, "too-complex"),
    "filters": (lambda n: "ASK {" + "FILTER(1)" * n + "}", LIMITS.groups, "too-complex"),
    "groups": (lambda n: "ASK {" + "{}" * (n - 1) + "}", LIMITS.groups, "too-complex"),
    "sums": (lambda n: "ASK {FILTER(1" + "+1" * n + ")}", LIMITS.operators, "too-complex"),
    "alternatives": (lambda n: "ASK {?s <p>" + "|<p>" * n + " 1}", LIMITS.operators, "too-complex"),
    "members": (lambda n: "ASK {FILTER(1 IN (1" + ",1" * n + "))}", LIMITS.members, "too-complex"),
    "brackets": (lambda n: "ASK {} HAVING " + "(1)" * n, LIMITS.brackets, "too-complex"),
    "terms": (lambda n: "DESCRIBE " + "<a>" * n, LIMITS.terms, "too-complex"),
    "values": (lambda n: "ASK {VALUES ?x {" + "1 " * n + "}}", LIMITS.values, "too-complex"),
    "rows of values": (lambda n: "ASK {VALUES (?x) {" + "(1)" * n + "}}", LIMITS.brackets - 1, "too-complex"),
    "an IRI": (lambda n: "ASK {?s ?p <" + "a" * (n - 2) + ">}", LIMITS.iri, "too-complex"),
    "bytes": (lambda n: "ASK {} #".ljust(n), LIMITS.size, "too-large"),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_at_a_limit_a_query_passes_and_one_more_is_refused(name: str) -> None:
    make, limit, kind = BOUNDARIES[name]
    assert admit(make(limit)).text == make(limit)
    refused = refusal(make(limit + 1))
    assert refused.kind == kind
    if name not in ("parentheses", "negations", "members of a list", "rows of values"):
        assert f"{limit:,}" in refused.detail.zh and f"{limit:,}" in refused.detail.en


def test_patterns_of_a_template_do_not_count() -> None:
    template = "".join(f"?s <p{n}> ?o{n} ." for n in range(500))
    assert admit(f"CONSTRUCT {{{template}}} WHERE {{?s ?p ?o}}").form == "CONSTRUCT"
    assert refusal(f"CONSTRUCT WHERE {{{template}}}").kind == "too-complex"


@pytest.mark.parametrize(
    ("text", "kind", "pointer"),
    [
        ("", "malformed-query", "query"),
        ("\ufeff", "malformed-query", "query"),
        (" # only a comment", "malformed-query", "query"),
        (b"\xff\xfeA\0S\0K\0", "encoding", "query"),
        (b"ASK {?s ?p '\xe9'}", "encoding", "query"),
        ("ASK {?s ?p '\ud800'}", "encoding", "query"),
        ("ASK {?s ?p \\uD800}", "encoding", "1:12"),
        ("ASK {\n ?s ?p 'abc\n}", "malformed-query", "2:8"),
        ("ASK {?s ?p '''abc'}", "malformed-query", "1:12"),
        ("ASK {?s ?p \0}", "malformed-query", "1:12"),
        ("SELEKT * {}", "malformed-query", "1:1"),
        ("ASK {?s ?p 1 FILTR(?s)}", "malformed-query", "1:14"),
        ("PREFIX a: <urn:a>", "malformed-query", "1:11"),
        ("{ ?s ?p ?o }", "malformed-query", "1:1"),
        ("PREFIX gx: <urn:a> ASK {?s gz:p 1 . ?t gz:q 2}", "malformed-query", "1:28"),
        ("ASK {?s :p 1}", "malformed-query", "1:9"),
        ("ASK {<<?s ?p ?o>> ?p 1}", "syntax-not-offered", "1:6"),
        ("ASK {<<?s?p?o>> ?p 1}", "syntax-not-offered", "1:6"),
        ("ASK {?s ?p 1 {| ?q 2 |}}", "syntax-not-offered", "1:14"),
        ("ASK {?s ?p 1 ~ <r>}", "syntax-not-offered", "1:14"),
        ("ASK {?s ?p 'a'@ar--rtl}", "syntax-not-offered", "1:15"),
        ("ASK {LATERAL {?s ?p 1}}", "syntax-not-offered", "1:6"),
        ('VERSION "1.2" ASK {}', "syntax-not-offered", "1:1"),
        ("ASK {FILTER(isTRIPLE(?s))}", "syntax-not-offered", "1:13"),
        ("ASK {SERVICESILENT<urn:a>{}}", "service-not-offered", "1:6"),
        ("PREFIX serviceA: <urn:a> PREFIX A: <urn:b> ASK {serviceA:x{}}", "service-not-offered", "1:49"),
        ("ASK {FILTER(?a<SERVICE?b>1)}", "service-not-offered", "1:16"),
    ],
)  # fmt: skip
def test_a_refusal_names_kind_and_place(text: str | bytes, kind: str, pointer: str) -> None:
    refused = refusal(text)
    assert (refused.kind, refused.faults[0].pointer) == (kind, pointer)


def test_a_misspelt_word_gets_the_nearest_ones() -> None:
    assert "SELECT" in refusal("SELEKT * {}").faults[0].nearest
    assert refusal("PREFIX gx: <urn:a> ASK {?s gz:p 1}").faults[0].nearest == ("gx:",)


def test_nesting_cannot_hide_in_a_comparison() -> None:
    inner = "(" * 100 + "1>2" + ")" * 100
    assert refusal(f"ASK {{FILTER(1<{inner})}}").kind == "too-deep"


@pytest.mark.parametrize(
    ("text", "deterministic"),
    [
        ("SELECT (NOW() AS ?x) {}", False),
        ("SELECT (rand() AS ?x) {}", False),
        ("SELECT (UUID() AS ?x) (STRUUID() AS ?y) {}", False),
        ("SELECT (BNODE() AS ?x) {}", False),
        ("SELECT (SAMPLE(?s) AS ?x) {?s ?p ?o}", False),
        ("SELECT (\\u004eOW() AS ?x) {}", False),
        ("SELECT ?NOW ('RAND()' AS ?x) {?NOW <urn:RAND> 1} # UUID()", True),
        ("PREFIX NOW: <urn:a> SELECT * {NOW:RAND ?p 1}", True),
    ],
)
def test_what_may_be_kept_is_told(text: str, deterministic: bool) -> None:
    assert admit(text).deterministic is deterministic


def test_limits_are_the_callers() -> None:
    with pytest.raises(Refused, match="2 levels"):
        admit("ASK {{{}}}", replace(LIMITS, depth=2))


UNITS = (
    "a ", "a.b.", "a-", "a:b ", "a:", "a:.", ":-", "?a ", "? ", "$", "<", "<<", "<a", "<a>", "1<", "1 <a>", "?a<b>",
    "'", "''", "'''", '"', '"""a""" ', "'\\", "\\", "\\u0041", "\\u005C", "#", "#\n", "{", "{}", "(", "()", "[",
    "[]", "1", "1.", ".1", "1e", "@", "@a-", "_:", "_:a.", "^^", "|", "||", "!", "- ", "/", "中", "𠮷:", "SELECT ",
    "FOO ", "service:a{", "%", "a:%41", "a:\\-", "FILTER(?a<b>", "?s ?p ?o.", "?s ?p (1 ", ",", ";", "VALUES ?x {1}",
    "~", "&", "\0", "\u00b7",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_the_gate_is_linear_up_to_the_size_limit(unit: str) -> None:
    for start in ("", "ASK {", "ASK {FILTER(1", "ASK {?s ?p '''"):
        whole = start + unit * ((LIMITS.size - len(start)) // len(unit.encode()))
        assert min(seconds(whole) for _ in range(2)) < 4 * SECONDS


def _steps(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    taken = 0

    def counted(source: str, at: int = 0) -> Iterator[scanner.Token]:
        nonlocal taken
        for token in tokens(source, at):
            taken += 1
            yield token

    tokens = scanner.tokens
    with monkeypatch.context() as patch:
        patch.setattr(scanner, "tokens", counted)
        try:
            admit(text)
        except Refused as refused:
            told(refused)
    return taken


PIECES = st.sampled_from(
    [*UNITS, "ASK", "SELECT", "{", "}", "(", ")", "WHERE", " ", "<a>", "'x'", "?x", "UNION", "a:b"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=200).map("".join), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_gate_raises_nothing_but_refusals_and_takes_few_steps(text: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert _steps(text, monkeypatch) <= 4 * len(text) + 4


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_bytes_are_a_query_or_refused(content: bytes) -> None:
    for text in (content, b"ASK {" + content):
        try:
            admit(text)
        except Refused as refused:
            told(refused)
