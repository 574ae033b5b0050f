"""Which columns each kind of file has, and how its kind is told from its header."""

from dataclasses import dataclass
from typing import NamedTuple

from sanktion.base.danish import listing
from sanktion.base.tables import FORMULA_STARTS, Row, Table, TableError
from sanktion.models import ImportKind


class Column(NamedTuple):
    name: str
    label: str
    required: bool = True
    shown: bool = True


COLUMNS = {
    ImportKind.EVENTS: (
        Column("cpr", "CPR-nummer"),
        Column("haendelse", "Hændelse"),
        Column("dato", "Dato"),
        Column("indberetter", "Indberetter"),
        Column("reference", "Reference"),
        Column("beskrivelse", "Beskrivelse", required=False),
    ),
    ImportKind.CITIZENS: (
        Column("cpr", "CPR-nummer"),
        Column("fornavn", "Fornavn"),
        Column("efternavn", "Efternavn"),
        Column("adresse_id", "Adresse-id", shown=False),
        Column("betegnelse", "Adresse", required=False, shown=False),
        Column("matchkategori", "Matchkategori", required=False),
        Column("matchkategori_fra", "Matchkategori fra", required=False),
        Column("matchkategori_begrundelse", "Begrundelse for matchkategori", required=False, shown=False),
        Column("matchkategori_vurderet_af", "Matchkategori vurderet af", required=False),
        Column("maalgruppe", "Målgruppe", required=False),
        Column("maalgruppe_fra", "Målgruppe fra", required=False),
        Column("ydelse", "Ydelse", required=False),
        Column("jobsoegende_fra", "Jobsøgende fra", required=False),
        Column("digital_post", "Digital Post", required=False),
        Column("adressebeskyttet_til", "Adressebeskyttet til", required=False),
        Column("telefon", "Telefon", required=False),
        Column("cpr_status", "CPR-status", required=False),
    ),
    # DAWA's own names, as its CSV has them.
    ImportKind.ADDRESSES: (
        Column("id", "Adresse-id", shown=False),
        Column("vejnavn", "Vejnavn"),
        Column("husnr", "Husnr."),
        Column("etage", "Etage", required=False),
        Column("dør", "Dør", required=False),
        Column("supplerendebynavn", "Supplerende bynavn", required=False),
        Column("postnr", "Postnr."),
        Column("postnrnavn", "Postdistrikt"),
        Column("kommunekode", "Kommunekode"),
        Column("kommunenavn", "Kommune"),
        Column("etrs89koordinat_øst", "Øst", required=False, shown=False),
        Column("etrs89koordinat_nord", "Nord", required=False, shown=False),
        Column("wgs84koordinat_bredde", "Bredde", required=False),
        Column("wgs84koordinat_længde", "Længde", required=False),
        Column("adgangsadresseid", "Adgangsadresse-id", shown=False),
        Column("betegnelse", "Adresse", required=False, shown=False),
    ),
}
ROW_LABEL = "Hele rækken"
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "_", "-": "_"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """``names`` maps our name of a column to the file's own; ``ignored`` are the file's columns that nobody reads."""

    kind: ImportKind
    names: dict[str, str]
    ignored: tuple[str, ...]

    def label(self, name: str) -> str:
        return next((column.label for column in COLUMNS[self.kind] if column.name == name), ROW_LABEL)

    def values(self, row: Row) -> dict[str, str]:
        """Under our names; the row's own dictionary where it says the same, so that a large file is held once."""
        values = {name: without_guard(row.values[header]) for name, header in self.names.items()}
        return row.values if row.values == values else values

    @property
    def shown(self) -> list[Column]:
        return [column for column in COLUMNS[self.kind] if column.shown and column.name in self.names]


def recognise(table: Table) -> Recognised:
    """What the header says that the file holds. Raises TableError naming the columns that are missing."""
    found = {plain(header): header for header in table.header}
    kind = max(ImportKind, key=lambda kind: _share_present(kind, found))
    if _share_present(kind, found) == 0:
        raise TableError(_unknown_header())
    if missing := [column.name for column in COLUMNS[kind] if column.required and plain(column.name) not in found]:
        noun = "kolonnen" if len(missing) == 1 else "kolonnerne"
        names = listing([f"«{name}»" for name in missing])
        raise TableError(f"Filen ligner en fil med {kind.label.lower()}, men {noun} {names} mangler")
    names = {column.name: found[plain(column.name)] for column in COLUMNS[kind] if plain(column.name) in found}
    return Recognised(kind, names, tuple(header for header in table.header if header not in names.values()))


def described_kinds() -> list[dict[str, str]]:
    """What each kind of file must and may have, in words."""
    return [
        {
            "label": kind.label,
            "required": ", ".join(column.name for column in COLUMNS[kind] if column.required),
            "optional": ", ".join(column.name for column in COLUMNS[kind] if not column.required),
        }
        for kind in ImportKind
    ]


def plain(header: str) -> str:
    """A header however it is typed: «Hændelse» and «haendelse» are one column."""
    return header.casefold().translate(LETTERS)


def without_guard(text: str) -> str:
    """Our own CSV puts a ``'`` before what a spreadsheet would run; loaded again, the cell is what it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _share_present(kind: ImportKind, found: dict[str, str]) -> float:
    required = [column for column in COLUMNS[kind] if column.required]
    return sum(plain(column.name) in found for column in required) / len(required)


def _unknown_header() -> str:
    kinds = [f"{kind['label'].lower()}: {kind['required']}" for kind in described_kinds()]
    return f"Kolonnernes overskrifter er ikke genkendt. Filen skal mindst have – {'; '.join(kinds)}"
