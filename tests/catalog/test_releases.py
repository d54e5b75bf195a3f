"""A release: the same bytes whenever, wherever and by whom it is made; complete or not there; kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from guanxia.app import Service
from guanxia.catalog import Shelf
from guanxia.catalog.files import Made
from guanxia.catalog.shelf import RECORD, STALE_SECONDS, UNFINISHED, Release
from guanxia.settings import Settings
from guanxia.store import SHAPES, Graph, open_graph
from tests.catalog.conftest import Two, isomorphic

WRITE = (sys.executable, "-m", "guanxia", "release", "write")
DAY = "1577836800"


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, sys.path))
    return {**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONPATH": path, "SOURCE_DATE_EPOCH": DAY, **more}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


class Shuffled:
    """The same release, its statements in an order of chance."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self.release = graph, graph.release

    def triples(self, graph: NamedNode | None) -> Iterator[Triple]:
        found = list(self._graph.triples(graph))
        random.Random(7).shuffle(found)
        return iter(found)


def test_other_process_hash_seed_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for number, seed in enumerate(("1", "999")):
        place = tmp_path / f"place {number}"
        place.mkdir()
        subprocess.run(
            [*WRITE, "--folder", str(place / "kept")],
            cwd=place,
            env=environment(PYTHONHASHSEED=seed, TZ=("UTC", "Asia/Shanghai")[number]),
            check=True,
            capture_output=True,
        )
        (release,) = (place / "kept").iterdir()
        made.append((release.name, contents(release)))
    assert made[0] == made[1]
    assert len(made[0][1]) >= 15 + 4


def test_the_order_of_statements_does_not_matter(service: Service) -> None:
    plain, shuffled = Made(service.graph), Made(Shuffled(service.graph))
    for one, other in zip(plain.files(), shuffled.files(), strict=True):
        assert one == other
    assert plain.manifest() == shuffled.manifest()


@pytest.fixture(scope="module")
def kept(two: Two) -> Release:
    return two.old


def source(graph: Graph) -> list[Quad]:
    law = [Quad(one.subject, one.predicate, one.object) for one in graph.triples(None)]
    return law + [Quad(one.subject, one.predicate, one.object, SHAPES) for one in graph.triples(SHAPES)]


def test_the_dump_loads_back_to_the_graph(two: Two) -> None:
    dump = parse(two.old.read_bytes("dataset.nq"), format=RdfFormat.N_QUADS)
    assert isomorphic(source(two.graph), dump)


@pytest.mark.parametrize(("part", "graph"), [("law", None), ("shapes", SHAPES)])
@pytest.mark.parametrize(("suffix", "format"), [(".ttl", RdfFormat.TURTLE), (".jsonld", RdfFormat.JSON_LD)])
def test_each_format_says_the_same(
    two: Two, part: str, graph: NamedNode | None, suffix: str, format: RdfFormat
) -> None:
    triples = [Quad(one.subject, one.predicate, one.object) for one in two.graph.triples(graph)]
    assert isomorphic(triples, parse(two.old.read_bytes(part + suffix), format=format))


def test_compressed_files_hold_the_plain_ones(kept: Release) -> None:
    for name, entry in kept.files.items():
        body = kept.read_bytes(name)
        if entry["compression"] == "gzip":
            assert body[4:8] == bytes(4), "a time in the header"
            body = gzip.decompress(body)
        elif entry["compression"] == "zstd":
            body = zstandard.ZstdDecompressor().decompress(body)
        assert body == kept.read_bytes(entry["plain"])
    assert {entry["compression"] for entry in kept.files.values()} == {None, "gzip", "zstd"}


def test_checksums_are_those_of_the_files(kept: Release) -> None:
    assert list(kept.faults()) == []
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=kept.folder, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    told = {line.split("  ")[1] for line in (kept.folder / "SHA256SUMS").read_text().splitlines()}
    assert {path.name for path in kept.folder.iterdir()} - told == {"SHA256SUMS", RECORD}


def test_files_state_their_license_first(kept: Release) -> None:
    for name in ("dataset.nq", "law.ttl", "shapes.ttl"):
        head = kept.read_bytes(name)[:400].decode()
        assert head.startswith(f"# Guanxia {kept.name}: ")
        assert "# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)." in head


