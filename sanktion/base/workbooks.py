"""Workbooks by openpyxl, see ``spreadsheets``. The same input gives the same bytes, and no disk is met on the way."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from sanktion.base.tables import TableError, inert

DATE_FORM = "dd-mm-yyyy"
MAX_ENTRIES, MAX_COLUMNS, MAX_SHEET_ROWS = 500, 40, 100_000
MAX_UNPACKED = 64 * 1024 * 1024
UNREADABLE = "Filen kan ikke læses som et regneark. Gem den som CSV, og prøv igen"


class MemoryWriter(ExcelWriter):
    """openpyxl's own writer puts each sheet, unencrypted, in a temporary file first."""

    def write_worksheet(self, sheet):
        sheet._drawing = None
        sheet.close()
        sheet._rels = sheet._writer._rels
        self._archive.writestr(sheet.path[1:], sheet._writer.out.getvalue())
        self.manifest.append(sheet)


def write(title: str, header: Iterable[str], rows: Iterable[Iterable[object]], *, at: datetime) -> bytes:
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


def read(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _must_be_small(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows = [(number, _texts(number, row)) for number, row in enumerate(_rows(sheet), start=1)]
    except TableError:
        raise
    except Exception as error:
        # Whatever openpyxl stumbles on in a stranger's file: its own message may quote a cell.
        raise TableError(UNREADABLE) from error
    return iter([(number, cells) for number, cells in rows if any(cells)])


def _must_be_small(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise TableError("Regnearket fylder for meget, når det pakkes ud. Gem det som CSV, og prøv igen")
            # An entity could be unfolded into gigabytes; no spreadsheet program writes any.
            if any(b"<!DOCTYPE" in archive.read(entry)[:4096] for entry in entries):
                raise TableError(UNREADABLE)
    # What zipfile raises for a stranger's file: no archive, damaged, cut off, with places outside the file, packed in a
    # way it doesn't know, encrypted.
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise TableError(UNREADABLE) from error


def _rows(sheet) -> Iterator[tuple]:
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > MAX_SHEET_ROWS:
            raise TableError("Regnearket har for mange rækker. Slet de tomme, eller del det i flere")
        yield row


def _texts(number: int, row: tuple) -> list[str]:
    if any(cell.data_type == "f" for cell in row):
        raise TableError(f"Række {number} indeholder en formel. Gem listen med værdier i stedet for formler")
    return [_text(cell.value) for cell in row]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case float() if value.is_integer():
            return str(int(value))
        case date():
            return f"{value:%d-%m-%Y}"
    return str(value).strip()


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
