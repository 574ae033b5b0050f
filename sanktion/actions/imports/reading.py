"""From the bytes that were sent to a table of a known kind, or a sentence that says why not."""

import re
from dataclasses import dataclass, replace

from sanktion.actions.imports.columns import COLUMNS, Recognised, recognise
from sanktion.base.cpr import CprError, parse
from sanktion.base.tables import Table, TableError, read_table
from sanktion.models import MAX_LIST, ImportKind

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 200_000
HOW_TO_SAVE = "Åbn tabellen i Excel, vælg «Gem som» og filtypen «CSV UTF-8 (semikolonsepareret)», og prøv igen"
# Excel takes the zero off «0101701234».
CPR_LIKE = re.compile(r"[0-9]{5,6}[-– ]?[0-9]{4}")
NO_TABLES = {
    b"PK\x03\x04": "et regneark eller en zip-fil",
    b"\xd0\xcf\x11\xe0": "et regneark i det gamle Excel-format",
    b"%PDF": "en PDF",
    b"\x89PNG": "et billede",
    b"\xff\xd8\xff": "et billede",
    b"GIF8": "et billede",
    b"{\\rtf": "et tekstdokument",
    b"{": "en JSON-fil",
    b"[": "en JSON-fil",
    b"<": "en XML- eller HTML-fil",
}


@dataclass(frozen=True, slots=True)
class ImportTable:
    table: Table
    recognised: Recognised

    @property
    def rows(self):
        return self.table.rows

    @property
    def is_list(self) -> bool:
        """Short enough to be looked through row by row."""
        return self.recognised.kind == ImportKind.EVENTS and len(self.rows) <= MAX_LIST

    def without(self, numbers: list[int]) -> "ImportTable":
        left_out = set(numbers)
        rows = [row for row in self.rows if row.number not in left_out]
        return replace(self, table=replace(self.table, rows=rows))

    def preview(self, count: int = 10) -> list[list[str]]:
        """The first rows as the page shows them: no CPR number in full, and no address."""
        return [
            [_shown(column.name, values[column.name]) for column in self.recognised.shown]
            for values in map(self.recognised.values, self.rows[:count])
        ]


def read_import(data: bytes) -> ImportTable:
    """The table in a file and what it holds. Raises TableError with a sentence for the sender."""
    if len(data) > MAX_BYTES:
        raise TableError("Filen er større end 25 MB. Del den i flere filer")
    if what := next((what for start, what in NO_TABLES.items() if data.startswith(start)), None):
        raise TableError(f"Filen er {what}, ikke en CSV-fil. {HOW_TO_SAVE}")
    try:
        table = read_table(data, implied_header=_header_of_list)
    except TableError as error:
        raise TableError(f"{error}. {HOW_TO_SAVE}" if "tekstfil" in str(error) else str(error)) from None
    if len(table.rows) > MAX_ROWS:
        raise TableError(f"Filen har {len(table.rows)} rækker. Der kan højst indlæses 200.000 ad gangen")
    recognised = recognise(table)
    if not table.rows:
        raise TableError("Filen har en overskrift, men ingen rækker")
    return ImportTable(table, recognised)


def _header_of_list(cells: list[str]) -> list[str]:
    """Lines copied without their header are events, in the order the page tells of: CPR number, kind, date …"""
    if len(cells) < 3 or not CPR_LIKE.fullmatch(cells[0]) or not cells[2][:1].isdigit():
        return []
    columns = COLUMNS[ImportKind.EVENTS]
    required = sum(column.required for column in columns)
    return [column.name for column in columns[: max(required, len(cells))]]


def _shown(name: str, text: str) -> str:
    return masked(text) if name == "cpr" else text[:80]


def masked(text: str) -> str:
    try:
        return parse(text).masked
    except CprError:
        return re.sub(r"[0-9]", "x", text[:20])
