"""``guanxia release``: what is published, kept release by release."""

from __future__ import annotations

from pathlib import Path

from guanxia.cli.commands import Family, lang_option
from guanxia.model import Text

command = Family(
    "release",
    package=__name__,
    folder=Path(__file__).parent,
    names=("write", "list", "verify", "diff"),
    texts=Text("写出、列出、核对、比较发布的版本", "write, list, verify and compare the releases that are published"),
    params=[lang_option()],
)

__all__ = ["command"]
