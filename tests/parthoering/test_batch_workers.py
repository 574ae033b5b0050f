"""Real Celery workers, one of them killed in the middle of a letter: everybody is written to exactly once."""

import os
import subprocess
import sys
import time
from collections import Counter
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import pytest
from django.conf import settings
from django.db import connection

from parthoering.actions import batch as batch_acts
from parthoering.actions import start_batch, stop_batch
from parthoering.models import BatchStatus, Delivery, Hearing, HearingBatch, RowStatus
from sanktion.base.acting import acting
from sanktion.models import Case
from tests.factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory

CELERY = [sys.executable, "-m", "celery", "-A", "sanktion.config.celery"]
LETTERS = 30
SECONDS = 60
# Other Redis databases than a running system's, one for each process of tests: nobody else takes or purges the tasks.
REDIS_DATABASES = (6, 7)


@pytest.fixture
def environment(own_database, tmp_path, worker_id):
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    number = REDIS_DATABASES[worker_id == "gw1"]
    return os.environ | {
        "DATABASE_URL": url,
        "REDIS_URL": f"{settings.REDIS_URL.rpartition('/')[0]}/{number}",
        "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.dev",
        "SANKTION_OUTBOX": str(tmp_path),
    }


@pytest.fixture
def work(environment):
    """``work()`` starts a worker with two processes; those still alive at the end are ended."""
    workers: list[subprocess.Popen] = []

    def start() -> psutil.Process:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        worker = subprocess.Popen([*CELERY, "worker", "-c", "2"], env=environment, cwd=settings.ROOT, **quiet)
        workers.append(worker)
        return psutil.Process(worker.pid)

    yield start
    for worker in workers:
        if worker.poll() is None:
            kill(psutil.Process(worker.pid))
        worker.wait(30)
    subprocess.run([*CELERY, "purge", "-f"], env=environment, cwd=settings.ROOT, capture_output=True, check=True)


def kill(worker: psutil.Process) -> None:
    """With no time to say goodbye, as when the machine runs out of memory."""
    for process in [*worker.children(recursive=True), worker]:
        process.kill()


@pytest.fixture
def batch(own_database) -> HearingBatch:
    """Half of them cases, half of them events whose case is opened with the letter."""
    team = TeamFactory()
    user = UserFactory(role="sagsbehandler", teams=[team])
    events = [EventFactory(citizen=CitizenFactory(team=team)) for _ in range(LETTERS)]
    for event in events[::2]:
        CaseFactory(event=event, by=user)
    with acting(user):
        # The message that starting sends is lost: the tests' own Celery would run it at once, in this process.
        with patch.object(batch_acts, "wake"):
            return start_batch([event.pk for event in events], key=uuid4(), by=user)


def call(environment, task: str, *arguments: int) -> None:
    command = [*CELERY, "call", f"parthoering.tasks.{task}", f"--args={list(arguments)}"]
    subprocess.run(command, env=environment, cwd=settings.ROOT, capture_output=True, check=True)


def wait_until(happened) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def sent(batch: HearingBatch) -> int:
    return batch.rows.filter(status=RowStatus.SENT).count()


def test_a_killed_worker_leaves_no_letter_out_and_none_twice(batch, environment, work, own_database):
    first = work()
    call(environment, "run_hearing_batch", batch.pk)
    wait_until(lambda: sent(batch) >= 3)
    kill(first)
    left = LETTERS - sent(batch)
    assert left > 0
    assert not Case.objects.filter(status="registered", documents__isnull=False).exists()
    # What the sweeper waits for before it takes a batch for dead.
    own_database.execute("UPDATE parthoering_hearingbatch SET status_changed_at = now() - interval '1 hour'")
    own_database.execute("UPDATE parthoering_hearingbatchrow SET status_changed_at = now() - interval '1 hour'")
    work()
    call(environment, "resume_hearing_batches")
    call(environment, "run_hearing_batch", batch.pk)  # twice at once does no harm
    wait_until(lambda: HearingBatch.objects.get(pk=batch.pk).status == BatchStatus.DONE)
    assert Counter(batch.rows.values_list("status", flat=True)) == {RowStatus.SENT: LETTERS}
    assert Hearing.objects.count() == Delivery.objects.count() == Case.objects.count() == LETTERS
    assert set(Counter(Hearing.objects.values_list("case__event", flat=True)).values()) == {1}


def test_stopping_while_workers_send_leaves_each_row_sent_or_cancelled(batch, environment, work):
    work()
    call(environment, "run_hearing_batch", batch.pk)
    call(environment, "run_hearing_batch", batch.pk)
    wait_until(lambda: sent(batch) >= 3)
    with acting(batch.created_by):
        cancelled = stop_batch(HearingBatch.objects.get(pk=batch.pk), by=batch.created_by)
    after = sent(batch)
    time.sleep(1)
    assert sent(batch) == after == LETTERS - cancelled
    assert Hearing.objects.count() == after
