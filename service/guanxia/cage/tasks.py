"""Tasks: what children of the cage can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from guanxia.settings import Settings

Work = Callable[[bytes], bytes | Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Task:
    """``loader`` ("module:function") takes the settings, loads what is heavy once, and gives the work of a child.

    The work takes the bytes of a request and gives those of the reply, whole or in pieces.
    """

    name: str
    loader: str

    def load(self, settings: Settings) -> Work:
        module, _, function = self.loader.partition(":")
        work: Work = getattr(import_module(module), function)(settings)
        return work


TASKS = (
    Task("examination", "guanxia.referrals.examination:load"),
    Task("sparql", "guanxia.sparql.task:load"),
)
