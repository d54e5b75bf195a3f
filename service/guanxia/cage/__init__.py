"""The cage: untrusted work in killable children without network, with limits on memory, processor and time."""

from __future__ import annotations

from guanxia.cage.client import Cage, Status, Stream
from guanxia.cage.errors import (
    CageBusy,
    CageDied,
    CageError,
    CageFailed,
    CageMemory,
    CageTimeout,
    CageTooLarge,
    CageUnavailable,
    Refusal,
)
from guanxia.cage.tasks import TASKS, Task

__all__ = [
    "TASKS",
    "Cage",
    "CageBusy",
    "CageDied",
    "CageError",
    "CageFailed",
    "CageMemory",
    "CageTimeout",
    "CageTooLarge",
    "CageUnavailable",
    "Refusal",
    "Status",
    "Stream",
    "Task",
]
