"""Who asks: the client's address, behind as many proxies as are trusted, and whether it still waits."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Request

from guanxia.cage import Visitor
from guanxia.web.presence import Presence

# Whoever has one address of IPv6 has all of these.
SUBNET = 64


def visitor_of(incoming: Request, proxies: int) -> Visitor:
    """The client of a request."""
    environ = incoming.environ
    address, port = environ.get("REMOTE_ADDR", ""), environ.get("SERVER_PORT", "")
    alone = environ.get("SERVER_PROTOCOL") != "HTTP/2"
    gone = Presence(address, int(port)).gone if address and port.isdecimal() and alone else None
    return Visitor(key_of(environ, proxies), gone)


def key_of(environ: Mapping[str, Any], proxies: int) -> str:
    """The name of a client; each of the ``proxies`` adds the address that it saw to X-Forwarded-For.

    What stands before that is the client's own word.
    """
    address: str = environ.get("REMOTE_ADDR", "")
    if proxies > 0:
        seen = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told = named(seen[-proxies]) if len(seen) >= proxies else None
        if told:
            return told
    return named(address) or address


@lru_cache(4096)
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
