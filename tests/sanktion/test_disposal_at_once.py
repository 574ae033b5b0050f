"""Destruction that really commits: the owner is refused, a killed worker loses nothing, two workers double nothing."""

import threading

import psycopg
import pytest
from django.db import connection

from sanktion.actions import disposal as acts
from sanktion.models import Case, Disposal, DisposalCertificate
from tests.factories import TeamFactory, UserFactory
from tests.factories.retention import approved_disposal, closed_case

pytestmark = pytest.mark.thorough


class Killed(BaseException):
    pass


def interrupt_after(monkeypatch, count: int) -> None:
    """The worker dies when a case is destroyed but not yet stored."""
    destroy, calls = Disposal.destroy, iter(range(count))

    def dying(self, case):
        destroy(self, case)
        if next(calls, None) is None:
            raise Killed

    monkeypatch.setattr(Disposal, "destroy", dying)


def test_a_worker_that_dies_is_followed_by_another(own_database, monkeypatch):
    by = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    cases = [closed_case(by) for _ in range(3)]
    refused_to_the_owner(own_database)
    interrupt_after(monkeypatch, 1)
    with pytest.raises(Killed):
        approved_disposal(cases)  # the worker is woken when the approval is stored
    disposal = Disposal.objects.get()
    assert (disposal.destroyed, Case.objects.count(), disposal.items.count()) == (1, 2, 2)
    monkeypatch.undo()
    workers = [threading.Thread(target=_work, args=[disposal.pk]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    acts.run_disposal(disposal.pk)
    disposal.refresh_from_db()
    assert (disposal.status, disposal.destroyed, sum(disposal.counts.values())) == ("done", 3, 3)
    assert (Case.objects.count(), DisposalCertificate.objects.count()) == (0, 1)
    broken_when_changed(own_database)


def refused_to_the_owner(owner) -> None:
    for table in ("case", "citizen", "negativeevent", "journalentry", "decision"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            owner.execute(f"DELETE FROM sanktion_{table}")  # noqa: S608


def broken_when_changed(owner) -> None:
    assert DisposalCertificate.objects.broken() == []
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute("UPDATE sanktion_disposalcertificate SET destroyed = 2")
    owner.execute("ALTER TABLE sanktion_disposalcertificate DISABLE TRIGGER append_only")
    owner.execute("UPDATE sanktion_disposalcertificate SET destroyed = 2")
    assert DisposalCertificate.objects.broken() == [1]


def _work(disposal_id: int) -> None:
    try:
        acts.run_disposal(disposal_id)
    finally:
        connection.close()
