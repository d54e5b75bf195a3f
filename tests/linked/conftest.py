"""Prefixes that the files of the graph declare."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PREFIX = re.compile(r"^@prefix\s+([\w.-]+):\s*<([^>]*)>", re.MULTILINE)


@pytest.fixture(scope="session")
def graph_prefixes(root: Path) -> dict[str, str]:
    files = [*(root / "ontology").rglob("*.ttl"), *(root / "shapes").glob("*.ttl")]
    return {name: space for path in files for name, space in PREFIX.findall(path.read_text(encoding="utf-8"))}
