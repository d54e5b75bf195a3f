"""What a caller of the cage may get instead of a reply; none of it holds the request or parts of it."""

from __future__ import annotations


class CageError(Exception):
    """No reply: none of it was delivered as whole."""


class CageUnavailable(CageError):
    """The broker cannot be started or reached."""


class CageTimeout(CageError):
    """The request took longer than ``limit`` seconds of wall clock or processor time."""

    def __init__(self, limit: float) -> None:
        super().__init__(f"not done within {limit:g} s")
        self.limit = limit


class CageMemory(CageError):
    """The request needed more than ``limit`` bytes over what a child starts with."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"needs more than {limit} bytes of memory")
        self.limit = limit


class CageTooLarge(CageError):
    """The reply has more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the reply has more than {limit} bytes")
        self.limit = limit


class CageDied(CageError):
    """The child ended before its reply was whole; ``cause`` is one of ``guanxia.cage.pool.CAUSES`` or "broker"."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"the child ended before its reply was whole: {cause}")
        self.cause = cause


class CageFailed(CageError):
    """The task raised an exception that it should not; ``place`` is its type and line, never its text."""

    def __init__(self, place: str) -> None:
        super().__init__(f"the task failed: {place}")
        self.place = place


class CageBusy(CageError):
    """All children work and the queue is full; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"busy; try again in {retry_after} s")
        self.retry_after = retry_after


class CageShare(CageError):
    """The client has had its share; ``retry_after`` is in seconds, ``banned`` that it ignored many refusals."""

    def __init__(self, retry_after: int, banned: bool = False) -> None:
        super().__init__(f"{'banned' if banned else 'share used up'}; try again in {retry_after} s")
        self.retry_after, self.banned = retry_after, banned


class CageAbandoned(CageError):
    """Nobody waits for the reply any more."""


class Refusal(Exception):
    """What a task raises to refuse a request; the caller gets it with the same ``payload``."""

    def __init__(self, payload: bytes) -> None:
        super().__init__("refused")
        self.payload = payload
