"""The releases that are kept: a folder with one folder a release, written once, complete or not at all."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from guanxia.catalog import crate
from guanxia.catalog.changes import DATASET, Changes
from guanxia.catalog.files import FORMAT, Made
from guanxia.catalog.lines import Published
from guanxia.rendering import canonical
from guanxia.settings import Settings

LOG = logging.getLogger("guanxia")
MANIFEST, RECORD, CRATE, SUMS = "manifest.json", "record.json", "ro-crate-metadata.json", "SHA256SUMS"
UNFINISHED = ".writing-"
NOTHING_KNOWN = {"issued": None, "number": 0, "previous": None, "removed": None, "added": None}
STALE_SECONDS, RETRY_SECONDS = 3600, 60.0
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}")


@dataclass(frozen=True, eq=False)
class Release:
    """A release in its folder: ``manifest`` tells what it holds, ``record`` when it came and what was before it."""

    name: str
    folder: Path
    manifest: dict[str, Any]
    record: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Release:
        """Raises OSError or ValueError where the folder holds no whole release."""
        manifest, record = (json.loads((folder / name).read_bytes()) for name in (MANIFEST, RECORD))
        if manifest.get("format") != FORMAT or manifest.get("release") != folder.name:
            raise ValueError(f"{folder} does not hold the release of its name")
        return cls(folder.name, folder, manifest, {**NOTHING_KNOWN, **record})

    @property
    def issued(self) -> str | None:
        """The day on which it was first written, or that its maker set."""
        return None if self.record["issued"] is None else str(self.record["issued"])

    @property
    def rank(self) -> tuple[int, str]:
        return (self.record["number"], self.name)

    @cached_property
    def files(self) -> dict[str, dict[str, Any]]:
        """Entries of the manifest by the name of the file."""
        return {entry["name"]: entry for entry in self.manifest["files"]}

    def read_bytes(self, name: str) -> bytes:
        """A file of the release. Raises KeyError for another name, OSError."""
        return (self.folder / str(self.files[name]["name"])).read_bytes()

    def faults(self) -> Iterator[str]:
        """Names of files that are gone or are not what the manifest says."""
        for name, entry in self.files.items():
            try:
                whole = sha256((self.folder / name).read_bytes()).hexdigest() == entry["sha256"]
            except OSError:
                whole = False
            if not whole:
                yield name


class Shelf:
    """Releases of ``settings.releases``, and the one that is served; without such a folder that one alone.

    Where the folder cannot be written, the release that is served stands in a folder of this process that goes with it.
    """

    def __init__(self, graph: Published, settings: Settings) -> None:
        self._graph, self._settings = graph, settings
        self._read: dict[str, Release] = {}
        self._broken: set[str] = set()
        self._own: Release | None = None
        self._writing = Lock()
        self._fault: Exception | None = None
        self._again = 0.0

    @property
    def folder(self) -> Path | None:
        return self._settings.releases

    def releases(self) -> list[Release]:
        """All that are kept, the newest first; with the one that is served."""
        found = {release.name: release for release in self._kept()}
        current = found.get(self._graph.release) or self.current()
        found[current.name] = current
        return sorted(found.values(), key=lambda one: one.rank, reverse=True)

    def kept(self) -> list[Release]:
        """Those of the folder, the newest first; none is written."""
        return sorted(self._kept(), key=lambda one: one.rank, reverse=True)

    def release(self, name: str) -> Release | None:
        """A release by its name; None where none of it is kept."""
        if name == self._graph.release:
            return self.current()
        return self._opened(name)

    def current(self) -> Release:
        """The release that is served, written where it is not yet. Raises PersonalData, Tangled, OSError.

        One thread writes; what cannot be written is not tried again at once.
        """
        if found := self._opened(self._graph.release) or self._own:
            return found
        with self._writing:
            if found := self._opened(self._graph.release) or self._own:
                return found
            if self._fault is not None and time.monotonic() < self._again:
                raise self._fault.with_traceback(None)
            try:
                return self._kept_or_own()
            except (ValueError, OSError) as error:
                self._fault, self._again = error, time.monotonic() + RETRY_SECONDS
                raise

    def _kept_or_own(self) -> Release:
        try:
            return self.write()
        except OSError as error:
            LOG.warning("the release %s cannot be kept in %s: %s", self._graph.release, self.folder, str(error))
            self._own = self._written(self._temporary(), (), *self._next())
            return self._own

    @staticmethod
    def changes(before: Release, after: Release) -> Changes:
        """What differs between two releases. Raises OSError."""
        return Changes.between(before.name, before.read_bytes(DATASET), after.name, after.read_bytes(DATASET))

    def write(self, names: tuple[str, ...] = ()) -> Release:
        """Write the release that is served if it is not there; another process may do so at the same time.

        Raises OSError where the folder cannot be written, PersonalData where the release must not be published.
        """
        if found := self._opened(self._graph.release):
            return found
        if self.folder is None:
            self._own = self._written(self._temporary(), names)
            return self._own
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep(self.folder)
        return self._written(self.folder, names, *self._next())

    def _next(self) -> tuple[str | None, int]:
        """The newest release that is kept, and the number of one that follows it."""
        newest = max(self._kept(), key=lambda one: one.rank, default=None)
        return (newest.name, newest.rank[0] + 1) if newest else (None, 1)

    def _kept(self) -> Iterator[Release]:
        try:
            entries = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_dir()) if self.folder else []
        except OSError:
            return
        for name in entries:
            if release := self._opened(name):
                yield release

    def _opened(self, name: str) -> Release | None:
        if self.folder is None or not _NAME.fullmatch(name):
            return None
        if name in self._read and not (self.folder / name).is_dir():
            self._read.pop(name, None)
        if name not in self._read:
            try:
                self._read[name] = Release.read(self.folder / name)
            except (FileNotFoundError, NotADirectoryError):
                return None
            except (OSError, ValueError, AttributeError) as error:
                if name not in self._broken:
                    LOG.warning("%s holds no release: %s", self.folder / name, str(error))
                self._broken.add(name)
                return None
        return self._read.get(name)

    def _temporary(self) -> Path:
        folder = tempfile.mkdtemp(prefix="guanxia-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def _written(
        self, folder: Path, names: tuple[str, ...] = (), previous: str | None = None, number: int = 1
    ) -> Release:
        """The release as a folder in another one: made aside, then named; whoever comes second leaves it be."""
        made = Made(self._graph, self._settings.reports.glob("*.ttl"), names)
        aside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        try:
            record = {"issued": _issued(bool(self.folder)), "number": number, "previous": previous}
            _fill(aside, made, record, self._opened(previous) if previous else None)
            aside.chmod(0o755)
            target = folder / made.release
            try:
                aside.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        try:
            return Release.read(target)
        except (ValueError, AttributeError) as error:
            raise FileExistsError(f"{target} holds something else") from error

    @staticmethod
    def _sweep(folder: Path) -> None:
        """Remove what a process left that ended while it wrote."""
        for left in folder.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > STALE_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)


def _fill(folder: Path, made: Made, record: dict[str, Any], before: Release | None) -> None:
    for file in made.files():
        _save(folder / file.name, file.body)
        if file.name == DATASET and before is not None:
            changes = Changes.between(before.name, before.read_bytes(DATASET), made.release, file.body)
            record |= {"removed": len(changes.removed), "added": len(changes.added)}
    manifest = made.manifest()
    _save(folder / MANIFEST, canonical(manifest) + b"\n")
    _save(folder / RECORD, canonical(record) + b"\n")
    _save(folder / CRATE, crate.metadata(manifest, record["issued"]))
    sums = [(entry["sha256"], entry["name"]) for entry in manifest["files"]]
    sums += [(sha256((folder / name).read_bytes()).hexdigest(), name) for name in (MANIFEST, CRATE)]
    _save(folder / SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode())


def _save(path: Path, body: bytes) -> None:
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _issued(kept: bool) -> str | None:
    """The day of issue: set by SOURCE_DATE_EPOCH, else today for what is kept; nothing for what is not."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return datetime.now(UTC).date().isoformat() if kept else None
