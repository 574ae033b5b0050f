"""What those who watch over the system see of the route lists: how many, never of whom (B044, B048)."""

from django.utils import timezone

from koerelister.models import PhysicalErasure, PlanStatus, RouteList, RoutePlan
from sanktion.gauges import Gauge, register_gauge


def past_their_day() -> int:
    return RouteList.objects.filter(date__lt=timezone.localdate()).count()


def not_off_the_disk() -> int:
    return int(PhysicalErasure.objects.is_overdue())


def register_gauges() -> None:
    undestroyed = "Route lists whose day is over and that are still there."
    register_gauge(Gauge("sanktion_route_lists_undestroyed", undestroyed, past_their_day))
    erased = "Whether what was destroyed has lain on the disk for too long."
    register_gauge(Gauge("sanktion_physical_erasure_overdue", erased, not_off_the_disk))
    failed = RoutePlan.objects.filter(status=PlanStatus.FAILED)
    register_gauge(Gauge("sanktion_plans_failed", "Plans that could not be made.", failed.count))
