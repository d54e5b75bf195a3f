"""The published dataset in the memory of the broker: read once for all tasks, then shared by its children."""

from __future__ import annotations

from functools import lru_cache

from guanxia.settings import Settings
from guanxia.store import EmbeddedGraph, open_files


@lru_cache(maxsize=1)
def published(settings: Settings) -> EmbeddedGraph:
    """The release from its files. Raises UnreadableGraph or FileNotFoundError.

    It stays for the life of the process: only the broker may ask, which starts anew for another release.
    """
    return open_files(settings)
