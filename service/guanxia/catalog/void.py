"""What the releases hold, in VoID: counts, partitions, vocabularies, links, and where to begin."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from guanxia.catalog.counts import space
from guanxia.catalog.dcat import release_iri
from guanxia.catalog.shelf import Release
from guanxia.catalog.terms import Statements, shortened, typed
from guanxia.linked.addresses import BASE, Addresses
from guanxia.linked.formats import prefixes
from guanxia.model import Text

SOURCES = f"{BASE}id/series/guanxia#sources"
FORMATS = ("N-Quads", "Turtle", "JSON-LD", "RDF_XML", "N-Triples")
PARTS = {
    "law": Text("法律图（缺省图）", "the law (default graph)"),
    "shapes": Text("形状（命名图）", "the shapes (named graph)"),
}
TOTALS = {
    "triples": "void:triples",
    "entities": "void:entities",
    "distinctSubjects": "void:distinctSubjects",
    "distinctObjects": "void:distinctObjects",
}


def write(out: Statements, releases: Sequence[Release], current: Release, addresses: Addresses, example: str) -> None:
    """Add the counts of each release; partitions and links of the one that is served."""
    for release in releases:
        iri, counted = release_iri(release.name), release.manifest["counts"]
        out.add(iri, "void:triples", _number(sum(one["triples"] for one in counted.values())))
        out.add(iri, "void:uriSpace", typed(BASE, "xsd:string"))
        for name in release.files:
            out.add(iri, "void:dataDump", addresses.site(f"/dumps/{release.name}/{name}"))
        for part, label in PARTS.items():
            subset = out.kind(f"{iri}#{part}", "void:Dataset")
            out.add(iri, "void:subset", subset)
            out.add(subset, "dcterms:title", label)
            _totals(out, subset, counted[part])
    iri = release_iri(current.name)
    out.add(iri, "void:sparqlEndpoint", addresses.site("/sparql"))
    out.add(iri, "void:exampleResource", example)
    out.add(iri, "void:feature", *(f"http://www.w3.org/ns/formats/{name}" for name in FORMATS))
    for part in PARTS:
        _partitions(out, f"{iri}#{part}", current.manifest["counts"][part])
    _links(out, iri, current.manifest["counts"]["law"]["links"])


def _totals(out: Statements, iri: str, counted: Mapping[str, Any]) -> None:
    for name, property_ in TOTALS.items():
        out.add(iri, property_, _number(counted[name]))
    out.add(iri, "void:classes", _number(len(counted["classes"])))
    out.add(iri, "void:properties", _number(len(counted["properties"])))


def _partitions(out: Statements, iri: str, counted: Mapping[str, Any]) -> None:
    for name, entities in counted["classes"].items():
        part = f"{iri}-class-{_slug(name)}"
        out.add(iri, "void:classPartition", part)
        out.add(part, "void:class", name)
        out.add(part, "void:entities", _number(entities))
    for name, numbers in counted["properties"].items():
        part = f"{iri}-property-{_slug(name)}"
        out.add(iri, "void:propertyPartition", part)
        out.add(part, "void:property", name)
        for key in ("triples", "distinctSubjects", "distinctObjects"):
            out.add(part, TOTALS[key], _number(numbers[key]))
    used = {space(name) for name in (*counted["classes"], *counted["properties"])}
    out.add(iri, "void:vocabulary", *sorted(used & set(prefixes().values())))


def _links(out: Statements, iri: str, links: Mapping[str, Mapping[str, int]]) -> None:
    """Links to terms of other vocabularies, each with its target; those to pages of the web together."""
    known = {space_: name for name, space_ in prefixes().items()}
    out.kind(SOURCES, "void:Dataset")
    out.add(SOURCES, "dcterms:title", Text("被引用的网上文本", "pages of the web that are cited"))
    for property_, spaces in links.items():
        targets: dict[str, int] = {}
        for space_, number in spaces.items():
            target = space_ if space_ in known else SOURCES
            targets[target] = targets.get(target, 0) + number
        for target, number in sorted(targets.items()):
            linkset = out.kind(f"{iri}#links-{_slug(property_)}-{known.get(target, 'web')}", "void:Linkset")
            out.add(iri, "void:subset", linkset)
            out.add(linkset, "void:linkPredicate", property_)
            out.add(linkset, "void:subjectsTarget", f"{iri}#law")
            out.add(linkset, "void:objectsTarget", target)
            out.add(linkset, "void:triples", _number(number))


def _slug(iri: str) -> str:
    return shortened(iri) or hashlib.sha256(iri.encode()).hexdigest()[:12]


def _number(value: int) -> Any:
    return typed(value, "xsd:integer")
