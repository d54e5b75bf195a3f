"""``guanxia check``: what an author is told, where, and how the command ends."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guanxia import proof
from guanxia.checks import examine
from guanxia.cli import main
from guanxia.findings import Finding, Report
from guanxia.settings import Settings

NOTICE = "https://w3id.org/guanxia/id/notice/guilin-2020-27/"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], standalone_mode=True)


def copied(root: Path, folder: Path) -> Path:
    shutil.copytree(root / "ontology", folder / "law")
    return folder / "law"


def changed(path: Path, old: str, new: str) -> int:
    """Replace a text once; the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture(scope="module")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A copy of the law with faults of several sorts, and what the check says of it."""
    law = copied(root, tmp_path_factory.mktemp("broken"))
    norms, violations = law / "notices/guilin-2020-27/norms.ttl", law / "notices/guilin-2020-27/violations.ttl"
    changed(norms, "gx:statedIn g27:clause-1-2-3 ; gx:bearer role:SI ;", "gx:bearer role:SI ;")
    changed(norms, "gx:document doc:non-registration-notice", "gx:document doc:no-such-letter")
    changed(violations, "gx:statedIn g27:clause-1-2-7 ; gx:caseClass", "gx:statdIn g27:clause-1-2-7 ; gx:caseClass")
    return law, examine([law], Settings(), with_reasoner=False)


def about(report: Report, name: str) -> list[Finding]:
    return [one for one in report.to_mend if one.subject == NOTICE + name]


def test_the_own_law_has_nothing_to_mend() -> None:
    report = examine(Settings().ontology, Settings(), with_reasoner=False)
    assert report.to_mend == []
    assert {one.rule for one in report.findings} == {"gap", "overlap"}


def test_a_missing_clause_is_told_with_the_file_and_line_of_its_norm(broken: tuple[Path, Report]) -> None:
    law, report = broken
    found = next(one for one in about(report, "N07") if one.rule.endswith("#Norm-clause"))
    assert found.place is not None
    assert found.place.path == law / "notices/guilin-2020-27/norms.ttl"
    line = found.place.path.read_text(encoding="utf-8").splitlines()[found.place.line - 1]
    assert line.startswith("g27:N07 ")
    assert found.name is not None
    assert "申报后未按时足额缴纳" in found.name.zh
    assert "出处条款" in found.message.zh
    assert "clause" in found.message.en


def test_a_thing_that_is_nowhere_described_is_told(broken: tuple[Path, Report]) -> None:
    messages = [one.message.en for one in about(broken[1], "N13")]
    assert any("no-such-letter, which nothing describes" in message for message in messages)


def test_a_misspelt_term_is_told_with_the_nearest_ones(broken: tuple[Path, Report]) -> None:
    found = next(one for one in broken[1].to_mend if one.rule == "term")
    assert found.message.en.startswith("gx:statdIn is not declared; near it: gx:statedIn")
    assert found.subject == f"{NOTICE}SI-7"


def test_what_the_loader_lacks_is_told(broken: tuple[Path, Report]) -> None:
    assert any(one.rule == "law" for one in broken[1].to_mend)


def test_a_norm_that_the_service_cannot_see_is_told(root: Path, tmp_path: Path) -> None:
    law = copied(root, tmp_path)
    changed(
        law / "notices/guilin-2020-27/norms.ttl",
        "gx:statedIn g27:clause-1-2-3 ; gx:bearer role:SI ;",
        "gx:bearer role:SI ;",
    )
    report = examine([law], Settings(), with_reasoner=False)
    assert "the service does not see it" in next(one for one in about(report, "N07") if one.rule == "law").message.en


def test_a_notice_that_the_service_cannot_see_is_told(tmp_path: Path) -> None:
    notice = "https://w3id.org/guanxia/id/notice/elsewhere"
    (tmp_path / "notice.ttl").write_text(
        f"@prefix gx: <https://w3id.org/guanxia/ontology#> .\n\n<{notice}> a gx:Notice .\n", encoding="utf-8"
    )
    report = examine([tmp_path], Settings(), with_reasoner=False)
    assert {"law", "https://w3id.org/guanxia/shapes#Notice-number"} <= {
        one.rule for one in report.findings if one.subject == notice
    }


def test_a_folder_without_the_ontology_is_examined_with_it_and_alone_reported(tmp_path: Path) -> None:
    (tmp_path / "extra.ttl").write_text(
        "@prefix gx: <https://w3id.org/guanxia/ontology#> .\n"
        "@base <https://w3id.org/guanxia/id/notice/elsewhere/> .\n\n"
        "<N01> a gx:Duty .\n",
        encoding="utf-8",
    )
    report = examine([tmp_path], Settings(), with_reasoner=False)
    assert {one.subject for one in report.findings} == {"https://w3id.org/guanxia/id/notice/elsewhere/N01"}
    assert {one.place.line for one in report.findings if one.place} == {4}
    assert report.figures["files"] == 1


def test_files_that_do_not_parse_are_all_told_with_their_lines_and_end_with_2(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("@prefix x: <http://x/> .\nx:a x:b\n", encoding="utf-8")
    result = run("--json", str(tmp_path))
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert [Path(one["file"]).name for one in found["findings"]] == ["a.ttl", "b.ttl"]
    assert all(one["line"] >= 2 and one["message"]["zh"] and one["message"]["en"] for one in found["findings"])


def test_findings_end_with_1_and_stand_under_their_thing(broken: tuple[Path, Report]) -> None:
    result = run("--without-reasoner", "--lang", "zh", str(broken[0]))
    assert result.exit_code == 1
    assert "norms.ttl:" in result.stdout
    assert "规范须有且只有一个出处条款" in result.stdout


def test_nothing_to_mend_ends_with_0_the_reasoner_having_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one class; all of them are compared in the reasoner's own tests."""
    every = proof.named_classes
    one = f"{NOTICE}Case-SI-2"
    monkeypatch.setattr(proof, "named_classes", lambda laws, slug: {one: every(laws, slug)[one]})
    result = run("--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["figures"]["comparisons"] == 27


def test_a_folder_without_turtle_is_bad_input(tmp_path: Path) -> None:
    assert run(str(tmp_path)).exit_code == 2


def test_the_check_reads_the_shapes_of_its_settings(tmp_path: Path, root: Path) -> None:
    shutil.copy(root / "shapes" / "knowledge.ttl", tmp_path / "knowledge.ttl")
    changed(tmp_path / "knowledge.ttl", '"^[0-9a-f]{64}$"', '"^[0-9a-f]{65}$"')
    report = examine(Settings().ontology, replace(Settings(), shapes=tmp_path), with_reasoner=False)
    assert {one.rule.rsplit("#", 1)[-1] for one in report.to_mend} == {"Clause-sha256"}
