"""The nightly check of the last nights, as it would have been found then."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from sanktion.actions.nightly import run_checks
from sanktion.base.acting import system

NIGHTS = 5
RUN_AT = time(3, 15)


def load() -> None:
    import time_machine  # the demo alone needs it

    today = timezone.localdate()
    for days in reversed(range(NIGHTS)):
        night = timezone.make_aware(datetime.combine(today - timedelta(days=days), RUN_AT))
        with time_machine.travel(night, tick=False), system("demo"):
            run_checks()
