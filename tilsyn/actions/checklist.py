"""V075: a new version of the directorate's checklist."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from sanktion.models import User
from tilsyn.models import ChecklistItem, ChecklistVersion


@transaction.atomic
def new_checklist(*, valid_from: date, source: str, reason: str, items: list[tuple[str, int | None]], by: User):
    """``items`` are (question, kind of § 7 or None) in their order. Raises ValidationError."""
    if ChecklistVersion.objects.filter(valid_from=valid_from).exists():
        raise ValidationError("Der er allerede en tjekliste, der gælder fra den dag.")
    version = ChecklistVersion.objects.create(valid_from=valid_from, source=source, reason=reason, made_by=by)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(version=version, position=position, text=text, kind=kind)
        for position, (text, kind) in enumerate(items, start=1)
    )
    return version
