"""Registering what the directorate asks for, and putting it right when the directorate tells otherwise."""

from datetime import date
from uuid import UUID

from django.db import transaction

from sanktion.base.uploads import Cleaned
from sanktion.models import User
from tilsyn.actions.copies import follow_visit
from tilsyn.actions.papers import file_paper
from tilsyn.models import Directorate, PaperKind, Supervision, SupervisionForm, SupervisionPaper, SupervisionStatus

NOTICE_TITLES = {
    SupervisionForm.CENTRAL_SAMPLE: "Anmodning om central stikprøvekontrol",
    SupervisionForm.VISIT: "Varsel om tilsynsbesøg",
    SupervisionForm.SPOT_SURVEY: "Anmodning om spotundersøgelse",
}


class NoDirectorate(Exception):
    """Nobody has written who supervises on that day. The message is for the user."""


class RequestNotChanged(Exception):
    """The request can't be changed so. The message is for the user."""


@transaction.atomic
def register_supervision(
    *,
    form: str,
    way: str,
    received_on: date,
    by: User,
    key: UUID | None = None,
    notice: Cleaned | None = None,
    **facts,
) -> Supervision:
    """One request, with the directorate's letter as its first paper when there is one (V021).

    The same ``key`` twice (a double click) gives the one already registered. Raises NoDirectorate.
    """
    number = Supervision.objects.next_in(received_on.year)
    if key and (made := Supervision.objects.filter(key=key).first()):
        return made
    supervision = Supervision(form=form, way=way, received_on=received_on, **facts)
    supervision.directorate = _directorate_on(received_on)
    supervision.key = key or supervision.key
    supervision.year, supervision.sequence = received_on.year, number
    supervision.number = f"{supervision.year}-{supervision.sequence}"
    supervision.owner = supervision.owner or by
    supervision.due = supervision.first_due
    supervision._history_user, supervision._change_reason = by, "Registreret"
    supervision.save()
    if notice:
        title = NOTICE_TITLES[SupervisionForm(form)]
        receive_paper(supervision, notice, kind=PaperKind.NOTICE, title=title, received_on=received_on, by=by)
    return supervision


def receive_paper(
    supervision: Supervision, file: Cleaned, *, kind: PaperKind, title: str, received_on: date, by: User
) -> SupervisionPaper:
    """V021: a letter from the directorate, already looked through. The same file twice is one letter.

    Raises RequestNotChanged.
    """
    with transaction.atomic():
        locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
        if locked.status == SupervisionStatus.CLOSED:
            raise RequestNotChanged("Tilsynet er lukket. Der kan ikke lægges breve på det.")
        for paper in SupervisionPaper.objects.filter(supervision=supervision, kind=kind, size=len(file.data)):
            if paper.data == file.data:
                return paper
        facts = {"kind": kind, "title": title, "received_on": received_on}
        return file_paper(supervision, **facts, render=lambda number: file.data, by=by)


@transaction.atomic
def change_supervision(supervision: Supervision, facts: dict, *, reason: str, by: User) -> Supervision:
    """``facts`` are what is changed and nothing else. The deadline follows, unless a notice of delay has set it.

    Raises RequestNotChanged, NoDirectorate.
    """
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if locked.status == SupervisionStatus.CLOSED:
        raise RequestNotChanged("Tilsynet er lukket og kan ikke ændres.")
    if "received_on" in facts and not locked.is_owing:
        raise RequestNotChanged("Materialet er sendt. Dagen, anmodningen kom, kan ikke ændres.")
    if "visit_on" in facts and not locked.awaits_visit:
        raise RequestNotChanged("Besøget er holdt. Dagen kan ikke ændres.")
    for name, value in facts.items():
        setattr(locked, name, value)
    if locked.visit_on and locked.visit_on < locked.received_on:
        raise RequestNotChanged("Besøget kan ikke ligge, før varslet kom.")
    if "received_on" in facts:
        locked.directorate = _directorate_on(locked.received_on)
    if locked.is_owing and not locked.delays.exists():
        locked.due = locked.deadline.end if locked.status == SupervisionStatus.VISITED else locked.first_due
    locked._history_user, locked._change_reason = by, reason
    locked.save()
    if "visit_on" in facts:
        follow_visit(locked, by=by)
    return locked


def _directorate_on(day: date) -> Directorate:
    if found := Directorate.objects.on(day).first():
        return found
    raise NoDirectorate("Der er ikke skrevet, hvem der fører tilsyn på den dag. En administrator skal skrive det.")
