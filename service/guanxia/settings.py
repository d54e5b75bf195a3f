"""Settings of the service, from the environment (``GUANXIA_…``) or given in code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _data_root() -> Path:
    """Where the law lies: inside an installed package, or beside the source tree."""
    packed = PACKAGE / "data"
    return packed if packed.is_dir() else PACKAGE.parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """``ontology`` holds the folders of Turtle that make the graph; sizes are in bytes."""

    ontology: tuple[Path, ...] = field(default_factory=lambda: (_data_root() / "ontology",))
    queries: Path = field(default_factory=lambda: _data_root() / "queries")
    shapes: Path = field(default_factory=lambda: _data_root() / "shapes")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    max_body: int = 65_536
    max_line: int = 65_536

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """``GUANXIA_ONTOLOGY`` lists folders (separated as in PATH); ``GUANXIA_HOST``, ``_PORT``, ``_WORKERS``.

        Raises ValueError for a number that is none.
        """
        default = cls()
        folders = environment.get("GUANXIA_ONTOLOGY")
        return cls(
            ontology=tuple(Path(part) for part in folders.split(os.pathsep)) if folders else default.ontology,
            host=environment.get("GUANXIA_HOST", default.host),
            port=int(environment.get("GUANXIA_PORT", default.port)),
            workers=int(environment.get("GUANXIA_WORKERS", default.workers)),
        )
