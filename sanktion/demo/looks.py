"""What the control of the log should find: looks of yesterday that ask for a word, and a sample that is drawn."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from sanktion.actions.access_control import draw, find_unusual
from sanktion.base.acting import acting, system
from sanktion.models import AccessKind, AccessLog, Case, Citizen, User

PAGE = "citizen"
SAMPLE = 5


def leave_looks() -> None:
    """Jonas late in the evening, on a protected citizen too; Mikkel on citizens that his team has no case on."""
    with system("demo"):
        jonas, mikkel = (User.objects.get(username=name) for name in ("jonas", "mikkel"))
        protected = Citizen.objects.filter(protected_until__gte=timezone.localdate()).order_by("pk")[:1]
        looks = _looks(jonas, _with_a_case_of(jonas)[:2], time(21, 40)) + _looks(jonas, protected, time(21, 52))
        looks += _looks(mikkel, Citizen.objects.filter(cases__isnull=True).order_by("-pk")[:3], time(10, 15))
        looks += _looks(mikkel, _with_a_case_of(mikkel)[:4], time(9, 5))
        AccessLog.objects.bulk_create(sorted(looks, key=lambda look: look.at))
    find_unusual()
    manager = User.objects.get(username="lene")
    with acting(manager):
        draw(month=_yesterday().replace(day=1), size=SAMPLE, by=manager)


def _with_a_case_of(user: User):
    seen = Case.objects.filter(team__in=user.teams.all()).order_by("pk").values("citizen")
    return Citizen.objects.filter(pk__in=seen, protected_until__isnull=True).order_by("pk")


def _looks(user: User, citizens, first: time) -> list[AccessLog]:
    """One a minute from ``first`` on."""
    at = timezone.make_aware(datetime.combine(_yesterday(), first))
    return [
        AccessLog(user=user, citizen=one, kind=AccessKind.READ, page=PAGE, at=at + timedelta(minutes=number))
        for number, one in enumerate(citizens)
    ]


def _yesterday():
    return timezone.localdate() - timedelta(days=1)
