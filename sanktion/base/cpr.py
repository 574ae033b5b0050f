"""CPR numbers: reading, checking and showing them.

A ``Cpr`` hides its number in ``repr`` and ``str``, so that it can't reach a log line by accident.
Sources: cpr.dk «Opbygning af CPR-nummeret», «Personnumre uden kontrolciffer», «Erstatningspersonnummer».
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from sanktion.base.danish import month_name

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Authorities make replacement numbers for people without a CPR number by adding 60 to the day.
REPLACEMENT_OFFSET = 60
LEAP_YEAR = 2000
SEPARATORS = re.compile(r"[\s\-‐‑–—]")


class CprError(ValueError):
    """The text is no CPR number; the message is Danish and meant for the user."""


@dataclass(frozen=True, slots=True, repr=False)
class Cpr:
    """Ten digits with a possible birth date. Made by ``parse``."""

    digits: str
    birth_date: date
    is_replacement: bool

    def __repr__(self) -> str:
        return "Cpr(…)"

    __str__ = __repr__

    @property
    def formatted(self) -> str:
        """DDMMYY-SSSS."""
        return f"{self.digits[:6]}-{self.digits[6:]}"

    @property
    def masked(self) -> str:
        """DDMMYY-xxxx, for lists."""
        return f"{self.digits[:6]}-xxxx"

    @property
    def has_valid_checksum(self) -> bool:
        """Modulus 11. False is at most worth a warning: numbers without it are given since 1 October 2007."""
        return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, self.digits, strict=True)) % 11 == 0


def normalise(text: str) -> str:
    """The text without spaces and dashes: the form that is looked up and encrypted."""
    return SEPARATORS.sub("", text)


def parse(text: str) -> Cpr:
    """The number in ``text``, written with or without spaces and dash. Raises CprError."""
    digits = normalise(text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise CprError("CPR-nummer skal have ti cifre")
    day, month = int(digits[:2]), int(digits[2:4])
    is_replacement = day > REPLACEMENT_OFFSET
    if is_replacement:
        day -= REPLACEMENT_OFFSET
    return Cpr(digits, _birth_date(day, month, _year(digits)), is_replacement)


def _year(digits: str) -> int:
    """The century follows from the seventh digit (and from the year when that is 4-9)."""
    seventh, year = int(digits[6]), int(digits[4:6])
    if seventh <= 3:
        return 1900 + year
    if seventh in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def _birth_date(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise CprError(f"ugyldig dato i CPR-nummer ({month}. måned)")
    if not 1 <= day <= calendar.monthrange(LEAP_YEAR, month)[1]:
        raise CprError(f"ugyldig dato i CPR-nummer ({day}. {month_name(month)})")
    try:
        return date(year, month, day)
    except ValueError:
        raise CprError(f"ugyldig dato i CPR-nummer ({day}. {month_name(month)} {year})") from None
