"""Hostile bodies by the number of their case (T40 to T86), each with its media type and the kind of its refusal."""

from __future__ import annotations

import json
from dataclasses import dataclass

from guanxia.referrals import CONTEXT
from guanxia.referrals.gate import JSON, JSON_LD, N_TRIPLES, RDF_XML, TURTLE

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
GX = "https://w3id.org/guanxia/ontology#"
PREFIXES = f"@prefix gx: <{GX}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
PROPOSAL = f"{PREFIXES}<p> a gx:PenaltyProposal . "
LISTENER = "http://127.0.0.1:PORT/c"


@dataclass(frozen=True, slots=True)
class Body:
    """``content`` may name the address of a listener, with PORT in place of its port."""

    case: str
    media_type: str
    content: bytes
    kind: str

    def at(self, port: int) -> bytes:
        return self.content.replace(b"PORT", str(port).encode())


def body(case: str, media_type: str, content: str | bytes | dict[str, object], kind: str) -> Body:
    if isinstance(content, dict):
        content = json.dumps(content)
    return Body(case, media_type, content.encode() if isinstance(content, str) else content, kind)


def _xml(inner: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<rdf:RDF {RDF}>{inner}</rdf:RDF>'


_LEVELS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = _xml("<rdf:Description><x>&l9;</x></rdf:Description>", f'<!DOCTYPE r [<!ENTITY l0 "ha">{_LEVELS}]>')
QUADRATIC = _xml(f"<x>{'&a;' * 20_000}</x>", f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]>')
_FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_SHEET = '<?xml-stylesheet href="http://127.0.0.1:PORT/s"?>'
UTF_7 = '"1.0" encoding="utf-7"'
_DOCTYPE = '<!DOCTYPE r SYSTEM "http://127.0.0.1:PORT/d.dtd">'

XML_BOMBS = (
    body("T40", RDF_XML, LAUGHS, "doctype-not-allowed"),
    body("T41", RDF_XML, QUADRATIC, "doctype-not-allowed"),
    *(
        body(f"T42 {name}{' BOM' if mark else ''}", RDF_XML, mark + bomb.encode(name), "doctype-not-allowed")
        for bomb in (LAUGHS, QUADRATIC)
        for name, mark in (
            ("utf-16-le", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b""), ("utf-16-be", b"\xfe\xff"),
            ("utf-32-le", b""), ("utf-32-le", b"\xff\xfe\0\0"), ("utf-32-be", b""), ("utf-32-be", b"\0\0\xfe\xff"),
            ("utf-8", b"\xef\xbb\xbf"),
        )
    ),
    body("T42 utf-7", RDF_XML, LAUGHS.replace('"1.0"', UTF_7), "doctype-not-allowed"),
    body("T42 hidden in utf-7", RDF_XML, _xml("+ADwAIQ-DOCTYPE").replace('"1.0"', UTF_7), "encoding"),
    body("T42 unknown", RDF_XML, _xml("").replace('"1.0"', '"1.0" encoding="x-klingon"'), "encoding"),
    body("T42 gbk", RDF_XML, _xml("").replace('"1.0"', '"1.0" encoding="GBK"'), "encoding"),
    body("T43 parameter", RDF_XML, _xml("", '<!DOCTYPE r [<!ENTITY % a "x"> %a;]>'), "doctype-not-allowed"),
    body("T43 comment", RDF_XML, _xml("", f"<!--{'x' * 1_000_000}-->{_DOCTYPE}"), "doctype-not-allowed"),
    body("T43 inside", RDF_XML, _xml("", f"<!-- {_DOCTYPE} -->"), "doctype-not-allowed"),
    body("T44", RDF_XML, _xml("<a>" * 100_000 + "</a>" * 100_000), "too-deep"),
    body("T45", RDF_XML, _xml("<x>&x;</x>", _FILE), "doctype-not-allowed"),
    body("T46", RDF_XML, _xml("", _DOCTYPE), "doctype-not-allowed"),
    body("T47 attribute", RDF_XML, _xml('<x y="&z;"/>', '<!DOCTYPE r [<!ENTITY z "a">]>'), "doctype-not-allowed"),
    body("T47 undeclared", RDF_XML, _xml('<rdf:Description rdf:about="&z;"/>'), "malformed-rdf"),
    body("T48 stylesheet", RDF_XML, _xml("", _SHEET), "instruction-not-allowed"),
)  # fmt: skip

MISMATCHES = (
    body("T49 xml as turtle", TURTLE, _xml(""), "type-mismatch"),
    body("T49 rdf as turtle", TURTLE, f"<rdf:RDF {RDF}/>", "type-mismatch"),
    body("T49 json as xml", RDF_XML, '{"type": "Reply"}', "type-mismatch"),
    body("T49 html as turtle", TURTLE, "<!DOCTYPE html><html><body>x</body></html>", "type-mismatch"),
    body("T49 html as xml", RDF_XML, "<html><body>x</body></html>", "type-mismatch"),
    body("T49 json as turtle", TURTLE, '{"type": "Reply"}', "type-mismatch"),
    body("T49 array as turtle", TURTLE, '[{"type": "Reply"}]', "type-mismatch"),
    body("T49 turtle as json", JSON, PROPOSAL, "type-mismatch"),
    body("T49 xml as json", JSON_LD, _xml(""), "type-mismatch"),
    body("T49 turtle as xml", RDF_XML, PROPOSAL, "type-mismatch"),
    body("T49 turtle as n-triples", N_TRIPLES, PROPOSAL, "type-mismatch"),
    body("T49 n-triples as xml", RDF_XML, "<http://a/> <http://b/> <http://c/> .", "type-mismatch"),
)

_BAD: dict[str, object] = {
    "T50 http": LISTENER,
    "T51 file": "file:///etc/hostname",
    "T51 relative": "package.jsonld",
    "T51 data": "data:application/ld+json,{}",
    "T51 network path": "//127.0.0.1:PORT/c",
    "T51 array": [CONTEXT, LISTENER],
    "T51 empty array": [],
    "T51 null": None,
    "T52 import": {"@import": LISTENER},
    "T52 property-scoped": {"p": {"@id": "urn:p", "@context": LISTENER}},
    "T52 type-scoped": {"T": {"@id": "urn:T", "@context": LISTENER}},
    "T52 propagate": {"@propagate": False, "@import": LISTENER},
    "inline": {"gx": GX},
    "T53 case": CONTEXT.replace("guanxia", "Guanxia"),
    "T53 scheme": CONTEXT.replace("https", "http"),
    "T53 port": CONTEXT.replace("w3id.org", "w3id.org:443"),
    "T53 query": f"{CONTEXT}?",
    "T53 fragment": f"{CONTEXT}#",
    "T53 dot": CONTEXT.replace("w3id.org", "w3id.org."),
    "T53 user": CONTEXT.replace("//", "//a@"),
    "T53 percent": CONTEXT.replace("package", "%70ackage"),
}
CONTEXTS = (
    *(body(case, JSON_LD, {"@context": bad, "type": "Reply"}, "context-not-allowed") for case, bad in _BAD.items()),
    body("T50 plain", JSON, {"@context": LISTENER, "type": "Reply"}, "context-not-allowed"),
    body("T50 escaped", JSON_LD, f'{{"\\u0040context": "{LISTENER}", "type": "Reply"}}', "context-not-allowed"),
    body("T52 nested", JSON_LD, {"@context": CONTEXT, "sender": {"@context": LISTENER}}, "context-not-allowed"),
    body("T52 nested allowed", JSON_LD, {"@context": CONTEXT, "sender": {"@context": CONTEXT}}, "context-not-allowed"),
    body("T52 nested import", JSON, {"sender": {"@import": LISTENER}}, "context-not-allowed"),
)  # fmt: skip

_DEEP = 100_000
JSON_TRICKS = (
    body("T54", JSON, '{"type": "Reply", "type": "OutcomeReport"}', "duplicate-key"),
    body("T54 nested", JSON_LD, '{"@id": "urn:x", "urn:p": {"@id": "a", "\\u0040id": "b"}}', "duplicate-key"),
    body("T55 arrays", JSON, "[" * _DEEP, "too-deep"),
    body("T55 objects", JSON, '{"a":' * _DEEP, "too-deep"),
    body("T55 NaN", JSON, '{"totalAmount": NaN}', "malformed-json"),
    body("T55 infinity", JSON, '{"totalAmount": -Infinity}', "malformed-json"),
    body("T55 exponent", JSON, '{"totalAmount": 1e999999}', "wrong-amount"),
    body("T55 fraction", JSON, '{"totalAmount": 1200.00}', "wrong-amount"),
    body("T55 digits", JSON, '{"pages": ' + "9" * 1_000_000 + "}", "wrong-value"),
    body("T55 trailing", JSON, '{"type": "Reply"} x', "malformed-json"),
    body("T55 cut", JSON, '{"type": "Reply"', "malformed-json"),
    body("T55 single quotes", JSON, "{'type': 'Reply'}", "malformed-json"),
    body("T58 graph", JSON_LD, {"@context": CONTEXT, "@id": "urn:g", "@graph": [{"@type": "Reply"}]}, "named-graph"),
    body("T58 inner", JSON, {"type": "Reply", "sender": {"@graph": [{"@id": "urn:x"}]}}, "named-graph"),
)
TURTLE_TRICKS = (
    body("T58 TriG", TURTLE, "<urn:g> { <urn:a> <urn:b> <urn:c> }", "named-graph"),
    body("T58 GRAPH", TURTLE, "GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> }", "named-graph"),
    body("T61 lists", TURTLE, "<a> <b> " + "(" * 1_000_000, "too-deep"),
    body("T61 blanks", TURTLE, "<a> <b> " + "[" * 1_000_000, "too-deep"),
    body("T61 wide", TURTLE, "<a> <b> " + "[]," * 1_000_000, "too-large"),
    body("T62 terms", TURTLE, "<a> <b> " + "<<( " * 100_000, "syntax-not-offered"),
    body("T62 reifiers", TURTLE, "<a> <b> " + "<< " * 100_000, "syntax-not-offered"),
    body("T62 annotation", TURTLE, "<a> <b> <c> {| <d> <e> |} .", "syntax-not-offered"),
    body("T62 reifier", TURTLE, "<a> <b> <c> ~ <r> .", "syntax-not-offered"),
    body("T62 n-triples", N_TRIPLES, "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "syntax-not-offered"),
    body("T62 no space", TURTLE, "<a> <b> <<(<a> <b> <c>)>> .", "syntax-not-offered"),
    body("T64 body", TURTLE, b"#" * (8 * 1024 * 1024 + 1), "too-large"),
    body("T64 prefixes", TURTLE, "".join(f"@prefix p{n}: <urn:{n}#> .\n" for n in range(100_000)), "too-large"),
)
EMPTY = (
    body("T65 nothing", TURTLE, b"", "empty"),
    body("T65 mark", TURTLE, b"\xef\xbb\xbf", "empty"),
    body("T65 spaces", JSON, b" \r\n\t ", "empty"),
)
CHARACTERS = (
    body("T74 raw", TURTLE, b'<a> <b> "x\0y" .', "encoding"),
    body("T74 escaped", TURTLE, '<a> <b> "x\\u0000" .', "encoding"),
    body("T74 long escape", N_TRIPLES, '<urn:a> <urn:b> "\\U00000000" .', "encoding"),
    body("T74 json", JSON, '{"type": "Reply", "content": "a\\u0000"}', "encoding"),
    body("T74 xml", RDF_XML, _xml("<x>&#0;</x>"), "encoding"),
    body("T74 xml hex", RDF_XML, _xml("<x>&#x00000;</x>"), "encoding"),
    body("T75 json high", JSON, '{"content": "\\ud842"}', "encoding"),
    body("T75 json low", JSON, '{"content": "a\\udfb7"}', "encoding"),
    body("T75 json order", JSON, '{"content": "\\udfb7\\ud842"}', "encoding"),
    body("T75 turtle", TURTLE, '<a> <b> "\\uD800" .', "encoding"),
    body("T75 turtle pair", TURTLE, '<a> <b> "\\uD842\\uDFB7" .', "encoding"),
    body("T75 xml", RDF_XML, _xml("<x>&#xD800;</x>"), "encoding"),
    body("T75 xml decimal", RDF_XML, _xml("<x>&#55296;</x>"), "encoding"),
    body("T75 bytes", TURTLE, b'<a> <b> "\xed\xa0\x80" .', "encoding"),
    body("T76 overlong", TURTLE, b'<a> <b> "\xc0\xaf" .', "encoding"),
    body("T76 gbk", TURTLE, '<a> <b> "桂林市社会保险中心" .'.encode("gbk"), "encoding"),
    body("T76 label", f"{TURTLE}; charset=gbk", '<a> <b> "x" .', "encoding"),
)
AT_THE_GATE = (
    *XML_BOMBS,
    *MISMATCHES,
    *(one for one in JSON_TRICKS if one.kind == "too-deep"),
    *TURTLE_TRICKS,
    *EMPTY,
    *CHARACTERS,
)
BEFORE_THE_PARSER = (*AT_THE_GATE, *CONTEXTS, *JSON_TRICKS)
