"""Spreadsheets out and in. openpyxl is loaded with the first one: most processes of the system never meet any."""

from collections.abc import Iterable, Iterator
from datetime import datetime

XLSX_START = b"PK\x03\x04"


def write_xlsx(title: str, header: Iterable[str], rows: Iterable[Iterable[object]], *, at: datetime) -> bytes:
    """A workbook of one sheet, written row by row. ``at`` stands in it as the time it was made.

    Text that a spreadsheet would run as a formula gets a ``'`` in front, as in ``write_csv``; dates are dates, numbers
    numbers, None is empty and everything else text.
    """
    from sanktion.base import workbooks

    return workbooks.write(title, header, rows, at=at)


def read_xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that aren't blank, each with its number, as the text a person sees.

    A date is dd-mm-åååå, a whole number has no decimals. Formulas are refused: what they show is not in the file for
    certain. In memory alone, and no more is unpacked than the archive says beforehand. Raises TableError.
    """
    from sanktion.base import workbooks

    return workbooks.read(data)
