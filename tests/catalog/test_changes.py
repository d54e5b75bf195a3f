"""Changes: those of the law and no others, exact in RDF, told in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from guanxia.catalog import Shelf
from guanxia.catalog.changes import Changes, NotApplicable
from guanxia.catalog.sides import Side
from guanxia.catalog.telling import told
from guanxia.web.marking import marked
from tests.catalog.conftest import ARTICLE, NEW_WORDS, OLD_WORDS, Two

DATASET = "dataset.nq"


@pytest.fixture(scope="module")
def changes(two: Two) -> Changes:
    return Shelf.changes(two.old, two.new)


@pytest.fixture(scope="module")
def document(two: Two, changes: Changes) -> dict[str, Any]:
    return told(changes, Side(two.old.read_bytes(DATASET)), Side(two.new.read_bytes(DATASET)))


def thing(document: dict[str, Any], end: str) -> dict[str, Any]:
    (found,) = (one for group in document["groups"] for one in group["things"] if one["iri"].endswith(end))
    return dict(found)


def part(thing: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in thing["parts"] if one["property"].endswith(name))
    return dict(found)


def test_applied_to_the_old_dump_they_give_the_new_one_byte_for_byte(two: Two, changes: Changes) -> None:
    assert changes.applied(two.old.read_bytes(DATASET)) == two.new.read_bytes(DATASET)


def test_the_patch_alone_does_so_too(two: Two, changes: Changes) -> None:
    again = Changes.from_patch(changes.patch())
    assert again == changes
    assert again.applied(two.old.read_bytes(DATASET)) == two.new.read_bytes(DATASET)


def test_they_lead_back_as_well(two: Two) -> None:
    back = Shelf.changes(two.new, two.old)
    assert back.applied(two.new.read_bytes(DATASET)) == two.old.read_bytes(DATASET)


def test_they_fit_no_other_release(two: Two, changes: Changes) -> None:
    with pytest.raises(NotApplicable):
        changes.applied(two.new.read_bytes(DATASET))
    with pytest.raises(NotApplicable):
        Changes.from_patch(b"TX .\nTC .\n")


def test_both_parts_are_rdf(changes: Changes) -> None:
    for name, lines in (("removed", changes.removed), ("added", changes.added)):
        found = list(parse(changes.part(name), format=RdfFormat.N_QUADS))
        assert len(found) == len(lines) > 0
        assert b"# License: CC BY 4.0" in changes.part(name)


def test_blank_nodes_make_no_noise(changes: Changes) -> None:
    """One value turned in one condition is one statement gone and one come; nothing else of its class moves."""
    blank = [[line for line in lines if "_:" in line] for lines in (changes.removed, changes.added)]
    assert [len(lines) for lines in blank] == [1, 1]
    assert blank[0][0].replace('"true"', '"false"') == blank[1][0]
    # The words of article 4 in one language; the note in both; the value; and all of the new sanction.
    assert len(changes.removed) == 1 + 2 + 1
    assert len([line for line in changes.added if f"<{ARTICLE}/fine>" not in line]) == 1 + 1


def test_an_amended_wording_is_told_with_both_texts_and_its_day(document: dict[str, Any]) -> None:
    found = thing(document, "/social-insurance-law/art-4/2011-07-01")
    assert found["state"] == "changed"
    assert found["label"]["zh"] == "《社会保险法》第四条（2011-07-01 起）"
    assert found["days"] == {"zh": "自 2011-07-01 起", "en": "from 2011-07-01"}
    says = part(found, "ontology#says")
    assert [one["zh"] for one in says["before"]] == [OLD_WORDS]
    assert [one["zh"] for one in says["after"]] == [NEW_WORDS]
    assert says["before"][0]["lang"] == "zh"
    assert says["label"]["zh"] != "says"


def test_a_new_sanction_is_told(document: dict[str, Any]) -> None:
    found = thing(document, "/art-4/fine")
    assert found["state"] == "added"
    assert found["label"] == {"zh": "试验罚款", "en": "trial fine"}
    assert part(found, "provision")["after"][0]["zh"] == "《社会保险法》第四条"
    assert part(found, "maxAmount")["after"][0]["zh"] == "200"
    (group,) = (one for one in document["groups"] if found in one["things"])
    assert group["class"].endswith("ontology#Sanction") and group["title"]["zh"]


def test_a_note_taken_away_is_told(document: dict[str, Any]) -> None:
    found = thing(document, "/notice/guilin-2020-27")
    note = part(found, "scopeNote")
    assert found["state"] == "changed" and note["after"] == []
    assert {one["lang"] for one in note["before"]} == {"zh", "en"}


def test_a_condition_is_told_at_the_thing_that_has_it(document: dict[str, Any]) -> None:
    (group,) = (one for one in document["groups"] if one["class"] == "http://www.w3.org/2002/07/owl#Class")
    (case,) = group["things"]
    assert case["iri"].startswith("https://w3id.org/guanxia/id/notice/guilin-2020-27/")
    value = part(case, "hasValue")
    assert (value["before"][0]["zh"], value["after"][0]["zh"]) == ("true", "false")


def test_nothing_else_is_told(document: dict[str, Any]) -> None:
    assert document["things"] == sum(len(group["things"]) for group in document["groups"]) == 4
    titles = [group["title"]["zh"] for group in document["groups"]]
    assert titles[0] == "通知", "what lawyers look for first comes first"
    json.dumps(document)


def test_equal_releases_differ_in_nothing(two: Two) -> None:
    none = Shelf.changes(two.old, two.old)
    assert none.removed == none.added == ()
    side = Side(two.old.read_bytes(DATASET))
    assert told(none, side, side)["groups"] == []


def test_texts_side_by_side_show_what_was_taken_and_put() -> None:
    before, after = marked(OLD_WORDS, NEW_WORDS)
    assert "".join(text for text, _ in before) == OLD_WORDS
    assert "".join(text for text, _ in after) == NEW_WORDS
    assert [text for text, only in after if only] == ["随时"]
    assert not any(only for _, only in before)
    assert marked("abc", "xyz") == ([("abc", True)], [("xyz", True)])
