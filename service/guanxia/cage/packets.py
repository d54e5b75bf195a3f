"""Packets between caller, broker and child.

The sockets keep packets whole (SOCK_SEQPACKET): a child that is killed never leaves half of one behind, so that the
broker can say on the same connection why the reply ends here. A reply is whole only with its ``END``.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from struct import Struct

CHUNK = 60_000
LARGEST = 64 * 1024

# From a caller: a request with the first part of its body, further parts; an error of a client that needed no child;
# a question about the state, and one about the clients.
HEAD, BODY, NOTE, STATUS, CLIENTS = b"H", b"B", b"N", b"S", b"C"
# To a caller: parts and end of a reply, parts and end of a refusal, and each reason why there is no reply.
DATA, END, PART, REFUSED = b"d", b"e", b"p", b"r"
TIMEOUT, MEMORY, LARGE, FAILED, DIED, BUSY, STATE = b"t", b"m", b"l", b"f", b"x", b"b", b"s"
# To a caller: its client has had its share, or is banned; each with the seconds to wait.
SHARE, BANNED = b"a", b"n"
# From a child to the broker: confined and waiting; done with a request; its caller does not read.
READY, DONE, UNREAD = b"R", b"D", b"U"

NUMBER = Struct("!d")
COUNT = Struct("!I")
DONE_FORM = Struct("!c?")
_HEAD_FORM = Struct("!ddQBB")


@dataclass(frozen=True, slots=True)
class Head:
    """The first packet of a request; ``wall`` and ``cpu`` in seconds, ``length`` of the whole body in bytes.

    ``client`` names the client whose share it takes from; empty for none.
    """

    task: str
    wall: float
    cpu: float
    length: int
    body: bytes
    client: str = ""

    def packet(self) -> bytes:
        name, client = self.task.encode(), self.client.encode()[:255]
        form = _HEAD_FORM.pack(self.wall, self.cpu, self.length, len(name), len(client))
        return HEAD + form + name + client + self.body

    @classmethod
    def parse(cls, packet: bytes) -> Head:
        wall, cpu, length, name, client = _HEAD_FORM.unpack_from(packet, 1)
        start = 1 + _HEAD_FORM.size
        middle, end = start + name, start + name + client
        return cls(
            packet[start:middle].decode(), wall, cpu, length, packet[end:], packet[middle:end].decode(errors="replace")
        )


def seqpacket(descriptor: int | None = None) -> socket.socket:
    """A new local socket, or one around an open descriptor."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, descriptor)
