"""Which of the formats offered a request accepts best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MIMEAccept

from guanxia.model import Text
from guanxia.problems import Fault, Problem


def best(accepted: MIMEAccept, offered: Sequence[str]) -> str:
    """The media type with the highest quality, the first of equals. Raises Problem with the list if there is none."""
    if not accepted:
        return offered[0]
    ranked = [(_quality(accepted, one), -number, one) for number, one in enumerate(offered)]
    quality, _, found = max(ranked)
    if quality <= 0:
        raise none_of(offered, "Accept")
    return found


def none_of(offered: Sequence[str], pointer: str) -> Problem:
    """The refusal of a format that is not offered; ``pointer`` is the header or parameter that asks for it."""
    listed = ", ".join(offered)
    text = Text(
        f"{pointer} 所要的格式都不提供。可用的格式：{listed}。",
        f"None of the formats in {pointer} is offered: {listed}.",
    )
    return Problem("not-acceptable", text, [Fault("not-acceptable", pointer, text, tuple(offered))])


def _quality(accepted: MIMEAccept, media_type: str) -> float:
    """The quality of the range that names a type most closely; 0 where none does."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [quality for name, quality in accepted if name.partition(";")[0].strip().lower() == wanted]
        if found:
            return max(found)
    return 0.0
