"""What the nightly check asks of the route lists. It counts lists, never the cases on them (B048)."""

from datetime import date

from koerelister.models import RouteList, StatisticsMonth
from sanktion.checks import Check, register_check


def not_destroyed(day: date) -> int:
    """B044: whose own day is over, and which are still there."""
    return RouteList.objects.filter(date__lt=day).count()


def months_not_closed(day: date) -> int:
    """A month is told outside the unit only when it is closed, and it can't be corrected for ever."""
    return len(StatisticsMonth.objects.open_before(day))


def register_checks() -> None:
    routes = {"url_name": "routes", "permission": "koerelister.register_visits"}
    register_check(Check("lists", "Kørelister, der ikke er destrueret", not_destroyed, **routes, days=1))
    months = {"url_name": "statistics_months", "permission": "koerelister.close_statistics"}
    register_check(Check("months", "Måneder i statistikken, der ikke er lukket", months_not_closed, **months, days=14))
