"""What those who watch over the system see of the letters: how many, never whose."""

from django.db.models import Count

from parthoering.models import Delivery, DeliveryStatus, HearingBatchRow, Refusal
from sanktion.gauges import Gauge, register_gauge

WATCHED = (DeliveryStatus.WAITING, DeliveryStatus.QUEUED, DeliveryStatus.FAILED, DeliveryStatus.RETURNED)


def letters() -> dict[str, float]:
    """Waiting to be sent, in the print queue, and those that could not be sent or came back."""
    counted = Delivery.objects.filter(status__in=WATCHED).order_by().values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(WATCHED, 0) | dict(counted)


def hearings_failed() -> int:
    """Rows of a batch that met an error nobody expected."""
    return HearingBatchRow.objects.filter(refusal=Refusal.FAILED).count()


def register_gauges() -> None:
    register_gauge(Gauge("sanktion_letters", "Letters that are not on their way.", letters, "status"))
    failed = "Hearings of a batch that failed unexpectedly."
    register_gauge(Gauge("sanktion_hearings_failed", failed, hearings_failed))
