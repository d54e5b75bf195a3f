"""Fixtures of the house tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.house.project import ROOT, SERVICE, Module


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """All modules of the package."""
    found = [Module.read(path) for path in sorted((SERVICE / "guanxia").rglob("*.py"))]
    assert found
    return found


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Files that belong to the project: tracked, or new and not ignored. Outside git, all but hidden folders."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        paths = [
            path for path in ROOT.rglob("*") if not any(part.startswith(".") for part in path.parts[len(ROOT.parts) :])
        ]
    else:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    found = sorted({path for path in paths if path.is_file() and not path.is_symlink()})
    assert found
    return found


@pytest.fixture(scope="session")
def graph_files() -> list[Path]:
    """Turtle and query files of the product."""
    found = [
        path
        for folder in ("ontology", "shapes", "queries")
        for suffix in ("*.ttl", "*.rq")
        for path in sorted((ROOT / folder).rglob(suffix))
    ]
    assert found
    return found
