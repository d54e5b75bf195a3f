"""What the exports say is what the graph says: as much, in both languages, marked as it is marked there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from guanxia.app import Service
from guanxia.exports import EXPORTS, Exports
from guanxia.linked.formats import FORMATS, serialise
from tests.exports.statements import SPACES, Row, Statements, iri, rows
from tests.house.project import ROOT

NAMES = [export.name for export in EXPORTS]
Said = Callable[[str], Statements]


def expected_services(law: Statements) -> set[tuple[str, str]]:
    """Kinds beside the holders of the posts of their role, within the place of the notice and its days."""
    broader = dict(law.pairs("skos:broader"))

    def within(area: str, place: str) -> bool:
        return area == place or (area in broader and within(broader[area], place))

    found = set()
    for norm, kind in law.pairs("gx:concerns"):
        [notice] = law.values(kind, "gx:partOf")
        [place] = law.values(notice, "dcterms:spatial")
        for role in law.values(norm, "gx:bearer"):
            for post in law.subjects("gx:role", role) & law.subjects("gx:heldBy"):
                [area] = law.values(post, "gx:area")
                if within(area, place):
                    found.add((kind, post))
    return found


def test_there_is_a_service_for_each_kind_at_each_post_with_a_holder(law: Statements, said: Said) -> None:
    services = said("services")
    made = {
        (kind, post)
        for service in services.of_type("cpsv:PublicService")
        for kind in services.values(service, "cv:isClassifiedBy")
        for post in services.values(service, "dcterms:source")
    }
    assert made == expected_services(law)
    assert len(made) == len(services.of_type("cpsv:PublicService")) == 17


def test_a_service_has_the_holder_of_its_post_as_its_one_authority(law: Statements, said: Said) -> None:
    services = said("services")
    for service in services.of_type("cpsv:PublicService"):
        [post] = services.values(service, "dcterms:source")
        assert services.values(service, "cv:hasCompetentAuthority") == law.values(post, "gx:heldBy")


def test_a_post_without_a_holder_is_no_service_and_says_why(law: Statements, said: Said) -> None:
    vacant = law.subjects("gx:whyVacant")
    posts = said("organizations")
    assert len(vacant) == 51 and not vacant & posts.subjects("org:heldBy")
    assert not vacant & {post for _, post in said("services").pairs("dcterms:source")}
    assert all(posts.languages(post, "gx:whyVacant") == ["en", "zh"] for post in vacant)


def test_another_city_has_its_services_without_code(two_cities: Service, exports: Exports) -> None:
    both = Statements(two_cities.exports.triples("services"))
    mine = Statements(exports.triples("services")).of_type("cpsv:PublicService")
    new = both.of_type("cpsv:PublicService") - mine
    assert new == {f"{SPACES['id']}service/998101-TOWN/yunxi-2023-8/YX-3"}
    [service] = new
    assert both.values(service, "cv:hasCompetentAuthority") == {f"{SPACES['id']}office/yunxi-town"}
    requirements = {one for one in both.of_type("cv:Requirement") if "yunxi-2023-8/YX-" in one}
    assert len(requirements) == 3
    concept = f"{SPACES['id']}information-concept/notice/yunxi-2023-8/platformWorkersInsured"
    assert concept in both.of_type("cv:InformationConcept")


def test_another_city_is_in_the_other_exports_too(two_cities: Service) -> None:
    made = {name: Statements(two_cities.exports.triples(name)) for name in NAMES}
    notice, kind = f"{SPACES['id']}notice/yunxi-2023-8", f"{SPACES['id']}notice/yunxi-2023-8/YX-1"
    assert made["legislation"].values(f"{notice}/zh", "eli:date_no_longer_in_force") == {"2027-05-31"}
    assert made["legislation"].values(f"{notice}/clause-1-1", "eli:is_part_of") == {notice}
    assert made["concepts"].values(kind, "skos:inScheme") == {f"{notice}/violations"}
    assert made["schema-org"].values(kind, "schema:termCode") == {"YX-1"}
    assert f"{notice}/zh" in two_cities.exports.subjects()


def test_names_stand_in_chinese_and_english(said: Said) -> None:
    wanted = {
        "services": ("cpsv:PublicService", "dcterms:title"),
        "legislation": ("eli:LegalResource", "dcterms:title"),
        "organizations": ("org:Organization", "skos:prefLabel"),
        "concepts": ("skos:Concept", "skos:prefLabel"),
        "schema-org": ("schema:Legislation", "schema:name"),
    }
    for name, (kind, label) in wanted.items():
        made = said(name)
        things = made.of_type(kind)
        assert things
        assert {one: made.languages(one, label) for one in things if made.languages(one, label) != ["en", "zh"]} == {}
    services = said("services")
    for one in services.of_type("cpsv:PublicService"):
        assert services.languages(one, "dcterms:description") == ["en", "zh"]
    for one in services.of_type("cv:EvidenceType") | services.of_type("cv:InformationConcept"):
        assert services.languages(one, "rdfs:label") == ["en", "zh"]


def test_each_export_says_as_much_as_the_graph_holds(law: Statements, said: Said) -> None:
    eli, org, concepts = said("legislation"), said("organizations"), said("concepts")
    parts = law.of_type("gx:Clause") | law.of_type("gx:Provision")
    assert eli.of_type("eli:LegalResourceSubdivision") == parts
    works = law.of_type("gx:Notice") | law.of_type("gx:Statute") | law.of_type("gx:Annex")
    assert eli.of_type("eli:LegalResource") == works
    texts = law.of_type("gx:Wording") | law.of_type("gx:Edition") | law.of_type("eli:LegalExpression")
    assert eli.of_type("eli:LegalExpression") == texts
    assert org.of_type("org:Post") == law.of_type("gx:Post")
    assert org.of_type("org:Organization") == law.of_type("gx:Office")
    of_pages = law.subjects("skos:inScheme", f"{SPACES['id']}section")
    assert concepts.of_type("skos:Concept") == law.subjects("skos:inScheme") - of_pages
    for kind in ("gx:ViolationType", "gx:DocumentKind", "gx:AgencyRole", "gx:Area"):
        assert law.of_type(kind) <= concepts.of_type("skos:Concept"), kind
    degrees = {f"{SPACES['id']}confidence/{degree}" for degree in ("V1", "V2", "V3")}
    assert degrees <= concepts.of_type("skos:Concept")


def test_a_functional_term_of_eli_is_said_once(said: Said) -> None:
    eli = said("legislation")
    for term in ("realizes", "date_document", "first_date_entry_in_force", "date_no_longer_in_force", "version_date"):
        counts = Counter(subject for subject, _ in eli.pairs(f"eli:{term}"))
        assert counts and max(counts.values()) == 1, term
    works = eli.of_type("eli:LegalResource") | eli.of_type("eli:LegalResourceSubdivision")
    of_texts = ("eli:title", "eli:language", "eli:first_date_entry_in_force", "eli:date_no_longer_in_force")
    assert not works & {one for term in of_texts for one in eli.subjects(term)}


def test_days_in_force_are_those_of_the_graph(law: Statements, said: Said) -> None:
    eli = said("legislation")
    texts = law.of_type("gx:Wording") | law.of_type("gx:Edition")
    for text in texts:
        assert eli.values(text, "eli:first_date_entry_in_force") == law.values(text, "gx:from")
        assert eli.values(text, "eli:date_no_longer_in_force") == law.values(text, "gx:until")


def test_the_integrity_conditions_of_skos_hold(said: Said) -> None:
    concepts = said("concepts")
    labels = {(one.subject, one.language) for one in concepts.rows if one.predicate == iri("skos:prefLabel")}
    assert len(labels) == len(concepts.pairs("skos:prefLabel"))
    assert not concepts.pairs("skos:prefLabel") & concepts.pairs("skos:altLabel")
    assert concepts.pairs("skos:broader") == {(low, high) for high, low in concepts.pairs("skos:narrower")}
    assert concepts.pairs("skos:hasTopConcept") == {(high, low) for low, high in concepts.pairs("skos:topConceptOf")}
    tops = {low for _, low in concepts.pairs("skos:hasTopConcept")}
    assert tops == concepts.of_type("skos:Concept") - concepts.subjects("skos:broader")
    assert {high for high, _ in concepts.pairs("skos:hasTopConcept")} == concepts.of_type("skos:ConceptScheme") & {
        scheme for _, scheme in concepts.pairs("skos:inScheme")
    }
    assert not concepts.of_type("skos:Concept") & concepts.of_type("skos:ConceptScheme")
    broader = dict(concepts.pairs("skos:broader"))
    for one in broader:
        seen = [one]
        while seen[-1] in broader:
            seen.append(broader[seen[-1]])
            assert len(seen) == len(set(seen))


def test_what_is_reconstructed_is_marked_wherever_it_goes(law: Statements, said: Said) -> None:
    reconstructed = law.of_type("gx:ReconstructedStatement")
    services = said("services")
    told = {one for one, source in services.pairs("dcterms:references") if source in reconstructed}
    assert told
    assert told <= services.of_type("gx:ReconstructedStatement")
    for one in services.of_type("gx:ReconstructedStatement"):
        assert services.values(one, "gx:inPlaceOf")
        assert services.languages(one, "skos:note") == ["en", "zh"]
    provenance = said("provenance")
    assert provenance.of_type("gx:ReconstructedStatement") == reconstructed
    assert not reconstructed & provenance.subjects("prov:wasQuotedFrom")
    search = said("schema-org")
    marked = search.subjects("schema:creativeWorkStatus")
    assert marked == reconstructed & search.of_type("schema:CreativeWork")


def test_each_caution_and_reading_is_an_annotation_with_target_and_bodies(law: Statements, said: Said) -> None:
    notes = said("annotations")
    cautions, readings = law.of_type("gx:Caution"), law.of_type("gx:Interpretation")
    assert notes.of_type("oa:Annotation") == cautions | readings
    places = law.of_type("gx:Clause") | law.of_type("gx:Notice")
    for one in cautions | readings:
        assert notes.values(one, "oa:hasTarget") and notes.values(one, "oa:hasTarget") <= places
        bodies = notes.values(one, "oa:hasBody")
        told = {
            (value, language)
            for body in bodies
            for value in notes.values(body, "rdf:value")
            for language in notes.values(body, "dc:language")
        }
        texts = ("gx:text",) if one in cautions else ("gx:stand", "gx:alternative")
        assert {value for value, _ in told} == {value for text in texts for value in law.values(one, text)}
        assert len(bodies) == 2 * len(texts) and {language for _, language in told} == {"zh", "en"}


def test_no_input_of_a_service_is_a_reconstruction(said: Said) -> None:
    services = said("services")
    inputs = {kind for _, kind in services.pairs("cv:hasInputType")}
    assert inputs and inputs <= services.of_type("cv:EvidenceType")
    assert not inputs & services.of_type("gx:ReconstructedStatement")


def test_confidence_goes_along_and_nothing_unread_is_stated(law: Statements, said: Said) -> None:
    degrees = {f"{SPACES['id']}confidence/{degree}" for degree in ("V1", "V2", "V3")}
    for name in ("services", "legislation", "organizations", "provenance", "annotations"):
        stated = said(name).pairs("gx:confidence")
        assert stated and {degree for _, degree in stated} <= degrees
    services = said("services")
    for service in services.of_type("cpsv:PublicService"):
        [post] = services.values(service, "dcterms:source")
        assert services.values(service, "gx:confidence") >= law.values(post, "gx:confidence")
    eli = said("legislation")
    for wording in law.of_type("gx:Wording"):
        assert eli.values(wording, "gx:confidence") == law.values(wording, "gx:confidence")


def test_words_of_clauses_are_quoted_exactly_and_no_words_of_statutes_are_told(law: Statements, said: Said) -> None:
    provenance = said("provenance")
    quoted = provenance.pairs("prov:wasQuotedFrom")
    assert {clause for _, clause in quoted} == law.of_type("gx:Clause")
    for record, clause in quoted:
        assert provenance.values(record, "prov:value") == law.values(clause, "gx:words")
        assert provenance.values(record, "gx:sha256") == law.values(clause, "gx:sha256")
    clauses = law.of_type("gx:Clause")
    for name in NAMES:
        made = said(name)
        assert iri("gx:words") not in made.predicates() and iri("gx:says") not in made.predicates()
        assert made.subjects("schema:text") <= clauses
    assert iri("schema:abstract") not in said("legislation").predicates()


def test_what_the_standards_cannot_say_truthfully_is_not_said(said: Said) -> None:
    unsaid = {
        "services": (
            "cv:processingTime",
            "cv:contactPoint",
            "cv:hasChannel",
            "cv:telephone",
            "cv:email",
            "cpsv:follows",
        ),
        "legislation": ("eli:jurisdiction", "eli:in_force", "eli:legal_value", "eli:description", "eli:published_in"),
        "organizations": ("org:unitOf", "org:postIn"),
        "provenance": ("prov:used", "prov:wasGeneratedBy"),
    }
    for name, terms in unsaid.items():
        assert not said(name).predicates() & {iri(term) for term in terms}
    assert not said("services").of_type("cpsv:Rule")
    assert all(export.unsaid or export.name == "concepts" for export in EXPORTS)


def test_nothing_is_called_a_service_after_the_notice_ended(two_cities: Service) -> None:
    made = Statements(two_cities.exports.triples("services"))
    for service in made.of_type("cpsv:PublicService"):
        [begin] = made.values(service, "gx:from") or {""}
        [end] = made.values(service, "gx:until") or {"9999"}
        assert begin <= end


@pytest.mark.parametrize("name", NAMES)
def test_an_export_has_no_blank_node_and_is_sorted(exports: Exports, name: str) -> None:
    triples = exports.triples(name)
    assert list(triples) == sorted(set(triples), key=str)
    assert not any(str(term).startswith("_:") for one in triples for term in (one.subject, one.object))


def test_descriptions_are_of_what_the_graph_does_not_describe(exports: Exports, law: Statements) -> None:
    subjects = exports.subjects()
    assert not subjects & {one.subject for one in law.rows}
    everything: dict[str, set[Row]] = {}
    for one in (one for name in NAMES for one in rows(exports.triples(name))):
        everything.setdefault(one.subject, set()).add(one)
    search = "https://schema.org/"
    for subject in subjects:
        told, others = set(rows(exports.description(subject))), everything[subject]
        for_search = {one for one in others if one.predicate.startswith(search) or one.object.startswith(search)}
        assert told == (others - for_search or others)
    assert exports.description(f"{SPACES['id']}notice/guilin-2020-27") == ()
    assert exports.description("https://example.org/") == ()


def test_whatever_an_export_points_to_in_our_space_is_described_somewhere(exports: Exports, law: Statements) -> None:
    known = {one.subject for one in law.rows} | exports.subjects()
    lost = {
        one.object
        for name in NAMES
        for one in rows(exports.triples(name))
        if one.thing and one.object.startswith(SPACES["id"]) and one.object not in known
    }
    assert lost == set()


def test_a_json_ld_object_says_the_same_as_the_statements(exports: Exports) -> None:
    by_subject: dict[str, int] = Counter(one.subject for one in rows(exports.triples("schema-org")))
    for subject, count in by_subject.items():
        told = exports.schema_org(subject)
        assert told["@context"] == "https://schema.org" and told["@id"] == subject
        values = [value for key, value in told.items() if key not in ("@context", "@id")]
        assert sum(len(value) if isinstance(value, list) else 1 for value in values) == count
    assert exports.schema_org("https://example.org/") == {}
    notice = exports.schema_org(f"{SPACES['id']}notice/guilin-2020-27")
    assert notice["@type"] == "Legislation" and notice["legislationIdentifier"] == "市人社发〔2020〕27号"
    assert json.loads(json.dumps(notice)) == notice


PROGRAM = """
import hashlib
from guanxia.app import create_service
from guanxia.linked.formats import FORMATS, serialise
from guanxia.settings import Settings
exports = create_service(Settings()).exports
for name in exports.names():
    for format in FORMATS:
        print(name, format.name, hashlib.sha256(serialise(exports.triples(name), format)).hexdigest())
"""


def test_the_same_bytes_come_from_another_process(exports: Exports) -> None:
    mine = [
        f"{name} {format.name} {hashlib.sha256(serialise(exports.triples(name), format)).hexdigest()}"
        for name in exports.names()
        for format in FORMATS
    ]
    path = {"PYTHONPATH": str(ROOT / "service"), "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=path)
    assert done.stdout.splitlines() == mine
