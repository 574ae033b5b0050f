"""The work queue's page of 25 beside an empty page of bare Django, both over HTTP from one gunicorn worker."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from sanktion.config import env
from sanktion.models import Case, CaseStatus, Citizen, EventKind, EventOrigin, NegativeEvent, Role, Team, User

CASES, WARM_UP, ROUNDS = 1_000, 10, 100
GOAL = 25  # performance: «queue of 25 ≤ 25 × an empty view»


def run() -> list[dict]:
    call_command("collectstatic", "--no-input", verbosity=0)
    cookie = f"sessionid={_session(_caseworker_with_cases())}"
    _analyse()
    with served("benchmarks.bare") as port:
        peer = _milliseconds(port, "/")
    with served("sanktion.config.wsgi") as port:
        ours = _milliseconds(port, "/koe/", cookie)
    ratio = round(ours / peer, 1)
    name = f"Kø med {CASES} sager, 25 på siden, mod tom side i bar Django"
    return [{"name": name, "ours": ours, "peer": peer, "ratio": ratio, "goal": GOAL, "unit": "ms, median"}]


@contextmanager
def served(module: str) -> Iterator[int]:
    """gunicorn on a free loopback port, with one worker that does one thing at a time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", module, "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    settings = {"DJANGO_SETTINGS_MODULE": "sanktion.config.settings.dev"} if "config" in module else {}
    process = subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _milliseconds(port: int, path: str, cookie: str = "") -> float:
    times = []
    for _ in range(WARM_UP + ROUNDS):
        start = time.perf_counter()
        _get(port, path, cookie)
        times.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(times[WARM_UP:]), 2)


def _get(port: int, path: str, cookie: str) -> None:
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
        except ConnectionRefusedError:
            time.sleep(0.1)  # still starting
            continue
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} svarer {answer.status}")
        return
    raise RuntimeError("gunicorn startede ikke")


def _analyse() -> None:
    """What autovacuum does by itself a minute after so many new rows; without it the planner knows nothing of them."""
    owner = env.database(env.text("DATABASE_OWNER_URL", env.text("DATABASE_URL")))
    account = {"dbname": owner["NAME"], "user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"]}
    with psycopg.connect(**account, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "sanktion.base.backends.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _caseworker_with_cases() -> User:
    user, made = User.objects.get_or_create(username="maaling")
    if made:
        user.groups.add(Group.objects.get(name=Role.CASEWORKER))
        team = Team.objects.create(name="Måling")
        user.teams.add(team)
        _make_cases(team, user)
    return user


def _make_cases(team: Team, user: User) -> None:
    today = timezone.localdate()
    citizens = [
        Citizen(cpr=f"61017{n:05d}", first_name="Ida", last_name=f"Møller {n}", team=team) for n in range(CASES)
    ]
    for citizen in citizens:
        citizen.derive()
    Citizen.objects.bulk_create(citizens)
    common = {"kind": EventKind.MISSED_OFFER, "occurred_on": today, "origin": EventOrigin.STATE}
    events = NegativeEvent.objects.bulk_create(
        NegativeEvent(citizen=citizen, reference=f"maaling-{n}", **common) for n, citizen in enumerate(citizens)
    )
    Case.objects.bulk_create(
        Case(
            number=f"1999-{n:07d}",
            citizen=event.citizen,
            event=event,
            team=team,
            owner=user,
            status=CaseStatus.REGISTERED,
            next_due=today + timedelta(days=n % 40),
        )
        for n, event in enumerate(events)
    )
