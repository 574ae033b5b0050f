"""V054: two workers at once, with real commits: every part leaves once."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from threading import Thread

import pytest
from django.db import connection

from sanktion.base.acting import acting
from sanktion.base.mail_transport import Spool
from tilsyn.actions import sending
from tilsyn.actions.dispatch import create_dispatch
from tilsyn.actions.dispatch_course import begin_sending
from tilsyn.models import PartStatus, dispatch_part

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import mail_set_up, ready_bundle, ticked
from ..factories.tilsyn import eligible, selected_of

WORKERS, CASES = 3, 4


def named(by, first=None):
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by))
    return selected_of(by, case=case, **({"supervision": first.supervision} if first else {}))


@pytest.fixture
def dispatch(own_database, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(sending, "wake", lambda task, calls: None)
    monkeypatch.setattr("tilsyn.actions.dispatch_course.wake", lambda task, calls: None)
    monkeypatch.setattr("tilsyn.actions.orientation.wake", lambda task, calls: None)
    tove = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    first = named(tove)
    selected = [first, *[named(tove, first) for _ in range(CASES - 1)]]
    directorate = first.supervision.directorate
    mail_set_up(settings, tmp_path, directorate)
    directorate.message_limit = 500_000
    directorate.save()
    with acting(tove):
        bundles = [ready_bundle(one, data=b"%PDF" + bytes(150_000)) for one in selected]
        facts = {"kind": "material", "channel": "secure_mail", "bundles": bundles}
        dispatch = ticked(create_dispatch(first.supervision, **facts, by=tove), tove)
        begin_sending(dispatch, by=tove)
    return dispatch


def test_workers_at_the_same_time_send_each_part_once(dispatch, tmp_path, monkeypatch):
    # Nobody's claim holds: the last word alone decides.
    monkeypatch.setattr(dispatch_part, "CLAIM_LASTS", timedelta(0))
    taken, real = [], Spool.send

    def send(self, message, outside, *, on_handover):
        real(self, message, outside, on_handover=on_handover)
        taken.append(message_from_bytes(message.read_bytes())["Message-ID"])

    monkeypatch.setattr(Spool, "send", send)

    def work():
        try:
            sending.run_dispatch(dispatch.pk)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sending.run_dispatch(dispatch.pk)
    assert set(dispatch.parts.values_list("status", flat=True)) == {PartStatus.SENT}
    assert set(Counter(taken).values()) == {1}
    assert len(taken) == len(list((tmp_path / "mail").iterdir())) == CASES
