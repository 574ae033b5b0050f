"""What the directorate sent, read row by row: nothing is looked up yet. Every row is accounted for."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from sanktion.actions.imports.cells import CellError, cpr_number, day, quoted
from sanktion.actions.imports.columns import plain, without_guard
from sanktion.base.spreadsheets import XLSX_START, read_xlsx
from sanktion.base.tables import Row, Table, TableError, read_table, table_of
from sanktion.models import EventKind
from sanktion.models.case import NUMBER_FORM

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
NAMES = {
    "cpr": "cpr cprnr cprnummer personnummer",
    "case": "sag sagsnr sagsnummer journalnr journalnummer",
    "reference": "reference referencenr registerreference ref underretning",
    "day": "dato haendelsesdato datoforhaendelsen",
    "kind": "haendelse haendelsestype negativhaendelse",
    "outcome": "udfald sanktion afgoerelse",
    "effect": "virkningfra virkning",
    "decided": "afgoerelsesdato afgjort",
    "basis": "paragraf retsgrundlag",
}
COLUMN_OF = {name: column for column, names in NAMES.items() for name in names.split()}
KEYS = ("cpr", "case", "reference")
CPR_LIKE = re.compile(r"[0-9]{5,6}[-– ]?[0-9]{4}")
REGISTER_REFERENCE = re.compile(r"L([0-9]{4,9})-([0-9]{5,9})")
DATE_LIKE = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
KINDS = {str(kind.value): kind.value for kind in EventKind} | {plain(kind.label): kind.value for kind in EventKind}
NO_KEY = "rækken har hverken CPR-nummer, sagsnummer eller reference"
MAX_CELL = 200


@dataclass(slots=True)
class ReadRow:
    """``cells`` hold what could be read, by our own names of the columns; ``fault`` is a sentence for the sender."""

    number: int
    cells: dict[str, str | int] = field(default_factory=dict)
    fault: str = ""
    repeats: int | None = None

    @property
    def keys(self) -> tuple:
        return tuple(sorted((name, str(value)) for name, value in self.cells.items()))


@dataclass(frozen=True, slots=True)
class ReadList:
    rows: list[ReadRow]
    sha256: str
    ignored: tuple[str, ...] = ()


def read_list(data: bytes) -> ReadList:
    """CSV or XLSX, with or without a header. Raises TableError with a sentence for the sender."""
    if len(data) > MAX_BYTES:
        raise TableError("Filen er større end 5 MB. Del den i flere")
    if data.startswith(XLSX_START):
        table = table_of(read_xlsx(data), implied_header=_header_of)
    else:
        table = read_table(data, implied_header=_header_of)
    if len(table.rows) > MAX_ROWS:
        raise TableError(f"Listen har {len(table.rows)} rækker. Der kan højst indlæses 20.000 ad gangen")
    names = _names(table)
    if not table.rows:
        raise TableError("Listen har en overskrift, men ingen rækker")
    rows = [_read(row, names) for row in table.rows]
    _mark_repeated(rows)
    ignored = tuple(header for header in table.header if header not in names.values())
    return ReadList(rows, hashlib.sha256(data).hexdigest(), ignored)


def _names(table: Table) -> dict[str, str]:
    """Our name of a column to the file's own."""
    names: dict[str, str] = {}
    for header in table.header:
        column = COLUMN_OF.get(re.sub(r"[^a-z]", "", plain(header)))
        if column and column not in names:
            names[column] = header
    if not set(KEYS) & set(names):
        raise TableError("Listen skal have en kolonne med CPR-nummer, sagsnummer eller reference")
    return names


def _header_of(cells: list[str]) -> list[str]:
    """Rows without a header are known by what stands in the first of them."""
    found = [_column_like(cell) for cell in cells]
    if not set(KEYS) & set(found):
        return []
    named = [name if name and name not in found[:place] else f"kolonne {place}" for place, name in enumerate(found)]
    return [NAMES[name].split()[0] if name in NAMES else name for name in named]


def _column_like(cell: str) -> str:
    if CPR_LIKE.fullmatch(cell):
        return "cpr"
    if re.fullmatch(NUMBER_FORM, cell):
        return "case"
    if REGISTER_REFERENCE.fullmatch(cell):
        return "reference"
    if DATE_LIKE.fullmatch(cell):
        return "day"
    return "kind" if cell in KINDS else ""


def _read(row: Row, names: dict[str, str]) -> ReadRow:
    found, faults = ReadRow(row.number), []
    if row.extra:
        found.fault = "rækken har flere felter end overskriften"
        return found
    for name, header in names.items():
        text = without_guard(row.values[header])
        if not text:
            continue
        try:
            found.cells[name] = _value(name, text)
        except CellError as error:
            faults.append(str(error))
    if not faults and not set(KEYS) & set(found.cells):
        faults.append(NO_KEY)
    if faults:
        # What can't be used is not kept: the sender has the list.
        found.cells, found.fault = {}, "; ".join(faults)
    return found


def _value(name: str, text: str) -> str | int:
    if name == "cpr":
        # A spreadsheet takes the zero off «0101701234».
        return cpr_number(text.zfill(10) if re.fullmatch(r"[0-9]{9}", text) else text).digits
    if name in ("day", "effect", "decided"):
        return day(text).isoformat()
    if name == "kind":
        return _kind(text)
    if name == "case" and not re.fullmatch(NUMBER_FORM, text):
        raise CellError(f"«{quoted(text)}» er ikke et sagsnummer (åååå-nnnnnnn)")
    if len(text) > MAX_CELL:
        raise CellError("en celle er for lang")
    return text.upper() if REGISTER_REFERENCE.fullmatch(text.upper()) else text


def _kind(text: str) -> int:
    found = KINDS.get(text) or KINDS.get(plain(text))
    if found is None:
        raise CellError(f"hændelsen «{quoted(text)}» kendes ikke; skriv et tal 1-10 eller 99")
    return found


def _mark_repeated(rows: list[ReadRow]) -> None:
    first: dict[tuple, int] = {}
    for row in rows:
        if not row.fault and (number := first.setdefault(row.keys, row.number)) != row.number:
            row.repeats = number


def day_of(cells: dict, name: str) -> date | None:
    return date.fromisoformat(cells[name]) if cells.get(name) else None
