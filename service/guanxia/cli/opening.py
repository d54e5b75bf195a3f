"""The service as a command opens it: what cannot be read ends the command with its place and reason."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guanxia.cli.outcomes import Exit, Failure
from guanxia.model import Text
from guanxia.settings import Settings

if TYPE_CHECKING:
    from guanxia.app import Service


def settings() -> Settings:
    """Settings from the environment. Raises Failure for a number that is none."""
    try:
        return Settings.from_environment()
    except ValueError as error:
        raise Failure(
            Exit.BAD_INPUT, Text(f"环境变量 GUANXIA_… 的值有误：{error}", f"a GUANXIA_… variable is wrong: {error}")
        ) from error


def open_service(chosen: Settings | None = None) -> Service:
    """The service over the law graph. Raises Failure where the graph cannot be read."""
    from guanxia.app import create_service
    from guanxia.engine import EngineError
    from guanxia.queries import MissingValue
    from guanxia.store import UnreadableGraph

    try:
        return create_service(chosen or settings())
    except UnreadableGraph as error:
        place = f"{error.path}:{error.line or '?'}"
        raise Failure(
            Exit.UNREADABLE_GRAPH,
            Text(f"法律图无法读取：{place}：{error.reason}", f"the law graph cannot be read: {place}: {error.reason}"),
        ) from error
    except EngineError as error:
        raise Failure(
            Exit.NO_ACCESS, Text(f"查询引擎不能使用：{error}", f"the engine cannot be used: {error}")
        ) from error
    except (MissingValue, OSError) as error:
        raise Failure(
            Exit.UNREADABLE_GRAPH, Text(f"法律图无法读取：{error}", f"the law graph cannot be read: {error}")
        ) from error


def read_bytes(path: str) -> bytes:
    """Bytes of a file, or of standard input for ``-``. Raises Failure."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise Failure(
            Exit.NO_ACCESS, Text(f"不能读取 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}")
        ) from error
