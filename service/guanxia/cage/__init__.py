"""The cage: untrusted work in killable children without network, with limits on memory, processor and time."""

from __future__ import annotations

from guanxia.cage.client import Cage, Status, Stream, Visitor
from guanxia.cage.errors import (
    CageAbandoned,
    CageBusy,
    CageDied,
    CageError,
    CageFailed,
    CageMemory,
    CageShare,
    CageTimeout,
    CageTooLarge,
    CageUnavailable,
    Refusal,
)
from guanxia.cage.tasks import TASKS, Task

__all__ = [
    "TASKS",
    "Cage",
    "CageAbandoned",
    "CageBusy",
    "CageDied",
    "CageError",
    "CageFailed",
    "CageMemory",
    "CageShare",
    "CageTimeout",
    "CageTooLarge",
    "CageUnavailable",
    "Refusal",
    "Status",
    "Stream",
    "Task",
    "Visitor",
]
