"""What a single cell may hold. Each function gives the value or raises CellError with a sentence for the sender."""

import math
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sanktion.base.cpr import Cpr, CprError, parse
from sanktion.base.tables import Row

DANISH_DATE = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
QUOTED = 40


class CellError(ValueError):
    """The cell can't be used; the message is Danish and meant for the sender."""


@dataclass(slots=True)
class Draft:
    """One row on its way in: its cells, what they came to, and what is wrong with them."""

    row: Row
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def read(self, column: str, parse_cell: Callable[[str], Any], *, into: str | None = None) -> None:
        """A column that the file lacks leaves no value, so that nothing is changed by it."""
        if column not in self.cells:
            return
        try:
            self.values[into or column] = parse_cell(self.cells[column])
        except CellError as error:
            self.faults.append((column, str(error)))

    def reject(self, column: str, sentence: str) -> None:
        self.faults.append((column, sentence))


def check_width(draft: Draft, names: dict[str, str]) -> None:
    """A row with too few or too many cells is shifted: none of its cells can be trusted."""
    if draft.row.extra:
        draft.reject("", "rækken har flere felter end overskriften; mangler der anførselstegn om en tekst?")
    elif missing := [header for header in names.values() if header in draft.row.missing]:
        draft.reject("", f"rækken er for kort: {', '.join(missing)} mangler")


def cpr_number(text: str) -> Cpr:
    try:
        return parse(text)
    except CprError as error:
        raise CellError(str(error)) from None


def day(text: str, *, what: str = "datoen") -> date:
    danish, iso = DANISH_DATE.fullmatch(text), ISO_DATE.fullmatch(text)
    if not danish and not iso:
        raise CellError(f"{what} mangler" if not text else f"{what} skal skrives dd-mm-åååå eller åååå-mm-dd")
    year, month, number = map(int, iso.groups() if iso else reversed(danish.groups()))
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError(f"{what} findes ikke") from None


def optional_day(text: str) -> date | None:
    return day(text) if text else None


def required_text(what: str, limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text:
            raise CellError(f"{what} mangler")
        return _within(text, what, limit)

    return read


def optional_text(what: str, limit: int) -> Callable[[str], str]:
    return lambda text: _within(text, what, limit)


def yes_or_no(text: str) -> bool:
    answers = {"ja": True, "nej": False}
    if text.casefold() not in answers:
        raise CellError("skal være ja eller nej")
    return answers[text.casefold()]


def identifier(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise CellError("id'et mangler" if not text else "id'et er ikke gyldigt") from None


def number_within(low: float, high: float, sentence: str) -> Callable[[str], float | None]:
    """A decimal number with point or comma; nothing for an empty cell."""

    def read(text: str) -> float | None:
        if not text:
            return None
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            raise CellError(sentence)
        return number

    return read


def quoted(text: str) -> str:
    """What the sender wrote, short enough for a sentence."""
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _within(text: str, what: str, limit: int) -> str:
    if len(text) > limit:
        raise CellError(f"{what} må højst fylde {limit} tegn")
    return text
