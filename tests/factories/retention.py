"""Cases closed years ago, and disposals of them, made by the application's own actions."""

from datetime import date, datetime, timedelta

import time_machine
from django.utils import timezone

from sanktion.actions.case import close_case
from sanktion.actions.disposal import approve_disposal
from sanktion.actions.retention import propose_disposal
from sanktion.models import Case, Citizen, Disposal, Team, User

from .complaints import ruled, stopped_payment
from .core import CitizenFactory, UserFactory
from .decisions import sanction_of
from .parthoering import RepresentativeFactory


def years_ago(years: int, days: int = 0) -> date:
    today = timezone.localdate()
    return today.replace(year=today.year - years) - timedelta(days=days)


def closed_case(by: User, *, citizen: Citizen | None = None, on: date | None = None, **how) -> Case:
    """Decided and closed on a day six years ago or on ``on``."""
    on = on or years_ago(6)
    citizen = citizen or CitizenFactory(team=by.teams.first())
    case = sanction_of(citizen, by, event_on=on - timedelta(days=5), on=on, **how).case
    with time_machine.travel(datetime(on.year, on.month, on.day, 12), tick=False):
        close_case(case, by=by)
    return Case.objects.get(pk=case.pk)


def complained_case(by: User, second: User) -> Case:
    """Closed six years ago after a complaint that went all the way and a wrong payment confirmed by a second person."""
    on = years_ago(6)
    case = sanction_of(CitizenFactory(team=by.teams.first()), by, event_on=on - timedelta(days=5), on=on).case
    with time_machine.travel(datetime(on.year, on.month, on.day, 12), tick=False):
        ruled(case, by)
        payment = stopped_payment(case, by)
        payment.block(by=by)
        payment.confirm(by=second)
        RepresentativeFactory(case=case)
        case.refresh_from_db()
        close_case(case, by=by)
    return Case.objects.get(pk=case.pk)


def reviewer_of(team: Team) -> User:
    return UserFactory(role="tilsynsansvarlig", teams=[team])


def approver_of(team: Team) -> User:
    return UserFactory(role="medunderskriver", teams=[team])


def approved_disposal(cases: list[Case]) -> Disposal:
    team = cases[0].team
    disposal = propose_disposal(cases, by=reviewer_of(team))
    approve_disposal(disposal, count=len(cases), by=approver_of(team))
    return Disposal.objects.get(pk=disposal.pk)
