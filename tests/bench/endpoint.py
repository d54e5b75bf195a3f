"""Speed of the public graph: the SPARQL endpoint beside ``oxigraph serve``, pages of things, a grown graph.

The queries are those of ``queries/examples``; both servers hold the same statements in memory and are asked in turn.
Each query is asked twice: anew, told from all before by a comment, so that each request meets the engine; and the same
again, as people ask the examples, so that a server that keeps finished results may give one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service"), str(Path(__file__).resolve().parent)]

from growth import grow  # noqa: E402
from pyoxigraph import NamedNode, RdfFormat, serialize  # noqa: E402
from run import CONNECTIONS, Round, free_port, table, wait_ready  # noqa: E402

from guanxia.settings import Settings  # noqa: E402
from guanxia.store import EmbeddedGraph, Graph, open_graph  # noqa: E402

JSON, TURTLE, HTML = "application/sparql-results+json", "text/turtle", "text/html"
ACCEPT = f"{JSON}, {TURTLE};q=0.9"
# What a client may take is not the subject here.
UNBOUNDED = {
    "GUANXIA_CLIENT_SECONDS": "100000",
    "GUANXIA_CLIENT_RUNNING": "64",
    "GUANXIA_CLIENT_WAITING": "64",
    "GUANXIA_RELEASES": "",
}
Row = tuple[str, str, str, str]


@contextmanager
def guanxia(ready: str = "ready", **variables: str) -> Iterator[tuple[int, float]]:
    """``guanxia serve`` with two workers; its port, and the seconds until it answers from the whole graph."""
    port, start = free_port(), time.perf_counter()
    environment = {**os.environ, **UNBOUNDED, **variables, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "guanxia", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_ready(f"http://127.0.0.1:{port}/readyz", start)
            client = Client(port)
            while client.get(f"/sparql?{urlencode({'query': 'ASK {}'})}", JSON)[0] != 200:
                time.sleep(0.02)
            yield port, time.perf_counter() - start
        finally:
            process.terminate()


@contextmanager
def oxigraph(graph: Graph) -> Iterator[int]:
    """``oxigraph serve`` in memory with the statements of the law."""
    port = free_port()
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        sys.exit("needs the package oxigraph, which is among those of make test")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}"], **quiet) as process:  # type: ignore[call-overload]
        try:
            wait_ready(f"http://127.0.0.1:{port}/", time.perf_counter())
            body = serialize(graph.triples(None), format=RdfFormat.N_TRIPLES)
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("PUT", "/store?default", body, {"Content-Type": "application/n-triples"})
            assert connection.getresponse().status in (200, 201, 204)
            yield port
        finally:
            process.terminate()


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, accept: str) -> tuple[int, bytes]:
        self._connection.request("GET", path, headers={"Accept": accept})
        response = self._connection.getresponse()
        return response.status, response.read()

    def milliseconds(self, path: str, accept: str) -> float:
        start = time.perf_counter()
        status, body = self.get(path, accept)
        taken = (time.perf_counter() - start) * 1000
        if status != 200:
            sys.exit(f"{path}: {status} {body[:300]!r}")
        return taken


def example_queries() -> dict[str, str]:
    """Text of each example by name."""
    files = sorted((Settings().queries / "examples").glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files[:20]}


def asked(prefix: str, text: str, number: int | None) -> str:
    """The path of a query; with a number it is one that was never asked."""
    return f"{prefix}?{urlencode({'query': text if number is None else f'{text}#{number}'})}"


def in_turn(
    ports: dict[str, int], prefix: dict[str, str], texts: Sequence[str], rounds: int, anew: bool = True
) -> dict[str, list[float]]:
    """Milliseconds of each query (the median of its rounds, the first dropped) by server, the servers in turn."""
    clients = {name: Client(port) for name, port in ports.items()}
    seen: dict[str, list[list[float]]] = {name: [[] for _ in texts] for name in ports}
    for turn in range(rounds + 1):
        for number, text in enumerate(texts):
            for name, client in clients.items():
                path = asked(prefix[name], text, time.monotonic_ns() if anew else None)
                taken = client.milliseconds(path, ACCEPT)
                if turn:
                    seen[name][number].append(taken)
    return {name: [statistics.median(one) for one in some] for name, some in seen.items()}


def load(port: int, paths: Path, accept: str, seconds: int, anew: bool = False) -> Round:
    """One round of wrk over paths in turn; ``anew`` makes each request one that was never made."""
    script = str(Path(__file__).resolve().parent / "lines.lua")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", script]
    environment = {**os.environ, "BENCH_PATHS": str(paths), "BENCH_ACCEPT": accept}
    if anew:
        environment["BENCH_ANEW"] = str(time.monotonic_ns())
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], env=environment, check=True, capture_output=True, text=True
    )
    fields = next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()[1:]
    count, micros, failed = (int(field) for field in fields[:3])
    return Round(count / micros * 1e6, float(fields[3]), float(fields[4]), failed)


def loads(ports: dict[str, int], files: dict[str, Path], seconds: int, rounds: int, anew: bool) -> dict[str, Round]:
    seen: dict[str, list[Round]] = {name: [] for name in ports}
    for _ in range(rounds + 1):
        for name, port in ports.items():
            seen[name].append(load(port, files[name], ACCEPT, seconds, anew))
    return {name: sorted(some[1:], key=lambda one: one.rate)[len(some[1:]) // 2] for name, some in seen.items()}


def against_oxigraph(work: Path, seconds: int, rounds: int) -> list[Row]:
    """p50 of the queries one after another, and requests a second of 16 clients."""
    graph, texts = open_graph(Settings()), list(example_queries().values())
    rows: list[Row] = []
    with guanxia() as (own, _), oxigraph(graph) as other:
        ports, prefix = {"own": own, "oxigraph": other}, {"own": "/sparql", "oxigraph": "/query"}
        files = {name: work / f"queries-{name}.txt" for name in ports}
        for name, file in files.items():
            file.write_text("\n".join(asked(prefix[name], text, None) for text in texts) + "\n")
        for anew, label in ((False, "the same again"), (True, "each asked anew")):
            taken = in_turn(ports, prefix, texts, rounds * 5, anew)
            middle = {name: statistics.median(some) for name, some in taken.items()}
            rates = loads(ports, files, seconds, rounds, anew)
            rows += [
                (
                    f"p50 of {len(texts)} queries, one after another, against oxigraph serve; {label}",
                    f"{middle['own']:.2f} ms against {middle['oxigraph']:.2f} ms",
                    f"{middle['own'] / middle['oxigraph']:.2f}",
                    "≤ 2",
                ),
                (
                    f"the same queries by {CONNECTIONS} clients; {label}",
                    f"{rates['own'].rate:.0f}/s (failed {rates['own'].failed}) against "
                    f"{rates['oxigraph'].rate:.0f}/s (failed {rates['oxigraph'].failed})",
                    f"{rates['own'].rate / rates['oxigraph'].rate:.2f}",
                    "≥ 1",
                ),
            ]
    return rows


def pages(work: Path, seconds: int, rounds: int) -> list[Row]:
    """Documents of things, warm."""
    graph = open_graph(Settings())
    base = "https://w3id.org/guanxia/id/"
    things = sorted({t.subject.value for t in graph if isinstance(t.subject, NamedNode) and base in t.subject.value})
    chosen = [f"/doc/{quote(one.removeprefix(base))}" for one in things[:: max(1, len(things) // 100)]]
    paths = work / "paths.txt"
    paths.write_text("\n".join(chosen) + "\n")
    rows: list[Row] = []
    with guanxia() as (port, _):
        for accept in (HTML, TURTLE):
            seen = [load(port, paths, accept, seconds) for _ in range(rounds + 1)][1:]
            one = sorted(seen, key=lambda one: one.rate)[len(seen) // 2]
            rows.append(
                (
                    f"{len(chosen)} documents of things as {accept}, warm, {CONNECTIONS} clients",
                    f"{one.rate:.0f}/s (p50 {one.p50:.2f} ms, failed {one.failed})",
                    "",
                    "≥ 1,000/s",
                )
            )
    return rows


def grown(work: Path, rounds: int) -> list[Row]:
    """The queries in a graph of 500,000 statements against the graph as it is."""
    ontology, folder = Settings().ontology[0], work / "grown"
    size = len(open_graph(Settings()))
    if not folder.is_dir():
        grow(ontology, folder, 500_000 - size)
    start = time.perf_counter()
    triples = len(EmbeddedGraph([ontology, folder]))
    loading = time.perf_counter() - start
    texts = example_queries()
    both = os.pathsep.join([str(ontology), str(folder)])
    with guanxia() as (small, _), guanxia(GUANXIA_ONTOLOGY=both) as (large, ready):
        prefix = {"small": "/sparql", "large": "/sparql"}
        taken = in_turn({"small": small, "large": large}, prefix, list(texts.values()), rounds)
    factors = {name: late / own for name, own, late in zip(texts, taken["small"], taken["large"], strict=True)}
    worst = max(factors, key=lambda name: factors[name])
    middle = {name: statistics.median(some) for name, some in taken.items()}
    return [
        (f"loading {triples} statements", f"{loading:.1f} s (service ready in {ready:.1f} s)", "", "< 10 s"),
        (
            f"p50 of the {len(texts)} queries there against {size}",
            f"{middle['large']:.2f} ms against {middle['small']:.2f} ms",
            f"{middle['large'] / middle['small']:.2f}",
            "≤ 3",
        ),
        ("query that grows most", worst, f"{factors[worst]:.1f}", "≤ 3"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("oxigraph", "pages", "grown"))
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("needs wrk, a load generator: install the Debian package wrk (apt-get install wrk)")
    work = Path(tempfile.gettempdir()) / "guanxia-bench"
    work.mkdir(exist_ok=True)
    parts = {
        "oxigraph": lambda: against_oxigraph(work, options.seconds, options.rounds),
        "pages": lambda: pages(work, options.seconds, options.rounds),
        "grown": lambda: grown(work, options.rounds),
    }
    rows = [row for name, measure in parts.items() if options.only in (None, name) for row in measure()]
    table(rows)


if __name__ == "__main__":
    main()
