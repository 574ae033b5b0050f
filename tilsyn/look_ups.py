"""How the keyed look-ups of this app are made again when the key is changed."""

from sanktion.base.sealed import LookUp, register_look_up
from tilsyn.models import SelectionRow


def register_all() -> None:
    # A number of round 2 is held against the row of round 1 by the database itself, so all change in one transaction.
    register_look_up(SelectionRow, "cpr_lookup", LookUp(_digits, is_compared=True))


def _digits(row: SelectionRow) -> str | None:
    return row.cells.get("cpr") if row.cells else None
