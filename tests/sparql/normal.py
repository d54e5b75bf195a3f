"""A client that does nothing odd: small queries, one after another, each of them evaluated."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from urllib.parse import quote

PAUSE = 0.02
ADDRESS = "198.51.100.1"
QUERY = "SELECT ?s ?label {{ ?s a <https://w3id.org/guanxia/ontology#Statute> ; rdfs:label ?label }} LIMIT {}"
PREFIX = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


class Normal:
    """Runs in a thread of its own from ``start`` to ``stop``; ``lost`` tells of each request without its result."""

    def __init__(self, port: int) -> None:
        self._port, self._ends = port, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.lost: list[str] = []
        self.times: list[float] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ends.set()
        self._thread.join(30)

    def _run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        number = 0
        while not self._ends.wait(PAUSE):
            number += 1
            start = time.monotonic()
            try:
                # No two queries are the same text, so that none is answered from memory.
                text = PREFIX + QUERY.format(1 + number % 30) + f" # {number}"
                connection.request("GET", f"/sparql?query={quote(text)}", headers={"X-Forwarded-For": ADDRESS})
                response = connection.getresponse()
                body = response.read()
                if response.status != 200 or not json.loads(body)["results"]["bindings"]:
                    self.lost.append(f"{response.status} {body[:200]!r}")
            except (OSError, ValueError, KeyError) as error:
                self.lost.append(repr(error))
                connection.close()
            self.times.append(time.monotonic() - start)
        connection.close()


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
