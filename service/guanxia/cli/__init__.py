"""The command line: ``guanxia serve``, ``ask``, ``explain`` and the rest, one module a command."""

from __future__ import annotations

from pathlib import Path

import click

from guanxia import __version__
from guanxia.cli.commands import Family, Option, lang_option
from guanxia.model import Text

COMMANDS = (
    "serve",
    "assets",
    "publish",
    "clients",
    "ask",
    "explain",
    "facts",
    "atlas",
    "check",
    "verify",
    "triage",
    "validate",
    "new",
    "cite",
    "release",
)


def _show_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"guanxia {__version__}")
        context.exit()


main = Family(
    "guanxia",
    package=__name__,
    folder=Path(__file__).parent,
    names=COMMANDS,
    texts=Text(
        "管辖：社会保险违法案件由谁办理、依据什么、经过哪些步骤。",
        "Guanxia: who handles a social-insurance violation, on what basis, by what steps.",
    ),
    params=[
        lang_option(),
        Option(
            ["--version"],
            texts=Text("显示版本", "show the version"),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
        ),
    ],
)

__all__ = ["COMMANDS", "main"]
