"""Digest access authentication (RFC 7616) as Virtuoso asks for it."""

from __future__ import annotations

import hashlib
import secrets
from urllib.request import parse_http_list, parse_keqv_list


def authorization(challenge: str, method: str, target: str, user: str, password: str) -> str:
    """The value of ``Authorization`` for a challenge. Raises ValueError for an algorithm that is not offered."""
    asked = parse_keqv_list(parse_http_list(challenge.partition(" ")[2]))
    algorithm = asked.get("algorithm", "MD5").upper()
    if algorithm not in ("MD5", "SHA-256"):
        raise ValueError(f"the server asks for Digest by {algorithm}")

    def digest(*parts: str) -> str:
        name = "md5" if algorithm == "MD5" else "sha256"
        return hashlib.new(name, ":".join(parts).encode(), usedforsecurity=False).hexdigest()

    realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
    secret, request = digest(user, realm, password), digest(method, target)
    told = {"username": user, "realm": realm, "nonce": nonce, "uri": target, "algorithm": algorithm}
    if "opaque" in asked:
        told["opaque"] = asked["opaque"]
    quality = {}
    if "auth" in asked.get("qop", "").replace(" ", "").split(","):
        own = secrets.token_hex(8)
        told["cnonce"], told["response"] = own, digest(secret, nonce, "00000001", own, "auth", request)
        quality = {"qop": "auth", "nc": "00000001"}
    else:
        told["response"] = digest(secret, nonce, request)
    pieces = [f'{name}="{value}"' for name, value in told.items() if name != "algorithm"]
    return "Digest " + ", ".join(
        [*pieces, f"algorithm={algorithm}", *(f"{key}={value}" for key, value in quality.items())]
    )
