"""Finds unusual use in the access log, a day at a time, and keeps what was said of each finding.

The looks of those who control the log are in it too, but raise no findings: looking at findings is many looks.
"""

import statistics
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from sanktion.base.acting import system, unit_wide
from sanktion.base.deadlines import is_working_day
from sanktion.checks import Check, register_check
from sanktion.models import (
    AccessFinding,
    AccessKind,
    AccessLog,
    AccessReview,
    AccessSample,
    Case,
    CaseUserObjectPermission,
    FindingKind,
    User,
)

REASON = "Logkontrol"
# Every page of the control begins so; see ``sanktion/urls.py``.
OWN_PAGES = "access_"
# The day before, and the days before that if nobody looked then.
DAYS_BACK = 7
# Many: so many citizens at least, and so many times the colleague's own median of the last days with any.
MANY_AT_LEAST, MANY_TIMES, MEDIAN_DAYS = 20, 3, 60
# A colleague with fewer days than this has no median to speak of.
KNOWN_DAYS, MANY_FOR_THE_NEW = 5, 100
WORK_BEGINS, WORK_ENDS = 6, 20
HANDLED_WITHIN_DAYS = 14


def find_unusual() -> int:
    """Look through the last days. Safe to run twice: a colleague has one finding a day for each reason."""
    today = timezone.localdate()
    before = _count()
    for number in range(1, DAYS_BACK + 1):
        with system("Usædvanlig brug af systemet"):
            found = _of_day(today - timedelta(days=number))
            AccessFinding.objects.bulk_create(found, ignore_conflicts=True)
    return _count() - before


def draw(*, month: date, size: int, by: User) -> AccessSample:
    with unit_wide(REASON):
        return AccessSample.objects.create(month=month, size=size, drawn_by=by)


@transaction.atomic
def review(finding: AccessFinding, *, outcome: str, note: str, by: User) -> AccessReview:
    with unit_wide(REASON):
        return AccessReview.objects.create(finding=finding, outcome=outcome, note=note, by=by)


def explain(finding: AccessFinding) -> str:
    """Why it was found, in words for the one who controls."""
    counted = "1 borger" if finding.counted == 1 else f"{finding.counted} borgere"
    match finding.kind:
        case FindingKind.MANY if finding.usual is None:
            return f"Har åbnet {counted} på én dag og har for få dage bag sig til, at der er noget sædvanligt."
        case FindingKind.MANY:
            return f"Har åbnet {counted} på én dag. Det sædvanlige for kollegaen er {finding.usual}."
        case FindingKind.OWN_NAME:
            return f"Har åbnet {counted} med sit eget efternavn. Et almindeligt efternavn giver også fund."
        case FindingKind.NO_CASE:
            return f"Har åbnet {counted}, som kollegaens teams ikke har en sag på."
        case FindingKind.OFF_HOURS:
            return f"Har åbnet {counted} uden for kl. {WORK_BEGINS}-{WORK_ENDS} eller på en lukkedag."
        case FindingKind.PROTECTED:
            return f"Har åbnet {counted} med navne- og adressebeskyttelse."
    return "Udtrukket tilfældigt."


def unhandled(day: date) -> int:
    return AccessFinding.objects.open().filter(found_at__date__lt=day).count()


def register_control_checks() -> None:
    register_check(
        Check(
            "access_findings",
            "Fund i opslagsloggen, der ikke er behandlet",
            unhandled,
            "access_control",
            "sanktion.view_accesslog",
            days=HANDLED_WITHIN_DAYS,
        )
    )


def _count() -> int:
    with system(REASON):
        return AccessFinding.objects.count()


def _of_day(day: date) -> list[AccessFinding]:
    opened = _opened(day, day)
    found = list(_many(day, opened))
    for kind, rows in (
        (FindingKind.OWN_NAME, opened.filter(citizen__last_name__iexact=F("user__last_name"))),
        (FindingKind.NO_CASE, _without_case(opened)),
        (FindingKind.OFF_HOURS, _off_hours(day, opened)),
        (FindingKind.PROTECTED, opened.filter(citizen__protected_until__gte=day)),
    ):
        found += [_finding(kind, day, user, seen) for user, seen in _by_user(rows).items()]
    return found


def _opened(first: date, last: date):
    """What was looked at on purpose: a name among others in a list is not."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(first, datetime.min.time(), tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    rows = AccessLog.objects.filter(at__gte=begins, at__lt=ends)
    return rows.exclude(kind=AccessKind.LIST).exclude(page__startswith=OWN_PAGES)


def _by_user(rows) -> dict[int, list[tuple[int, int]]]:
    """(row, citizen) of each colleague, in order."""
    found: dict[int, list[tuple[int, int]]] = {}
    for user, pk, citizen in rows.order_by("at", "pk").values_list("user_id", "pk", "citizen_id"):
        found.setdefault(user, []).append((pk, citizen))
    return found


def _finding(kind: str, day: date, user_id: int, seen: list[tuple[int, int]], **more) -> AccessFinding:
    citizens = len({citizen for _, citizen in seen})
    return AccessFinding(kind=kind, day=day, user_id=user_id, log_ids=[pk for pk, _ in seen], counted=citizens, **more)


def _many(day: date, opened) -> Iterator[AccessFinding]:
    counts = opened.order_by().values("user_id").annotate(citizens=Count("citizen_id", distinct=True))
    for user_id, citizens in counts.filter(citizens__gte=MANY_AT_LEAST).values_list("user_id", "citizens"):
        usual = _usual(day, user_id)
        limit = MANY_FOR_THE_NEW if usual is None else usual * MANY_TIMES
        if citizens >= limit:
            seen = _by_user(opened.filter(user=user_id))[user_id]
            yield _finding(FindingKind.MANY, day, user_id, seen, usual=usual)


def _usual(day: date, user_id: int) -> int | None:
    """The median of how many citizens the colleague opens on a day with any; None when there are too few days."""
    before = _opened(day - timedelta(days=MEDIAN_DAYS), day - timedelta(days=1)).filter(user=user_id).order_by()
    days = before.annotate(day=TruncDate("at")).values("day").annotate(citizens=Count("citizen_id", distinct=True))
    counts = list(days.values_list("citizens", flat=True))
    return round(statistics.median(counts)) if len(counts) >= KNOWN_DAYS else None


def _without_case(opened):
    of_team = Case.objects.filter(citizen=OuterRef("citizen"), team__members=OuterRef("user"))
    granted = CaseUserObjectPermission.objects.filter(
        content_object__citizen=OuterRef("citizen"), user=OuterRef("user")
    )
    # A first event is written before there is a case.
    return opened.exclude(kind=AccessKind.WRITE).filter(~Exists(of_team), ~Exists(granted))


def _off_hours(day: date, opened):
    late = Q(at__hour__lt=WORK_BEGINS) | Q(at__hour__gte=WORK_ENDS)
    return opened.filter(late) if is_working_day(day) else opened
