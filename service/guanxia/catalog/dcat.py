"""The catalog in DCAT 3, by the profile DCAT-AP 3: releases as versions in a series, their files, the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from guanxia.catalog.crate import ENCODINGS
from guanxia.catalog.lines import LICENSE
from guanxia.catalog.shelf import Release
from guanxia.catalog.terms import Statements, typed
from guanxia.exports.standards import EXPORTS, Export
from guanxia.linked.addresses import BASE, Addresses
from guanxia.linked.formats import TURTLE
from guanxia.model import Text
from guanxia.settings import Settings

CATALOG, SERIES = f"{BASE}id/catalog", f"{BASE}id/series/guanxia"
PUBLISHER = f"{BASE}id/agent/publisher"
SERVICES = f"{BASE}id/service/"
TITLE = Text(
    "管辖：社会保险违法案件查处的法律图", "Guanxia: the law on handling social-insurance violations, as a graph"
)
ABOUT = Text(
    "社会保险违法案件由谁查处、依据哪一条、经过哪些步骤、用哪些文书、面临什么后果："
    "通知、法律法规、规范、罚则、期限，每一陈述都有出处、日期和核对程度。",
    "Who handles a social-insurance violation, under which provision, by what steps, with which papers and to what "
    "effect: notices, statutes, norms, sanctions and terms, each statement with its source, its days and how it was "
    "checked.",
)
PROVENANCE = Text(
    "通知的原文取自公开发布的文本；法律法规为依公开文本所作的转述，逐条写明出处、核对日期和核对程度；附件未见文本，代替它们的内容已标明为重建。",
    "The words of the notice are those of its published text; statutes are told in our own words after published "
    "texts, each provision with source, day and degree of checking; what stands in place of the unseen annexes is "
    "marked as rebuilt.",
)
KEYWORDS = (
    *(Literal(word, language="zh") for word in ("社会保险", "劳动保障监察", "管辖", "行政处罚", "法律知识图谱")),
    *(Literal(word, language="en") for word in ("social insurance", "labor inspection", "competence", "legal graph")),
)
EU = "http://publications.europa.eu/resource/authority/"
THEMES = {
    f"{EU}data-theme/JUST": Text("司法、法律制度与公共安全", "Justice, legal system and public safety"),
    f"{EU}data-theme/SOCI": Text("人口与社会", "Population and society"),
}
LANGUAGES = (f"{EU}language/ZHO", f"{EU}language/ENG")
IRREGULAR, PUBLIC = f"{EU}frequency/IRREG", f"{EU}access-right/PUBLIC"
COMPLETED, FILE_TYPE = f"{EU}distribution-status/COMPLETED", f"{EU}file-type/"
MEDIA = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = {
    "application/n-quads": "RDF_N_QUADS",
    "text/turtle": "RDF_TURTLE",
    "application/ld+json": "JSON_LD",
}
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def release_iri(name: str) -> str:
    return f"{BASE}id/release/{name}"


def distribution_iri(release: str, file: str) -> str:
    return f"{BASE}id/distribution/{release}/{file}"


class Described:
    """Writes the catalog: ``releases`` are the newest first, ``current`` is the one that is served."""

    def __init__(self, releases: Sequence[Release], current: Release, settings: Settings) -> None:
        self._releases, self._current, self._settings = releases, current, settings
        self._addresses = Addresses(settings)
        self.out = Statements()

    def write(self) -> Statements:
        self._ranges()
        self._publisher()
        self._catalog()
        self._series()
        for release in self._releases:
            self._release(release)
            for entry in release.manifest["files"]:
                self._distribution(release, entry)
        for export in EXPORTS:
            self._export(export)
        self._services()
        return self.out

    def _ranges(self) -> None:
        """What the IRIs of others are, for readers that do not fetch them: the profile asks for it."""
        kind = self.out.kind
        for iri in LANGUAGES:
            kind(iri, "dcterms:LinguisticSystem")
        for iri, label in {**THEMES, COMPLETED: Text("已完成", "completed")}.items():
            self.out.add(kind(iri, "skos:Concept"), "skos:prefLabel", label)
        kind(f"{EU}data-theme", "skos:ConceptScheme")
        self.out.add(f"{EU}data-theme", "dcterms:title", Text("欧盟数据主题", "EU data themes"))
        for iri in THEMES:
            self.out.add(iri, "skos:inScheme", f"{EU}data-theme")
        kind(IRREGULAR, "dcterms:Frequency")
        kind(PUBLIC, "dcterms:RightsStatement")
        kind(LICENSE, "dcterms:LicenseDocument")
        kind(SHA256, "spdx:ChecksumAlgorithm")
        for iri in self._current.manifest["spatial"]:
            kind(iri, "dcterms:Location")

    def _publisher(self) -> None:
        add, contact = self.out.add, f"{PUBLISHER}#contact"
        name = self._settings.publisher
        self.out.kind(PUBLISHER, "foaf:Agent")
        add(PUBLISHER, "foaf:name", Literal(name) if name else Text("管辖", "Guanxia"))
        self.out.kind(contact, "vcard:Kind")
        add(contact, "vcard:fn", Literal(name) if name else Text("管辖", "Guanxia"))
        given = self._settings.contact or self._addresses.site("/")
        if "@" in given and "://" not in given:
            add(contact, "vcard:hasEmail", f"mailto:{given.removeprefix('mailto:')}")
        else:
            add(contact, "vcard:hasURL", given)

    def _common(self, iri: str) -> None:
        """What catalog, series and releases have alike."""
        add = self.out.add
        add(iri, "dcterms:publisher", PUBLISHER)
        add(iri, "dcterms:spatial", *self._current.manifest["spatial"])
        add(iri, "dcterms:temporal", self._period(iri))

    def _period(self, iri: str) -> str:
        """From the first day on which something told here was in force; it has no end."""
        period = f"{iri}#temporal"
        self.out.kind(period, "dcterms:PeriodOfTime")
        if first := self._current.manifest["from"]:
            self.out.add(period, "dcat:startDate", typed(first, "xsd:date"))
        return period

    def _catalog(self) -> None:
        add = self.out.add
        self.out.kind(CATALOG, "dcat:Catalog")
        self._common(CATALOG)
        add(CATALOG, "dcterms:title", Text("管辖数据目录", "Guanxia data catalog"))
        about = Text(f"本服务公开的数据和接口。{ABOUT.zh}", f"Data and services published here. {ABOUT.en}")
        add(CATALOG, "dcterms:description", about)
        add(CATALOG, "dcterms:license", LICENSE)
        add(CATALOG, "dcterms:language", *LANGUAGES)
        add(CATALOG, "dcat:themeTaxonomy", f"{EU}data-theme")
        add(CATALOG, "foaf:homepage", self.out.kind(self._addresses.site("/catalog"), "foaf:Document"))
        add(CATALOG, "dcat:dataset", *(release_iri(one.name) for one in self._releases))
        add(CATALOG, "dcat:resource", SERIES)
        issued = sorted(one.issued for one in self._releases if one.issued)
        if issued:
            add(CATALOG, "dcterms:issued", typed(issued[0], "xsd:date"))
            add(CATALOG, "dcterms:modified", typed(issued[-1], "xsd:date"))

    def _series(self) -> None:
        add = self.out.add
        self.out.kind(SERIES, "dcat:DatasetSeries")
        self._common(SERIES)
        add(SERIES, "dcterms:title", TITLE)
        add(SERIES, "dcterms:description", ABOUT)
        add(SERIES, "dcat:contactPoint", f"{PUBLISHER}#contact")
        add(SERIES, "dcterms:accrualPeriodicity", IRREGULAR)
        add(SERIES, "dcat:first", release_iri(self._releases[-1].name))
        add(SERIES, "dcat:last", release_iri(self._releases[0].name))
        add(SERIES, "dcat:hasVersion", *(release_iri(one.name) for one in self._releases))
        add(SERIES, "dcat:hasCurrentVersion", release_iri(self._current.name))

    def _release(self, release: Release) -> None:
        add, iri = self.out.add, release_iri(release.name)
        self.out.kind(iri, "dcat:Dataset", "void:Dataset")
        self._common(iri)
        add(iri, "dcterms:title", Text(f"{TITLE.zh}，版本 {release.name}", f"{TITLE.en}, release {release.name}"))
        add(iri, "dcterms:description", ABOUT)
        add(iri, "dcterms:identifier", Literal(iri))
        add(iri, "dcat:version", Literal(release.name))
        add(iri, "dcterms:license", LICENSE)
        add(iri, "dcterms:language", *LANGUAGES)
        add(iri, "dcterms:accessRights", PUBLIC)
        add(iri, "dcat:theme", *THEMES)
        add(iri, "dcat:keyword", *KEYWORDS)
        add(iri, "dcat:contactPoint", f"{PUBLISHER}#contact")
        add(iri, "dcterms:provenance", self.out.kind(f"{iri}#provenance", "dcterms:ProvenanceStatement"))
        add(f"{iri}#provenance", "rdfs:label", PROVENANCE)
        for standard in (f"{BASE}ontology", f"{BASE}shapes"):
            add(iri, "dcterms:conformsTo", self.out.kind(standard, "dcterms:Standard"))
        page = self.out.kind(self._addresses.site(f"/dumps/{release.name}/"), "foaf:Document")
        add(iri, "dcat:landingPage", page)
        add(iri, "dcat:distribution", *(distribution_iri(release.name, name) for name in release.files))
        if release.issued:
            add(iri, "dcterms:issued", typed(release.issued, "xsd:date"))
        self._place(release, iri)

    def _place(self, release: Release, iri: str) -> None:
        """Where a release stands in the series."""
        add = self.out.add
        add(iri, "dcat:inSeries", SERIES)
        add(iri, "dcat:isVersionOf", SERIES)
        before = release.record["previous"]
        if before and any(one.name == before for one in self._releases):
            add(iri, "dcat:prev", release_iri(before))
            add(iri, "dcat:previousVersion", release_iri(before))
            add(iri, "prov:wasRevisionOf", release_iri(before))
            page = self._addresses.site(f"/changes/{before}/{release.name}/")
            notes = Text(f"与上一版本的差别：{page}", f"What differs from the release before: {page}")
            add(iri, "adms:versionNotes", notes)

    def _distribution(self, release: Release, entry: dict[str, Any]) -> None:
        add, iri = self.out.add, distribution_iri(release.name, entry["name"])
        self.out.kind(iri, "dcat:Distribution")
        about, url = entry["about"], self._addresses.site(f"/dumps/{release.name}/{entry['name']}")
        add(iri, "dcterms:title", Literal(entry["name"]))
        add(iri, "dcterms:description", Text(about["zh"], about["en"]))
        add(iri, "dcat:accessURL", url)
        add(iri, "dcat:downloadURL", url)
        add(iri, "dcat:mediaType", self.out.kind(MEDIA + entry["mediaType"], "dcterms:MediaType"))
        if entry["compression"]:
            form = self.out.kind(MEDIA + ENCODINGS[entry["compression"]], "dcterms:MediaType")
            add(iri, "dcat:compressFormat", form)
        if name := FILE_TYPES.get(entry["mediaType"]):
            add(iri, "dcterms:format", self.out.kind(FILE_TYPE + name, "dcterms:MediaTypeOrExtent"))
        add(iri, "dcat:byteSize", typed(entry["bytes"], "xsd:nonNegativeInteger"))
        checksum = self.out.kind(f"{iri}#checksum", "spdx:Checksum")
        add(iri, "spdx:checksum", checksum)
        add(checksum, "spdx:algorithm", SHA256)
        add(checksum, "spdx:checksumValue", typed(entry["sha256"], "xsd:hexBinary"))
        add(iri, "dcterms:license", LICENSE)
        add(iri, "dcterms:language", *LANGUAGES)
        add(iri, "adms:status", COMPLETED)
        if release.issued:
            add(iri, "dcterms:issued", typed(release.issued, "xsd:date"))

    def _export(self, export: Export) -> None:
        """The law of the release that is served in the terms of another standard, which changes with it."""
        add, iri = self.out.add, distribution_iri(self._current.name, f"exports/{export.name}")
        self.out.kind(iri, "dcat:Distribution")
        add(release_iri(self._current.name), "dcat:distribution", iri)
        add(iri, "dcterms:title", export.title)
        add(iri, "dcterms:description", export.describes)
        add(iri, "dcat:accessURL", self._addresses.site(f"/exports/{export.name}"))
        add(iri, "dcat:downloadURL", self._addresses.site(f"/exports/{export.name}{TURTLE.suffix}"))
        add(iri, "dcat:mediaType", self.out.kind(MEDIA + TURTLE.media_type, "dcterms:MediaType"))
        add(iri, "dcterms:conformsTo", self.out.kind(export.standard_url, "dcterms:Standard"))
        add(iri, "dcterms:license", LICENSE)
        add(iri, "dcterms:language", *LANGUAGES)
        add(iri, "adms:status", COMPLETED)

    def _services(self) -> None:
        site = self._addresses.site
        for one in services():
            iri, add = SERVICES + one.name, self.out.add
            self.out.kind(iri, "dcat:DataService", *(["sd:Service"] if one.name == "sparql" else []))
            add(iri, "dcterms:title", one.title)
            add(iri, "dcterms:description", one.about)
            add(iri, "dcat:endpointURL", site(one.path))
            add(iri, "dcat:endpointDescription", site(one.described))
            add(iri, "dcterms:conformsTo", self.out.kind(one.standard, "dcterms:Standard"))
            add(iri, "dcat:servesDataset", release_iri(self._current.name))
            add(iri, "dcterms:license", LICENSE)
            add(iri, "dcterms:publisher", PUBLISHER)
            add(iri, "dcat:contactPoint", f"{PUBLISHER}#contact")
            add(CATALOG, "dcat:service", iri)
        self.out.add(f"{SERVICES}sparql", "sd:endpoint", site("/sparql"))


@dataclass(frozen=True, slots=True)
class Offered:
    """A service: ``path`` of its endpoint and of what describes it, and the standard that it follows."""

    name: str
    title: Text
    about: Text
    path: str
    described: str
    standard: str


def services() -> tuple[Offered, ...]:
    return (
        Offered(
            "sparql",
            Text("SPARQL 查询接口", "SPARQL endpoint"),
            Text("以 SPARQL 1.1 查询法律图；只读。", "Queries over the law graph in SPARQL 1.1; read only."),
            "/sparql",
            "/sparql",
            "http://www.w3.org/TR/sparql11-protocol/",
        ),
        Offered(
            "jurisdiction",
            Text("管辖判断接口", "jurisdiction API"),
            Text("按案件事实回答由谁办理及其依据。", "Answers from the facts of a case who handles it, and why."),
            "/api/v1/jurisdiction",
            "/api/v1/openapi.json",
            "https://spec.openapis.org/oas/v3.1.0",
        ),
        Offered(
            "linked-data",
            Text("关联数据", "linked data"),
            Text("每个标识符都可打开：网页或者 RDF。", "Every identifier opens as a page or as RDF."),
            "/id/",
            "/catalog",
            "http://www.w3.org/TR/ldp-bp/",
        ),
    )
