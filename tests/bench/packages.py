"""Speed of the examination of packages, side by side in one run, and equal reports on every example.

``--all`` compares the reports of every example with pySHACL's; otherwise an even choice of them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path

import pyshacl
from pyoxigraph import Triple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from tests.referrals.reference import Reference, examples, read, rows, spread  # noqa: E402
from tests.referrals.serving import serving  # noqa: E402

from guanxia.citations import Resolver  # noqa: E402
from guanxia.queries import Questions  # noqa: E402
from guanxia.referrals.examination import Examination  # noqa: E402
from guanxia.referrals.examiner import read_rules, rule_files  # noqa: E402
from guanxia.referrals.reading import Reader  # noqa: E402
from guanxia.settings import Settings  # noqa: E402
from guanxia.shacl_engine import Engine  # noqa: E402
from guanxia.shacl_graph import to_rdflib  # noqa: E402
from guanxia.store import EmbeddedGraph  # noqa: E402

TRIPLES, WORKERS, BATCH = 40, 5_000, 1_000
NEWLINE = b"\n"
_WORKER = (
    '[ a gx:Worker ; gx:name "职工{0}" ; gx:idNumber "45030519900101{0:04d}" ;'
    ' gx:month "2020-03"^^xsd:gYearMonth ; gx:amount "100.00"^^xsd:decimal ]'
)


def _times(rounds: int, *works: Callable[[], object], warm: bool = True) -> list[list[float]]:
    """Seconds of each work, one after another in each round; to get warm there is a round that does not count."""
    found: list[list[float]] = [[] for _ in works]
    for number in range(not warm, rounds + 1):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            if number:
                found[place].append(time.perf_counter() - start)
    return found


def _shown(name: str, times: Sequence[float]) -> float:
    middle = statistics.median(times)
    print(f"  {name:58} p50 {middle * 1000:9.2f} ms   min {min(times) * 1000:9.2f} ms")
    return middle


def typical(paths: Sequence[Path], reader: Reader) -> list[Triple]:
    """The passing example nearest in size to a typical package."""
    read_ones = [reader.read(read(path)) for path in paths if path.name.startswith("pass-")]
    return min(read_ones, key=lambda triples: abs(len(triples) - TRIPLES))


def compare_speed(package: list[Triple], engine: Engine, reference: Reference, rounds: int) -> None:
    """The engine against ``pyshacl.validate(graph + package, shapes)`` with graph and shapes already parsed."""
    own = type(reference.knowledge)()
    for one in package:
        own.add(tuple(to_rdflib(term) for term in one))

    def stock() -> object:
        return pyshacl.validate(reference.knowledge + own, shacl_graph=reference.shapes, inference="none")

    print(f"one package of {len(package)} triples, knowledge of {len(reference.knowledge):,}")
    times = _times(rounds, stock, lambda: reference.rows(package), lambda: engine.validate(package))
    slow = _shown("pyshacl.validate(graph + package, shapes)", times[0])
    _shown("pySHACL in place, queries prepared by rdflib", times[1])
    fast = _shown("engine that serves (queries in the embedded store)", times[2])
    print(f"  {slow / fast:.0f} times faster (goal: 20)")


def compare_reports(paths: Sequence[Path], engine: Engine, reference: Reference, reader: Reader) -> bool:
    different = []
    for path in paths:
        package = reader.read(read(path))
        if rows(engine.validate(package)) != reference.rows(package):
            different.append(path.relative_to(ROOT).as_posix())
    print(f"equal reports on {len(paths) - len(different)} of {len(paths)} examples")
    print("".join(f"  differs: {one}\n" for one in different), end="")
    return not different


def many_workers(path: Path, examination: Examination) -> None:
    """From bytes to bytes, with a worker's data 5,000 times."""
    workers = " , ".join(_WORKER.format(number) for number in range(WORKERS))
    subject = "https://w3id.org/guanxia/package/example"
    head = "@prefix gx: <https://w3id.org/guanxia/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    body = path.read_bytes() + f"\n{head}<{subject}> gx:worker {workers} .\n".encode()
    start = time.perf_counter()
    report = examination.report(body, "text/turtle")
    print(
        f"{WORKERS:,} workers ({len(body):,} bytes): {time.perf_counter() - start:.2f} s (goal: 10), "
        f"report of {len(report):,} bytes"
    )


