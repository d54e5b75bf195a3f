"""The RO-Crate of a release: what the folder holds, in schema.org terms, for repositories that take it whole.

An RO-Crate is JSON-LD, as everything else here; a Frictionless package describes tables, which a release has none of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from guanxia.catalog.lines import LICENSE

CONTEXT, PROFILE = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
# Of schema.org, but younger than the context.
TERMS = {"sha256": "http://schema.org/sha256"}
ENCODINGS = {"gzip": "application/gzip", "zstd": "application/zstd"}


def metadata(manifest: Mapping[str, Any], issued: str | None) -> bytes:
    """``ro-crate-metadata.json``; where no day of issue is known, that of the last check of a statute stands."""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"管辖法律图 {manifest['release']} · Guanxia law graph {manifest['release']}",
        "description": "社会保险违法案件由谁查处的法律图及其形状。 "
        "The law on who handles social-insurance violations as a graph, with its shapes.",
        "datePublished": issued or manifest["checked"],
        "version": manifest["release"],
        "identifier": f"https://w3id.org/guanxia/id/release/{manifest['release']}",
        "inLanguage": ["zh-CN", "en"],
        "license": {"@id": LICENSE},
        "spatialCoverage": [{"@id": iri} for iri in manifest["spatial"]],
        "temporalCoverage": f"{manifest['from']}/..",
        "hasPart": [{"@id": entry["name"]} for entry in manifest["files"]],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }
    license_ = {
        "@id": LICENSE,
        "@type": "CreativeWork",
        "name": "Creative Commons Attribution 4.0 International",
        "url": LICENSE,
    }
    places = [{"@id": iri, "@type": "Place", "identifier": iri.rpartition("/")[2]} for iri in manifest["spatial"]]
    graph = [about, root, license_, *places, *map(_file, manifest["files"])]
    return orjson.dumps({"@context": [CONTEXT, TERMS], "@graph": graph}, option=orjson.OPT_INDENT_2) + b"\n"


def _file(entry: Mapping[str, Any]) -> dict[str, Any]:
    encodings = [entry["mediaType"], *([ENCODINGS[entry["compression"]]] if entry["compression"] else [])]
    return {
        "@id": entry["name"],
        "@type": "File",
        "name": entry["name"],
        "description": f"{entry['about']['zh']} · {entry['about']['en']}",
        "encodingFormat": encodings,
        "contentSize": str(entry["bytes"]),
        "sha256": entry["sha256"],
        "license": {"@id": LICENSE},
    }
