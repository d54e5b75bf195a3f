"""The files of a release: the statements in several formats, each plain and compressed, the same bytes every time."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard
from pyoxigraph import Literal, NamedNode, Triple

from guanxia.catalog.counts import counts
from guanxia.catalog.lines import LICENSE, Published, document, head, labelled, line_of
from guanxia.catalog.personal import PersonalData, hits
from guanxia.linked.formats import JSON_LD, TURTLE, Format, serialise
from guanxia.model import Text
from guanxia.problems import pair
from guanxia.store import SHAPES

FORMAT = "guanxia.release.v1"
GX, DCTERMS = "https://w3id.org/guanxia/ontology#", "http://purl.org/dc/terms/"
N_QUADS = "application/n-quads"
GZIP_LEVEL, ZSTD_LEVEL = 9, 12
SUFFIXES = {"gzip": ".gz", "zstd": ".zst"}
LAW = Text("法律图：本体、法律法规、通知、区划和机构", "the law: ontology, statutes, notices, areas and offices")
RULES = Text("形状：法律图和移送文书须满足的要求", "the shapes: what the graph and the documents sent must satisfy")
WHOLE = Text("全部：缺省图为法律图，形状在其命名图中", "all: the law as default graph, the shapes as a named graph")
REPORT = Text("符合性测试报告（EARL）", "report of conformance tests (EARL)")


@dataclass(frozen=True, slots=True)
class File:
    """``compression`` is ``gzip`` or ``zstd`` or None; ``plain`` is the name of the file before compression."""

    name: str
    media_type: str
    compression: str | None
    plain: str
    about: Text
    body: bytes

    def entry(self) -> dict[str, Any]:
        """The file as a manifest tells it."""
        return {
            "name": self.name,
            "mediaType": self.media_type,
            "compression": self.compression,
            "plain": self.plain,
            "about": pair(self.about),
            "bytes": len(self.body),
            "sha256": hashlib.sha256(self.body).hexdigest(),
        }


class Made:
    """A release as it is written: ``files()`` one after another, then ``manifest()``. Raises PersonalData, Tangled."""

    def __init__(self, graph: Published, reports: Iterable[Path] = (), names: Collection[str] = ()) -> None:
        self.release = graph.release
        self._law, self._shapes = labelled(graph, None), labelled(graph, SHAPES)
        self._reports = sorted(reports)
        self._entries: list[dict[str, Any]] = []
        self._lines = sorted(
            line_of(triple, name) for name, triples in ((None, self._law), (SHAPES, self._shapes)) for triple in triples
        )
        if found := list(hits(self._lines, names)):
            raise PersonalData(found)

    def files(self) -> Iterator[File]:
        """Each file, with its compressed forms; only one at a time is held."""
        for file in self._plain():
            yield self._told(file)
            for compression, suffix in SUFFIXES.items():
                body = compressed(file.body, compression)
                name = f"{file.name}{suffix}"
                yield self._told(File(name, file.media_type, compression, file.name, file.about, body))

    def manifest(self) -> dict[str, Any]:
        """What the files are and what they hold."""
        return {
            "format": FORMAT,
            "release": self.release,
            "license": LICENSE,
            "files": self._entries,
            "counts": {"law": counts(self._law), "shapes": counts(self._shapes)},
            **_days(self._law),
            "spatial": sorted(set(_values(self._law, f"{DCTERMS}spatial"))),
        }

    def _told(self, file: File) -> File:
        self._entries.append(file.entry())
        return file

    def _plain(self) -> Iterator[File]:
        whole = document(self.release, WHOLE.en, self._lines)
        yield File("dataset.nq", N_QUADS, None, "dataset.nq", WHOLE, whole)
        for name, triples, about in (("law", self._law, LAW), ("shapes", self._shapes, RULES)):
            for form in (TURTLE, JSON_LD):
                body = _opened(self.release, about, form) + serialise(triples, form)
                yield File(f"{name}{form.suffix}", form.media_type, None, f"{name}{form.suffix}", about, body)
        for path in self._reports:
            yield File(path.name, TURTLE.media_type, None, path.name, REPORT, path.read_bytes())


def _opened(release: str, about: Text, form: Format) -> bytes:
    """The comments at the head of a file, where its format has comments."""
    return ("\n".join(head(release, about.en)[:2]) + "\n").encode() if form == TURTLE else b""


def compressed(body: bytes, compression: str) -> bytes:
    """Bytes compressed without a trace of when or where."""
    if compression == "gzip":
        return gzip.compress(body, GZIP_LEVEL, mtime=0)
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).compress(body)


def _days(law: Sequence[Triple]) -> dict[str, str | None]:
    """``from``: the first day on which something of the law was in force; ``checked``: the last check of a statute."""
    begun, checked = _values(law, f"{GX}from"), _values(law, f"{GX}checked")
    return {"from": min(begun, default=None), "checked": max(checked, default=None)}


def _values(triples: Sequence[Triple], property_: str) -> list[str]:
    return [
        one.object.value
        for one in triples
        if one.predicate.value == property_ and isinstance(one.object, NamedNode | Literal)
    ]
