"""B033, B043: kill -9 at any moment of log → count → destroy loses nothing, doubles nothing and counts right.

`make chaos` runs it with at least 200 kills (SANKTION_KILLS).
"""

import os
import random
import signal
import time

import pytest
from django.db import connection, connections
from django.db.models import Sum

from koerelister.actions.destruction import broken_link
from koerelister.actions.lists import destroy
from koerelister.actions.visits import AlreadyLogged, log_visit
from koerelister.destruction import ledger
from koerelister.models import DestructionRecord, RouteList, Stop, VisitCount, VisitOrder
from sanktion.base.acting import acting
from sanktion.models import ContactAttempt, JournalEntry, NoteKind
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, route_list_of, visit

pytestmark = pytest.mark.thorough

KILLS = int(os.environ.get("SANKTION_KILLS", "20"))
LISTS, STOPS = 2, 6
VISITS = 4  # a worker is killed before it has noted so many, counted in the time one takes on this machine


def work(worker) -> None:
    """Everything from the top, as a worker that is started anew does."""
    for route_list in RouteList.objects.order_by("pk"):
        for stop in route_list.stops.order_by("position"):
            try:
                with acting(worker):
                    log_visit(stop, visit=visit(), by=worker)
            except AlreadyLogged:
                continue
        with acting(worker):
            destroy(route_list, by=worker)


def killed_at_work(worker, seconds: float) -> bool:
    """Whether it was still working when it was killed."""
    connections.close_all()
    started, told = os.pipe()
    child = os.fork()
    if not child:
        try:
            connection.ensure_connection()
            os.write(told, b".")
            work(worker)
            os._exit(0)
        finally:
            os._exit(1)
    os.read(started, 1)
    os.close(started)
    os.close(told)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work itself failed"
    return os.WIFSIGNALED(status)


def test_a_worker_killed_at_any_moment_loses_and_doubles_nothing(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    areas, crew, dice = [AreaFactory() for _ in range(LISTS)], CrewFactory(), random.Random(2018)

    def make_lists() -> int:
        return len([route_list_of(worker, team=team, count=STOPS, area=area, crew=crew) for area in areas])

    lists, kills, began = make_lists(), 0, time.perf_counter()
    work(worker)
    longest = VISITS * (time.perf_counter() - began) / (LISTS * STOPS)
    while kills < KILLS:
        if not RouteList.objects.exists():
            lists += make_lists()
        kills += killed_at_work(worker, dice.uniform(0, longest))
    work(worker)
    ledger.catch_up()
    visits = lists * STOPS
    assert_nothing_lost_or_doubled(lists, visits)
    print(f"\n{kills} kills, {visits} visits, {lists} lists")  # noqa: T201 - what `make chaos` is run to read
    assert kills >= KILLS


def assert_nothing_lost_or_doubled(lists: int, visits: int) -> None:
    # The kind is sealed within each entry.
    per_case = [entry.case_id for entry in JournalEntry.objects.all() if entry.kind == NoteKind.VISIT]
    assert (len(per_case), len(set(per_case))) == (visits, visits), "lost or doubled in the journal"
    assert ContactAttempt.objects.count() == visits
    assert VisitCount.objects.aggregate(Sum("count"))["count__sum"] == visits, "the statistics are wrong"
    assert DestructionRecord.objects.count() == len(ledger.entries()) == lists
    assert DestructionRecord.objects.aggregate(Sum("visited"))["visited__sum"] == visits
    assert broken_link() is None
    assert not RouteList.objects.exists()
    assert not Stop.objects.exists()
    assert not VisitOrder.objects.exists()
