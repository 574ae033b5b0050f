"""Registering what the directorate asks for."""

from datetime import date
from uuid import UUID

from django.db import transaction

from sanktion.base.deadlines import add_days
from sanktion.models import User
from tilsyn.models import Directorate, Supervision
from tilsyn.models.supervision import MATERIAL_DAYS


class NoDirectorate(Exception):
    """Nobody has written who supervises on that day. The message is for the user."""


@transaction.atomic
def register_supervision(*, form: str, way: str, received_on: date, by: User, key: UUID | None = None, **facts):
    """One request. The same ``key`` twice (a double click) gives the one already registered. Raises NoDirectorate."""
    if key and (made := Supervision.objects.filter(key=key).first()):
        return made
    directorate = Directorate.objects.on(received_on).first()
    if directorate is None:
        raise NoDirectorate("Der er ikke skrevet, hvem der fører tilsyn på den dag. En administrator skal skrive det.")
    supervision = Supervision(form=form, way=way, received_on=received_on, directorate=directorate, **facts)
    supervision.key = key or supervision.key
    supervision.year, supervision.sequence = received_on.year, Supervision.objects.next_in(received_on.year)
    supervision.number = f"{supervision.year}-{supervision.sequence}"
    supervision.owner = supervision.owner or by
    supervision.due = first_due(supervision)
    supervision._history_user, supervision._change_reason = by, "Registreret"
    supervision.save()
    return supervision


def first_due(supervision: Supervision) -> date:
    """What is owed first: for a visit that the papers lie ready on its day, else the material within 14 days."""
    if supervision.visit_on:
        return supervision.visit_on
    return add_days(supervision.received_on, MATERIAL_DAYS).end
