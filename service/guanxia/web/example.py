"""One request that shows how the interface is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from guanxia.model import Text


@dataclass(frozen=True, slots=True)
class Example:
    """One request with the status that it gets; ``body`` is JSON, or the lines of a batch as text."""

    endpoint: str
    name: str
    title: Text
    path: str
    status: int
    body: Any = None
    media_type: str | None = None

    @property
    def sent(self) -> bytes:
        if self.body is None:
            return b""
        return self.body.encode() if isinstance(self.body, str) else orjson.dumps(self.body)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "method": "GET" if self.body is None else "POST",
            "path": self.path,
            "contentType": self.media_type,
            "body": self.sent.decode() or None,
            "status": self.status,
        }
