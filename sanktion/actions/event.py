from datetime import date

from django.db import transaction
from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.models import (
    Case,
    CaseNumberSeries,
    CaseStatus,
    Citizen,
    JournalEntry,
    MaterialKind,
    NegativeEvent,
    NoteKind,
    User,
)


@transaction.atomic
def register_event(
    citizen: Citizen, *, kind: int, occurred_on: date, origin: str, description: str, by: User, reference=None
) -> NegativeEvent:
    """The same notice sent twice (a double click) is one event: the citizen's row is what the two take turns at."""
    Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    notice = {"citizen": citizen, "kind": kind, "occurred_on": occurred_on, "origin": origin}
    notice["reference"] = reference or None
    if existing := NegativeEvent.objects.filter(**notice).first():
        return existing
    event = NegativeEvent(**notice, description=description)
    event._change_reason = "Registreret"
    event.full_clean()
    event.save()
    return event


@transaction.atomic
def open_case(event: NegativeEvent, *, by: User) -> Case:
    """V024: take up the duty to assess. The event has one case; asking again gives the one already open."""
    event = NegativeEvent.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=event.pk)
    if existing := Case.objects.filter(event=event).first():
        return existing
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
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Sag åbnet på negativ hændelse",
        text=event.description,
        facts=[
            ("Hændelse", event.get_kind_display()),
            ("Dato", long_date(event.occurred_on)),
            ("Indberettet af", event.get_origin_display()),
            *([("Reference", event.reference)] if event.reference else []),
        ],
        material=MaterialKind.EVENT,
        by=by,
    )
    return case
