"""``guanxia release``: write, list, verify, diff."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from guanxia.catalog.changes import Changes
from guanxia.settings import PACKAGE, kept_releases
from tests.catalog.conftest import NEW_WORDS, OLD_WORDS, Two, edited, two
from tests.cli.conftest import Run
from tests.cli.test_serve import free_port, serving

__all__ = ["two"]


@pytest.fixture
def folder(two: Two) -> str:
    return str(two.new.folder.parent)


def test_a_release_is_written_once_and_listed(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "kept")
    assert run("release", "list", "--folder", place).exit_code == 6
    first = run("release", "write", "--folder", place)
    assert first.exit_code == 0 and "statements" in first.stdout
    assert run("release", "write", "--folder", place).stdout == first.stdout
    (listed,) = run("release", "list", "--folder", place).stdout.splitlines()
    assert listed.startswith(first.stdout.split()[0]) and listed.endswith("the first")
    (one,) = json.loads(run("release", "list", "--folder", place, "--json").stdout)
    assert one["number"] == 1 and one["previous"] is None


def test_the_folder_may_come_from_the_environment(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXIA_RELEASES", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    assert run("release", "write").exit_code == 0
    assert "2020-01-01" in run("release", "list").stdout


def test_the_default_folder_outlives_upgrades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_releases({}) == PACKAGE.parent.parent / ".releases"
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("guanxia.settings.PACKAGE", tmp_path)
    assert kept_releases({}) == Path.home() / ".local" / "share" / "guanxia" / "releases"
    assert kept_releases({"XDG_DATA_HOME": "/data"}) == Path("/data/guanxia/releases")


def test_names_of_a_list_stop_it(run: Run, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("张三丰\n桂林市\n", encoding="utf-8")
    done = run("release", "write", "--folder", str(tmp_path / "kept"), "--names", str(names))
    assert done.exit_code == 1
    assert "Not published" in done.stderr and "桂林市" in done.stderr
    assert not list((tmp_path / "kept").glob("*"))


def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("release", "write", "--folder", str(tmp_path / "file" / "kept"), lang="zh_CN.UTF-8")
    assert done.exit_code == 5 and "不能写入" in done.stderr


def test_a_law_that_cannot_be_read_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXIA_ONTOLOGY", str(tmp_path))
    assert run("release", "list").exit_code == 4


def test_files_are_verified(run: Run, root: Path, tmp_path: Path) -> None:
    place = str(tmp_path)
    run("release", "write", "--folder", place)
    good = run("release", "verify", "--folder", place)
    assert good.exit_code == 0 and "intact" in good.stdout
    (release,) = tmp_path.iterdir()
    (release / "law.ttl").write_text("# changed\n")
    (release / "shapes.ttl").unlink()
    bad = run("release", "verify", release.name, "--folder", place)
    assert bad.exit_code == 3
    assert "law.ttl" in bad.stdout and "shapes.ttl" in bad.stdout and "dataset.nq" not in bad.stdout


def test_differences_are_told_in_words(run: Run, two: Two, folder: str) -> None:
    told = run("release", "diff", two.old.name, two.new.name, "--folder", folder, lang="zh_CN.UTF-8").stdout
    assert "4 个事物有变化" in told
    for line in (
        "~ 《社会保险法》第四条（2011-07-01 起） · 自 2011-07-01 起",
        f"- {OLD_WORDS}",
        f"+ {NEW_WORDS}",
        "+ 试验罚款",
    ):
        assert line in told
    english = run("release", "diff", two.old.name, two.new.name, "--folder", folder).stdout
    assert "4 things changed" in english and "trial fine" in english


def test_a_release_may_be_named_by_the_beginning_of_its_hash(run: Run, two: Two, folder: str) -> None:
    short = [one.name.partition("+")[2][:10] for one in (two.old, two.new)]
    patch = run("release", "diff", *short, "--folder", folder, "--format", "patch").stdout_bytes
    changes = Changes.from_patch(patch)
    assert changes.applied(two.old.read_bytes("dataset.nq")) == two.new.read_bytes("dataset.nq")
    for name in ("added", "removed"):
        done = run("release", "diff", *short, "--folder", folder, "--format", name)
        assert done.stdout_bytes == changes.part(name)
    assert json.loads(run("release", "diff", *short, "--folder", folder, "--format", "json").stdout)["things"] == 4


@pytest.mark.parametrize(("name", "told"), [("none", "no release"), ("0", "several releases")])
def test_a_name_of_none_or_several_is_refused(run: Run, two: Two, folder: str, name: str, told: str) -> None:
    done = run("release", "diff", name, two.new.name, "--folder", folder)
    assert done.exit_code == 2 and told in done.stderr


def test_a_server_keeps_its_release_when_the_law_changes(root: Path, tmp_path: Path) -> None:
    """Over real HTTP: the first law is served and kept; after the second has come both are read, and what differs."""
    kept, names = tmp_path / "kept", []
    for ontology in (root / "ontology", edited(root, tmp_path / "law")):
        port = free_port()
        with serving(port, GUANXIA_PORT=str(port), GUANXIA_RELEASES=str(kept), GUANXIA_ONTOLOGY=str(ontology)):
            address = f"http://127.0.0.1:{port}"
            with urlopen(f"{address}/version", timeout=10) as response:
                names.append(json.load(response)["release"])
            request = Request(f"{address}/dumps/", headers={"Accept": "application/json"})
            with urlopen(request, timeout=30) as response:
                listed = json.load(response)
            assert [one["release"] for one in listed["releases"]] == names[::-1]
            for one in listed["releases"]:
                with urlopen(f"{address}/dumps/{one['release']}/SHA256SUMS", timeout=10) as response:
                    assert b"dataset.nq\n" in response.read()
            with urlopen(f"{address}/changes/{names[0]}/latest/changes.rdfp", timeout=30) as response:
                changes = Changes.from_patch(response.read())
    assert (changes.before, changes.after) == (names[0], names[1])
    assert any("随时" in line for line in changes.added)
    assert sorted(path.name for path in kept.iterdir()) == sorted(names)
