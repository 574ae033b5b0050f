"""Spreadsheets out. The same input gives the same bytes, and nothing of it touches the disk on the way."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from sanktion.base.tables import inert

DATE_FORM = "dd-mm-yyyy"


class MemoryWriter(ExcelWriter):
    """openpyxl's own writer puts each sheet, unencrypted, in a temporary file first."""

    def write_worksheet(self, sheet):
        sheet._drawing = None
        sheet.close()
        sheet._rels = sheet._writer._rels
        self._archive.writestr(sheet.path[1:], sheet._writer.out.getvalue())
        self.manifest.append(sheet)


def write_xlsx(title: str, header: Iterable[str], rows: Iterable[Iterable[object]], *, at: datetime) -> bytes:
    """A workbook of one sheet, written row by row. ``at`` stands in it as the time it was made.

    Text that a spreadsheet would run as a formula gets a ``'`` in front, as in ``write_csv``; dates are dates, numbers
    numbers, None is empty and everything else text.
    """
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    sheet = book.create_sheet(title)
    sheet._writer = WorksheetWriter(sheet, out=BytesIO())
    sheet._writer.write_top()
    for row in (header, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    MemoryWriter(book, ZipFile(file, "w", ZIP_DEFLATED)).save()
    return _without_times(file)


def _cell(sheet, value: object):
    match value:
        case None | int() | float():
            return value
        case date():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = DATE_FORM
            return cell
    return inert(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def _without_times(file: BytesIO) -> bytes:
    """The archive again with every entry dated 1980, zip's own beginning, so that the clock leaves no mark."""
    copy = BytesIO()
    with ZipFile(file) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return copy.getvalue()
