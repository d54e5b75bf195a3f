"""A package's bytes as triples: through the gate, by the parser, within the limits, and nothing foreign in it.

Meant to run in a child that may be killed. Lexical forms are kept as they were written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuadParser, RdfFormat, Triple
from pyoxigraph import parse as rdf

from guanxia.problems import Place, shown
from guanxia.referrals import PACKAGES, gate, gate_json, gate_xml
from guanxia.referrals.admission import check_package
from guanxia.referrals.context import Context
from guanxia.referrals.gate_turtle import rdf_12
from guanxia.referrals.limits import LIMITS, Limits
from guanxia.referrals.plain import expandable
from guanxia.referrals.refusals import Refused, too_many
from guanxia.referrals.syntax import syntax_refusal

_FORMATS = {
    gate.TURTLE: RdfFormat.TURTLE,
    gate.N_TRIPLES: RdfFormat.N_TRIPLES,
    gate.RDF_XML: RdfFormat.RDF_XML,
    gate.JSON_LD: RdfFormat.JSON_LD,
    gate.JSON: RdfFormat.JSON_LD,
}
# Relative addresses are resolved against the base under a scheme of their own, so that they can be told apart.
_RELATIVE = "relative."
_MADE_UP = re.compile(r"[0-9a-f]{24,32}")

Node = NamedNode | BlankNode
Term = Node | Literal
Statement = tuple[Node, NamedNode, Term]


def parse(body: bytes, media_type: str, context: Context, limits: Limits = LIMITS) -> tuple[Triple, ...]:
    """The triples of one package, each once, blank nodes named in their order. Raises Refused."""
    triples = read(body, media_type, context, within=PACKAGES, limits=limits)
    check_package(triples, context, limits)
    return triples


def read(
    body: bytes,
    media_type: str,
    context: Context,
    *,
    base: str = PACKAGES,
    within: str = "",
    limits: Limits = LIMITS,
) -> tuple[Triple, ...]:
    """The triples of any RDF that passes the gate; relative addresses must stay ``within``. Raises Refused."""
    admitted = gate.inspect(body, media_type, limits)
    text = admitted.body
    if admitted.media_type in (gate.JSON_LD, gate.JSON):
        plain = admitted.media_type == gate.JSON
        text = json.dumps(expandable(gate_json.read(text, limits), context, plain), ensure_ascii=False).encode()
    elif admitted.media_type == gate.RDF_XML and within:
        _check_xml_bases(text, within)
    try:
        parser = rdf(text, _FORMATS[admitted.media_type], base_iri=_RELATIVE + base)
        return _Terms(within, limits).triples(parser, watch=b"base" in text.lower())
    except SyntaxError as error:
        raise syntax_refusal(error, admitted.media_type) from error


class _Terms:
    """Turns what the parser yields into triples, counting as it goes."""

    def __init__(self, within: str, limits: Limits) -> None:
        self._within, self._limits = within, limits
        self._characters = 0
        self._blanks: dict[str, BlankNode] = {}

    def triples(self, parser: QuadParser, watch: bool) -> tuple[Triple, ...]:
        """``watch``: whether the text may declare a base of its own."""
        found: dict[Statement, None] = {}
        for quad in parser:
            if watch and self._within:
                self._check_base(parser.base_iri or "")
            found[self._triple(quad)] = None
            if len(found) > self._limits.triples:
                raise too_many("too-large", "陈述", "statements", self._limits.triples)
        if watch and self._within:
            self._check_base(parser.base_iri or "")
        names = dict(_named(list(self._blanks)))
        return tuple(
            Triple(_renamed(s, names), p, o if isinstance(o, Literal) else _renamed(o, names)) for s, p, o in found
        )

    def _triple(self, quad: Any) -> Statement:
        if isinstance(quad, Quad) and isinstance(quad.graph_name, NamedNode | BlankNode):
            raise gate_json.named_graph()
        subject, predicate, value = self._node(quad.subject), self._iri(quad.predicate), self._term(quad.object)
        if self._characters > self._limits.characters:
            raise too_many("too-large", "展开后的字符", "characters when written out", self._limits.characters)
        return subject, predicate, value

    def _term(self, term: Any) -> Term:
        return self._literal(term) if isinstance(term, Literal) else self._node(term)

    def _node(self, term: Any) -> Node:
        if isinstance(term, NamedNode):
            return self._iri(term)
        if not isinstance(term, BlankNode):
            raise rdf_12()
        if term.value not in self._blanks and len(self._blanks) >= self._limits.blank_nodes:
            raise too_many("too-large", "空白节点", "blank nodes", self._limits.blank_nodes)
        return self._blanks.setdefault(term.value, term)

    def _literal(self, term: Literal) -> Literal:
        if term.direction is not None:
            raise rdf_12()
        size = len(term.value)
        self._characters += size
        if size > self._limits.literal:
            start = shown(term.value[:20])
            raise Refused(
                "too-large",
                f"以“{start}”开头的文本有 {size:,} 个字符，上限为 {self._limits.literal:,}。"
                "请缩短，或者作为附件另行报送。",
                f"The text that begins with '{start}' has {size:,} characters; the limit is {self._limits.literal:,}. "
                "Shorten it or send it as an enclosure.",
            )
        return term

    def _iri(self, term: NamedNode) -> NamedNode:
        value = term.value
        self._characters += len(value)
        if len(value) > self._limits.iri:
            raise Refused(
                "unsafe-iri",
                f"以“{shown(value[:60])}”开头的网址有 {len(value):,} 个字符，上限为 {self._limits.iri:,}。"
                "请改用短的网址。",
                f"The IRI that begins with '{shown(value[:60])}' has {len(value):,} characters; "
                f"the limit is {self._limits.iri:,}. Use a shorter one.",
            )
        if not value.startswith(_RELATIVE):
            return term
        value = value.removeprefix(_RELATIVE)
        if not value.startswith(self._within):
            raise _outside(value)
        return NamedNode(value)

    def _check_base(self, base: str) -> None:
        if not base.removeprefix(_RELATIVE).startswith(self._within):
            raise _outside_base(base)


def _check_xml_bases(text: bytes, within: str) -> None:
    for found in gate_xml.BASE.finditer(text):
        base = (found.group(1) or found.group(2) or b"").decode()
        if base and (not base.startswith(within) or "&" in base or "/.." in base):
            raise _outside_base(base, Place(text, found.start()))


def _outside(value: str) -> Refused:
    return Refused(
        "outside-base",
        f"有一个相对地址指向“{shown(value)}”，超出了材料的范围 {PACKAGES}。请写完整的网址，或者去掉“..”和开头的“/”。",
        f"A relative address leads to '{shown(value)}', outside {PACKAGES}. Write the whole address, or remove '..' "
        "and a leading '/'.",
    )


def _outside_base(base: str, place: Place | None = None) -> Refused:
    zh, en = (f"{place.zh}处", f" at {place.en}") if place else ("", "")
    return Refused(
        "outside-base",
        f"{zh}声明的基地址“{shown(base)}”不在 {PACKAGES} 之内。请删去基地址的声明，网址写完整。",
        f"The base '{shown(base)}' declared{en} is not within {PACKAGES}. Delete the declaration and write whole IRIs.",
        str(place) if place else "",
    )


def _named(labels: list[str]) -> Iterator[tuple[str, BlankNode]]:
    """Names for the nodes that the parser made up, in their order: the same bytes give the same names."""
    own = {label for label in labels if not _MADE_UP.fullmatch(label)}
    number = 0
    for label in labels:
        if label in own:
            continue
        number += 1
        while f"b{number}" in own:
            number += 1
        yield label, BlankNode(f"b{number}")


def _renamed(term: Node, names: dict[str, BlankNode]) -> Node:
    return names.get(term.value, term) if isinstance(term, BlankNode) else term
