"""What is said of one route of the service."""

from __future__ import annotations

from dataclasses import dataclass

from guanxia.model import Text


@dataclass(frozen=True, slots=True)
class Operation:
    """``takes`` names query parameters: question, day, on, seal, lang, sparql.

    ``also`` are statuses that give no problem document. ``body`` is the schema of what is sent, ``form`` for the
    fields of a form; with ``text`` it may be plain text too. ``sent`` are the media types of the body where there are
    more than JSON and lines of it, ``fields`` those of a form. What ``redirects`` answers 303 and never 200.
    """

    tag: str
    summary: Text
    about: Text
    schema: str = "object"
    media: tuple[str, ...] = ("application/json",)
    takes: tuple[str, ...] = ()
    faults: tuple[int, ...] = ()
    also: tuple[int, ...] = ()
    body: str = ""
    text: bool = False
    sent: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("file", "text")
    revalidates: bool = False
    redirects: bool = False
