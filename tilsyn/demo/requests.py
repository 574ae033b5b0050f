"""A sample that came some days ago, a visit in three weeks, and a sample that ended last spring."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.base.acting import acting
from sanktion.base.deadlines import next_working_day
from sanktion.models import Case, CaseStatus, User
from tilsyn.actions.delays import give_delay
from tilsyn.actions.naming import name_case
from tilsyn.actions.requests import register_supervision
from tilsyn.actions.steps import end_supervision
from tilsyn.models import SelectionWay, Supervision, SupervisionForm

SAMPLE_AGE, VISIT_AGE, VISIT_AHEAD, NOON = 4, 2, 21, time(12)
EACH = 5
LETTER = (
    "{title}\n\nTil {to}\n\nDirektoratet beder om materiale til de sager, der står på listen.\n\nDemo: opdigtet brev."
)


def load(tell: Callable) -> None:
    tove = User.objects.get(username="tove")
    # Nobody can sign in while the demo is being loaded, and so nobody would see all the cases of a supervision.
    tove.is_active = True
    today = timezone.localdate()
    spring = _ended_in_spring(tove, today)
    visit_on = next_working_day(today + timedelta(days=VISIT_AHEAD))
    sample = {"reference": "2026-1404-17", "announced_size": 10, "composition": "Ti sager med alle slags hændelser"}
    _registered(tove, SupervisionForm.CENTRAL_SAMPLE, today - timedelta(days=SAMPLE_AGE), _decided(EACH), **sample)
    visit = {"visit_on": visit_on, "announced_size": EACH, "contact": "Inger Holm, tilsyn@direktorat.invalid"}
    _registered(tove, SupervisionForm.VISIT, today - timedelta(days=VISIT_AGE), _decided(2 * EACH)[EACH:], **visit)
    tell(f"Tilsyn er indlæst, det ældste {spring.number}.")


def _ended_in_spring(tove: User, today: date) -> Supervision:
    """Of last spring: received, told to be late, ended; the result has not come."""
    year = today.year if today > date(today.year, 7, 1) else today.year - 1
    received, ended = date(year, 3, 9), date(year, 4, 20)
    facts = {"announced_size": EACH, "period_from": date(year - 1, 9, 1), "period_to": date(year - 1, 12, 31)}
    # Cases that were there in the spring.
    cases = list(Case.objects.filter(event__occurred_on__lt=received).order_by("pk")[:EACH])
    supervision = _registered(tove, SupervisionForm.CENTRAL_SAMPLE, received, cases, **facts)
    with _at(supervision.due - timedelta(days=1)), acting(tove):
        new_due = next_working_day(supervision.due + timedelta(days=9))
        reason = "Vi venter på timesedler fra to arbejdsgivere, som ikke har svaret endnu."
        give_delay(supervision, new_due=new_due, reason=reason, by=tove, key=uuid4())
    if cases:
        with _at(ended), acting(tove):
            end_supervision(supervision, ended_on=ended, by=tove)
    return supervision


def _registered(tove: User, form: SupervisionForm, received_on: date, cases: list[Case], **facts) -> Supervision:
    with _at(received_on), acting(tove):
        title = f"{form.label}, {received_on:%d-%m-%Y}"
        notice, _refusal = look_at(LETTER.format(title=title, to="Sanktionsenheden").encode())
        facts |= {"way": SelectionWay.NOTICES, "received_on": received_on, "notice": notice}
        supervision = register_supervision(form=form, by=tove, key=uuid4(), **facts)
        for row, case in enumerate(cases, start=1):
            name_case(supervision, case, named_in=f"Direktoratets liste, række {row}", by=tove)
    return supervision


def _decided(number: int) -> list[Case]:
    """The latest that the directorate could have heard of."""
    return list(Case.objects.filter(status__in=[CaseStatus.DECIDED, CaseStatus.CLOSED]).order_by("-pk")[:number])


@contextmanager
def _at(day: date) -> Iterator[None]:
    import time_machine  # the demo alone needs it

    with time_machine.travel(timezone.make_aware(datetime.combine(day, NOON)), tick=False):
        yield
