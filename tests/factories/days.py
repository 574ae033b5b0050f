"""Days that a parametrised case counts from today: named as a distance, for a day told at import may be yesterday."""

from datetime import timedelta

from django.utils import timezone


def as_days(changes: dict) -> dict:
    """The same with a day in each distance's place."""
    today = timezone.localdate()
    return {name: today + told if isinstance(told, timedelta) else told for name, told in changes.items()}
