"""Several workers at once, each with a connection and transactions of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from parthoering import actions, tasks
from parthoering.models import Delivery, DeliveryStatus, Hearing, HearingStatus, RowStatus
from sanktion.actions import event as event_actions
from sanktion.base.acting import acting
from sanktion.models import EventNotice
from tests.factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from tests.factories.parthoering import hearing_sent

WORKERS = 4
TAKE_A_NUMBER = (
    "INSERT INTO sanktion_casenumberseries AS s VALUES (%s, 1)"
    " ON CONFLICT (year) DO UPDATE SET last = s.last + 1 RETURNING last"
)


@pytest.fixture
def user(own_database):
    return UserFactory(role="sagsbehandler")


def at_once(act, *, times=WORKERS):
    """The results of ``act``, an exception being one too, when all start together."""
    start = Barrier(times)

    def run(_):
        try:
            start.wait(10)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_two_beats_expire_each_hearing_once(user):
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        cases = [CaseFactory(by=user) for _ in range(3)]
        for case in cases:
            hearing_sent(case, user)
    entries = {case.pk: case.journal.count() for case in cases}
    at_once(tasks.expire_hearings)
    tasks.expire_hearings()
    assert {hearing.status for hearing in Hearing.objects.all()} == {HearingStatus.EXPIRED}
    assert {case.pk: case.journal.count() for case in cases} == {pk: count + 1 for pk, count in entries.items()}


def test_two_clicks_at_once_send_one_letter(user):
    case = CaseFactory(by=user)
    results = at_once(lambda: actions.send_hearing(case, by=user))
    assert sum(isinstance(result, Hearing) for result in results) == 1
    assert sum(isinstance(result, actions.NotAllowed) for result in results) == WORKERS - 1
    assert (Hearing.objects.count(), Delivery.objects.count()) == (1, 1)


def test_two_senders_hand_each_letter_over_once(user, settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path
    case = CaseFactory(by=user)
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        hearing = actions.send_hearing(case, by=user)
    Delivery.objects.update(status=DeliveryStatus.WAITING, sent_at=None, attempts=0)
    at_once(tasks.send_waiting_letters)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 1)
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{hearing.delivery.message_uuid}.xml"]


def test_the_letter_goes_when_the_transaction_is_committed(user, settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path
    actions.send_hearing(CaseFactory(by=user), by=user)
    assert Delivery.objects.get().status == DeliveryStatus.SENT


@pytest.mark.parametrize("drawn", [(actions.batch, "send_from"), (event_actions, "notice_pdf")])
def test_nobody_waits_for_a_case_number_while_a_paper_is_drawn(user, own_database, monkeypatch, drawn):
    """B004 keeps the numbers without gaps, so a case in the making holds the series."""
    team = TeamFactory()
    user.teams.add(team)
    event = EventFactory(citizen=CitizenFactory(team=team))
    EventNotice.objects.create(event=event, data="Mødte ikke op".encode(), received_by=user)
    draw, taken = getattr(*drawn), []

    def take_a_number_first(*args, **kwargs):
        own_database.execute("SET lock_timeout = '2s'")
        taken.append(own_database.execute(TAKE_A_NUMBER, [timezone.localdate().year]).fetchone())
        return draw(*args, **kwargs)

    monkeypatch.setattr(*drawn, take_a_number_first)
    with acting(user):
        batch = actions.start_batch([event.pk], key=uuid4(), by=user)
    assert len(taken) == 1
    assert [(row.status, row.refusal) for row in batch.rows.all()] == [(RowStatus.SENT, "")]
