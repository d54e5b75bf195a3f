"""Releases go into an engine whole or not at all, once, and old ones leave."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guanxia.cli.outcomes import Exit
from guanxia.engine import EngineDown, EngineEmpty, EngineError, EngineFault, RemoteGraph
from guanxia.engine import releases as told
from guanxia.engine.publishing import Publisher, store_of
from guanxia.engine.releases import LAW
from guanxia.settings import Settings
from guanxia.store import EmbeddedGraph
from tests.cli.conftest import environment
from tests.engines.misbehaving import Misbehaving, whole
from tests.engines.server import Oxigraph, free_port

Law = Callable[[str], EmbeddedGraph]


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Small releases, each with one statement of its own."""

    def make(word: str) -> EmbeddedGraph:
        folder = tmp_path / word
        folder.mkdir(exist_ok=True)
        (folder / "law.ttl").write_text(f'<urn:law> <urn:says> "{word}" , [ <urn:a> 1 ] .', encoding="utf-8")
        return EmbeddedGraph([folder])

    return make


def settings(engine: Oxigraph) -> Settings:
    return Settings(sparql_url=engine.url)


def words(graph: RemoteGraph) -> set[str]:
    return {str(triple.object) for triple in graph if triple.predicate.value == "urn:says" and "_:" not in str(triple)}


def test_a_release_is_loaded_once(engine: Oxigraph, law: Law) -> None:
    first = Publisher(settings(engine), law("a"))
    assert first.publish().loaded
    again = first.publish()
    assert not again.loaded and again.release.sizes[LAW] == 3
    assert first.check() == again.release
    graph = RemoteGraph(settings(engine))
    assert (graph.release, len(graph), words(graph)) == (law("a").release, 3, {'"a"'})


def test_one_that_reads_a_release_goes_on_with_it(engine: Oxigraph, law: Law) -> None:
    Publisher(settings(engine), law("a")).publish()
    before = RemoteGraph(settings(engine))
    Publisher(settings(engine), law("b")).publish()
    after = RemoteGraph(settings(engine))
    assert (words(before), words(after)) == ({'"a"'}, {'"b"'})
    assert before.intact() and after.intact()


def test_old_releases_leave_and_who_reads_them_learns_of_it(engine: Oxigraph, law: Law) -> None:
    Publisher(settings(engine), law("a")).publish()
    first = RemoteGraph(settings(engine))
    for word in "bcd":
        dropped = Publisher(settings(engine), law(word)).publish(kept=2).dropped
    assert dropped == (law("b").release,)
    assert not first.intact() and words(first) == set()
    assert len(first.engine.releases()) == 2


def test_an_earlier_release_can_be_published_again(engine: Oxigraph, law: Law) -> None:
    for word in "aba":
        Publisher(settings(engine), law(word)).publish()
    assert words(RemoteGraph(settings(engine))) == {'"a"'}


def test_what_was_changed_in_the_engine_is_found_and_mended(engine: Oxigraph, law: Law) -> None:
    publisher = Publisher(settings(engine), law("a"))
    release = publisher.publish().release
    publisher._remove(release.graphs[LAW])
    with pytest.raises(EngineFault, match="0 statements in the server and 3 in the files"):
        publisher.check()
    assert publisher.publish().loaded
    assert publisher.check().sizes[LAW] == 3


def test_check_tells_of_an_engine_with_another_release(engine: Oxigraph, law: Law) -> None:
    with pytest.raises(EngineFault, match="is none"):
        Publisher(settings(engine), law("a")).check()
    Publisher(settings(engine), law("b")).publish()
    with pytest.raises(EngineFault, match="that of the files"):
        Publisher(settings(engine), law("a")).check()


def test_a_release_of_another_program_is_not_taken(engine: Oxigraph, law: Law, tmp_path: Path) -> None:
    queries = shutil.copytree(Settings().queries, tmp_path / "queries")
    Publisher(settings(engine), law("a")).publish()
    with (queries / "size.rq").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    changed = Settings(sparql_url=engine.url, queries=queries)
    with pytest.raises(EngineEmpty):
        RemoteGraph(changed)
    Publisher(changed, law("b")).publish()
    assert words(RemoteGraph(changed)) == {'"b"'}
    assert words(RemoteGraph(settings(engine))) == {'"a"'}


def test_an_upload_that_is_cut_changes_nothing(engine: Oxigraph, law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    Publisher(settings(engine), law("a")).publish()
    broken = Publisher(settings(engine), law("b"))
    put = broken._put
    monkeypatch.setattr(broken, "_put", lambda graph, statements: put(graph, list(statements)[:1]))
    with pytest.raises(EngineFault, match="1 statements in the server and 3 in the files"):
        broken.publish()
    assert words(RemoteGraph(settings(engine))) == {'"a"'}


def test_the_graph_store_is_found_beside_the_query_address() -> None:
    def store(url: str, **more: str) -> str:
        return store_of(Settings(sparql_url=url, **more))  # type: ignore[arg-type]

    assert store("http://h:1/query") == "http://h:1/store"
    assert store("http://h:1/x/sparql") == "http://h:1/x/sparql-graph-crud"
    assert store("http://h:1/sparql", sparql_user="dba") == "http://h:1/sparql-graph-crud-auth"
    assert store("http://h:1/ds", sparql_store="http://h:1/ds/data") == "http://h:1/ds/data"
    with pytest.raises(ValueError, match="GUANXIA_SPARQL_STORE_URL"):
        store("http://h:1/ds")


def test_what_a_server_tells_of_its_releases_is_whole_or_a_fault() -> None:
    release = told.Release("r", "p", 1, told.graphs_of("r"), {name: 3 for name in told.graphs_of("r")})
    statements = list(release.statements())
    assert told.read(statements) == [release]
    for missing in range(1, len(statements)):
        rest = [*statements[:missing], *statements[missing + 1 :]]
        try:
            assert told.read(rest) != [release]
        except EngineFault:
            continue


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guanxia", "publish", "--lang", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment(**variables),
    )


def test_the_command_publishes_verifies_and_checks(engine: Oxigraph) -> None:
    first, second = (run(GUANXIA_SPARQL_URL=engine.url) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "loaded and verified" in first.stdout and "in the server, whole" in second.stdout
    checked = run("--check", "--json", GUANXIA_SPARQL_URL=engine.url)
    document = json.loads(checked.stdout)
    assert document["release"] in first.stdout and document["loaded"] is False


def test_the_command_says_what_is_missing() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/query"
    for done, code, words_ in (
        (run(), Exit.BAD_INPUT, "GUANXIA_SPARQL_URL"),
        (run(GUANXIA_SPARQL_URL="nonsense"), Exit.BAD_INPUT, "nonsense"),
        (run(GUANXIA_SPARQL_URL=f"{nowhere}x"), Exit.BAD_INPUT, "GUANXIA_SPARQL_STORE_URL"),
        (run(GUANXIA_SPARQL_URL=nowhere), Exit.NO_ACCESS, "cannot be reached"),
    ):
        assert done.returncode == code and words_ in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_server_that_lets_nobody_write_is_told_as_such() -> None:
    server = Misbehaving(whole(b"Content-Type: text/plain\r\n", b"no", b"403 Forbidden"))
    try:
        done = run(GUANXIA_SPARQL_URL=server.url)
        assert done.returncode == Exit.NO_ACCESS and "GUANXIA_SPARQL_USER" in done.stderr
    finally:
        server.close()


def test_errors_of_the_engine_are_of_one_family() -> None:
    assert issubclass(EngineDown, EngineError) and issubclass(EngineEmpty, EngineError)
