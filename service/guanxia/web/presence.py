"""Whether a client still waits for its reply. WSGI does not tell; the kernel does.

The server gives the address of a client and not its port, so that the connection of a request is found among those of
its address: one that is still open, has brought something, and has been sent nothing since. All that may be it are
watched; a client counts as gone once none of them is left. Where that is not certain, nobody is gone.
"""

from __future__ import annotations

import ipaddress
import os
import select
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from struct import Struct

# Of the kernel's tcp_info: milliseconds since the last sending and receiving; bytes received, segments sent.
_INFO_SIZE = 160
_AGES, _RECEIVED, _SENT = Struct("=44xI4xI"), Struct("=128xQ"), Struct("=156xI")


@dataclass(frozen=True, slots=True)
class Connection:
    """A descriptor with the number of its socket, which no other will have; ``sent`` are segments with content."""

    descriptor: int
    number: int
    sent: int


class Presence:
    """Watches the client of one request, which came to a port of the server; the first look finds its connection."""

    def __init__(self, address: str, port: int) -> None:
        self._address, self._port = address, port
        self._watched: list[Connection] | None = None
        self._left = False

    def gone(self) -> bool:
        """Whether every connection that may be that of the request is closed by the client."""
        if self._watched is None:
            self._watched = list(_waiting(self._address, self._port))
            return False
        told = [(connection, _look(connection)) for connection in self._watched]
        self._left = self._left or any(waits is False for _, waits in told)
        self._watched = [connection for connection, waits in told if waits]
        return self._left and not self._watched


def connections() -> Iterator[tuple[socket.socket, int]]:
    """Stream sockets of this process, each only for the moment: they belong to the server."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            status = os.fstat(int(name))
            if stat.S_ISSOCK(status.st_mode):
                borrowed = socket.socket(fileno=int(name))
                try:
                    if borrowed.family in (socket.AF_INET, socket.AF_INET6) and borrowed.type == socket.SOCK_STREAM:
                        yield borrowed, status.st_ino
                finally:
                    borrowed.detach()


def _waiting(address: str, port: int) -> Iterator[Connection]:
    """Connections from an address whose last word was the client's, as far as can be told."""
    wanted = _plain(address)
    for one, number in connections():
        with suppress(OSError, ValueError):
            if one.getsockname()[1] != port or _plain(one.getpeername()[0]) != wanted:
                continue
            told = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_SIZE)
            since_sent, since_received = _AGES.unpack_from(told)
            (sent,) = _SENT.unpack_from(told)
            if _RECEIVED.unpack_from(told)[0] and (not sent or since_sent >= since_received):
                yield Connection(one.fileno(), number, sent)


def _look(connection: Connection) -> bool | None:
    """True where it may still wait, False where it has gone, None where it was another's: it has been answered."""
    try:
        if os.fstat(connection.descriptor).st_ino != connection.number:
            return False
        one = socket.socket(fileno=connection.descriptor)
        try:
            (sent,) = _SENT.unpack_from(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_SIZE))
            poll = select.poll()
            poll.register(one, select.POLLRDHUP)
            hung_up = bool(poll.poll(0))
        finally:
            one.detach()
    except OSError:
        return False
    if sent != connection.sent:
        return None
    return not hung_up


def _plain(address: str) -> str:
    """An address as text that can be compared: no zone, and IPv4 as such."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
