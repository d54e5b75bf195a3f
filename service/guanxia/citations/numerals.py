"""Numbers as citations write them: digits and Chinese numerals, read at a position and written."""

from __future__ import annotations

_DIGITS = {one: value for value, one in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 9
_SHORT = 6


def read(text: str, at: int) -> tuple[int, int] | None:
    """The number at a position and the position behind it; None where there is none or it is too long."""
    end, size = at, len(text)
    if at < size and "0" <= text[at] <= "9":
        while end < size and "0" <= text[end] <= "9" and end - at <= _SHORT:
            end += 1
        return (int(text[at:end]), end) if end - at <= _SHORT else None
    while end < size and (text[end] in _DIGITS or text[end] in _UNITS) and end - at <= _LONGEST:
        end += 1
    if end == at or end - at > _LONGEST:
        return None
    return _value(text[at:end]), end


def _value(numeral: str) -> int:
    """``一百零三``, and figures one by one: ``二〇二〇``."""
    if not any(one in _UNITS for one in numeral):
        return int("".join(str(_DIGITS[one]) for one in numeral))
    total, digit = 0, 0
    for index, one in enumerate(numeral):
        if one in _UNITS:
            total += (digit or (1 if index == 0 or one == "十" else 0)) * _UNITS[one]
            digit = 0
        else:
            digit = _DIGITS[one]
    return total + digit


def written(number: int) -> str:
    """A number up to 9999 in Chinese numerals, as statutes write it; others in figures."""
    if not 0 < number < 10_000:
        return str(number)
    parts: list[str] = []
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            parts.append(("零" if gap and parts else "") + "〇一二三四五六七八九"[digit] + name)
        gap = not digit
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text
