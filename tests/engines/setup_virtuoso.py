"""Install Virtuoso from Debian's packages, where that may be done, for ``make test-engines``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGE, PROGRAM = "virtuoso-opensource-7-bin", "virtuoso-t"


def main() -> int:
    if shutil.which(PROGRAM):
        return 0
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"Virtuoso is needed: install the Debian package {PACKAGE} (as root).", file=sys.stderr)
        print(f"需要 Virtuoso：请以 root 安装 Debian 软件包 {PACKAGE}。", file=sys.stderr)
        return 1
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", PACKAGE]):
        done = subprocess.run(["apt-get", *command], env=quiet, check=False, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            return done.returncode
    return 0 if shutil.which(PROGRAM) else 1


if __name__ == "__main__":
    sys.exit(main())
