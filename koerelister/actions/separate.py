"""A visit alone to a protected citizen: asked for by one, answered by another, then a list of one stop.

Nothing of it is written in the case: the request is gone with its list (B044, B048). The access log says the same as
of any other attempt at contact, see ``traces``.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from koerelister import traces
from koerelister.models import (
    Area,
    Crew,
    PlanArea,
    PlanStatus,
    RouteList,
    RouteListStatus,
    RoutePlan,
    SeparateAnswer,
    SeparateReason,
    SeparateVisit,
    Stop,
)
from sanktion.models import Case, User

NOT_POSSIBLE = (
    "Borgeren kan ikke få et særskilt besøg: der søges ikke længere kontakt, oplysningerne er ikke beskyttet, eller "
    "bopælen er ikke kendt."
)


class SeparateRefused(Exception):
    """It can't be done so, and nothing was changed. The message is for the user."""


@transaction.atomic
def ask_separate(case: Case, *, reason: SeparateReason, by: User) -> SeparateVisit:
    """Ask another to approve it. Once a case: a second one is refused while the first lives."""
    Case.objects.hold(case)
    SeparateVisit.objects.drop_outdated()
    if SeparateVisit.objects.filter(case=case).exists():
        raise SeparateRefused("Der er allerede anmodet om et særskilt besøg i sagen.")
    separate = SeparateVisit.objects.create(case=case, reason=reason, asked_by=by)
    _must_be_possible(separate)
    traces.written(separate.case, by=by)
    return separate


@transaction.atomic
def answer_separate(separate: SeparateVisit, *, answer: SeparateAnswer, by: User) -> None:
    """Approve or refuse. Raises TransitionNotAllowed when somebody else has answered."""
    separate = _locked(separate)
    if separate.asked_by_id == by.pk:
        raise SeparateRefused("Du kan ikke svare på din egen anmodning.")
    _must_be_possible(separate)
    separate.be_answered(answer, by=by)
    traces.written(separate.case, by=by)


@transaction.atomic
def withdraw_separate(separate: SeparateVisit) -> None:
    """No longer wanted, or the refusal has been read: the row goes."""
    separate = _locked(separate)
    if separate.route_list_id:
        raise SeparateRefused("Der er lavet en køreliste. Registrér og destruér den i stedet.")
    separate.delete()


@transaction.atomic
def make_separate_list(separate: SeparateVisit, *, day: date, crew: Crew, by: User) -> RouteList:
    """The approved visit as a list of its own. Asked again, it is the list already made."""
    separate = _locked(separate)
    if separate.route_list:
        return separate.route_list
    if not separate.is_approved:
        raise SeparateRefused("Det særskilte besøg er ikke godkendt.")
    _must_be_possible(separate)
    if Stop.objects.open().filter(case=separate.case_id).exists():
        raise SeparateRefused("Sagen står allerede på en køreliste. Få stoppet registreret eller strøget først.")
    separate.route_list = _store(separate, _area_of(separate), day, crew, by)
    separate.save(update_fields=["route_list"])
    citizen = separate.case.citizen
    place = {"address": citizen.address, "position": 1}
    Stop.objects.create(route_list=separate.route_list, case=separate.case, citizen=citizen, **place)
    traces.written(separate.case, by=by)
    return separate.route_list


def forget_separate(route_list: RouteList) -> None:
    """Part of destroying a list, before the list itself goes and after its destruction is recorded."""
    SeparateVisit.objects.filter(route_list=route_list).delete()


def _locked(separate: SeparateVisit) -> SeparateVisit:
    rows = SeparateVisit.objects.select_for_update(of=("self",)).select_related("case__citizen__address", "route_list")
    separate = rows.filter(pk=separate.pk).first()
    if separate is None:
        raise SeparateRefused("Anmodningen findes ikke længere.")
    return separate


def _must_be_possible(separate: SeparateVisit) -> None:
    if not SeparateVisit.objects.possible().filter(pk=separate.pk).exists():
        raise SeparateRefused(NOT_POSSIBLE)


def _area_of(separate: SeparateVisit) -> Area:
    area = Area.objects.for_address(separate.case.citizen.address)
    if area is None:
        raise SeparateRefused("Adressen hører ikke til noget område, så besøget kan ikke tælles med. Ret områderne.")
    # The number of the list is the area's next; everybody who makes one waits for the area's row.
    return Area.objects.select_for_update().get(pk=area.pk)


def _store(separate: SeparateVisit, area: Area, day: date, crew: Crew, by: User) -> RouteList:
    team = separate.case.team
    plan = RoutePlan.objects.create(date=day, team=team, max_stops=1, requested_by=by, status=PlanStatus.DONE)
    plan.crews.set([crew])
    PlanArea.objects.create(plan=plan, area=area, done_at=timezone.now())
    return RouteList.objects.create(
        number=RouteList.objects.next_number(area, day),
        plan=plan,
        team=team,
        area=area,
        date=day,
        crew=crew,
        is_separate=True,
        status=RouteListStatus.OPEN,
    )
