from datetime import date

from django.db import transaction

from sanktion.models import Citizen, User


@transaction.atomic
def set_two_persons(citizen: Citizen, *, since: date | None, until: date | None, by: User) -> None:
    """«To personer» from and to, or taken off. Why is written nowhere: the flag follows the citizen, not a story."""
    locked = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    if (locked.two_persons_from, locked.two_persons_until) != (since, until):
        locked.set_two_persons(since, until, by=by)
