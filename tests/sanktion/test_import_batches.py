"""A batch from upload to report: it runs once, loads all or nothing, and survives dead workers and a lost cache."""

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisIsGone

from sanktion.actions import imports
from sanktion.actions.imports import saving
from sanktion.actions.imports.batch import safe_file_name
from sanktion.base import progress
from sanktion.base.acting import acting
from sanktion.models import ImportBatch, ImportFile, ImportStatus, NegativeEvent
from sanktion.models.imports import STALLED_AFTER
from sanktion.tasks import discard_left_imports, resume_imports, run_import

from ..conftest import connect_as_owner
from ..factories import CitizenFactory, TeamFactory, UserFactory

HEADER = "cpr;haendelse;dato;indberetter;reference;beskrivelse"


def uploaded(user, citizen, rows: int = 3, name="haendelser.csv") -> ImportBatch:
    lines = [f"{citizen.cpr};9;09-11-2025;kommune;R-{number};Tekst" for number in range(rows)]
    data = "\n".join([HEADER, *lines, f"{citizen.cpr};77;09-11-2025;kommune;R-X;Tekst"]).encode()
    with acting(user):
        return imports.upload(data, imports.read_import(data), file_name=name, team=None, by=user)


def started(user, citizen, **kwargs) -> ImportBatch:
    batch = uploaded(user, citizen, **kwargs)
    with acting(user):
        imports.start(batch, by=user)
    return batch


