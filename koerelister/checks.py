"""What the nightly check asks of the route lists. It counts lists, never the cases on them (B048)."""

from datetime import date

from django.conf import settings

from koerelister.actions.destruction import broken_link
from koerelister.models import DestructionRecord, PhysicalErasure, RouteList, StatisticsMonth
from sanktion.checks import Check, register_check


def not_destroyed(day: date) -> int:
    """B044: whose own day is over, and which are still there."""
    return RouteList.objects.filter(date__lt=day).count()


def months_not_closed(day: date) -> int:
    """A month is told outside the unit only when it is closed, and it can't be corrected for ever."""
    return len(StatisticsMonth.objects.open_before(day))


def paper_not_assessed(day: date) -> int:
    """B045: a copy is lost, and nobody has decided whether that is a breach to report (art. 33: 72 hours)."""
    return sum(record.copies_lost for record in DestructionRecord.objects.awaiting_assessment())


def not_off_the_disk(day: date) -> int:
    """B047: the nightly step has not run for too long; 1 or 0."""
    return int(PhysicalErasure.objects.is_overdue())


def links_broken(day: date) -> int:
    """B046: a record was changed, taken out or put in past the application; 1 or 0."""
    return int(broken_link() is not None)


def register_checks() -> None:
    routes = {"url_name": "routes", "permission": "koerelister.register_visits"}
    records = {"url_name": "destructions", "permission": "koerelister.view_destructionrecord"}
    days = settings.SANKTION_DESTROY_DAYS
    register_check(Check("lists", "Kørelister, der ikke er destrueret", not_destroyed, **routes, days=days))
    register_check(Check("paper", "Bortkomne eksemplarer, der ikke er vurderet", paper_not_assessed, **records))
    register_check(Check("chain", "Destruktioner, der ikke passer med kæden", links_broken, **records))
    register_check(Check("erasure", "Destruerede lister, der ikke er taget af disken", not_off_the_disk, **records))
    months = {"url_name": "statistics_months", "permission": "koerelister.close_statistics"}
    register_check(Check("months", "Måneder i statistikken, der ikke er lukket", months_not_closed, **months, days=14))
