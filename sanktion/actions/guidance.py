from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from sanktion.base.danish import long_date
from sanktion.models import Case, CaseDocument, JournalEntry, MaterialKind, NoteKind, User, WrittenGuidance

AFTER_EVENT = "Vejledningen skal være givet senest den dag, hændelsen skete ({:%d-%m-%Y})."
FOREIGN_PAPER = "Dokumentet ligger ikke på sagen."


@transaction.atomic
def record_guidance(case: Case, *, given_on: date, document: CaseDocument, by: User, key=None) -> WrittenGuidance:
    """LAS § 35, stk. 1: when the citizen was guided in writing, and the proving paper. Raises ValidationError."""
    case = Case.objects.select_for_update(of=("self",)).select_related("event").get(pk=case.pk)
    if JournalEntry.objects.written_with(case, key):
        return case.guidances.first()
    if given_on > case.event.occurred_on:
        raise ValidationError({"given_on": AFTER_EVENT.format(case.event.occurred_on)})
    if document.case_id != case.pk:
        raise ValidationError({"document": FOREIGN_PAPER})
    guidance = WrittenGuidance.objects.create(case=case, given_on=given_on, document=document, recorded_by=by)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Skriftlig vejledning registreret",
        facts=[("Givet", long_date(given_on)), ("Dokument", document.full_number)],
        material=MaterialKind.OTHER,
        by=by,
        key=key,
    )
    return guidance
