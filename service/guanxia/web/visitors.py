"""Who asks: the client's address, behind as many proxies as are trusted, and whether it still waits."""

from __future__ import annotations

import ipaddress

from flask import Request

from guanxia.cage import Visitor
from guanxia.web.presence import Presence

# Whoever has one address of IPv6 has all of these.
SUBNET = 64


def visitor_of(incoming: Request, proxies: int) -> Visitor:
    """The client of a request; each of the ``proxies`` adds the address that it saw to X-Forwarded-For."""
    environ = incoming.environ
    address, port = environ.get("REMOTE_ADDR", ""), environ.get("SERVER_PORT", "")
    alone = environ.get("SERVER_PROTOCOL") != "HTTP/2"
    gone = Presence(address, int(port)).gone if address and port.isdecimal() and alone else None
    return Visitor(_told(incoming, proxies) or named(address) or address, gone)


def named(address: str) -> str | None:
    """The client that an address stands for; None where it is no address."""
    text = address.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, SUBNET), strict=False))
        found = found.ipv4_mapped
    return str(found)


def _told(incoming: Request, proxies: int) -> str | None:
    """What the outermost trusted proxy saw; what stands before it is the client's own word."""
    if proxies <= 0:
        return None
    seen = incoming.headers.get("X-Forwarded-For", "").split(",")
    return named(seen[-proxies]) if len(seen) >= proxies else None
