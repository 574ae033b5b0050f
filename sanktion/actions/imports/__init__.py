"""Load files of addresses, citizens and events: recognised by their header, checked row by row, loaded at once."""

from sanktion.actions.imports.batch import (
    PROGRESS,
    discard,
    discard_left_lying,
    forget_rows,
    run,
    stalled_ids,
    start,
    upload,
)
from sanktion.actions.imports.columns import described_kinds
from sanktion.actions.imports.loading import load_table
from sanktion.actions.imports.outcome import Outcome
from sanktion.actions.imports.preview import ListRow, ListState, look_through
from sanktion.actions.imports.reading import MAX_BYTES, ImportTable, read_import

__all__ = [
    "MAX_BYTES",
    "PROGRESS",
    "ImportTable",
    "ListRow",
    "ListState",
    "Outcome",
    "described_kinds",
    "discard",
    "discard_left_lying",
    "forget_rows",
    "load_table",
    "look_through",
    "read_import",
    "run",
    "stalled_ids",
    "start",
    "upload",
]
