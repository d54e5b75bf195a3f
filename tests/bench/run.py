"""Benchmarks: ratios measured side by side in one run. ``make bench`` runs this; nothing here is asserted in tests.

Every pair of servers is measured in turn (A, B, A, B, …) with two workers and wrk's 16 keep-alive connections on
the same cores, the first round is dropped and medians are compared. Needs wrk (Debian package ``wrk``).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guanxia import cases
from guanxia.app import Service, create_service
from guanxia.jurisdiction.decide import Contradiction
from guanxia.queries import Questions
from guanxia.settings import Settings
from guanxia.store import EmbeddedGraph

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from growth import BASE, grow  # noqa: E402

WORKERS, CONNECTIONS = 2, 16
DAY, AREA = "2024-03-01", "450305"


@dataclass(frozen=True)
class Round:
    """Requests a second, p50 and p99 in milliseconds, failed requests."""

    rate: float
    p50: float
    p99: float
    failed: int


def questions(service: Service, count: int, notice: str | None = None) -> list[str]:
    """Random questions that are no contradiction: one to six facts each, and in one of three an amount."""
    random.seed(20201012)
    facts = [fact for fact in service.laws.facts.values() if fact.values]
    found: list[str] = []
    while len(found) < count:
        known = random.sample(facts, random.randint(1, 6))
        chosen: dict[str, object] = {fact.name: random.choice(fact.values) for fact in known}
        if random.random() < 0.33:
            chosen["arrearsAmount"] = f"{random.randint(1000, 99999)}.00"
        question: dict[str, object] = {"facts": chosen, "on": DAY, "area": AREA}
        if notice:
            question["notice"] = notice
        body = json.dumps(question)
        try:
            service.answers.answer(cases.from_json(body.encode(), service.laws))
        except Contradiction:
            continue
        found.append(body)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(
    target: str, environment: dict[str, str], workers: int = WORKERS
) -> Iterator[tuple[int, float, subprocess.Popen[bytes]]]:
    """A granian server of a factory; gives its port, the seconds until it was ready, and the process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", str(workers)]
    command += [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ws",
        "--http",
        "1",
        "--log-level",
        "warning",
        "--blocking-threads",
        "2",
        target,
    ]
    path = os.pathsep.join([str(HERE), *sys.path])
    start = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, **environment, "PYTHONPATH": path}) as process:
        try:
            yield port, wait_ready(f"http://127.0.0.1:{port}/readyz", start), process
        finally:
            process.terminate()


def wait_ready(url: str, start: float, limit: float = 60.0) -> float:
    while time.perf_counter() - start < limit:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return time.perf_counter() - start
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(url)


def load(
    port: int, file: Path, seconds: int, path: str = "/api/v1/jurisdiction", connections: int = CONNECTIONS
) -> Round:
    """One round of wrk."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "-s",
        str(HERE / "ask.lua"),
        f"http://127.0.0.1:{port}{path}",
    ]
    environment = {**os.environ, "BENCH_QUESTIONS": str(file)}
    out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    fields = next(line for line in out.splitlines() if line.startswith("RESULT")).split()[1:]
    count, micros, failed = (int(field) for field in fields[:3])
    return Round(count / micros * 1e6, float(fields[3]), float(fields[4]), failed)


def side_by_side(
    ports: dict[str, tuple[int, Path, str]], seconds: int, rounds: int, connections: int = CONNECTIONS
) -> dict[str, Round]:
    """Medians of interleaved rounds, the first one dropped."""
    seen: dict[str, list[Round]] = {name: [] for name in ports}
    for _ in range(rounds + 1):
        for name, (port, file, path) in ports.items():
            seen[name].append(load(port, file, seconds, path, connections))
    return {
        name: Round(
            statistics.median(one.rate for one in some[1:]),
            statistics.median(one.p50 for one in some[1:]),
            statistics.median(one.p99 for one in some[1:]),
            sum(one.failed for one in some[1:]),
        )
        for name, some in seen.items()
    }


def resident(process: subprocess.Popen[bytes]) -> list[float]:
    """MiB of the children of a server (its workers)."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(lines["PPid"]) == process.pid and "VmRSS" in lines:
            found.append(int(lines["VmRSS"].split()[0]) / 1024)
    return found


def openfisca(folder: Path) -> list[str]:
    """Command of OpenFisca's web API in an environment of its own, made once."""
    venv = folder / "openfisca"
    if not (venv / "bin" / "openfisca").exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        packages = ["openfisca-core[web-api]>=44,<47", "openfisca-country-template>=8,<9"]
        subprocess.run([str(venv / "bin" / "pip"), "install", "-q", *packages], check=True)
    return [
        str(venv / "bin" / "openfisca"),
        "serve",
        "--country-package",
        "openfisca_country_template",
        "--workers",
        str(WORKERS),
    ]


def calculation(folder: Path) -> bytes:
    """The example of a calculate call that comes with OpenFisca's country template: a couple, three variables."""
    pattern = "openfisca/lib/python*/site-packages/openfisca_country_template/situation_examples/couple.json"
    return json.dumps(json.loads(next(folder.glob(pattern)).read_text())).encode() + b"\n"


def table(rows: list[tuple[str, str, str, str]]) -> None:
    for row in (("what", "measured", "ratio", "wanted"), ("---", "---", "---", "---"), *rows):
        print("| " + " | ".join(row) + " |", flush=True)


