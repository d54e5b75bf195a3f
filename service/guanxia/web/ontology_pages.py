"""The documentation of ontology and shapes: pages made from the graph."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Response, url_for

from guanxia.linked.addresses import SHAPE_TERMS, TERMS, Addresses
from guanxia.linked.documents import Documents
from guanxia.linked.formats import FORMATS
from guanxia.linked.references import References
from guanxia.linked.rules import Rules
from guanxia.linked.things import ONTOLOGY, SHAPES
from guanxia.linked.uses import Usage
from guanxia.linked.vocabulary import Vocabulary
from guanxia.model import Text
from guanxia.web.layout import Layout
from guanxia.web.package_drafts import example_files

if TYPE_CHECKING:
    from guanxia.app import Service

STYLE = Path(__file__).parent / "static" / "data.css"
GROUPS = (
    ("fact", Text("案件的事实", "Facts of a case")),
    ("class", Text("类", "Classes")),
    ("object", Text("指向事物的属性", "Properties that point to things")),
    ("datatype", Text("以数据为值的属性", "Properties with data as value")),
    ("annotation", Text("注解属性", "Annotation properties")),
    ("other", Text("其他", "Others")),
)
KINDS = {
    "class": Text("类", "class"),
    "object": Text("指向事物的属性", "property that points to things"),
    "datatype": Text("以数据为值的属性", "property with data as value"),
    "annotation": Text("注解属性", "annotation property"),
    "other": Text("词语", "term"),
}
RULE_KINDS = {
    "node": Text("对一类事物的要求", "what is asked of a kind of thing"),
    "property": Text("对一项内容的要求", "what is asked of one part"),
    "query": Text("以查询表达的要求", "what is asked by a query"),
}


def style() -> str:
    """A name for the style sheet of pages about the data that changes with it."""
    return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]


class OntologyPages:
    """Draws the pages of the ontology, its terms, the shapes and each of them."""

    def __init__(self, service: Service, addresses: Addresses, documents: Documents) -> None:
        self._service, self._addresses = service, addresses
        self._layout, self._style = Layout(service), style()
        self._vocabulary = Vocabulary(service.questions, service.things)
        self._rules = Rules(lambda: documents.statements(SHAPES), References(service.things))
        self._usage = Usage(service.questions, service.things, lambda: documents.statements(SHAPES))

    def page(self, iri: str) -> Response | None:
        """The page about an IRI; None where it is none of these."""
        whole = self._service.things.versions.get(iri, iri)
        if whole == ONTOLOGY:
            return self._ontology()
        if whole == SHAPES:
            return self._shapes()
        if iri.startswith(TERMS) and iri in self._vocabulary.terms:
            return self._term(iri)
        return self._rule(iri) if iri.startswith(SHAPE_TERMS) and iri in self._rules.all else None

    def _ontology(self) -> Response:
        groups = [(key, title, self._vocabulary.of_kind(key)) for key, title in GROUPS]
        return self._draw(
            "ontology.html",
            ONTOLOGY,
            header=self._vocabulary.header,
            groups=[one for one in groups if one[2]],
            below=self._vocabulary.below,
            terms=self._vocabulary.terms,
            matches=self._vocabulary.matches,
        )

    def _term(self, iri: str) -> Response:
        term = self._vocabulary.terms[iri]
        return self._draw(
            "term.html",
            iri,
            term=term,
            kind=KINDS[term.kind],
            below=[self._vocabulary.terms[one] for one in self._vocabulary.below.get(iri, ())],
            matches=self._vocabulary.matches.get(iri, ()),
            uses=self._usage.of(iri),
        )

    def _shapes(self) -> Response:
        groups = (
            (Text("对往来文书数据包的要求", "What is asked of referral packages"), self._rules.groups(True)),
            (Text("对法律图本身的要求", "What is asked of the law graph itself"), self._rules.groups(False)),
        )
        return self._draw("shapes.html", SHAPES, groups=groups)

    def _rule(self, iri: str) -> Response:
        rule = self._rules.all[iri]
        return self._draw(
            "rule.html",
            iri,
            rule=rule,
            kind=RULE_KINDS[rule.kind],
            parts=[self._rules.all[part] for part in rule.parts if part in self._rules.all],
            examples=self._examples.get(rule.name, []),
        )

    @cached_property
    def _examples(self) -> dict[str, list[dict[str, str]]]:
        """Packages at fault, by the names of the shapes that object."""
        found: dict[str, list[dict[str, str]]] = {}
        for one in example_files(self._service.settings.shapes):
            shown = {"name": f"{one['kind']}/{one['name']}", "about": one["about"]}
            shown["url"] = url_for("package_drafts.example", name=one["address"].removeprefix("/examples/"))
            for name in (one["expected"] or "").replace(",", " ").split():
                found.setdefault(name, []).append(shown)
        return found

    def _draw(self, template: str, iri: str, **values: Any) -> Response:
        formats = [(one.label, self._addresses.path(iri, suffix=one.suffix)) for one in FORMATS]
        return self._layout.draw(
            template, {}, negotiated=True, own_style=self._style, iri=iri, formats=formats, **values
        )
