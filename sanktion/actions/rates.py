from django.db import transaction

from sanktion.models import SanctionRate, User


@transaction.atomic
def save_rate(rate: SanctionRate, *, by: User) -> None:
    """Its history tells who wrote which rate, and when."""
    rate._history_user = by
    rate.save()
