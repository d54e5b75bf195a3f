"""``guanxia validate``: packages in, all defects out."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from guanxia.cage import Cage, CageUnavailable
from guanxia.cli.outcomes import Exit
from guanxia.cli.packages import SUFFIXES, Inputs
from guanxia.referrals.limits import Limits
from tests.cli.conftest import PROGRAM, Run, environment

GOOD, BAD, WARNED = "pass-direct-route.ttl", "fail-no-facts.ttl", "fail-material-missing.ttl"
SMALL = {"type": "Reply", "issuedOn": "2020-10-12", "content": "已收到。"}


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "shapes/notices/guilin-2020-27/penalty-proposal"


@pytest.fixture
def folder(tmp_path: Path, examples: Path) -> Path:
    """A good, a bad and a warned package, one broken, one hostile, and what is none."""
    made = tmp_path / "in"
    (made / "deeper/.hidden").mkdir(parents=True)
    for name in (GOOD, BAD):
        shutil.copy(examples / name, made / name)
    shutil.copy(examples / WARNED, made / "deeper" / WARNED)
    shutil.copy(examples / BAD, made / "deeper/.hidden" / BAD)
    (made / "broken.ttl").write_text("<a> <b> ", encoding="utf-8")
    (made / "bomb.rdf").write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>', encoding="utf-8")
    (made / "notes.md").write_text("x", encoding="utf-8")
    return made


def entries(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_package_that_conforms_ends_with_nought(run: Run, examples: Path) -> None:
    found = run("validate", str(examples / GOOD))
    assert found.exit_code == Exit.DONE, found.output
    assert found.stdout.startswith("conforms  ")
    assert found.stderr == ""


@pytest.mark.parametrize(("lang", "head"), [("zh", "不符合  "), ("en", "does not conform  ")])
def test_a_defect_ends_with_one_and_its_remedy(run: Run, examples: Path, lang: str, head: str) -> None:
    found = run("validate", str(examples / BAD), "--lang", lang)
    assert found.exit_code == Exit.FINDINGS
    assert found.stdout.startswith(head)
    assert "`basicFacts`" in found.stdout and "PenaltyProposal-basicFacts" in found.stdout


def test_the_least_severity_that_fails_is_set(run: Run, examples: Path) -> None:
    one = str(examples / WARNED)
    assert run("validate", one).exit_code == Exit.DONE
    assert run("validate", one, "--fail-on", "info").exit_code == Exit.FINDINGS
    assert run("validate", one, "--fail-on", "warning").exit_code == Exit.FINDINGS


def test_json_of_one_package_is_its_report(run: Run, examples: Path) -> None:
    found = run("validate", str(examples / BAD), "--format", "json")
    assert json.loads(found.stdout)["format"] == "guanxia.validation.v1"


def test_a_folder_is_walked_and_one_bad_package_does_not_stop_the_rest(run: Run, folder: Path) -> None:
    found = run("validate", str(folder), "--format", "ndjson")
    assert found.exit_code == Exit.BAD_INPUT
    told = {Path(one["source"]).name: one for one in entries(found.stdout)}
    assert list(told) == ["bomb.rdf", "broken.ttl", BAD, GOOD, WARNED]
    assert told[GOOD]["report"]["conforms"] and not told[BAD]["report"]["conforms"]
    assert told["bomb.rdf"]["problem"]["type"].endswith("/doctype-not-allowed")
    assert told["broken.ttl"]["problem"]["type"].endswith("/malformed-rdf")
    assert "notes.md" in found.stderr and ".hidden" not in found.stderr
    assert "5 packages: 2 conform, 1 do not, 2 not examined." in found.stderr
    for name in ("bomb.rdf", "broken.ttl"):
        line = next(line for line in found.stderr.splitlines() if line.startswith("not examined") and name in line)
        assert len(line) > len(name) + 40
    assert "PenaltyProposal-basicFacts" in found.stderr


def test_files_that_cannot_be_read_are_told_and_the_rest_is_examined(run: Run, tmp_path: Path, examples: Path) -> None:
    odd = tmp_path / "odd.txt"
    shutil.copy(examples / GOOD, odd)
    found = run("validate", str(tmp_path / "absent.ttl"), str(odd), str(examples / GOOD), "--format", "ndjson")
    assert found.exit_code == Exit.NO_ACCESS
    absent, unknown, good = entries(found.stdout)
    assert absent["problem"]["type"].endswith("/unreadable-file")
    assert unknown["problem"]["type"].endswith("/unsupported-media-type") and ".ttl" in unknown["problem"]["detail"]
    assert good["report"]["conforms"]
    assert run("validate", str(odd), "--type", "turtle").exit_code == Exit.DONE


def test_nothing_to_do_has_its_own_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    found = run("validate", str(tmp_path))
    assert found.exit_code == Exit.NOTHING
    assert "notes.md" in found.stderr and "no packages" in found.stderr
    (tmp_path / "empty.ndjson").write_text("\n\n", encoding="utf-8")
    assert run("validate", str(tmp_path)).exit_code == Exit.NOTHING
    assert run("validate").exit_code == Exit.BAD_INPUT


def test_standard_input_is_turtle_unless_said(run: Run, examples: Path) -> None:
    assert run("validate", "-", stdin=(examples / BAD).read_bytes()).exit_code == Exit.FINDINGS
    plain = json.dumps(SMALL).encode()
    assert run("validate", "-", stdin=plain).exit_code == Exit.BAD_INPUT
    assert run("validate", "-", "--type", "json", stdin=plain).exit_code == Exit.FINDINGS
    found = run("validate", "-", "--type", "ndjson", "--format", "ndjson", stdin=plain + b"\n" + plain)
    assert [one["line"] for one in entries(found.stdout)] == [1, 2]


def test_a_line_is_a_package(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guanxia.cli.packages.LIMITS", Limits(body=2000))
    lines = [json.dumps(SMALL), "", '{"type": ', json.dumps({**SMALL, "content": "长" * 2000}), json.dumps(SMALL)]
    path = tmp_path / "many.jsonl"
    path.write_text("\r\n".join(lines), encoding="utf-8")
    found = run("validate", str(path), "--format", "ndjson")
    assert found.exit_code == Exit.BAD_INPUT
    told = entries(found.stdout)
    assert [one["line"] for one in told] == [1, 3, 4, 5]
    assert ["report" in one for one in told] == [True, False, False, True]
    assert told[2]["problem"]["type"].endswith("/too-large") and "2,000" in told[2]["problem"]["detail"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".sarif", ".xml", ".ttl", ".jsonld", ".txt", ".json", ".ndjson"])
def test_the_output_says_the_format_and_any_number_of_jobs_gives_the_same_bytes(
    run: Run, folder: Path, tmp_path: Path, suffix: str
) -> None:
    for jobs in ("1", "3"):
        assert run("validate", str(folder), "-o", str(tmp_path / f"{jobs}{suffix}"), "--jobs", jobs).exit_code == 2
    assert (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"3{suffix}").read_bytes()
    if suffix == ".xlsx":
        assert load_workbook(tmp_path / "1.xlsx").worksheets[1].max_row == 6


def test_a_report_in_the_folder_is_no_package_of_the_next_run(run: Run, folder: Path) -> None:
    report = folder / "report.ndjson"
    for _ in range(2):
        assert run("validate", str(folder), "-o", str(report)).exit_code == Exit.BAD_INPUT
        assert len(entries(report.read_text(encoding="utf-8"))) == 5


def test_what_cannot_be_written_ends_with_five(run: Run, examples: Path, tmp_path: Path) -> None:
    found = run("validate", str(examples / GOOD), "-o", str(tmp_path / "no/such/report.csv"))
    assert found.exit_code == Exit.NO_ACCESS
    assert found.stderr.startswith("Error")


def test_without_a_cage_packages_are_examined_here_and_that_is_said(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confined = run("validate", str(folder), "--format", "ndjson")

    def none(_: object) -> str:
        raise CageUnavailable("no local sockets")

    monkeypatch.setattr(Cage, "start", none)
    found = run("validate", str(folder), "--format", "ndjson")
    assert (found.exit_code, found.stdout) == (confined.exit_code, confined.stdout)
    assert "no local sockets" in found.stderr and "without limits" in found.stderr


def test_one_package_that_takes_too_long_is_refused_with_the_limit(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANXIA_CAGE_WALL", "0.6")
    workers = [
        {"name": f"某{number}", "idNumber": f"4503051990010{number:05d}", "amount": "1.00"} for number in range(5000)
    ]
    (tmp_path / "large.json").write_text(json.dumps({**SMALL, "worker": workers}), encoding="utf-8")
    (tmp_path / "small.json").write_text(json.dumps(SMALL), encoding="utf-8")
    found = run("validate", str(tmp_path), "--format", "ndjson")
    large, small = entries(found.stdout)
    assert large["problem"]["type"].endswith("/time-limit") and "0.6 s" in large["problem"]["detail"]
    assert "report" in small
    assert found.exit_code == Exit.BAD_INPUT


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_single_file_is_single_unless_it_holds_many(suffix: str) -> None:
    assert Inputs((f"a{suffix}",)).single == (SUFFIXES[suffix] != "ndjson")
    assert not Inputs((f"a{suffix}", "b.ttl")).single


def started(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, "validate", *arguments], env=environment(), **more)


def test_an_interrupt_ends_the_run_and_its_children(tmp_path: Path) -> None:
    path = tmp_path / "many.ndjson"
    path.write_text(f"{json.dumps(SMALL)}\n" * 20_000, encoding="utf-8")
    with started(str(path), "--format", "ndjson", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        first = process.stdout.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        told = process.stderr.read().decode()
        assert process.wait(20) == 130
    assert told.strip().endswith("Stopped.") and "Traceback" not in told
    assert (first + rest).endswith(b"\n") and rest.count(b"\n") < 19_000
    assert children and not any(os.path.exists(f"/proc/{one}") for one in children)


def test_an_interrupted_run_leaves_no_half_file(tmp_path: Path) -> None:
    path, target = tmp_path / "many.ndjson", tmp_path / "out"
    target.mkdir()
    path.write_text(f"{json.dumps(SMALL)}\n" * 20_000, encoding="utf-8")
    with started(str(path), "-o", str(target / "report.csv"), stderr=subprocess.PIPE) as process:
        while not list(target.iterdir()):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None and b"Traceback" not in process.stderr.read()
    assert list(target.iterdir()) == []


def test_a_terminal_shows_a_bar_and_color(folder: Path, tmp_path: Path) -> None:
    main, side = pty.openpty()
    with started(str(folder), stdin=side, stdout=side, stderr=side) as process:
        os.close(side)
        shown = b""
        while process.poll() is None or select.select([main], [], [], 0.2)[0]:
            try:
                shown += os.read(main, 65_536)
            except OSError:
                break
        assert process.wait(20) == Exit.BAD_INPUT
    os.close(main)
    text = shown.decode()
    assert "examining" in text and "100%" in text
    assert "\x1b[1;31mdoes not conform\x1b[0m" in text


def test_memory_does_not_grow_with_the_number_of_packages(tmp_path: Path) -> None:
    """The most that the process holds, without its children, whose memory is limited anyway."""
    program = (
        "import resource, sys\nfrom guanxia.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )

    def peak(number: int, suffix: str) -> int:
        path = tmp_path / f"{number}.ndjson"
        path.write_text(f"{json.dumps(SMALL, ensure_ascii=False)}\n" * number, encoding="utf-8")
        arguments = ("validate", str(path), "-o", str(tmp_path / f"report{suffix}"))
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, env=environment(), check=False
        )
        return int(done.stderr.split()[-1])

    for suffix in (".ndjson", ".xlsx"):
        few, many = peak(300, suffix), peak(3000, suffix)
        assert many - few < 15 * 1024, (suffix, few, many)