def test_the_crate_lists_every_file_with_its_hash(kept: Release) -> None:
    crate = json.loads((kept.folder / "ro-crate-metadata.json").read_bytes())
    entities = {one["@id"]: one for one in crate["@graph"]}
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = entities["./"]
    assert root["datePublished"] == kept.issued and root["license"]["@id"] in entities
    assert {one["@id"] for one in root["hasPart"]} == set(kept.files)
    for name, entry in kept.files.items():
        assert entities[name]["sha256"] == entry["sha256"]
        assert entities[name]["contentSize"] == str((kept.folder / name).stat().st_size)


def test_several_processes_at_once_leave_one_whole_release(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen([*WRITE, "--folder", str(tmp_path)], env=environment(), stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err.decode()
    (folder,) = tmp_path.iterdir()
    assert list(Release.read(folder).faults()) == []


def test_what_was_written_once_stays(two: Two) -> None:
    before = {path: path.stat().st_mtime_ns for path in two.new.folder.iterdir()}
    again = Shelf(open_graph(two.settings), two.settings).write()
    assert again.name == two.new.name
    assert {path: path.stat().st_mtime_ns for path in two.new.folder.iterdir()} == before


def test_releases_follow_each_other(two: Two) -> None:
    assert [one.name for one in two.shelf.releases()] == [two.new.name, two.old.name]
    assert two.new.record["previous"] == two.old.name
    assert two.old.record["previous"] is None
    assert two.shelf.current().name == two.new.name
    assert two.shelf.release(two.old.name) is not None


def test_remains_of_a_process_that_died_are_cleared_and_never_listed(service: Service, tmp_path: Path) -> None:
    settings = replace(Settings(), releases=tmp_path)
    left, fresh = tmp_path / f"{UNFINISHED}dead", tmp_path / f"{UNFINISHED}live"
    for folder in (left, fresh):
        folder.mkdir()
    then = time.time() - STALE_SECONDS - 60
    os.utime(left, (then, then))
    (tmp_path / "no-release").mkdir()
    shelf = Shelf(service.graph, settings)
    shelf.write()
    assert [one.name for one in shelf.kept()] == [service.graph.release]
    assert not left.exists() and fresh.exists()


def test_a_folder_that_cannot_be_written_ends_nothing(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    shelf = Shelf(service.graph, replace(Settings(), releases=tmp_path / "file" / "releases"))
    with caplog.at_level(logging.WARNING, "guanxia"):
        current = shelf.current()
    assert "cannot be kept" in caplog.text
    assert list(current.faults()) == [] and shelf.current() is current
    assert [one.name for one in shelf.releases()] == [service.graph.release]
    place = current.folder
    del shelf, current
    assert not place.exists(), "what is not kept goes with its shelf"


def test_a_full_disk_leaves_no_half_release(tmp_path: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [*WRITE, "--folder", str(tmp_path)],
        env=environment(),
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert "cannot write" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_the_release_stands_in_memory_of_the_process_alone(service: Service) -> None:
    shelf = Shelf(service.graph, Settings())
    assert shelf.current().issued is None
    assert [one.name for one in shelf.releases()] == [service.graph.release]


def test_many_threads_that_ask_first_write_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, write = Shelf(service.graph, Settings()), Shelf.write
    made: list[Release] = []

    def counted(self: Shelf) -> Release:
        made.append(write(self))
        return made[-1]

    monkeypatch.setattr(Shelf, "write", counted)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: shelf.current(), range(16)))
    assert len(found) == len(made) == 1


def test_what_cannot_be_published_is_not_tried_again_at_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, tried = Shelf(service.graph, Settings()), list[object]()

    def full(*arguments: object) -> Release:
        tried.append(None)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Shelf, "_written", full)
    for _ in range(5):
        with pytest.raises(OSError, match="No space"):
            shelf.current()
    assert len(tried) == 2, "the folder, then one of its own; then no more"


def test_a_release_that_was_taken_away_is_gone(two: Two, tmp_path: Path) -> None:
    shutil.copytree(two.old.folder, tmp_path / two.old.name)
    shelf = Shelf(two.graph, replace(two.settings, releases=tmp_path))
    assert shelf.release(two.old.name) is not None
    shutil.rmtree(tmp_path / two.old.name)
    assert shelf.kept() == []


def test_a_folder_that_holds_something_else_is_passed_over(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = tmp_path / service.graph.release
    wrong.mkdir()
    (wrong / "manifest.json").write_text("{}")
    (wrong / RECORD).write_text("{}")
    shelf = Shelf(service.graph, replace(Settings(), releases=tmp_path))
    with caplog.at_level(logging.WARNING, "guanxia"):
        assert list(shelf.current().faults()) == []
    assert "holds no release" in caplog.text
