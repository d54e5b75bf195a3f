"""The release that all tasks of one broker share: read once, whoever comes first."""

from __future__ import annotations

from functools import lru_cache

from guanxia.settings import Settings
from guanxia.store import Graph, open_graph


@lru_cache(maxsize=1)
def shared_graph(settings: Settings) -> Graph:
    """The release that the settings name. Raises as ``open_graph`` does.

    It stays for the life of the process: only a broker may ask, which starts anew for another release.
    """
    return open_graph(settings)