def against_constant(file: Path, size: int, seconds: int, rounds: int) -> list[tuple[str, str, str, str]]:
    with (
        granian("guanxia.app:create_app", {}) as (own, ready, process),
        granian("constant_app:create_app", {"BENCH_BYTES": str(size)}) as (constant, _, _),
    ):
        path = "/api/v1/jurisdiction"
        found = side_by_side({"own": (own, file, path), "constant": (constant, file, path)}, seconds, rounds)
        memory = max(resident(process), default=0.0)
    mine, other = found["own"], found["constant"]
    return [
        (
            "POST /api/v1/jurisdiction against a constant Flask body of the same size",
            f"{mine.rate:.0f}/s (p50 {mine.p50:.2f} ms, failed {mine.failed}) against {other.rate:.0f}/s "
            f"(p50 {other.p50:.2f} ms), {size} bytes",
            f"{mine.rate / other.rate:.2f}",
            "≥ 0.4 (aim 0.8)",
        ),
        ("ready after start, two workers", f"{ready:.2f} s", "", "≤ 3 s"),
        ("memory of a worker after the load", f"{memory:.0f} MiB", "", "≤ 250 MiB"),
    ]


def against_openfisca(file: Path, work: Path, seconds: int, rounds: int) -> list[tuple[str, str, str, str]]:
    command, port = openfisca(work), free_port()
    calculate = work / "calculate.ndjson"
    calculate.write_bytes(calculation(work))
    start = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with (
        granian("guanxia.app:create_app", {}) as (own, _, _),
        subprocess.Popen([*command, "--port", str(port)], **quiet) as other,
    ):  # type: ignore[call-overload]
        try:
            wait_ready(f"http://127.0.0.1:{port}/spec", start)
            servers = {"own": (own, file, "/api/v1/jurisdiction"), "openfisca": (port, calculate, "/calculate")}
            found = side_by_side(servers, seconds, rounds)
        finally:
            other.terminate()
    mine, theirs = found["own"], found["openfisca"]
    return [
        (
            "against OpenFisca's web API (its own example: a couple, three variables)",
            f"{mine.rate:.0f}/s against {theirs.rate:.0f}/s (failed {theirs.failed})",
            f"{mine.rate / theirs.rate:.1f}",
            "≥ 8 (aim 15)",
        )
    ]


def growth(service: Service, work: Path, seconds: int, rounds: int) -> list[tuple[str, str, str, str]]:
    ontology = Settings().ontology[0]
    folder = work / "grown"
    triples = len(service.graph) + grow(ontology, folder, 500_000 - len(service.graph))
    file = work / "notice.ndjson"
    file.write_text("\n".join(questions(service, 2000, "guilin-2020-27")) + "\n")
    with (
        granian("guanxia.app:create_app", {}, 1) as (small, _, _),
        granian("guanxia.app:create_app", {"GUANXIA_ONTOLOGY": os.pathsep.join([str(ontology), str(folder)])}, 1) as (
            large,
            ready,
            _,
        ),
    ):
        path = "/api/v1/jurisdiction"
        found = side_by_side({"small": (small, file, path), "large": (large, file, path)}, seconds, rounds, 1)
    own, grown = found["small"], found["large"]
    name, before, later = slowest_query(ontology, folder)
    return [
        (
            f"p50 in a graph of {triples} triples against {len(service.graph)}",
            f"{grown.p50:.3f} ms against {own.p50:.3f} ms (ready in {ready:.1f} s)",
            f"{grown.p50 / own.p50:.2f}",
            "≤ 1.2",
        ),
        (
            f"slowest query in that graph ({name})",
            f"{later:.0f} ms against {before:.0f} ms",
            f"{later / before:.1f}",
            "",
        ),
    ]


def slowest_query(ontology: Path, folder: Path) -> tuple[str, float, float]:
    """Name and milliseconds (own size, grown) of the question about one thing that takes longest in the grown graph."""
    sample: dict[str, str | date] = {"notice": f"{BASE}notice/guilin-2020-27", "day": date.fromisoformat(DAY)}
    sample["provision"] = f"{BASE}statute/social-insurance-law/art-86"
    sample["source"] = "https://w3id.org/guanxia/ontology#AgencyRole"
    sample["thing"] = f"{BASE}notice/guilin-2020-27/N22"
    times: dict[str, list[float]] = {}
    for folders in ([ontology], [ontology, folder]):
        questions_ = Questions(EmbeddedGraph(folders), Settings().queries)
        for query in questions_:
            names = set(query.header["binds"].split(", "))
            if query.makes_statements or not names <= sample.keys():
                continue
            bound = {name: sample[name] for name in names}
            start = time.perf_counter()
            questions_.ask(query.name, **bound)
            times.setdefault(query.name, []).append((time.perf_counter() - start) * 1000)
    name = max(times, key=lambda one: times[one][1])
    return name, *times[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", choices=("constant", "openfisca", "growth", "atlas"))
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("needs wrk, a load generator: install the Debian package wrk (apt-get install wrk)")
    service = create_service(Settings())
    rows: list[tuple[str, str, str, str]] = []
    work = Path(tempfile.gettempdir()) / "guanxia-bench"
    work.mkdir(exist_ok=True)
    file = work / "questions.ndjson"
    asked = questions(service, 5000)
    file.write_text("\n".join(asked) + "\n")
    size = int(statistics.mean(len(service.answers.answer(cases.from_json(q.encode(), service.laws))) for q in asked))
    parts = {
        "constant": lambda: against_constant(file, size, options.seconds, options.rounds),
        "openfisca": lambda: against_openfisca(file, work, options.seconds, options.rounds),
        "growth": lambda: growth(service, work, options.seconds, options.rounds),
        "atlas": atlas,
    }
    for name, measure in parts.items():
        if options.only in (None, name):
            rows += measure()
    table(rows)


def atlas() -> list[tuple[str, str, str, str]]:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "guanxia", "atlas", "--format", "csv"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return [("guanxia atlas, whole process", f"{time.perf_counter() - start:.2f} s", "", "≤ 10 s")]


if __name__ == "__main__":
    main()