@pytest.mark.django_db
class TestOneTransaction:
    def test_it_runs_reports_and_throws_the_file_away(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        run_import(batch.pk)
        batch.refresh_from_db()
        assert (batch.status, batch.loaded, batch.rejected) == (ImportStatus.DONE, 3, 1)
        assert [row.faults for row in batch.reported_rows.all()] == [[("Hændelse", "ukendt hændelsestype 77")]]
        assert not ImportFile.objects.exists()
        assert NegativeEvent.history.first().history_user == caseworker

    def test_a_second_run_does_nothing(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        run_import(batch.pk)
        changed = ImportBatch.objects.get(pk=batch.pk).status_changed_at
        run_import(batch.pk)
        assert ImportBatch.objects.get(pk=batch.pk).status_changed_at == changed
        assert NegativeEvent.objects.count() == 3

    def test_a_batch_that_nobody_started_is_left_alone(self, caseworker, citizen):
        batch = uploaded(caseworker, citizen)
        run_import(batch.pk)
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.UPLOADED

    def test_a_fault_in_the_middle_keeps_nothing_and_can_be_tried_again(self, caseworker, citizen, caplog):
        batch = started(caseworker, citizen)
        create = saving.insert

        def break_after_first(*args, **kwargs):
            create(*args, **kwargs)
            raise DatabaseError(f"Failing row contains ({citizen.cpr}, {citizen.last_name})")

        with patch.object(saving, "insert", break_after_first):
            run_import(batch.pk)
        batch.refresh_from_db()
        assert (batch.status, batch.loaded) == (ImportStatus.FAILED, 0)
        assert not NegativeEvent.objects.exists()
        assert not NegativeEvent.history.exists()
        assert citizen.last_name not in caplog.text
        assert citizen.cpr not in caplog.text
        assert caplog.records[-1].levelno == logging.ERROR
        with acting(caseworker):
            imports.start(batch, by=caseworker)
        run_import(batch.pk)
        assert NegativeEvent.objects.count() == 3

    def test_a_lost_database_leaves_it_started(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        with patch.object(saving, "insert", side_effect=OperationalError("gone")):
            run_import(batch.pk)
        batch.refresh_from_db()
        assert batch.status == ImportStatus.RUNNING

    def test_the_beat_takes_up_what_was_left(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        resume_imports()
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.RUNNING, "too early: it may be under way"
        ImportBatch.objects.update(status_changed_at=timezone.now() - STALLED_AFTER * 1.1)
        resume_imports()
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.DONE

    def test_progress_grows_while_it_runs(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        with patch.object(progress.cache, "set") as keep:
            run_import(batch.pk)
        shown = [call.args[1] for call in keep.call_args_list]
        assert shown == sorted(shown)
        assert len(shown) >= 4
        assert all(isinstance(value, int) and 0 < value < 100 for value in shown)

    def test_without_a_cache_it_runs_all_the_same(self, caseworker, citizen):
        with (
            patch.object(progress.cache, "set", side_effect=RedisIsGone),
            patch.object(progress.cache, "get", side_effect=RedisIsGone),
        ):
            batch = started(caseworker, citizen)
            run_import(batch.pk)
            assert progress.percent_of("import", batch.pk) == 0
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.DONE

    def test_starting_sends_the_task_when_the_page_is_committed(
        self, caseworker, citizen, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            batch = started(caseworker, citizen)
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.DONE

    def test_a_loaded_batch_is_not_discarded_but_its_rows_can_be_forgotten(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        run_import(batch.pk)
        imports.discard(batch, by=caseworker)
        imports.forget_rows(batch, by=caseworker)
        batch.refresh_from_db()
        assert batch.rejected == 1
        assert not batch.reported_rows.exists()

    def test_an_upload_is_discarded_with_its_file(self, caseworker, citizen):
        imports.discard(uploaded(caseworker, citizen), by=caseworker)
        assert not ImportBatch.objects.exists()
        assert not ImportFile.objects.exists()

    @pytest.mark.parametrize("status", ["uploaded", "failed"])
    def test_what_nobody_loads_is_gone_after_a_fortnight(self, client, caseworker, citizen, status):
        with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
            batch = uploaded(caseworker, citizen)
            if status == "failed":
                with acting(caseworker):
                    batch.begin(by=caseworker)
                    batch.fail("Fejl", by=caseworker)
            client.force_login(caseworker)
            page = client.get(reverse("import_detail", args=[batch.pk])).content.decode()
            assert "slettes efter 16. marts 2026, hvis den ikke indlæses" in page
            clock.shift(timedelta(days=14))
            discard_left_imports()
            assert ImportFile.objects.filter(pk=batch.pk).exists()
            clock.shift(timedelta(seconds=1))
            discard_left_imports()
            assert not ImportBatch.objects.filter(pk=batch.pk).exists()
            assert not ImportFile.objects.filter(pk=batch.pk).exists()

    def test_what_is_loaded_or_being_loaded_is_left_alone(self, caseworker, citizen):
        with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
            done, running = started(caseworker, citizen), started(caseworker, citizen)
            run_import(done.pk)
            clock.shift(timedelta(days=400))
            discard_left_imports()
        assert ImportBatch.objects.filter(pk__in=[done.pk, running.pk]).count() == 2

    def test_the_beat_throws_away_what_is_left_lying(self):
        tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        assert discard_left_imports.name in tasks

    def test_what_was_sent_lies_encrypted(self, caseworker, citizen):
        batch = uploaded(caseworker, citizen)
        with connection.cursor() as cursor:
            cursor.execute("SELECT data FROM sanktion_importfile WHERE batch_id = %s", [batch.pk])
            assert citizen.cpr.encode() not in bytes(cursor.fetchone()[0])
        run_import(started(caseworker, citizen).pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM sanktion_importrow")
            assert citizen.cpr.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("name", ["borger 010190-1234.csv", "0101901234.csv", "010190 1234.csv"])
def test_a_cpr_number_in_the_file_name_is_not_kept(name):
    assert "1234" not in safe_file_name(name)
    assert len(safe_file_name("a" * 300)) == 100


def test_a_batch_that_a_worker_holds_is_left_to_it(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        team = TeamFactory()
        user = UserFactory(role="sagsbehandler", teams=[team])
        with patch.object(imports.batch, "wake"):
            batch = started(user, CitizenFactory(team=team))
        ImportBatch.objects.update(status_changed_at=timezone.now() - STALLED_AFTER * 1.1)
        with connect_as_owner(connection.settings_dict["NAME"]) as worker, worker.transaction():
            worker.execute("SELECT 1 FROM sanktion_importbatch WHERE id = %s FOR UPDATE", [batch.pk])
            assert imports.stalled_ids() == []
            run_import(batch.pk)
            assert not NegativeEvent.objects.exists()
        resume_imports()
        assert NegativeEvent.objects.count() == 3
        assert ImportBatch.objects.get(pk=batch.pk).status == ImportStatus.DONE


@pytest.mark.django_db
class TestTheOriginatorsRights:
    """ASVS 8.3.3: a file may wait for hours, and what may be done is asked when it is done."""

    def test_a_file_of_one_who_is_closed_meanwhile_is_not_loaded(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        caseworker.is_active = False
        caseworker.save()
        self._is_refused(batch)

    def test_nor_is_that_of_one_whose_role_is_taken(self, caseworker, citizen):
        batch = started(caseworker, citizen)
        caseworker.groups.clear()
        self._is_refused(batch)

    def _is_refused(self, batch):
        run_import(batch.pk)
        batch.refresh_from_db()
        assert (batch.status, batch.loaded) == (ImportStatus.FAILED, 0)
        assert "ikke længere" in batch.failure
        assert not NegativeEvent.objects.exists()
