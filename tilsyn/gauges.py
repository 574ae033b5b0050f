"""What those who watch over the system see of the supervisions: how many, never whose (V033)."""

from sanktion.gauges import Gauge, register_gauge
from tilsyn.models import Dispatch, DispatchStatus, SelectionList


def register_all() -> None:
    undestroyed = "Lists of CPR numbers that are spent and still there."
    register_gauge(
        Gauge("sanktion_cpr_lists_undestroyed", undestroyed, lambda: SelectionList.objects.to_be_destroyed().count())
    )
    failed = Dispatch.objects.filter(status=DispatchStatus.FAILED)
    register_gauge(Gauge("sanktion_dispatches_failed", "Dispatches that could not be sent.", failed.count))
