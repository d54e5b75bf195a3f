"""Whether a release holds data on persons: numbers of identity cards, mobile phones and bank cards, and given names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?[0-9](?:[ -]?[0-9]){10,18}[ -]?[0-9Xx]?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9][0-9]{9}")
_IDENTITY = re.compile(r"[1-9][0-9]{5}((?:18|19|20)?[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Hit:
    """``kind`` is ``identity``, ``phone``, ``card`` or ``name``; ``line`` is the statement that holds it."""

    kind: str
    found: str
    line: str


class PersonalData(ValueError):
    """A release that holds data on persons; it is not published."""

    def __init__(self, hits: Collection[Hit]) -> None:
        super().__init__(f"{len(hits)} statements hold data on persons")
        self.hits = tuple(hits)


def hits(lines: Iterable[str], names: Collection[str] = ()) -> Iterator[Hit]:
    """What statements hold of such numbers, and of the names given. Hashes and codes with letters are none."""
    for line in lines:
        for found in _NUMBER.finditer(line):
            if kind := kind_of(found[0]):
                yield Hit(kind, found[0], line)
        for name in names:
            if name in line:
                yield Hit("name", name, line)


def kind_of(text: str) -> str | None:
    """What a number is by its form and check digit; None where it is nothing of the kind."""
    number = re.sub(r"[ -]", "", text)
    if _MOBILE.fullmatch(number):
        return "phone"
    if _identity(number):
        return "identity"
    return "card" if 16 <= len(number) <= 19 and number.isdecimal() and _luhn(number) else None


def _identity(number: str) -> bool:
    """18 digits with a check digit, or the 15 of old, with a day of birth that exists (GB 11643)."""
    parts = _IDENTITY.fullmatch(number)
    if parts is None or len(number) not in (15, 18) or len(parts[1]) != (4 if len(number) == 18 else 2):
        return False
    try:
        date(int(parts[1]) if len(number) == 18 else 1900 + int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return False
    if len(number) == 15:
        return number.isdecimal()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
