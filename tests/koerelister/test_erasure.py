"""B047: what was deleted is taken off the disk each night, by the application's own role."""

import threading
from datetime import timedelta

import psycopg
import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from koerelister.actions import erasure
from koerelister.actions.erasure import MayNotErase, StillHeld, erasable_tables, erase, erase_once_a_day
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.checks import not_off_the_disk
from koerelister.models import PhysicalErasure
from sanktion.models import Address, Case, Citizen
from tests.conftest import connect_as_owner
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import route_list_of, visit

WAL = "SELECT pg_walfile_name(pg_current_wal_insert_lsn())"


def destroyed_list() -> None:
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    route_list = route_list_of(worker, team=team, count=3)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=worker)
    destroy(route_list, by=worker)


def test_deleting_leaves_the_bytes_and_the_step_takes_them(own_database):
    destroyed_list()
    size = "SELECT pg_relation_size('koerelister_stop') + pg_indexes_size('koerelister_stop')"
    before = own_database.execute(size).fetchone()[0]
    segment = own_database.execute(WAL).fetchone()[0]
    assert erase_once_a_day().tables == len(erasable_tables())
    call_command("erase_physically", verbosity=0)
    assert own_database.execute("SELECT pg_relation_size('koerelister_stop')").fetchone()[0] == 0
    assert own_database.execute(size).fetchone()[0] < before
    assert own_database.execute(WAL).fetchone()[0] > segment


@pytest.mark.django_db
def test_once_a_day_however_often_the_beat_asks():
    PhysicalErasure.objects.create(tables=8)
    assert erase_once_a_day() is None
    assert PhysicalErasure.objects.count() == 1


@pytest.mark.django_db
def test_the_check_is_red_when_it_has_not_run_for_36_hours():
    today = timezone.localdate()
    destroyed_list()
    assert not_off_the_disk(today) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=37)):
        assert not_off_the_disk(today) == 1
        PhysicalErasure.objects.create(tables=8)
        assert not_off_the_disk(today) == 0


def test_what_an_older_transaction_holds_on_to_is_not_told_as_gone(own_database, older, monkeypatch):
    monkeypatch.setattr(erasure, "PAUSES", (0.01,))
    destroyed_list()
    with pytest.raises(StillHeld, match="koerelister_stop"):
        erase()
    with pytest.raises(CommandError, match="Prøv igen"):
        call_command("erase_physically", verbosity=0)
    assert not PhysicalErasure.objects.exists()
    older.rollback()
    erase()
    assert own_database.execute("SELECT pg_relation_size('koerelister_stop')").fetchone()[0] == 0


def test_what_goes_on_in_another_database_holds_nothing(own_database, monkeypatch):
    monkeypatch.setattr(erasure, "PAUSES", ())
    with connect_as_owner() as elsewhere:
        elsewhere.execute("BEGIN")
        elsewhere.execute("SELECT pg_current_xact_id()")
        destroyed_list()
        erase()
        elsewhere.execute("ROLLBACK")
    assert own_database.execute("SELECT pg_relation_size('koerelister_stop')").fetchone()[0] == 0


def test_a_short_one_is_waited_for(own_database, older):
    destroyed_list()
    ends = threading.Timer(1, older.rollback)
    ends.start()
    assert erase().tables == len(erasable_tables())
    ends.join()


def test_a_role_that_may_not_is_told_so_and_nothing_is_noted(own_database):
    """PostgreSQL would only warn, and pass the table over."""
    own_database.execute("REVOKE MAINTAIN ON koerelister_stop FROM sanktion_app")
    with pytest.raises(MayNotErase):
        erase()
    assert not PhysicalErasure.objects.exists()


@pytest.mark.django_db
def test_the_application_may_write_only_these_tables_anew():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege(oid, 'MAINTAIN')"
        )
        names = {row[0] for row in cursor.fetchall()}
    assert names == set(erasable_tables())
    assert {"koerelister_stop", "koerelister_routelist", "koerelister_visitorder"} <= names
    assert not {"koerelister_destructionrecord", "koerelister_visitcount"} & names


@pytest.mark.django_db
def test_postgresql_keeps_no_sample_of_whom_a_list_is_about():
    """Its statistics would keep the values after the rows are gone."""
    columns = [
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("koerelister").get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model in (Case, Citizen, Address)
    ]
    assert len(columns) >= 3
    with connection.cursor() as cursor:
        for table, column in columns:
            cursor.execute(
                "SELECT attstattarget FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s", [table, column]
            )
            assert cursor.fetchone() == (0,), (table, column)


def test_the_step_waits_for_nobody_for_long(own_database, monkeypatch):
    """A page that reads a list holds it up: it gives up, and the beat asks again."""
    monkeypatch.setattr("koerelister.actions.erasure.WAIT", "50ms")
    with own_database.transaction():
        own_database.execute("LOCK TABLE koerelister_stop IN ACCESS SHARE MODE")
        with pytest.raises(Exception, match="lock timeout") as caught:
            erase()
    assert isinstance(caught.value.__cause__, psycopg.errors.LockNotAvailable)
    assert not PhysicalErasure.objects.exists()
