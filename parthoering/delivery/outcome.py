"""What a delivery's fate means for its case: the deadline follows the letter, and a letter lost is never silent."""

from django.utils import timezone

from parthoering.models import Delivery, Hearing
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseStatus, JournalEntry, MaterialKind, NoteKind


def note_outcome(delivery: Delivery) -> None:
    """Called when a delivery got further or was lost, in the same transaction, with the case locked."""
    hearing = Hearing.objects.filter(letter=delivery.document_id).select_related("case", "letter").first()
    if delivery.is_undelivered:
        _tell_lost(delivery, hearing)
    elif hearing and hearing.is_open:
        _follow(hearing)


def _tell_lost(delivery: Delivery, hearing: Hearing | None) -> None:
    case = delivery.document.case
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Et brev nåede ikke frem",
        facts=[
            ("Dokument", delivery.document.full_number),
            ("Modtager", delivery.addressee),
            ("Sendt med", delivery.get_channel_display()),
            ("Besked", f"{delivery.get_status_display()}: {delivery.error_code or 'uden kode'}"),
        ],
        material=MaterialKind.EXPLANATION if hearing else None,
        by=None,
    )
    if hearing and hearing.is_open and delivery.is_required:
        # Someone must look today: it is the first thing in the work queue.
        Case.objects.get(pk=case.pk).move_due(timezone.localdate(), reason="Brevet nåede ikke frem")


def _follow(hearing: Hearing) -> None:
    """The citizen's time became longer than the letter says."""
    case, last_day = Case.objects.get(pk=hearing.case_id), hearing.runs_until
    if case.status != CaseStatus.HEARING or last_day is None or last_day <= case.next_due:
        return
    case.move_due(last_day, reason="Svarfristen følger brevet")
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Borgeren har længere tid til at svare",
        text="Brevet var fremme senere, end det blev regnet med, da det blev skrevet.",
        facts=[("Svarfrist i brevet", long_date(hearing.deadline)), ("Svar senest", long_date(last_day))],
        material=MaterialKind.EXPLANATION,
        by=None,
    )
