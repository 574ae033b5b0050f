"""Demo areas, crews, a year of figures, and today's lists with something on every screen. Made-up numbers only."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.utils import timezone

from koerelister.actions import making
from koerelister.actions.drafts import publish
from koerelister.actions.erasure import erasable_tables
from koerelister.actions.orders import take_orders
from koerelister.actions.plans import request_plan
from koerelister.actions.separate import SeparateRefused, ask_separate
from koerelister.actions.statistics import close_month, correct_count
from koerelister.actions.visits import log_visit, strike
from koerelister.models import (
    Area,
    Crew,
    DestructionRecord,
    PaperCopy,
    PhysicalErasure,
    RouteList,
    SeparateReason,
    SeparateVisit,
    StatisticsMonth,
    StrikeReason,
    VisitCount,
    VisitOrder,
)
from koerelister.visit import NameRead, Visit
from sanktion.base.acting import system
from sanktion.demo.acts import playing
from sanktion.models import Case, Role, Team, User

BORDERS = Path(settings.ROOT) / "sanktion" / "demo" / "data" / "bydele.geojson"
ODENSE = [
    ("Odense C", "OC", ["5000"]),
    ("Odense V", "OV", ["5200", "5210"]),
    ("Odense NØ", "ONØ", ["5240"]),
    ("Blommenslyst", "BLO", ["5491"]),
]
COPENHAGEN = {
    "Indre By": "IB",
    "Østerbro": "ØB",
    "Nørrebro": "NB",
    "Vesterbro-Kongens Enghave": "VB",
    "Valby": "VA",
    "Vanløse": "VL",
    "Brønshøj-Husum": "BH",
    "Bispebjerg": "BI",
    "Amager Øst": "AØ",
    "Amager Vest": "AV",
}
# Visits in a common month: some areas are larger than others.
USUAL = {"OC": 46, "OV": 21, "ONØ": 26, "BLO": 4, "NB": 52, "VB": 44, "BI": 42, "BH": 36, "AV": 33, "ØB": 31, "VA": 35}
MONTHS, STOPS, NIGHTS = 12, 8, 7


def load(*, bare: bool, tell: Callable[[str], None]) -> None:
    """Safe to run again: each part is made only when there is none of it."""
    with system("demo"):
        make_areas()
        crews = make_crews()
    if bare:
        return
    planners = {team: planner for team in crews if (planner := _planner(team))}
    if not planners:
        tell("Kørelister: ingen sagsbehandler at planlægge som.")
        return
    planner = next(iter(planners.values()))
    with playing(planner):
        if not DestructionRecord.objects.exists():
            make_past(planner, Random(2018))  # noqa: S311 - dice for made-up data
            make_nights()
    if not RouteList.objects.exists():
        for team, planner in planners.items():
            make_lists(team, crews[team], planner)
    if not SeparateVisit.objects.exists():
        for team, planner in planners.items():
            ask_for_one_alone(team, planner)
    tell(f"Kørelister: {RouteList.objects.count()} lister, {VisitOrder.objects.count()} besøg venter.")


def make_areas() -> None:
    for position, (name, code, postcodes) in enumerate(ODENSE, start=1):
        Area.objects.get_or_create(code=code, defaults={"name": name, "postcodes": postcodes, "position": position})
    for feature in json.loads(BORDERS.read_text(encoding="utf-8"))["features"]:
        name = feature["properties"]["navn"]
        defaults = {"name": name, "polygon": feature["geometry"], "position": 10 + feature["properties"]["bydel_nr"]}
        Area.objects.get_or_create(code=COPENHAGEN[name], defaults=defaults)


def make_crews() -> dict[Team, Crew]:
    """One a team, of two who drive for it."""
    crews = {}
    for number, team in enumerate(Team.objects.order_by("name"), start=1):
        crews[team], _ = Crew.objects.get_or_create(name=f"Hold {number}")
        crews[team].members.add(*User.objects.filter(groups__name=Role.FIELD, teams=team).order_by("pk")[:2])
    return crews


def _planner(team: Team) -> User | None:
    return User.objects.filter(groups__name=Role.CASEWORKER, teams=team).order_by("pk").first()


def make_past(planner: User, dice: Random) -> None:
    today = timezone.localdate()
    for month in _months(today):
        share = today.day / 31 if month == today.replace(day=1) else 1
        for area in Area.objects.defer("polygon"):
            visits = max(1, round(USUAL.get(area.code, 28) * dice.uniform(0.75, 1.25) * share))
            contact = round(visits * dice.uniform(0.26, 0.42))
            for reached, count in ((True, contact), (False, visits - contact)):
                VisitCount.objects.get_or_create(
                    month=month, area=area, contact=reached, defaults={"count": max(1, count)}
                )
            if share == 1:
                _destroyed_list(area, month + timedelta(days=dice.randrange(2, 24)), visits, planner)
    _settle_months(today, User.objects.filter(groups__name=Role.MANAGER).order_by("pk").first() or planner)


def _settle_months(today: date, by: User) -> None:
    """Closed but for the newest, which waits for its button; and a visit of this month that was counted twice."""
    for month in StatisticsMonth.objects.open_before(today)[:-1]:
        close_month(month, by=by)
    correct_count(today.replace(day=1), wrong=(Area.objects.get(code="NB"), False), right=None, by=by)


def _months(today: date) -> list[date]:
    """The first days of this month and the twelve before it, newest first."""
    months = [today.replace(day=1)]
    for _ in range(MONTHS):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _destroyed_list(area: Area, day: date, visits: int, planner: User) -> None:
    DestructionRecord.objects.get_or_create(
        number=f"{area.code}-{day:%Y-%m%d}-1",
        defaults={
            "area": area,
            "date": day,
            "stops": visits + 1,
            "visited": visits,
            "copies_printed": 1,
            "copies_shredded": 1,
            "paper": [PaperCopy(1, planner).entry],
            "by": planner,
            # Most on the day itself.
            "at": timezone.make_aware(datetime.combine(day + timedelta(days=day.day % 5 == 0), time(15, 30))),
        },
    )


def make_nights() -> None:
    """The nightly step of the last nights, as it would have run."""
    now = timezone.now()
    for days in reversed(range(NIGHTS)):
        night = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(2, 30)))
        if night < now:
            PhysicalErasure.objects.create(at=night, tables=len(erasable_tables()))


def make_lists(team: Team, crew: Crew, planner: User) -> None:
    """Yesterday's lists noted and waiting for destruction, today's half noted; the rest of the visits wait."""
    with playing(planner):
        take_orders()
        # Not ``visible_to``: while the demo is being loaded nobody can sign in, and so nobody sees anything.
        waiting = VisitOrder.objects.ready().filter(case__team=team, area__isnull=False)
        areas = list(Area.objects.filter(pk__in=waiting.values("area")).defer("polygon"))
    today = timezone.localdate()
    for day, share in ((today - timedelta(days=1), 1), (today, 0.4)):
        for route_list in _plan(day, areas, crew, team, planner):
            with playing(planner):
                _note(route_list, share, planner)


def ask_for_one_alone(team: Team, planner: User) -> None:
    """A visit to a protected citizen, which waits for the manager's answer."""
    protected = Case.objects.seeking_contact().filter(
        team=team, is_restricted=False, citizen__protected_until__gte=timezone.localdate()
    )
    if case := protected.order_by("pk").first():
        with playing(planner), suppress(SeparateRefused):
            ask_separate(case, reason=SeparateReason.NO_ANSWER, by=planner)


