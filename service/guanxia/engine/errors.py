"""What a SPARQL server may do instead of answering; the words are for logs and operators, never for a client."""

from __future__ import annotations


class EngineError(Exception):
    """The server gave no answer that can be used."""


class EngineDown(EngineError):
    """The server cannot be reached, or closes the connection before it has answered."""


class EngineSlow(EngineError):
    """The answer was not whole in time."""


class EngineFault(EngineError):
    """The server answered with an error, or with what is no answer: cut, too large, of another kind."""


class EngineRefusal(EngineFault):
    """The server takes the request for wrong or forbidden (4xx); ``status`` is its code."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"status {status}: {words}")
        self.status = status


class EngineEmpty(EngineError):
    """The server holds no release for the queries of this program."""
