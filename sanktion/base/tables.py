"""Tables that people send: CSV from Excel and from other systems in, CSV for Danish Excel out."""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain
from typing import NamedTuple

from django.utils.timezone import localtime

SEPARATORS = ";,\t|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How .xlsx (a zip) and .xls files begin.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Excel and LibreOffice read a cell beginning with one of these as a formula (OWASP, «CSV Injection»).
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
MOST_SHARED = 2_000


class TableError(ValueError):
    """The file can't be read as a table; the message is Danish and meant for the sender."""


class Row(NamedTuple):
    """``number`` is Excel's row number: the header row is usually 1, blank rows count, and a row with line breaks
    inside quotes counts once. ``missing`` names the columns the row is too short for (their value is ""),
    ``extra`` holds the filled cells beyond the header."""

    number: int
    values: dict[str, str]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    encoding: str
    delimiter: str
    header: list[str]
    rows: list[Row]


def read_table(data: bytes, *, implied_header: Callable[[list[str]], list[str]] = lambda cells: []) -> Table:
    """The table in a CSV file: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.

    The separator is the one of ``; , tab |`` the first line has most of, a tab before all; Excel's ``sep=`` line is
    obeyed. Spaces around cells are stripped and blank rows skipped. ``implied_header`` is given the first row and may
    answer with the header it lacks: it is then data. Raises TableError.
    """
    encoding, text = _decode(data)
    delimiter, numbered = _numbered_cells(text)
    return table_of(numbered, encoding=encoding, delimiter=delimiter, implied_header=implied_header)


def table_of(
    numbered: Iterator[tuple[int, list[str]]],
    *,
    encoding: str = "",
    delimiter: str = "",
    implied_header: Callable[[list[str]], list[str]] = lambda cells: [],
) -> Table:
    """The table in rows that are numbered as the sender's program does, none of them blank. Raises TableError."""
    number, cells = next(numbered, (0, []))
    if implied := implied_header(cells):
        numbered = chain([(number, cells)], numbered)
    header = implied or _header(cells)
    return Table(encoding, delimiter, header, [_row(header, number, cells) for number, cells in numbered])


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV file for Danish Excel: UTF-8 with byte order mark, ``;``, CRLF.

    Text that a spreadsheet would run as a formula gets a ``'`` in front; so does a phone number like «+45 …», which
    Excel would otherwise turn into a number. Numbers get a decimal comma, dates are dd-mm-åååå, moments dd-mm-åååå
    tt:mm in local time, None is empty.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def inert(text: str) -> str:
    """The text as no spreadsheet will run it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(SPREADSHEETS):
        raise TableError("Filen er et regneark. Gem den som CSV (semikolonsepareret), og prøv igen")
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    try:
        encoding, text = (encoding, data.decode(encoding)) if encoding else _guess(data)
    except UnicodeDecodeError:
        raise TableError("Filen er ikke en tekstfil (CSV)") from None
    if "\0" in text:
        raise TableError("Filen er ikke en tekstfil (CSV)")
    if not text.strip():
        raise TableError("Filen er tom")
    return encoding, text


def _guess(data: bytes) -> tuple[str, str]:
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", data.decode("cp1252")


def _numbered_cells(text: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The delimiter and the rows that aren't blank."""
    told = re.match(r'"?sep=([;,\t|])"?\r?\n', text, re.IGNORECASE)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(body)
    return delimiter, _rows(csv.reader(StringIO(body, newline=""), delimiter=delimiter, strict=True), 2 if told else 1)


def _delimiter(text: str) -> str:
    first_line = next((line for line in text.splitlines() if line.strip(SEPARATORS + ' "')), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first_line)
    # Nobody types a tab in a text: one is enough, however many commas there are.
    return "\t" if "\t" in outside_quotes else max(SEPARATORS, key=outside_quotes.count)


def _rows(reader, number: int) -> Iterator[tuple[int, list[str]]]:
    known: dict[str, str] = {}
    while True:
        try:
            cells = [_shared(cell.strip(), known) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise TableError(f"Række {number}: et anførselstegn mangler eller står forkert") from None
        if any(cells):
            yield number, cells
        number += 1


def _shared(text: str, known: dict[str, str]) -> str:
    """Of what a column says again and again, one text is held in memory and not one for each row."""
    if len(known) < MOST_SHARED:
        return known.setdefault(text, text)
    return known.get(text, text)


def _header(cells: list[str]) -> list[str]:
    header = [" ".join(cell.split()) for cell in _without_blank_tail(cells)]
    if not header:
        raise TableError("Filen er tom")
    seen: set[str] = set()
    for place, name in enumerate(header, start=1):
        if not name:
            raise TableError(f"Kolonne {place} har ingen overskrift")
        if name.casefold() in seen:
            raise TableError(f"Overskriften «{name}» står to gange")
        seen.add(name.casefold())
    return header


def _row(header: list[str], number: int, cells: list[str]) -> Row:
    if len(cells) == len(header):
        return Row(number, dict(zip(header, cells, strict=True)))
    missing = tuple(header[len(cells) :])
    extra = tuple(_without_blank_tail(cells[len(header) :]))
    return Row(number, dict.fromkeys(header, "") | dict(zip(header, cells, strict=False)), missing, extra)


def _without_blank_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case int() | float() | Decimal():
            return str(value).replace(".", ",")
        case datetime():
            return f"{localtime(value):%d-%m-%Y %H:%M}"
        case date():
            return f"{value:%d-%m-%Y}"
    return inert(str(value))
