"""Many rows with their history, a few statements a thousand rows."""

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from sanktion.actions.imports.outcome import Tell, chunks

REASON = "Indlæst fra fil"


def create(model, objects: list, *, by, tell: Tell | None = None) -> None:
    done = 0
    for chunk in chunks(objects):
        bulk_create_with_history(chunk, model, default_user=by, default_change_reason=REASON)
        done += len(chunk)
        if tell:
            tell(done, len(objects))


def update(model, objects: list, fields: list[str], *, by) -> None:
    for chunk in chunks(objects, 500):
        bulk_update_with_history(chunk, model, fields, default_user=by, default_change_reason=REASON)
