"""The law in a SPARQL 1.1 server: asking it, publishing releases into it, and what can go wrong with it."""

from __future__ import annotations

from guanxia.engine.errors import EngineDown, EngineEmpty, EngineError, EngineFault, EngineRefusal, EngineSlow
from guanxia.engine.graph import RemoteGraph
from guanxia.engine.wire import Wire

__all__ = [
    "EngineDown",
    "EngineEmpty",
    "EngineError",
    "EngineFault",
    "EngineRefusal",
    "EngineSlow",
    "RemoteGraph",
    "Wire",
]
