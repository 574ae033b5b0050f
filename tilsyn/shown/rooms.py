"""What the nightly check asks of the reading room and of the copies that come of it."""

from datetime import date

from sanktion.checks import Check, register_check
from tilsyn.actions.reading_room import outlived_grants
from tilsyn.models import CopyRequest


def grants_left(day: date) -> int:
    """V093: the directorate's people can get at cases whose room has ended; there should be none."""
    return outlived_grants()


def copies_late(day: date) -> int:
    """V097."""
    return CopyRequest.objects.awaiting().filter(due__lt=day).count()


def register_room_checks() -> None:
    place = {"url_name": "supervisions", "permission": "tilsyn.view_supervision"}
    register_check(Check("room_grants", "Adgange, der har overlevet deres læserum", grants_left, **place))
    register_check(Check("copies", "Kopier til direktoratet over fristen", copies_late, **place))
