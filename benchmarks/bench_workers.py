"""What a second worker gives, and three workers each with a queue of its own, with PostgreSQL and Redis over TCP.

Real Celery workers, real letters drawn, sealed and handed over. Each letter is a transaction of its own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.db import connection

from benchmarks.tcp_server import ROOT, over_tcp
from parthoering.actions import start_batch
from parthoering.models import HearingBatch
from sanktion.actions.imports import read_import, start, upload
from sanktion.base.acting import acting, system
from sanktion.config import env
from sanktion.models import Case, ImportBatch, NegativeEvent, Team, User
from tests.factories.tilsyn import eligible, selected_of, supervision_of
from tilsyn.actions.bundles import request_bundles
from tilsyn.models import Bundle, BundleStatus, SelectedCase

# So many citizens, for six times so many letters need as many events of one team that wait for a case.
LETTERS, EVENTS, BUNDLES, CITIZENS = 40, 5_000, 6, 30_000
WARM_UP = 3
GOAL, SECONDS = 1.7, 300


def run() -> list[dict]:
    with over_tcp(CITIZENS) as urls, TemporaryDirectory() as outbox:
        os.environ.update(urls, SANKTION_OUTBOX=outbox)
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict |= env.database(urls["DATABASE_URL"])
        try:
            return _measure()
        finally:
            connection.close()
            connection.settings_dict |= before


def _measure() -> list[dict]:
    user = _clerk()
    events = _events_without_case(user)
    one = _letters(user, events, workers=1)
    two = _letters(user, events, workers=2)
    alone, together = _apart(user, events)
    return [
        _row("To arbejdere, mod én: breve i sekundet", 2 * LETTERS / two, 2 * LETTERS / one, GOAL, "breve/s", True),
        _row(
            f"Tre køer på hver sin arbejder over TCP ({LETTERS} breve, {EVENTS} hændelser, {BUNDLES} samlinger),"
            " mod de tre efter hinanden",
            together,
            alone,
            1,
            "s",
        ),
    ]


def _letters(user: User, events: Iterator[int], *, workers: int) -> float:
    """Seconds for two batches of letters by so many workers of one process."""
    with _workers(*["letters"] * workers):
        # Each process reads the fonts with its first letter.
        _sent(user, events, WARM_UP)
        return _sent(user, events, LETTERS)


def _sent(user: User, events: Iterator[int], letters: int) -> float:
    batches = [_batch(user, events, letters) for _ in range(2)]
    return _until(lambda: not any(HearingBatch.objects.get(pk=pk).is_running for pk in batches))


def _apart(user: User, events: Iterator[int]) -> tuple[float, float]:
    """Seconds for the three kinds of work one after the other and all at once, with the same three workers."""
    kinds = (_send_letters, _load_events, _make_bundles)
    with _workers("letters", "imports", "bundles"):
        alone = sum(_until(kind(user, events)) for kind in kinds)
        done = [kind(user, events) for kind in kinds]
        return alone, _until(lambda: all(one() for one in done))


def _send_letters(user: User, events: Iterator[int]) -> Callable[[], bool]:
    pk = _batch(user, events)
    return lambda: not HearingBatch.objects.get(pk=pk).is_running


def _load_events(user: User, events: Iterator[int]) -> Callable[[], bool]:
    with system("benchmark"):
        citizens = [citizen.cpr for citizen in user.teams.get().citizens.all()[:500]]
    lines = ["cpr;haendelse;dato;indberetter;reference;beskrivelse"]
    mark = uuid4().hex[:12]
    lines += [f"{citizens[n % 500]};2;03-09-2026;kommune;{mark}-{n};Udeblev" for n in range(EVENTS)]
    data = "\n".join(lines).encode()
    with acting(user):
        batch = upload(data, read_import(data), file_name="h.csv", team=user.teams.get(), by=user)
        start(batch, by=user)
    return lambda: not ImportBatch.objects.get(pk=batch.pk).is_running


def _make_bundles(user: User, events: Iterator[int]) -> Callable[[], bool]:
    with acting(user):
        supervision = supervision_of(user)
        taken = SelectedCase.objects.values("case")
        cases = Case.objects.visible_to(user).open().exclude(pk__in=taken)[:BUNDLES]
        named = [selected_of(user, supervision=supervision, case=eligible(case)) for case in cases]
        pks = [one.pk for one in request_bundles(supervision, named, by=user, key=uuid4())]
    return lambda: not Bundle.objects.filter(pk__in=pks, status=BundleStatus.WAITING).exists()


def _clerk() -> User:
    with system("benchmark"):
        return User.objects.with_scope().filter(teams=Team.objects.get(name="Vækst 001")).order_by("pk").first()


def _events_without_case(user: User) -> Iterator[int]:
    with acting(user):
        found = NegativeEvent.objects.for_teams_of(user).without_case().filter(citizen__protected_until=None)
        return iter(list(found.order_by("pk").values_list("pk", flat=True)))


def _batch(user: User, events: Iterator[int], letters: int = LETTERS) -> int:
    with acting(user):
        return start_batch(list(islice(events, letters)), key=uuid4(), by=user).pk


def _until(done: Callable[[], bool]) -> float:
    begun = time.perf_counter()
    while True:
        with system("benchmark"):
            if done():
                return time.perf_counter() - begun
        if time.perf_counter() - begun > SECONDS:
            raise RuntimeError("Arbejdet blev ikke færdigt")
        time.sleep(0.05)


@contextmanager
def _workers(*queues: str) -> Iterator[None]:
    """A worker of one process for each, that have answered."""
    with ExitStack() as stack:
        for number, queue in enumerate(queues):
            stack.enter_context(_worker(queue, f"{queue}{number}@bench"))
        deadline = time.monotonic() + 120
        inspect = (sys.executable, "-m", "celery", "-A", "sanktion.config.celery", "inspect", "ping", "--timeout", "2")
        while time.monotonic() < deadline:
            answer = subprocess.run(inspect, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
            if answer.stdout.count("OK") >= len(queues):
                break
        else:
            raise RuntimeError("Arbejderne startede ikke")
        yield


@contextmanager
def _worker(queue: str, name: str) -> Iterator[None]:
    command = (sys.executable, "-m", "celery", "-A", "sanktion.config.celery", "worker", "-Q", queue, "-c", "1")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "-n", name], cwd=ROOT, **quiet)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def _row(name: str, ours: float, peer: float, goal: float, unit: str, higher: bool = False) -> dict:
    row = {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": goal, "unit": unit}
    return row | {"higher": True} if higher else row
