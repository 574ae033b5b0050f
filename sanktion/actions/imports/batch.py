"""From an uploaded file to a report: upload, start, run, throw away."""

import hashlib
import logging
import re

from django.db import InterfaceError, OperationalError, transaction

from sanktion.actions.imports.loading import load_table
from sanktion.actions.imports.outcome import Outcome, chunks
from sanktion.actions.imports.reading import ImportTable, read_import
from sanktion.base import progress
from sanktion.base.acting import acting, system, unit_wide
from sanktion.base.wake import wake
from sanktion.models import ImportBatch, ImportFile, ImportRow, Team, User

logger = logging.getLogger(__name__)
CPR_LIKE = re.compile(r"[0-9]{6}[-–— ]?[0-9]{4}")
PROGRESS = "import"
RIGHT = "sanktion.import_data"
# Asked when it is done, for a file may wait.
NO_RIGHT = "Den, der startede indlæsningen, må ikke længere indlæse filer. Intet fra filen er indlæst."
UNEXPECTED = "Der skete en uventet fejl. Intet fra filen er indlæst, og du kan prøve igen."


@transaction.atomic
def upload(data: bytes, table: ImportTable, *, file_name: str, team: Team | None, by: User) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=table.recognised.kind,
        file_name=safe_file_name(file_name),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_by=by,
        team=team,
        layout={
            "header": table.table.header,
            "ignored": table.recognised.ignored,
            "encoding": table.table.encoding,
            "delimiter": table.table.delimiter,
        },
        rows=len(table.rows),
    )
    ImportFile.objects.create(batch=batch, data=data)
    return batch


def safe_file_name(name: str) -> str:
    """The name says which file it was; a CPR number in it says too much."""
    return CPR_LIKE.sub("…", name)[:100]


@transaction.atomic
def start(batch: ImportBatch, *, left_out: list[int] | None = None, by: User) -> None:
    """The status is what makes it run: if no task gets through, the beat finds the batch. See ``resume_imports``.
    ``left_out`` are the numbers of rows not to load."""
    batch.begin(left_out=left_out, by=by)
    progress.show(PROGRESS, batch.pk, 0)
    wake("sanktion.tasks.run_import", [(batch.pk,)])


def run(batch_id: int) -> None:
    """Load a started batch. Safe to call twice or at the same time: the row stays locked for the whole work, and a
    worker that dies lets go of it with nothing loaded."""
    try:
        with system("Indlæsning af fil"):
            if batch := _lock(batch_id):
                _run(batch)
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the file at fault: it stays started and is taken up again.
        logger.warning("Indlæsning %s blev afbrudt: %s", batch_id, type(error).__name__)
    except Exception as error:
        # Only the kind of error: PostgreSQL's messages quote the row, and so would a traceback.
        logger.error("Indlæsning %s mislykkedes: %s", batch_id, type(error).__name__)
        _fail(batch_id)


def stalled_ids() -> list[int]:
    """Started batches that no worker is busy with."""
    with system("Finder afbrudte indlæsninger"):
        rows = ImportBatch.objects.stalled().select_for_update(of=("self",), skip_locked=True)
        return [batch.pk for batch in rows.order_by("pk")]


@transaction.atomic
def discard(batch: ImportBatch, *, by: User) -> None:
    """Throw an upload away before it is loaded, the file with it."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.may_start:
        locked.delete()


def discard_left_lying() -> int:
    """How many. Safe to run twice; what somebody is just starting is passed over."""
    with system("Indlæsninger, der er blevet liggende, kasseres"):
        rows = ImportBatch.objects.left_lying().select_for_update(of=("self",), skip_locked=True)
        batches = list(rows)
        for batch in batches:
            batch.delete()
    return len(batches)


@transaction.atomic
def forget_rows(batch: ImportBatch, *, by: User) -> None:
    """The refused rows hold personal data; the counts are enough when they have been dealt with."""
    batch.reported_rows.all().delete()


def _lock(batch_id: int) -> ImportBatch | None:
    rows = ImportBatch.objects.running().select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("created_by", "team", "file").filter(pk=batch_id).first()


def _run(batch: ImportBatch) -> None:
    if not batch.created_by.has_perm(RIGHT):
        batch.fail(NO_RIGHT, by=batch.created_by)
        return
    # A file may concern citizens of any team.
    with acting(batch.created_by), unit_wide("Indlæsning af fil"):
        table = read_import(batch.file.data).without(batch.left_out)
        outcome = load_table(table, team=batch.team, by=batch.created_by, tell=progress.teller(PROGRESS, batch.pk))
        _report(batch, outcome)
        batch.file.delete()
        batch.finish(by=batch.created_by, **outcome.counts())


def _report(batch: ImportBatch, outcome: Outcome) -> None:
    for chunk in chunks(outcome.reported):
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch, number=row.number, outcome=row.outcome, content={"cells": row.cells, "faults": row.faults}
            )
            for row in chunk
        )


def _fail(batch_id: int) -> None:
    with system("Indlæsningen mislykkedes"):
        if batch := _lock(batch_id):
            batch.fail(UNEXPECTED, by=batch.created_by)
