"""Files of others come as they are pinned, or not at all; npm is a program on the path, here and in use."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import stat
import sys
import tarfile
import time
import tomllib
from pathlib import Path

import pytest

from guanxia import assets
from guanxia.assets import NoNpm, NotFetched, Package, fetch, installed, pinned, place, taken
from guanxia.settings import Settings
from tests.cli.conftest import Run
from tests.cli.conftest import run as run_command

run = run_command

FILES = {"package/dist/a.js": b"export {};", "package/LICENSE": b"MIT", "package/other.js": b"not wanted"}


def tarball(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return out.getvalue()


def pins_for(folder: Path, body: bytes, **files: str) -> Path:
    """A file of pins for one package whose tarball is ``body``."""
    digest = base64.b64encode(hashlib.sha512(body).digest()).decode()
    table = ", ".join(f'"{path}" = "{name}"' for path, name in files.items())
    path = folder / "pins.toml"
    path.write_text(
        '[[package]]\nname = "@some/one"\nversion = "1.0.0"\nlicense = "MIT"\n'
        f'integrity = "sha512-{digest}"\nfiles = {{ {table} }}\n'
    )
    return path


def npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a program of this name first on the path; ``$5`` is where it is to put the tarball."""
    program = folder / "bin" / "npm"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.tgz"
    path.write_bytes(tarball(FILES))
    return path


@pytest.fixture
def pins(tmp_path: Path, source: Path) -> Path:
    return pins_for(tmp_path, source.read_bytes(), **{"dist/a.js": "a.js", "LICENSE": "a.LICENSE"})


def test_pins_are_whole() -> None:
    for package in pinned():
        assert package.integrity.startswith("sha512-") and len(base64.b64decode(package.integrity[7:])) == 64
        assert package.license == "MIT" and package.version.count(".") == 2
        assert any("LICENSE" in name or name.endswith("package.json") for name in package.files.values())
    names = [name for package in pinned() for name in package.files.values()]
    assert len(names) == len(set(names)) and not [name for name in names if "/" in name]
    assert "://" not in assets.PINS.read_text(encoding="utf-8")


def test_only_named_files_are_taken_and_once(
    tmp_path: Path, source: Path, pins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path, f'echo called >> "{tmp_path}/calls"; cp "{source}" "$5/some-one-1.0.0.tgz"', monkeypatch)
    root = tmp_path / "assets"
    assert installed(root, pins) is None
    folder = fetch(root, pins)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.js": b"export {};", "a.LICENSE": b"MIT"}
    assert installed(root, pins) == folder == fetch(root, pins) == place(root, pins)
    assert (tmp_path / "calls").read_text() == "called\n"
    assert [path.name for path in root.iterdir()] == [folder.name]


def test_a_package_that_is_not_the_pinned_one_is_refused(
    tmp_path: Path, source: Path, pins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.tgz").write_bytes(tarball({**FILES, "package/dist/a.js": b"alert(1)"}))
    npm(tmp_path, f'cp "{tmp_path}/other.tgz" "$5/some-one-1.0.0.tgz"', monkeypatch)
    with pytest.raises(NotFetched) as caught:
        fetch(tmp_path / "assets", pins)
    assert "@some/one 1.0.0 is not what is pinned" in caught.value.text.en and "与锁定的不符" in caught.value.text.zh
    assert list((tmp_path / "assets").iterdir()) == []


def test_a_package_without_a_named_file_is_refused(tmp_path: Path, source: Path) -> None:
    digest = "sha512-" + base64.b64encode(hashlib.sha512(source.read_bytes()).digest()).decode()
    package = Package("@some/one", "1.0.0", digest, "MIT", {"dist/b.js": "b.js"})
    with pytest.raises(NotFetched, match=r"lacks b\.js"):
        taken(package, source.read_bytes())


def test_links_and_paths_out_of_the_package_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/a.js")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    digest = "sha512-" + base64.b64encode(hashlib.sha512(out.getvalue()).digest()).decode()
    with pytest.raises(NotFetched, match=r"lacks a\.js"):
        taken(Package("one", "1.0.0", digest, "MIT", {"a.js": "a.js"}), out.getvalue())


def test_a_failing_npm_is_told_and_a_slow_one_is_ended(
    tmp_path: Path, pins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path, "echo no network; exit 1", monkeypatch)
    with pytest.raises(NotFetched, match="could not bring @some/one: no network"):
        fetch(tmp_path / "assets", pins)
    npm(tmp_path, "sleep 60 & sleep 60", monkeypatch)
    before = time.monotonic()
    with pytest.raises(NotFetched, match="in time"):
        fetch(tmp_path / "assets", pins, 0.3)
    assert time.monotonic() - before < 5


def test_without_npm_that_is_said(tmp_path: Path, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    with pytest.raises(NoNpm, match="no npm"):
        fetch(tmp_path / "assets", pins)


def test_the_command_fails_or_only_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm(tmp_path, "exit 1", monkeypatch)
    monkeypatch.setenv("GUANXIA_ASSETS", str(tmp_path / "assets"))
    assert Settings.from_environment().assets == tmp_path / "assets"
    failed = run("assets")
    assert failed.exit_code == 5 and "@zazuko/yasqe" in failed.output
    soft = run("assets", "--try")
    assert soft.exit_code == 0 and "a text box, no editor" in soft.output
    assert "以文本框代替" in run("assets", "--try", lang="zh_CN.UTF-8").output


def test_the_wheel_does_not_carry_them(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "artifacts" not in project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert not (root / "service" / "guanxia" / "web" / "static" / "assets").exists()
