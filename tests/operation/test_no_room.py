"""A full disk, in the database or in the folders: the page says so, and nothing is stored by half."""

import os
import resource
import signal
import uuid

import pytest
from django.db import connections
from django.test import RequestFactory
from django.urls import reverse

from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.destruction import ledger
from koerelister.models import DestructionRecord, RouteList
from parthoering import tasks
from parthoering.actions import send_hearing
from parthoering.models import Channel, Delivery, DeliveryStatus
from sanktion.base.acting import acting
from sanktion.models import AccessLog, JournalEntry
from sanktion.views.failure import server_error
from tests.factories import CaseFactory, TeamFactory, UserFactory
from tests.factories.koerelister import route_list_of, visit

pytestmark = pytest.mark.thorough

FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON sanktion_journalentry EXECUTE FUNCTION full_disk();
"""
NOTE = {"kind": "phone", "text": "Borgeren ringede.", "concerns": "yes"}


@pytest.fixture
def team(own_database):
    return TeamFactory()


@pytest.fixture
def caseworker(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def case(team, caseworker):
    return CaseFactory(event__citizen__team=team, by=caseworker)


def in_a_child(act, *, most_bytes: int) -> int:
    """How ``act`` ends where no file may grow past ``most_bytes``: the kernel refuses as when there is no room."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
            os._exit(act() or 0)
        finally:
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_database_without_room_answers_with_what_to_do_and_keeps_nothing(client, own_database, case, caseworker):
    own_database.execute(FULL)
    client.force_login(caseworker)
    client.raise_request_exception = False
    note = NOTE | {"key": uuid.uuid4()}
    entries, seen = JournalEntry.objects.count(), AccessLog.objects.count()
    page = client.post(reverse("note_new", args=[case.number]), note)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "er ikke gemt" in page.content.decode()
    assert (JournalEntry.objects.count(), AccessLog.objects.count()) == (entries, seen)
    own_database.execute("DROP TRIGGER full_disk ON sanktion_journalentry")
    assert client.post(reverse("note_new", args=[case.number]), note).status_code == 302
    assert JournalEntry.objects.count() == entries + 1


def test_any_other_error_is_still_ours(client, own_database, case, caseworker):
    own_database.execute(FULL.replace("disk_full", "internal_error"))
    client.force_login(caseworker)
    client.raise_request_exception = False
    page = client.post(reverse("note_new", args=[case.number]), NOTE | {"key": uuid.uuid4()})
    assert page.status_code == 500
    assert "Noget gik galt hos os" in page.content.decode()


def test_a_letter_waits_for_room_in_the_outbox_and_leaves_no_half_of_itself(case, caseworker, settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path / "outbox"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    with acting(caseworker):
        delivery = send_hearing(case, channel=Channel.DIGITAL_POST, by=caseworker).delivery
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.WAITING, sent_at=None, attempts=0)
    for path in settings.SANKTION_OUTBOX.rglob("*.xml"):
        path.unlink()
    assert in_a_child(lambda: tasks.send_letter(delivery.pk), most_bytes=4096) == 0
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.error_code) == (DeliveryStatus.WAITING, 1, "OSError")
    assert [path for path in settings.SANKTION_OUTBOX.rglob("*") if path.is_file()] == []
    tasks.send_letter(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.SENT
    assert len(list(settings.SANKTION_OUTBOX.rglob("*.xml"))) == 1


def test_a_destruction_whose_line_found_no_room_is_written_later(team, caseworker, settings, tmp_path):
    """B044: the database is the truth, and the file outside it catches up."""
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    route_list = route_list_of(caseworker, team=team, count=1)
    with acting(caseworker):
        log_visit(route_list.stops.get(), visit=visit(), by=caseworker)

    def act():
        with acting(caseworker):
            destroy(route_list, by=caseworker)

    assert in_a_child(act, most_bytes=10) == 0
    assert not RouteList.objects.filter(pk=route_list.pk).exists()
    assert [entry["facts"]["sequence"] for entry in ledger.entries()] == []
    assert ledger.catch_up() == DestructionRecord.objects.count() == 1
    assert len(ledger.entries()) == 1


def test_so_does_a_page_whose_file_found_no_room(tmp_path):
    def act() -> int:
        try:
            (tmp_path / "file").write_bytes(bytes(20_000))
        except OSError as error:
            try:
                raise RuntimeError from error
            except RuntimeError:
                return server_error(RequestFactory().get("/")).status_code - 503
        return 1

    assert in_a_child(act, most_bytes=4096) == 0
