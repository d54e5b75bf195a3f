"""A wheel built from the tree is the whole program: the law is inside, and it answers as the tree does.

The wheel goes into an empty environment that sees the locked requirements of the one that runs the tests, so that
nothing is fetched; the package itself can come from the wheel alone.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from guanxia import __version__

ASK = ("ask", "contributionPaidInFull=false", "--on", "2020-10-12", "--json")


def build(root: Path, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1577836800"},
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as the wheel installs it."""
    place = tmp_path_factory.mktemp("empty environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    site = next(place.glob("lib/python*/site-packages"))
    # Paths behind the environment's own: .pth files there, such as that of an editable install, do not run.
    requirements = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "requirements.pth").write_text("\n".join(requirements) + "\n", encoding="utf-8")
    return place / "bin" / "guanxia"


def run(command: list[str], folder: Path, **environment: str) -> bytes:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GUANXIA_"))}
    done = subprocess.run(command, cwd=folder, env={**clean, **environment}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_package_comes_from_the_wheel(program: Path, tmp_path: Path) -> None:
    command = [str(program.parent / "python"), "-c", "import guanxia; print(guanxia.__file__)"]
    assert Path(run(command, tmp_path).decode().strip()).is_relative_to(program.parents[1])


@pytest.mark.parametrize("arguments", [("facts", "--json"), ASK], ids=lambda arguments: arguments[0])
def test_it_answers_from_another_folder_as_the_tree_does(
    arguments: tuple[str, ...], program: Path, root: Path, tmp_path: Path
) -> None:
    tree = run([sys.executable, "-m", "guanxia", *arguments], tmp_path, PYTHONPATH=str(root / "service"))
    assert len(tree) > 1000
    assert run([str(program), *arguments], tmp_path) == tree


def test_it_publishes_the_same_bytes_as_the_tree_does(program: Path, root: Path, tmp_path: Path) -> None:
    commands = {"wheel": [str(program)], "tree": [sys.executable, "-m", "guanxia"]}
    made = {}
    for name, command in commands.items():
        environment = {"PYTHONPATH": str(root / "service")} if name == "tree" else {}
        write = [*command, "release", "write", "--folder", str(tmp_path / name)]
        run(write, tmp_path, SOURCE_DATE_EPOCH="1577836800", **environment)
        made[name] = {
            path.relative_to(tmp_path / name): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (tmp_path / name).rglob("*.*")
            if path.is_file()
        }
    assert made["wheel"] == made["tree"]
    assert any(path.name == "sparql11-earl.ttl" for path in made["tree"])


def test_code_and_law_are_packed_whole_and_nothing_else_is(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    package = root / "service" / "guanxia"
    tree = {f"guanxia/{path.relative_to(package).as_posix()}": path for path in package.rglob("*") if path.is_file()}
    for folder, suffix in (("ontology", "ttl"), ("shapes", "ttl"), ("shapes", "fix.ru"), ("queries", "rq")):
        files = (root / folder).rglob(f"*.{suffix}")
        tree |= {f"guanxia/data/{path.relative_to(root).as_posix()}": path for path in files}
    reports = (root / "tests" / "conformance" / "reports").iterdir()
    tree |= {f"guanxia/data/reports/{path.name}": path for path in reports}
    expected = {name: path for name, path in tree.items() if not name.endswith(".pyc")}
    assert {name for name in packed if ".dist-info/" not in name} == set(expected)
    assert [name for name, path in expected.items() if packed[name] != path.read_bytes()] == []
    assert f"guanxia-{__version__}.dist-info/licenses/LICENSE" in packed


def test_two_builds_give_the_same_bytes(wheel: Path, root: Path, tmp_path: Path) -> None:
    assert hashlib.sha256(build(root, tmp_path).read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()
