"""Settings of the service, from the environment (``GUANXIA_…``) or given in code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/\-]*)?")

_NUMBERS = {
    "threads": "GUANXIA_THREADS",
    "max_package": "GUANXIA_MAX_PACKAGE",
    "cage_children": "GUANXIA_CAGE_CHILDREN",
    "cage_wall": "GUANXIA_CAGE_WALL",
    "cage_cpu": "GUANXIA_CAGE_CPU",
    "cage_memory": "GUANXIA_CAGE_MEMORY",
    "cage_reply": "GUANXIA_CAGE_REPLY",
    "cage_stall": "GUANXIA_CAGE_STALL",
    "cage_queue": "GUANXIA_CAGE_QUEUE",
    "cage_wait": "GUANXIA_CAGE_WAIT",
    "client_seconds": "GUANXIA_CLIENT_SECONDS",
    "client_errors": "GUANXIA_CLIENT_ERRORS",
    "client_running": "GUANXIA_CLIENT_RUNNING",
    "client_waiting": "GUANXIA_CLIENT_WAITING",
    "client_ignored": "GUANXIA_CLIENT_IGNORED",
    "client_ban": "GUANXIA_CLIENT_BAN",
    "client_most": "GUANXIA_CLIENT_MOST",
    "reader_grace": "GUANXIA_READER_GRACE",
    "reader_rate": "GUANXIA_READER_RATE",
    "query_size": "GUANXIA_QUERY_SIZE",
    "query_depth": "GUANXIA_QUERY_DEPTH",
    "query_patterns": "GUANXIA_QUERY_PATTERNS",
    "query_rows": "GUANXIA_QUERY_ROWS",
    "query_cache": "GUANXIA_QUERY_CACHE",
    "sparql_seconds": "GUANXIA_SPARQL_SECONDS",
    "sparql_reply": "GUANXIA_SPARQL_REPLY",
}


def _data_root() -> Path:
    """Where the law lies: inside an installed package, or beside the source tree."""
    packed = PACKAGE / "data"
    return packed if packed.is_dir() else PACKAGE.parent.parent


def _reports() -> Path:
    """Where the reports of conformance tests lie: inside an installed package, or beside the tests that make them."""
    packed = PACKAGE / "data" / "reports"
    return packed if packed.is_dir() else PACKAGE.parent.parent / "tests" / "conformance" / "reports"


def kept_releases(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a server keeps its releases from upgrade to upgrade, unless it is told another place.

    Beside a source tree, which keeps them when it is updated; for an installed package the user's folder for data.
    """
    if not (PACKAGE / "data").is_dir():
        return PACKAGE.parent.parent / ".releases"
    home = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "guanxia" / "releases"


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """``ontology`` holds the folders of Turtle that make the graph; sizes are in bytes, times in seconds.

    ``base_url`` is the public address under which the service is read; links follow it, whatever a request says.
    ``cage_…``: number of confined children; limits of one request (wall clock, processor time, memory over what a
    child starts with, bytes of the reply, time that a caller may let a reply wait); how many requests may wait for a
    child, and how long. ``cage_socket`` is that of a broker that serves several processes.
    ``client_…``: what one client of the query endpoint may take: time of children and errors in a minute, requests
    that run and that wait at once, how often it may come before it should until it is banned, and for how long; and
    how many clients are remembered. ``proxies`` is the number of proxies whose word on the client's address counts.
    ``reader_…``: who takes a reply at fewer bytes a second for this long is cut off.
    ``query_…``: bytes, open brackets and triple patterns of a public query, rows of its result, and bytes of results
    that each process keeps.
    ``releases`` is the folder that keeps what was published (None: nothing is kept), ``reports`` that of the reports
    of conformance tests, which are published with it; ``publisher`` and ``contact`` (an
    address of the web or of mail) are told in the catalog.
    ``sparql_url`` is the query address of a SPARQL server that answers instead of the store in memory, ``sparql_store``
    that of its Graph Store Protocol, to which releases are published; user and password where it asks for them; time
    of a whole exchange with it and bytes of a reply; ``sparql_release`` is the one release of it that is wanted, where
    the newest is not. ``snapshot`` is a folder with the copy of one release.
    ``assets`` is the folder for the files of others that the query page loads, if they were fetched.
    """

    ontology: tuple[Path, ...] = field(default_factory=lambda: (_data_root() / "ontology",))
    queries: Path = field(default_factory=lambda: _data_root() / "queries")
    shapes: Path = field(default_factory=lambda: _data_root() / "shapes")
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str | None = None
    workers: int = 1
    threads: int = 4
    max_body: int = 65_536
    max_line: int = 65_536
    max_package: int = 8 * 1024 * 1024
    cage_children: int = field(default_factory=_cores)
    cage_wall: float = 5.0
    cage_cpu: float = 5.0
    cage_memory: int = 512 * 1024 * 1024
    cage_reply: int = 20 * 1024 * 1024
    cage_stall: float = 5.0
    cage_queue: int = 64
    cage_wait: float = 2.0
    cage_socket: str | None = None
    client_seconds: float = 60.0
    client_errors: int = 30
    client_running: int = 2
    client_waiting: int = 2
    client_ignored: int = 200
    client_ban: float = 86_400.0
    client_most: int = 10_000
    reader_grace: float = 10.0
    reader_rate: int = 1_000
    proxies: int = 0
    query_size: int = 65_536
    query_depth: int = 64
    query_patterns: int = 64
    query_rows: int = 10_000
    query_cache: int = 16 * 1024 * 1024
    releases: Path | None = None
    reports: Path = field(default_factory=_reports)
    publisher: str | None = None
    contact: str | None = None
    assets: Path = field(default_factory=lambda: Path(sys.prefix) / "share" / "guanxia" / "assets")
    sparql_url: str | None = None
    sparql_store: str | None = None
    sparql_user: str | None = None
    sparql_password: str = field(default="", repr=False)
    sparql_seconds: float = 10.0
    sparql_reply: int = 256 * 1024 * 1024
    sparql_release: str | None = None
    snapshot: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """``GUANXIA_ONTOLOGY`` lists folders (separated as in PATH); ``GUANXIA_HOST``, ``_PORT``, ``_WORKERS``.

        The other limits are those of ``_NUMBERS``: ``GUANXIA_CAGE_CHILDREN``, ``GUANXIA_CAGE_WALL`` and so on.
        Raises ValueError for a number that is none.
        """
        default = cls()
        folders = environment.get("GUANXIA_ONTOLOGY")
        return cls(
            ontology=tuple(Path(part) for part in folders.split(os.pathsep)) if folders else default.ontology,
            host=environment.get("GUANXIA_HOST", default.host),
            port=int(environment.get("GUANXIA_PORT", default.port)),
            base_url=_base_url(environment.get("GUANXIA_BASE_URL")),
            workers=int(environment.get("GUANXIA_WORKERS", default.workers)),
            cage_socket=environment.get("GUANXIA_CAGE_SOCKET"),
            proxies=int(environment.get("GUANXIA_PROXIES", default.proxies)),
            releases=Path(environment["GUANXIA_RELEASES"]) if environment.get("GUANXIA_RELEASES") else None,
            publisher=environment.get("GUANXIA_PUBLISHER") or None,
            contact=environment.get("GUANXIA_CONTACT") or None,
            assets=Path(environment["GUANXIA_ASSETS"]) if "GUANXIA_ASSETS" in environment else default.assets,
            sparql_url=environment.get("GUANXIA_SPARQL_URL") or None,
            sparql_store=environment.get("GUANXIA_SPARQL_STORE_URL") or None,
            sparql_user=environment.get("GUANXIA_SPARQL_USER") or None,
            sparql_password=environment.get("GUANXIA_SPARQL_PASSWORD", ""),
            **_numbers(environment, default),
        )

    def of_release(self, release: str) -> Settings:
        """Settings for a cage that answers from one release of a server: it is that of this process alone."""
        return replace(self, cage_socket=None, sparql_release=release) if self.sparql_url else self

    def dump(self) -> dict[str, Any]:
        """Values for JSON, from which ``load`` makes equal settings in another process; paths become absolute."""
        return {part.name: _plain(getattr(self, part.name)) for part in fields(self)}

    @classmethod
    def load(cls, values: Mapping[str, Any]) -> Settings:
        names = ("queries", "shapes", "assets", "reports", "releases", "snapshot")
        paths = {name: Path(values[name]) for name in names if values[name]}
        return cls(**{**values, **paths, "ontology": tuple(map(Path, values["ontology"]))})


def _numbers(environment: Mapping[str, str], default: Settings) -> dict[str, Any]:
    """Limits that the environment gives; each must be more than 0."""
    found: dict[str, Any] = {}
    for field_name, variable in _NUMBERS.items():
        if variable in environment:
            found[field_name] = type(getattr(default, field_name))(environment[variable])
            if not found[field_name] > 0:
                raise ValueError(f"{variable} must be more than 0: {environment[variable]}")
    return found


def _base_url(text: str | None) -> str | None:
    """The public address, checked and with a slash at its end. Raises ValueError."""
    if not text:
        return None
    if not _URL.fullmatch(text):
        raise ValueError(f"GUANXIA_BASE_URL must be an http or https URL without query and fragment: {text}")
    return text if text.endswith("/") else f"{text}/"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value.resolve()) if isinstance(value, Path) else value
