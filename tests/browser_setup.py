"""Tries to install Chromium and its driver where this may be done; says so and goes on where it may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PROGRAMS = {"chromium": "chromium", "chromedriver": "chromium-driver", "fc-list": "fontconfig"}
FONTS = "fonts-noto-cjk"
LIMIT_SECONDS = 600


def missing() -> list[str]:
    """Debian packages that the browser tests still need."""
    found = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    return found + ([] if _chinese() else [FONTS])


def _chinese() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def main() -> int:
    """Exit status 0 in any case: without a browser the browser tests say why they are skipped."""
    packages = missing()
    if not packages:
        return 0
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"browser tests need {', '.join(packages)} · 浏览器测试需要上述软件包", file=sys.stderr)
        return 0
    print(f"Installing for the browser tests (once) · 正在安装浏览器测试所需：{', '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        try:
            done = subprocess.run(
                command, env=environment, timeout=LIMIT_SECONDS, check=False, stdout=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            print(f"{' '.join(command)} took too long", file=sys.stderr)
            return 0
        if done.returncode:
            print(f"{' '.join(command)} failed", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
