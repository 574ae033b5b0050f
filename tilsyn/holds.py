"""A case in a supervision that isn't over is kept (see also the trigger in migration 0001)."""

from sanktion.holds import HoldSource, register_hold
from tilsyn.models import SelectedCase, SupervisionStatus


def register_all() -> None:
    register_hold(HoldSource("supervision", "Sagen er med i et tilsyn, som ikke er lukket", _held))


def _held():
    return SelectedCase.objects.exclude(supervision__status=SupervisionStatus.CLOSED).values("case")
