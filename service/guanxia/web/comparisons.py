"""Answers given before: an uploaded one beside today's, and what a permalink says of the answer it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxia import replay
from guanxia.comparison import compare
from guanxia.web.answering import answer

if TYPE_CHECKING:
    from guanxia.app import Service

MAX_ANSWER = 2_000_000
SEAL = ("release", "sha256")
_RELEASE = re.compile(r"[0-9A-Za-z.+_-]{1,80}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def compared(service: Service, body: bytes) -> dict[str, Any]:
    """The comparison of a saved answer with the answer of this release, and the question that both answer.

    Raises Problem where the text holds no answer, or a question that this release cannot take.
    """
    given = replay.read(body)
    again = answer(service, replay.case_of(given, service.laws), "/input/")
    return {**compare(body.strip(), given, again), "question": replay.question_of(given)}


@dataclass(frozen=True, slots=True)
class Seal:
    """What a permalink tells of its answer, and how today's stands to it.

    ``state``: ``same`` (this very answer), ``altered`` (same release, other hash: the question was changed),
    ``equal`` (another release, the same content), ``changed`` (another release and content), ``broken``.
    """

    release: str
    sha256: str
    state: str


def seal_of(arguments: Mapping[str, str], found: Mapping[str, Any]) -> Seal | None:
    """How the answer found stands to the one that a permalink names; None where it names none."""
    release, sha256 = (arguments.get(key, "") for key in SEAL)
    if not release and not sha256:
        return None
    if not _RELEASE.fullmatch(release) or not _HASH.fullmatch(sha256):
        return Seal("", "", "broken")
    if release == found["release"]:
        return Seal(release, sha256, "same" if sha256 == found["sha256"] else "altered")
    return Seal(release, sha256, "equal" if replay.hash_of(found, release=release) == sha256 else "changed")
