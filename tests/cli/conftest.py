"""The command line, run in process with a language and an input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from guanxia.cli import main

Run = Callable[..., Result]
PROGRAM = (sys.executable, "-m", "guanxia")


def environment(**more: str) -> dict[str, str]:
    """The environment of a program that is started: English, and the same packages as here."""
    return {**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **more}


@pytest.fixture
def run() -> Run:
    """Run ``guanxia``; the locale is English unless ``lang`` names another."""

    def runner(*arguments: str, lang: str = "en_US.UTF-8", stdin: str | bytes | None = None) -> Result:
        environment = {"LC_ALL": lang, "LC_MESSAGES": None, "LANG": None, "COLUMNS": None}
        return CliRunner().invoke(main, list(arguments), input=stdin, env=environment)

    return runner
