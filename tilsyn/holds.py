"""A case in a supervision that isn't over is kept (see also the trigger in migration 0001)."""

from sanktion.holds import HoldSource, register_hold
from tilsyn.models import MockReview, MockStatus, SelectedCase, SupervisionStatus


def register_all() -> None:
    register_hold(HoldSource("supervision", "Sagen er med i et tilsyn, som ikke er lukket", _held))
    register_hold(HoldSource("mock", "Sagen er med i en egen kontrol, som ikke er afsluttet", _reviewed))


def _held():
    return SelectedCase.objects.exclude(supervision__status=SupervisionStatus.CLOSED).values("case")


def _reviewed():
    return MockReview.objects.filter(draw__status=MockStatus.OPEN).values("case")
