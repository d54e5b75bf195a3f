"""One question put to the endpoint, and how it travels to a child of the cage."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from guanxia.sparql.formats import BY_MEDIA_TYPE, Format
from guanxia.sparql.gate import Admitted


@dataclass(frozen=True, slots=True)
class Request:
    """A query that the gate let pass, the graphs that the protocol names for it, and the format of its result.

    Graphs of the protocol, where there are any, come instead of those that the query names by FROM.
    """

    query: Admitted
    format: Format
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def key(self) -> bytes:
        """The same for two requests that have the same result."""
        graphs = [sorted(set(self.default_graphs)), sorted(set(self.named_graphs))]
        return orjson.dumps([self.query.text, self.format.media_type, *graphs])


@dataclass(frozen=True, slots=True)
class Message:
    """What a child needs of a request."""

    query: str
    form: str
    format: Format
    default_graphs: list[str]
    named_graphs: list[str]

    @staticmethod
    def dump(request: Request) -> bytes:
        head = {
            "form": request.query.form,
            "format": request.format.media_type,
            "default": request.default_graphs,
            "named": request.named_graphs,
        }
        return orjson.dumps(head) + b"\n" + request.query.text.encode()

    @classmethod
    def load(cls, message: bytes) -> Message:
        head, _, text = message.partition(b"\n")
        values = orjson.loads(head)
        return cls(text.decode(), values["form"], BY_MEDIA_TYPE[values["format"]], values["default"], values["named"])
