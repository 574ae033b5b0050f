"""The same form sent twice at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.utils import timezone

from sanktion.actions.event import register_event
from sanktion.base.acting import acting
from sanktion.models import EventKind, NegativeEvent
from tests.factories import CitizenFactory, UserFactory


def test_two_clicks_register_one_event(own_database):
    citizen = CitizenFactory()
    user = UserFactory(role="sagsbehandler", teams=[citizen.team])
    start = Barrier(2)

    def register(_):
        try:
            start.wait(10)
            with acting(user):
                return register_event(
                    citizen,
                    kind=EventKind.NO_CV,
                    occurred_on=timezone.localdate(),
                    origin="kommune",
                    description="",
                    by=user,
                ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(register, range(2))
    assert first == second
    assert NegativeEvent.objects.count() == 1
