"""What a newcomer should find waiting: a list of notices to look through, a category put right, and days of closing."""

from datetime import date, timedelta

from django.utils import timezone

from sanktion.actions.closing_days import add_closing_days
from sanktion.actions.imports import read_import, upload
from sanktion.actions.standing import correct_period, open_period
from sanktion.base.acting import acting
from sanktion.models import Citizen, MatchCategory, NegativeEvent, User

UNKNOWN = "7101701234"
ASSESSMENT = "Venter på operation i ryggen og kan ikke arbejde de næste måneder."


def leave_examples() -> None:
    clerk = User.objects.get(username="kirsten")
    with acting(clerk):
        _leave_list(clerk)
        _assess_anew(clerk)
    administrator = User.objects.get(username="adam")
    with acting(administrator):
        _close_at_christmas(administrator)


def _leave_list(clerk: User) -> None:
    """Pasted as from a spreadsheet, without a header: known, like a known one, new and unknown."""
    day = f"{timezone.localdate() - timedelta(days=3):%d-%m-%Y}"
    events = NegativeEvent.objects.visible_to(clerk).exclude(description="").select_related("citizen")
    known = events.order_by("-occurred_on", "pk")[0]
    same = [known.citizen.cpr, known.kind, f"{known.occurred_on:%d-%m-%Y}", known.origin]
    others = Citizen.objects.visible_to(clerk).filter(events__isnull=True).order_by("pk")[:2]
    lines = [
        [*same, known.reference, known.description],
        [*same, "STAT-0101", "Meldt igen af staten"],
        *([one.cpr, 2, day, "stat", f"STAT-020{n}", "Udeblev fra jobsamtale"] for n, one in enumerate(others)),
        [UNKNOWN, 2, day, "stat", "STAT-0301", "Udeblev fra jobsamtale"],
    ]
    data = "\n".join("\t".join(map(str, cells)) for cells in lines).encode()
    upload(data, read_import(data), file_name="Indsatte linjer", team=None, by=clerk)


def _close_at_christmas(administrator: User) -> None:
    """Of the next year: what the demo has sent is counted already, and is counted alike on every day of this one."""
    year = timezone.localdate().year + 1
    add_closing_days(date(year, 12, 27), date(year, 12, 30), "Mellem jul og nytår", by=administrator)


def _assess_anew(clerk: User) -> None:
    today = timezone.localdate()
    running = MatchCategory.objects.filter(
        citizen__in=Citizen.objects.visible_to(clerk).filter(events__isnull=False),
        category=3,
        period__upper_inf=True,
        period__startswith__lt=today - timedelta(days=60),
    )
    citizen = running.order_by("citizen").first().citizen
    values = {"category": 4, "reason": ASSESSMENT, "assessor": clerk, "assessor_name": ""}
    wrong = open_period(MatchCategory, citizen, since=today - timedelta(days=20), values=values, by=clerk)
    correct_period(
        wrong, since=today - timedelta(days=10), values=values, why="Forkert dato: mødet var senere", by=clerk
    )
