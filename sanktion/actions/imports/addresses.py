"""Public addresses as DAWA's CSV has them; an address is known by its id."""

from typing import Any

from sanktion.actions.imports.cells import (
    CellError,
    Draft,
    check_width,
    identifier,
    number_within,
    optional_text,
    required_text,
)
from sanktion.actions.imports.outcome import Outcome, Tell, chunks
from sanktion.actions.imports.reading import ImportTable
from sanktion.models import Address

OUTSIDE = "koordinaten ligger uden for Danmark"
# Column of the file, field, reader. The ranges hold Denmark with Bornholm, in ETRS89/UTM32 and WGS84.
READERS = (
    ("id", "id", identifier),
    ("vejnavn", "street", required_text("vejnavnet", 40)),
    ("husnr", "house_number", required_text("husnummeret", 4)),
    ("etage", "floor", optional_text("etagen", 3)),
    ("dør", "door", optional_text("døren", 4)),
    ("supplerendebynavn", "locality", optional_text("bynavnet", 34)),
    ("postnr", "postcode", lambda text: _four_digits(text, "postnummeret")),
    ("postnrnavn", "post_district", required_text("postdistriktet", 20)),
    ("kommunekode", "municipality_code", lambda text: _four_digits(text, "kommunekoden")),
    ("kommunenavn", "municipality", required_text("kommunens navn", 40)),
    ("etrs89koordinat_øst", "easting", number_within(400_000, 1_000_000, OUTSIDE)),
    ("etrs89koordinat_nord", "northing", number_within(6_000_000, 6_500_000, OUTSIDE)),
    ("wgs84koordinat_bredde", "latitude", number_within(54, 58.5, OUTSIDE)),
    ("wgs84koordinat_længde", "longitude", number_within(7, 16, OUTSIDE)),
    ("adgangsadresseid", "access_address_id", identifier),
)


def load(table: ImportTable, *, team, by, tell: Tell) -> Outcome:
    outcome = Outcome(table.recognised, rows=len(table.rows))
    drafts = [_check(Draft(row, table.recognised.values(row)), table.recognised.names) for row in table.rows]
    tell(2, 10)
    fields = [field for column, field, _reader in READERS if column in table.recognised.names]
    stored = _stored([draft.values["id"] for draft in drafts if not draft.faults], fields)
    tell(4, 10)
    changed = _sort_out(drafts, stored, outcome)
    _save([Address(**values) for values in changed], fields, tell)
    outcome.updated = sum(values["id"] in stored for values in changed)
    outcome.loaded = len(changed) - outcome.updated
    return outcome


def _check(draft: Draft, names: dict[str, str]) -> Draft:
    check_width(draft, names)
    if not draft.faults:
        for column, field, reader in READERS:
            draft.read(column, reader, into=field)
    return draft


def _stored(ids: list, fields: list[str]) -> dict[Any, dict]:
    found: dict[Any, dict] = {}
    for chunk in chunks(ids):
        found |= {row["id"]: row for row in Address.objects.filter(id__in=chunk).values(*fields)}
    return found


def _sort_out(drafts: list[Draft], stored: dict[Any, dict], outcome: Outcome) -> list[dict]:
    """The values of new and changed addresses; the other rows are counted or reported."""
    first: dict[Any, Draft] = {}
    for draft in drafts:
        if draft.faults:
            outcome.reject(draft)
        elif earlier := first.get(draft.values["id"]):
            _report_repeat(draft, earlier, outcome)
        else:
            first[draft.values["id"]] = draft
    changed = [draft.values for key, draft in first.items() if stored.get(key) != draft.values]
    outcome.already += len(first) - len(changed)
    return changed


def _report_repeat(draft: Draft, earlier: Draft, outcome: Outcome) -> None:
    sentence = f"samme adresse står også i række {earlier.row.number}"
    if draft.values == earlier.values:
        outcome.repeat(draft, "id", sentence)
    else:
        draft.reject("id", f"{sentence} med andre oplysninger")
        outcome.reject(draft)


def _save(addresses: list[Address], fields: list[str], tell: Tell) -> None:
    done = 0
    for chunk in chunks(addresses):
        for address in chunk:
            address.sort_key = address.make_sort_key()
        Address.objects.bulk_create(
            chunk, update_conflicts=True, unique_fields=["id"], update_fields=[*fields[1:], "sort_key"]
        )
        done += len(chunk)
        tell(4 * len(addresses) + 6 * done, 10 * len(addresses))


def _four_digits(text: str, what: str) -> str:
    # Excel takes the zero off «0461».
    digits = text.zfill(4)
    if not (text.isascii() and text.isdigit() and len(digits) == 4):
        raise CellError(f"{what} skal være fire cifre")
    return digits
