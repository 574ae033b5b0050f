"""What the sender gets back: the refused rows as a file that can be corrected and loaded again."""

from sanktion.actions.imports.columns import COLUMNS, plain
from sanktion.actions.imports.matching import citizens_by_cpr
from sanktion.base.acting import unit_wide
from sanktion.base.cpr import CprError, parse
from sanktion.base.tables import write_csv
from sanktion.models import Citizen, ImportBatch

FAULT_COLUMN = "fejl"


def rejected_csv(batch: ImportBatch) -> bytes:
    """The same columns as the file, and last what is wrong. Its own fault column is replaced, not doubled."""
    header = batch.layout["header"]
    kept = [place for place, name in enumerate(header) if plain(name) != FAULT_COLUMN]
    rows = (
        [*(row.cells[place] for place in kept), "; ".join(sentence for _column, sentence in row.faults)]
        for row in batch.reported_rows.rejected().iterator()
    )
    return write_csv([*(header[place] for place in kept), FAULT_COLUMN], rows)


@unit_wide("Rækker i en fil kan nævne borgere fra alle teams")
def citizens_in(cpr_cells: list[str]) -> list[Citizen]:
    """The citizens that rows about to be shown are about, for the access log."""
    ids = citizens_by_cpr(digits for digits in map(_digits, cpr_cells) if digits)
    return list(Citizen.objects.filter(pk__in=ids.values()).order_by("pk").only("pk"))


def rejected_citizens(batch: ImportBatch) -> list[Citizen]:
    header = [plain(name) for name in batch.layout["header"]]
    if batch.kind not in (kind for kind, columns in COLUMNS.items() if columns[0].name == "cpr"):
        return []
    place = header.index("cpr")
    return citizens_in([row.cells[place] for row in batch.reported_rows.rejected().iterator()])


def _digits(cell: str) -> str | None:
    try:
        return parse(cell).digits
    except CprError:
        return None
