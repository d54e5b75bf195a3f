"""Where commands write: a rich console, plain and unbroken where no terminal reads it; JSON as bytes."""

from __future__ import annotations

import os
from typing import Any

import click
from rich.console import Console

from guanxia.rendering import canonical

UNBROKEN = 100_000


def console(stderr: bool = False) -> Console:
    """A console on the streams of this moment. Off a terminal every statement keeps its line, without color."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = UNBROKEN
    return made


def print_json(value: Any) -> None:
    """Canonical JSON of a value, or bytes that are that already, on a line of standard output."""
    click.echo(value if isinstance(value, bytes) else canonical(value))
