"""Whether this process has been told to stop, so that long replies can end in order."""

from __future__ import annotations

import signal
import socket
import threading

STOPS = frozenset({signal.SIGTERM, signal.SIGINT})
_told = threading.Event()


def watch() -> None:
    """Learn of signals to stop, whoever handles them. In the main thread alone; to be called once a process."""
    hears, speaks = socket.socketpair()
    speaks.setblocking(False)
    signal.set_wakeup_fd(speaks.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(hears, speaks), name="closing", daemon=True).start()


def closing() -> bool:
    return _told.is_set()


def _listen(hears: socket.socket, speaks: socket.socket) -> None:
    """Set the flag at the first signal to stop; ``speaks`` stays open because it is held here."""
    while numbers := hears.recv(64):
        if STOPS & set(numbers):
            _told.set()
