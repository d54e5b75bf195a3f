"""Reports for pipelines: JUnit and SARIF."""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest

from guanxia.reports.entries import SEVERITIES, Entry
from guanxia.reports.formats import FORMATS, render
from guanxia.reports.sarif import LEVELS
from tests.reports.conftest import entry, finding


def junit(entries: list[Entry], fail_on: str = "violation") -> ElementTree.Element:
    stream = io.BytesIO()
    writer = FORMATS["junit"].writer(stream, "en", fail_on=fail_on)
    for one in entries:
        writer.write(one)
    writer.end()
    return ElementTree.fromstring(stream.getvalue())  # noqa: S314


def test_a_suite_a_package_with_its_counts(examined: list[Entry], refused: Entry) -> None:
    suites = junit([*examined, refused]).findall("testsuite")
    assert [suite.get("name") for suite in suites] == [one.place for one in (*examined, refused)]
    for suite in suites:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
        names = [case.get("name") for case in suite.findall("testcase")]
        assert all(names)
    assert suites[0].get("failures") == "0" and suites[1].get("failures") == "1"
    assert suites[-1].find("testcase/error") is not None


@pytest.mark.parametrize("fail_on", SEVERITIES)
def test_what_fails_is_set_by_a_severity(fail_on: str) -> None:
    mixed = entry(*(finding(severity=one) for one in SEVERITIES))
    suite = junit([mixed], fail_on).find("testsuite")
    assert suite is not None
    failed = SEVERITIES.index(fail_on) + 1
    assert suite.get("failures") == str(failed)
    assert len(suite.findall("testcase/system-out")) == len(SEVERITIES) - failed


def test_hostile_text_leaves_the_xml_whole(hostile: Entry) -> None:
    failures = junit([hostile]).findall("testsuite/testcase/failure")
    assert len(failures) == len(hostile.findings)


def sarif(entries: list[Entry], language: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(entries, "sarif", language, single=False))
    return found


def test_the_log_has_the_shape_that_the_standard_requires(examined: list[Entry], refused: Entry) -> None:
    log = sarif([*examined, refused])
    assert set(log) == {"$schema", "version", "runs"} and log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert rule["help"]["text"] and rule["shortDescription"]["text"] and rule["fullDescription"]["text"]
        assert rule["helpUri"].startswith("https://w3id.org/guanxia/")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert result["ruleId"] in ids
        assert result["message"]["text"]
        location = result["locations"][0]["physicalLocation"]
        assert " " not in location["artifactLocation"]["uri"] and "#" not in location["artifactLocation"]["uri"]
        assert location["region"]["startLine"] >= 1


# The properties that SARIF 2.1.0 has for the objects of a log, as far as they are used here; it allows no others.
KNOWN = {
    "run": {"tool", "results", "language", "columnKind"},
    "driver": {"name", "version", "informationUri", "language", "rules", "properties"},
    "rule": {
        "id", "name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties",
    },
    "result": {"ruleId", "level", "kind", "message", "locations", "partialFingerprints", "properties"},
    "location": {"physicalLocation", "logicalLocations"},
    "logical": {"fullyQualifiedName", "name", "kind"},
}  # fmt: skip


def test_no_object_has_a_property_that_the_standard_lacks(
    examined: list[Entry], hostile: Entry, refused: Entry
) -> None:
    (run,) = sarif([*examined, hostile, refused])["runs"]
    assert set(run) <= KNOWN["run"] and run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert set(run["tool"]) == {"driver"} and set(run["tool"]["driver"]) <= KNOWN["driver"]
    assert all(set(rule) <= KNOWN["rule"] for rule in run["tool"]["driver"]["rules"])
    for result in run["results"]:
        assert set(result) <= KNOWN["result"]
        assert result["kind"] == "fail" and result["level"] in LEVELS.values()
        for location in result["locations"]:
            assert set(location) <= KNOWN["location"]
            assert set(location["physicalLocation"]) == {"artifactLocation", "region"}
            assert all(set(one) <= KNOWN["logical"] for one in location.get("logicalLocations", []))


def test_a_result_a_finding_and_one_for_a_refused_package(examined: list[Entry], refused: Entry) -> None:
    (run,) = sarif([*examined, refused])["runs"]
    levels = [LEVELS[one["severity"]] for item in examined for one in item.findings]
    assert [result["level"] for result in run["results"]] == [*levels, "error"]
    last = run["results"][-1]
    assert last["ruleId"] == "refused-too-deep"
    assert last["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "b%20c/%231.ndjson"},
        "region": {"startLine": 7},
    }


def test_rules_speak_the_language_of_the_run_and_tell_their_clause(examined: list[Entry]) -> None:
    for language, tag, clause in (("zh", "zh-CN", "二、（二）3"), ("en", "en-US", "part 2, (2), item 3")):
        (run,) = sarif([examined[1]], language)["runs"]
        assert run["language"] == tag
        (rule,) = run["tool"]["driver"]["rules"]
        assert clause in rule["help"]["text"]
        assert rule["id"] == "PenaltyProposal-basicFacts"


def test_a_run_without_findings_is_a_run(examined: list[Entry]) -> None:
    (run,) = sarif(examined[:1])["runs"]
    assert run["results"] == [] and run["tool"]["driver"]["name"] == "guanxia"


def test_the_same_finding_keeps_its_fingerprint_elsewhere(examined: list[Entry]) -> None:
    moved = Entry("elsewhere/other.ttl", examined[1].body)
    prints = [sarif([one])["runs"][0]["results"][0]["partialFingerprints"] for one in (examined[1], moved)]
    assert prints[0] == prints[1]
