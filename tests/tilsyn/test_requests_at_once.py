"""V021, V053: two at the same time register one request, number two without a gap, and give one notice of delay."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from sanktion.base.acting import acting
from tilsyn.actions.delays import DelayRefused, give_delay
from tilsyn.actions.requests import register_supervision
from tilsyn.models import Supervision, SupervisionDelay

from ..factories import UserFactory
from ..factories.letters import short_letters
from ..factories.tilsyn import supervision_of


@pytest.fixture
def tove(own_database):
    return UserFactory(role="tilsynsansvarlig")


@contextmanager
def _own_connection(start):
    try:
        start.wait(10)
        yield
    finally:
        connection.close()


def together(act, arguments: list) -> list:
    start = Barrier(len(arguments))

    def run(argument):
        with _own_connection(start):
            return act(argument)

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_two_clicks_register_one_and_two_letters_two(tove):
    def register(key):
        with acting(tove):
            facts = {"form": "central_sample", "way": "notices", "received_on": timezone.localdate()}
            return register_supervision(**facts, key=key, by=tove).sequence

    key = uuid.uuid4()
    assert together(register, [key, key]) == [1, 1]
    assert sorted(together(register, [uuid.uuid4(), uuid.uuid4()])) == [2, 3]
    assert Supervision.objects.count() == 3


def test_two_who_give_notice_at_once_give_one(tove):
    """The second's deadline is no longer the one there is."""
    supervision = supervision_of(tove)
    new_due = supervision.due + timedelta(days=7)

    def give(key):
        try:
            with acting(tove):
                return give_delay(supervision, new_due=new_due, reason="Fordi", key=key, by=tove).pk
        except DelayRefused:
            return None

    with short_letters():
        given = together(give, [uuid.uuid4(), uuid.uuid4()])
    assert sorted(pk is None for pk in given) == [False, True]
    assert SupervisionDelay.objects.get().new_due == Supervision.objects.get().due == new_due
