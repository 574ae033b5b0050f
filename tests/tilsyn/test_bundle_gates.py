"""V056, V018: ways round the rules of a finished bundle, tried in the database itself; and workers that are killed."""

import os
import signal
import threading
import time
from itertools import product

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions.bundles import make
from tilsyn.models import Bundle, BundleContent, BundleEntry, BundleStatus, WithdrawnBecause
from tilsyn.models.bundle import BUNDLE_TRANSITIONS, MADE

from ..factories import TeamFactory, UserFactory
from ..factories.bundles import a_pdf, bundle_of, paper
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.thorough


@pytest.fixture
def selected(db):
    return selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]))


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def row(selected, **facts) -> Bundle:
    sequence = Bundle.objects.next_sequence(selected)
    return Bundle.objects.create(**{"selected": selected, "sequence": sequence, "asked_by": selected.named_by} | facts)


def entry(bundle, **facts) -> BundleEntry:
    facts = {"position": 90, "section": 1, "number": 90, "first_page": 2, "pages": 1, "sha256": "0" * 64} | facts
    return BundleEntry.objects.create(bundle=bundle, paper_key="x", title="Brev", **facts)


def test_what_was_made_cannot_be_changed(selected):
    bundle = bundle_of(selected)
    for change in ({"pages": 9}, {"status": "failed"}, {"sha256": ""}, {"sequence": 7}, {"asked_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="dannet"), transaction.atomic():
            Bundle.objects.filter(pk=bundle.pk).update(**change)
    with pytest.raises(IntegrityError, match="dannet"), transaction.atomic():
        entry(bundle)
    for statement in ("DELETE FROM tilsyn_bundle", "UPDATE tilsyn_bundleentry SET title = 'x'"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql(statement)


def test_a_bundle_is_ready_only_with_what_it_says_it_holds(selected):
    bundle = row(selected)
    ready = {"status": "ready", "pages": 1, "size": 3, "sha256": "0" * 64}

    def finish(**facts):
        with transaction.atomic():
            Bundle.objects.filter(pk=bundle.pk).update(**ready | facts)

    with pytest.raises(IntegrityError, match="intet indhold"):
        finish()
    BundleContent.objects.create(bundle=bundle, data=b"PDF")
    entry(bundle)
    with pytest.raises(IntegrityError, match="fortsætter ikke"):
        finish(first_page=7)
    with pytest.raises(IntegrityError, match="bundle_ready_is_made"):
        finish(sha256="x")
    finish()
    with pytest.raises(IntegrityError, match="begynder med at vente"), transaction.atomic():
        row(selected, **ready)


def test_no_number_of_a_case_is_used_twice(selected):
    bundle_of(selected)
    later = row(selected)
    with pytest.raises(IntegrityError, match="brugt"), transaction.atomic():
        entry(later, section=11, number=1)


def test_a_second_bundle_waits_for_the_first(selected):
    row(selected)
    with pytest.raises(IntegrityError, match="ikke er dannet"), transaction.atomic():
        row(selected)


def test_a_case_that_left_gets_no_bundle(selected):
    """V018: neither asked for before it left nor after."""
    bundle = row(selected)
    BundleContent.objects.create(bundle=bundle, data=b"PDF")
    entry(bundle)
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=selected.named_by)
    with pytest.raises(IntegrityError, match="udgået"), transaction.atomic():
        Bundle.objects.filter(pk=bundle.pk).update(status="ready", pages=1, size=3, sha256="0" * 64)
    make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.FAILED
    with pytest.raises(IntegrityError, match="udgået"), transaction.atomic():
        row(selected)


@pytest.mark.parametrize("pair", list(product(BundleStatus, BundleStatus)), ids="-".join)
def test_every_move_is_in_the_table_or_refused(selected, pair):
    before, after = pair
    bundle = bundle_of(selected) if before in MADE else row(selected)
    if before == BundleStatus.SCRAPPED:
        bundle.scrap(by=selected.named_by)
    if before == BundleStatus.FAILED:
        bundle.fail("Prøve")
    facts = {}
    if after == BundleStatus.READY and before == BundleStatus.WAITING:
        BundleContent.objects.create(bundle=bundle, data=b"PDF")
        entry(bundle)
        facts = {"pages": 1, "size": 3, "sha256": "0" * 64}
    if after in BUNDLE_TRANSITIONS[before]:
        bundle._move_to(after, by=None, reason="Prøve", **facts)
        assert bundle.status == after
    else:
        with pytest.raises(TransitionNotAllowed):
            bundle._move_to(after, by=None, reason="Prøve", **facts)


def killed_at_work(pk: int, seconds: float) -> None:
    connections.close_all()
    started, told = os.pipe()
    child = os.fork()
    if not child:
        try:
            connection.ensure_connection()
            os.write(told, b".")
            make(pk)
        finally:
            os._exit(0)
    os.read(started, 1)
    os.close(started)
    os.close(told)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_worker_killed_at_any_moment_loses_and_doubles_nothing(own_database):
    selected = selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]))
    for number in range(3):
        paper(selected, title=f"Brev {number}", data=a_pdf(pages=20))
    bundle = row(selected)
    for seconds in (0.02, 0.1, 0.2, 0.3):
        killed_at_work(bundle.pk, seconds)
    assert_whole(bundle)
    make(bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.status, bundle.failure, bundle.pages) == (BundleStatus.READY, "", 63)
    assert_whole(bundle)


def assert_whole(bundle: Bundle) -> None:
    """Either all of it is stored, once, or none of it."""
    bundle.refresh_from_db()
    stored = (BundleContent.objects.count(), BundleEntry.objects.count())
    assert stored == ((1, 5) if bundle.status == BundleStatus.READY else (0, 0))


def test_two_workers_make_one_bundle(own_database):
    selected = selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]))
    bundle = row(selected)
    workers = [threading.Thread(target=_work, args=[bundle.pk]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    bundle.refresh_from_db()
    assert (bundle.status, BundleContent.objects.count()) == (BundleStatus.READY, 1)


def _work(pk: int) -> None:
    try:
        make(pk)
    finally:
        connection.close()
