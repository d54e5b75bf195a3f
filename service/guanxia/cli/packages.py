"""Where ``guanxia validate`` takes packages from: files, folders, lines of a file, standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from guanxia.model import Text
from guanxia.problems import Problem
from guanxia.referrals.asking import as_document
from guanxia.referrals.limits import LIMITS

NDJSON = "application/x-ndjson"
TYPES = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "ndjson": NDJSON,
}
SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
NAMED_SKIPPED = 10
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Item:
    """One package as it was found; ``problem`` where it could not be read. ``done``: bytes of all input so far."""

    source: str
    media_type: str
    body: bytes
    done: int
    line: int | None = None
    problem: dict[str, Any] | None = None


@dataclass(slots=True)
class Inputs:
    """Everything that was named on the command line; walking it twice finds the same.

    ``total`` is in bytes, None where nobody knows; ``skipped`` counts files that are no packages by their names.
    ``output`` is the report's own file, which no folder offers as a package.
    """

    names: Sequence[str]
    kind: str | None = None
    output: Path | None = None
    files: int = 0
    total: int | None = 0
    skipped: int = 0
    skipped_names: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Count files and bytes, and note what is skipped."""
        for path in self._paths(self._skip):
            self.files += 1
            size = None if path == STDIN else _size(path)
            self.total = None if size is None or self.total is None else self.total + size

    @property
    def single(self) -> bool:
        """Whether there is just one package, named itself."""
        named = len(self.names) == 1 and (self.names[0] == STDIN or not os.path.isdir(self.names[0]))
        return named and self._type(self.names[0]) != NDJSON

    def __iter__(self) -> Iterator[Item]:
        done = 0
        for path in self._paths(lambda _: None):
            yield from self._items(path, done)
            done += 0 if path == STDIN else _size(path) or 0

    def _paths(self, skip: Callable[[str], None]) -> Iterator[str]:
        for name in self.names:
            if name == STDIN or not os.path.isdir(name):
                yield name
                continue
            for folder, inner, files in os.walk(name):
                inner[:] = sorted(one for one in inner if not one.startswith("."))
                for one in sorted(one for one in files if not one.startswith(".")):
                    path = os.path.join(folder, one)
                    if self.output is not None and Path(path).absolute() == self.output.absolute():
                        continue
                    if _suffix(one) in SUFFIXES and _is_regular(path):
                        yield path
                    else:
                        skip(path)

    def _skip(self, path: str) -> None:
        self.skipped += 1
        if len(self.skipped_names) < NAMED_SKIPPED:
            self.skipped_names.append(path)

    def _type(self, path: str) -> str | None:
        kind = SUFFIXES.get(_suffix(path)) if path != STDIN else None
        return TYPES.get(kind or self.kind or ("turtle" if path == STDIN else ""))

    def _items(self, path: str, done: int) -> Iterator[Item]:
        media_type = self._type(path)
        if media_type is None:
            yield Item(path, "", b"", done, problem=_unknown(path))
            return
        try:
            with sys.stdin.buffer if path == STDIN else open(path, "rb") as stream:
                if media_type == NDJSON:
                    yield from _lines(path, stream, done)
                else:
                    yield _whole(path, media_type, stream, done)
        except OSError as error:
            yield Item(path, media_type, b"", done, problem=_unreadable(path, error))


def _whole(path: str, media_type: str, stream: IO[bytes], done: int) -> Item:
    body = stream.read(LIMITS.body + 1)
    if len(body) > LIMITS.body:
        return Item(path, media_type, b"", done + len(body), problem=_too_large())
    return Item(path, media_type, body, done + len(body))


def _lines(path: str, stream: IO[bytes], done: int) -> Iterator[Item]:
    """A package a line; blank lines count as lines but hold none."""
    number = 0
    while body := stream.readline(LIMITS.body + 2):
        number += 1
        done += len(body)
        if len(body.rstrip(b"\r\n")) > LIMITS.body:
            while body and not body.endswith(b"\n"):
                body = stream.readline(LIMITS.body)
                done += len(body)
            yield Item(path, TYPES["json"], b"", done, number, _too_large())
        elif body.strip():
            yield Item(path, TYPES["json"], body, done, number)


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        # A link that leads nowhere: reading it will tell.
        return True


def _size(path: str) -> int | None:
    """Bytes of a file; 0 where it cannot be read, None where its size says nothing."""
    try:
        found = os.stat(path)
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _unknown(path: str) -> dict[str, Any]:
    known = " ".join(SUFFIXES)
    return as_document(
        Problem(
            "unsupported-media-type",
            Text(
                f"扩展名“{Path(path).suffix}”不是已知的格式。请改名为 {known} 之一，或者用 --type 说明格式。",
                f"The extension '{Path(path).suffix}' is of no known format. Rename the file to one of {known}, "
                "or state the format by --type.",
            ),
        )
    )


def _unreadable(path: str, error: OSError) -> dict[str, Any]:
    reason = error.strerror or type(error).__name__
    return as_document(
        Problem(
            "unreadable-file",
            Text(
                f"不能读取该文件：{reason}。请核对文件名和权限。",
                f"The file cannot be read: {reason}. Check its name and permissions.",
            ),
        )
    )


def _too_large() -> dict[str, Any]:
    limit = f"{LIMITS.body:,}"
    return as_document(
        Problem(
            "too-large",
            Text(
                f"材料超过 {limit} 字节的上限。请把内容分成几份材料，分别提交。",
                f"The package exceeds the limit of {limit} bytes. Divide it into several packages.",
            ),
        )
    )
