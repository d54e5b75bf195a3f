"""Files that a child may read, held by the kernel (Landlock): programs and the law, nothing else of the machine."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from struct import Struct

from guanxia.settings import Settings

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _NO_NEW_PRIVILEGES, _BENEATH = 1, 38, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# Rights over files that each version of the interface knows: 13, then moving, cutting, devices.
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_RULE = Struct("=Qi")
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
)


def readable(settings: Settings) -> tuple[Path, ...]:
    """What tasks may need: Python with its packages, shared libraries, the law."""
    programs = (*sys.path, sys.prefix, sys.base_prefix, *_SYSTEM)
    paths = {Path(path).resolve() for path in programs if path}
    paths.update(path.resolve() for path in (*settings.ontology, settings.queries, settings.shapes))
    return tuple(sorted(path for path in paths if path.exists() and path != Path("/")))


def confine(paths: Iterable[Path]) -> bool:
    """Let this process read these paths alone for the rest of its life; False where the kernel cannot hold it."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    handled = _RIGHTS[max(known for known in _RIGHTS if known <= version)]
    attributes = handled.to_bytes(8, sys.byteorder)
    rules = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    try:
        for path in paths:
            _allow(libc, rules, path)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path) -> None:
    rights = _READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD, rules, _BENEATH, _RULE.pack(rights, descriptor), 0)
    finally:
        os.close(descriptor)