def _batch(bodies: Sequence[bytes]) -> int:
    return sum(len(_examination.report(body, "text/turtle")) for body in bodies)


def both_cores(paths: Sequence[Path]) -> None:
    """The same packages by one process and by two."""
    bodies = [path.read_bytes() for path in paths] * (BATCH // len(paths) + 1)
    bodies = bodies[:BATCH]
    found = {}
    for number in (1, 2):
        with multiprocessing.get_context("fork").Pool(number) as pool:
            pool.map(_batch, [bodies[:8]] * number)
            start = time.perf_counter()
            pool.map(_batch, [bodies[place : place + 20] for place in range(0, len(bodies), 20)], chunksize=1)
            found[number] = time.perf_counter() - start
    print(
        f"{BATCH:,} packages from bytes to bytes: {found[1]:.1f} s by one process, {found[2]:.1f} s by two, "
        f"{found[1] / found[2]:.2f} times (goal: 1.7)"
    )


def command_line(paths: Sequence[Path], number: int) -> None:
    """``guanxia validate`` over files: start, examination and report, by one job and by two, in turns."""
    with tempfile.TemporaryDirectory() as name:
        folder, report = Path(name) / "packages", Path(name) / "report.ndjson"
        folder.mkdir()
        bodies = [path.read_bytes() for path in paths]
        for place in range(number):
            (folder / f"{place:05}.ttl").write_bytes(bodies[place % len(bodies)])

        def run(jobs: int) -> Callable[[], object]:
            program = [sys.executable, "-m", "guanxia", "validate", str(folder), "--jobs", str(jobs), "-o", str(report)]
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "service")}
            return lambda: subprocess.run(program, env=environment, capture_output=True, check=False)

        run(2)()
        found = len(report.read_bytes().splitlines())
        one, two = (statistics.median(times) for times in _times(1, run(1), run(2), warm=False))
    print(
        f"guanxia validate, {found:,} packages: {one:.1f} s by one job, {two:.1f} s by two, "
        f"{found / two:.0f} a second, {one / two:.2f} times (goal: 1.7)"
    )


def over_http(paths: Sequence[Path], number: int) -> None:
    """One idle server, one connection: the typical package again and again, then a batch of them in one request."""
    reader = Reader(Resolver(Questions(EmbeddedGraph(Settings().ontology), Settings().queries)))
    body = min(paths, key=lambda path: abs(len(reader.read(read(path))) - TRIPLES)).read_bytes()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        connection = HTTPConnection("127.0.0.1", server.port)

        def ask() -> None:
            connection.request("POST", "/api/v1/validations", body, {"Content-Type": "text/turtle"})
            if connection.getresponse().read()[:12] != b'{"conforms":':
                raise RuntimeError("no report")

        times = sorted(_times(number, ask)[0])
        lines = b'{"type": "PenaltyProposal"}\n' * number
        reply = server.validate(lines, "application/x-ndjson")
        peak = max(_peak(pid) for pid in server.workers())
    half, most = times[len(times) // 2], times[len(times) * 95 // 100]
    print(
        f"over HTTP, one package a request: p50 {half * 1000:.1f} ms, p95 {most * 1000:.1f} ms (goal: 30); "
        f"a batch: {reply.body.count(NEWLINE) / reply.seconds:.0f} lines a second; "
        f"the web process has at most {peak / 1024:.0f} MiB"
    )


def _peak(pid: int) -> int:
    """The most memory that a process had, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 where a report differs."""
    global _examination
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--packages", type=int, default=10_000, help="of the command line's batch")
    asked.add_argument("--requests", type=int, default=500, help="over HTTP")
    options = asked.parse_args(arguments)
    settings = Settings()
    graph, paths = EmbeddedGraph(settings.ontology), examples(settings.shapes)
    reader, shapes = Reader(Resolver(Questions(graph, settings.queries))), read_rules(rule_files(settings.shapes))
    engine, reference = Engine(shapes, graph), Reference(shapes, graph)
    compare_speed(typical(paths, reader), engine, reference, options.rounds)
    _examination = Examination(settings)
    passing = [path for path in paths if path.name.startswith("pass-")]
    many_workers(passing[0], _examination)
    both_cores(paths)
    over_http(passing, options.requests)
    command_line(paths, options.packages)
    return not compare_reports(paths if options.all else spread(paths, 60), engine, reference, reader)


_examination: Examination

if __name__ == "__main__":
    sys.exit(main())
