"""What keeps a child from network, files and other processes; several layers, each tried before it counts."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guanxia.cage import landlock, seccomp

NAMESPACE, SECCOMP, LANDLOCK, AUDIT = "network-namespace", "seccomp", "landlock", "audit-hook"

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DIE_WITH_PARENT, _DUMPABLE = 1, 4
_DENIED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty.",
    "os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown",
    "shutil.", "tempfile.", "ctypes.",
)  # fmt: skip
_OWN_SOCKET = ("socket.__new__",)


def leave_network() -> bool:
    """Move this process into a network of its own without routes; must come before it has threads.

    Who has no right to that gets it together with a user namespace.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK) != 0 and libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    return not _reaches_network()


def _reaches_network() -> bool:
    """Whether a connection gets as far as a host; one refused by a host has."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.settimeout(0.2)
            trial.connect(("127.0.0.1", 9))
    except OSError as error:
        return error.errno not in (errno.ENETUNREACH, errno.EPERM, errno.EACCES)
    return True


def die_with(parent: int) -> None:
    """End this process when its parent ends."""
    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def confine(paths: Iterable[Path], namespace: bool) -> tuple[str, ...]:
    """Confine this process for the rest of its life; the names of the layers that hold.

    Without a filter in the kernel an audit hook stands in, which binds Python alone: native code passes by it.
    """
    held = [NAMESPACE] if namespace else []
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        # In a user namespace without anybody in it the superuser is nobody.
        libc.unshare(_NEW_USER)
    # Keeps the memory of this process, which holds requests, from other processes and from cores.
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    if landlock.confine(paths) and _refused(lambda: os.open("/proc/version", os.O_RDONLY)):
        held.append(LANDLOCK)
    if seccomp.confine() and _refused(socket.socket) and _refused(lambda: os.open("/dev/null", os.O_WRONLY)):
        held.append(SECCOMP)
    else:
        sys.addaudithook(deny)
        held.append(AUDIT)
    return tuple(held)


def _refused(attempt: Any) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def deny(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: no network, no processes, no files written. Raises PermissionError."""
    if event == "open":
        writing = arguments[2] & (os.O_ACCMODE | os.O_CREAT | os.O_TRUNC) if isinstance(arguments[2], int) else 0
        if not writing:
            return
    elif not event.startswith(_DENIED) or event in _OWN_SOCKET:
        return
    raise PermissionError(errno.EPERM, f"not in the cage: {event}")
