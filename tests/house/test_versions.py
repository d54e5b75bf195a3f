"""Package and ontology move together, and the version stands in one place each."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from guanxia import __version__


def test_ontology_and_package_have_the_same_version(root: Path) -> None:
    text = (root / "ontology" / "guanxia.ttl").read_text(encoding="utf-8")
    assert re.findall(r'owl:versionInfo "([^"]+)"', text) == [__version__]
    assert re.findall(r"owl:versionIRI <[^>]*/([^>/]+)>", text) == [__version__]


def test_the_version_stands_in_the_package_alone(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "service/guanxia/__init__.py"


def test_an_installed_package_is_this_one() -> None:
    try:
        installed = version("guanxia")
    except PackageNotFoundError:
        return
    assert installed == __version__
