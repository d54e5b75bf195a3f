"""The language of the command line: Chinese or English, by option or by locale."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import click

from guanxia.model import Text

_KEY = "guanxia.language"
_chosen: ContextVar[str | None] = ContextVar("guanxia.language", default=None)


def language_of(environment: Mapping[str, str]) -> str:
    """``zh`` where the locale of messages is Chinese, else ``en`` (LC_ALL before LC_MESSAGES before LANG)."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language() -> str:
    """The language of the running command, also when its context is gone and only its error is left to tell."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_KEY) if context else _chosen.get()
    return str(chosen) if chosen else language_of(os.environ)


def choose(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Callback of ``--lang``: the whole run speaks the language given."""
    if value:
        context.meta[_KEY] = value
        _chosen.set(value)


def forget() -> None:
    """Begin a run without a chosen language."""
    _chosen.set(None)


def say(text: Text) -> str:
    """A text in the language of the running command."""
    return text.zh if language() == "zh" else text.en


def read(pair: Mapping[str, Any]) -> str:
    """A ``{"zh": …, "en": …}`` of an answer in the language of the running command."""
    return str(pair[language()])