def _plan(day: date, areas: list[Area], crew: Crew, team: Team, planner: User) -> list[RouteList]:
    with playing(planner):
        one_each = {area.pk: 1 for area in areas}
        plan = request_plan(day, areas, [crew], team=team, max_stops=STOPS, lists=one_each, by=planner)
    with system("demo"):
        # None is what the task has been quicker to make.
        for area in areas:
            making.make_lists(plan.pk, area.pk)
    with playing(planner):
        publish(plan.lists.all(), by=planner)
    return list(RouteList.objects.filter(plan=plan))


def _note(route_list: RouteList, share: float, planner: User) -> None:
    stops = list(route_list.stops.with_doors())
    for number, stop in enumerate(stops[: round(share * len(stops))]):
        if number == 2:
            strike(stop, StrikeReason.UNSAFE, remarks="Løs hund i opgangen.", by=planner)
        else:
            log_visit(stop, visit=_visit(route_list, number), by=planner)


def _visit(route_list: RouteList, number: int) -> Visit:
    moment = timezone.make_aware(datetime.combine(route_list.date, time(9)) + timedelta(minutes=12 * number))
    contact = number % 3 == 1
    return Visit(
        happened_at=min(moment, timezone.now()),
        door_phone=NameRead.CITIZEN,
        mailbox=NameRead.OTHER if number % 4 == 3 else NameRead.CITIZEN,
        front_door=NameRead.NOT_READ,
        other_name="Friis" if number % 4 == 3 else "",
        contact=contact,
        other_opened=False,
        told="",
        remarks="Borgeren kontakter selv enheden i morgen." if contact else "Ringet på to gange. Ingen åbnede.",
    )
