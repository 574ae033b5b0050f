from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.base.uploads import typeset
from sanktion.models import (
    Case,
    CaseDocument,
    CaseNumberSeries,
    CaseStatus,
    Citizen,
    EventNotice,
    JournalEntry,
    MaterialKind,
    NegativeEvent,
    NoteKind,
    User,
)
from sanktion.models.event_details import Details

PDF_START = b"%PDF-"
DECIDED = "Sagen er afgjort. Hændelsens oplysninger kan ikke ændres."


@transaction.atomic
def register_event(
    citizen: Citizen,
    *,
    kind: int,
    occurred_on: date,
    origin: str,
    description: str,
    by: User,
    reference: str | None = None,
    details: Details | None = None,
    notice: bytes | None = None,
) -> NegativeEvent:
    """The same notice sent twice (a double click) is one event: the citizen's row is what the two take turns at.

    Without ``details`` they are still to be filled in. ``notice`` is the PDF the event came with (V068).
    """
    Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    identity = {"citizen": citizen, "kind": kind, "occurred_on": occurred_on, "origin": origin}
    identity["reference"] = reference or None
    if existing := NegativeEvent.objects.filter(**identity).first():
        return existing
    event = NegativeEvent(**identity, description=description)
    if details is not None:
        event.fill_in(details)
    event._change_reason = "Registreret"
    event.full_clean()
    event.save()
    if notice:
        EventNotice.objects.create(event=event, data=notice, received_by=by)
    return event


@transaction.atomic
def fill_in_event(event: NegativeEvent, *, details: Details, notice: bytes | None = None, by: User) -> None:
    """Raises ValidationError when the case is decided. What changes under a case is told in its journal."""
    event = NegativeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    case = Case.objects.select_for_update(of=("self",)).filter(event=event).first()
    if case and not case.is_open:
        raise ValidationError(DECIDED)
    if details != event.details:
        event.fill_in(details)
        event._change_reason = "Oplysninger udfyldt"
        event.full_clean()
        event.save()
        if case:
            _tell(case, event, "Hændelsens oplysninger er udfyldt", by=by)
    if notice and not EventNotice.objects.filter(event=event).exists():
        received = EventNotice.objects.create(event=event, data=notice, received_by=by)
        if case:
            document = _file_notice(case, notice_pdf(received), by=by)
            _tell(case, event, "Underretning om hændelsen er arkiveret", document, by=by)


@transaction.atomic
def open_case(event: NegativeEvent, *, by: User) -> Case:
    """V024: take up the duty to assess. The event has one case; asking again gives the one already open."""
    return take_up(
        NegativeEvent.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=event.pk), by=by
    )


def take_up(event: NegativeEvent, *, by: User) -> Case:
    """``open_case`` for one who has the event locked already."""
    if existing := Case.objects.filter(event=event).first():
        return existing
    notice = EventNotice.objects.filter(event=event).first()
    # Drawn before the number is taken: until the case is stored, nobody else gets one.
    paper = notice_pdf(notice) if notice else None
    case = Case(
        number=CaseNumberSeries.next_number(timezone.localdate().year),
        citizen=event.citizen,
        event=event,
        team_id=event.citizen.team_id,
        owner=by,
        next_due=Case.goal_for(CaseStatus.REGISTERED),
    )
    case._change_reason = "Sagen er åbnet"
    case.save()
    document = _file_notice(case, paper, by=by) if paper else None
    _tell(case, event, "Sag åbnet på negativ hændelse", document, text=event.description, by=by)
    return case


def notice_pdf(notice: EventNotice) -> bytes:
    """The notice as a paper: the PDF that came, or the line of a list, typeset."""
    return notice.data if notice.data.startswith(PDF_START) else typeset(notice.data.decode()).data


def _file_notice(case: Case, paper: bytes, *, by: User) -> CaseDocument:
    return file_document(
        case,
        title="Underretning om hændelsen",
        kind=MaterialKind.EVENT,
        render=lambda number: paper,
        by=by,
    )


def _tell(
    case: Case, event: NegativeEvent, heading: str, document: CaseDocument | None = None, *, text: str = "", by: User
) -> None:
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading=heading,
        text=text,
        facts=[
            ("Hændelse", event.get_kind_display()),
            ("Dato", long_date(event.occurred_on)),
            ("Indberettet af", event.get_origin_display()),
            *([("Reference", event.reference)] if event.reference else []),
            *event.facts,
            *([("Dokument", document.full_number)] if document else []),
        ],
        material=MaterialKind.EVENT,
        by=by,
    )
