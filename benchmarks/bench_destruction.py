"""Destroying a list of 40 stops beside 1,000 and beside 1,000,000 visits in the history of the system."""

import logging
import secrets
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import psycopg
from django.contrib.auth.models import Group
from django.utils import timezone

from benchmarks.bench_queue import _analyse
from koerelister.actions.destruction import destroy_and_look
from koerelister.models import Area, Crew, RouteList, RoutePlan, Stop
from sanktion.base.acting import acting, system
from sanktion.config import env
from sanktion.models import Address, Case, CaseStatus, Citizen, EventKind, EventOrigin, NegativeEvent, Role, Team, User

STOPS, ROUNDS = 40, 9
FEW, MANY = 1_000, 1_000_000
GOAL = 1.3  # «the same time beside 1,000 and 1,000,000 visits»


def run() -> list[dict]:
    logging.disable(logging.INFO)
    with system("benchmark"):
        worker, cases = _worker(), _cases()
    times = {}
    for visits in (FEW, MANY):
        _fill_history(visits, cases[0], worker)
        _analyse()
        _one_round(worker, cases)  # the first after so many rows reads everything anew
        times[visits] = statistics.median(_one_round(worker, cases) for _ in range(ROUNDS))
    ours, peer = round(times[MANY], 1), round(times[FEW], 1)
    name = f"Destruktion og kontrol af {STOPS} stop ved {MANY} besøg mod ved {FEW}"
    return [
        {"name": name, "ours": ours, "peer": peer, "ratio": round(ours / peer, 2), "goal": GOAL, "unit": "ms, median"}
    ]


def _one_round(worker: User, cases: list[Case]) -> float:
    route_list = _noted_list(worker, cases)
    start = time.perf_counter()
    with acting(worker):
        _, finding = destroy_and_look(route_list, paper=[], by=worker)
    milliseconds = 1000 * (time.perf_counter() - start)
    if not finding.is_clean:
        raise RuntimeError(f"{finding.found} fund")
    return milliseconds


def _noted_list(worker: User, cases: list[Case]) -> RouteList:
    """As it is when every stop is noted: what comes before is not what is measured."""
    today = timezone.localdate()
    with system("benchmark"):
        team = worker.teams.get()
        area, _ = Area.objects.get_or_create(code="MÅL", defaults={"name": "Måling"})
        crew, _ = Crew.objects.get_or_create(name="Måling")
        plan = RoutePlan.objects.create(date=today, team=team, requested_by=worker, max_stops=STOPS, status="done")
        number = RouteList.objects.next_number(area, today)
        route_list = RouteList.objects.create(
            number=number, plan=plan, team=team, area=area, date=today, crew=crew, status="settled"
        )
        Stop.objects.bulk_create(
            Stop(route_list=route_list, case=case, address=case.citizen.address, position=place, status="logged")
            for place, case in enumerate(cases, start=1)
        )
    return route_list


def _worker() -> User:
    user = User.objects.create(username=f"maaling-{secrets.token_hex(4)}")
    user.groups.add(Group.objects.get(name=Role.CASEWORKER))
    user.teams.add(Team.objects.create(name=user.username))
    return user


def _cases() -> list[Case]:
    team, mark = Team.objects.last(), secrets.randbelow(900)
    common = {"kind": EventKind.MISSED_OFFER, "origin": EventOrigin.STATE, "occurred_on": timezone.localdate()}
    cases = []
    for place in range(STOPS):
        address = Address.objects.create(**_address(place))
        citizen = Citizen(cpr=f"6101{mark:03d}{place:03d}", first_name="Ida", last_name=f"Møller {place}", team=team)
        citizen.address = address
        citizen.derive()
        citizen.save()
        event = NegativeEvent.objects.create(citizen=citizen, reference=f"destruktion-{mark}-{place}", **common)
        cases.append(
            Case.objects.create(
                number=f"1998-{mark:03d}{place:04d}",
                citizen=citizen,
                event=event,
                team=team,
                status=CaseStatus.SEEKING_CONTACT,
                next_due=timezone.localdate() + timedelta(days=9),
            )
        )
    return cases


def _address(place: int) -> dict:
    return {
        "id": uuid4(),
        "access_address_id": uuid4(),
        "street": "Målevej",
        "house_number": str(place + 1),
        "postcode": "5000",
        "post_district": "Odense C",
        "municipality_code": "0461",
        "municipality": "Odense",
        "easting": 588_000.0,
        "northing": 6_140_000.0,
        "latitude": 55.4,
        "longitude": 10.38,
    }


def _fill_history(visits: int, case: Case, worker: User) -> None:
    """As the owner and past the application: sealed notes, attempts, look-ups and a counter row a month and area."""
    owner = env.database(env.text("DATABASE_OWNER_URL", env.text("DATABASE_URL")))
    account = {"dbname": owner["NAME"], "user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"]}
    # The policies hold for the owner too.
    with psycopg.connect(**account, options="-c sanktion.system=benchmark", autocommit=True) as connection:
        for table in ("sanktion_contactattempt", "sanktion_journalentry", "sanktion_accesslog"):
            _multiply(connection, table, visits, case, worker)


def _multiply(connection: psycopg.Connection, table: str, visits: int, case: Case, worker: User) -> None:
    missing = visits - connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    inserts = {
        "sanktion_contactattempt": (
            "INSERT INTO sanktion_contactattempt (case_id, recorded_at, content)"
            " SELECT %s, now() - n * interval '1 minute', decode(repeat('a7', 120), 'hex')"
            " FROM generate_series(1, %s) n",
            [case.pk, missing],
        ),
        "sanktion_journalentry": (
            "INSERT INTO sanktion_journalentry (case_id, number, written_at, concerns_supervision, key, content)"
            " SELECT %s, 1000 + %s - n, now() - n * interval '1 minute', 'yes', gen_random_uuid(),"
            " decode(repeat('a7', 120), 'hex') FROM generate_series(1, %s) n",
            [case.pk, visits, missing],
        ),
        "sanktion_accesslog": (
            "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, case_id, kind, page)"
            " SELECT now() - n * interval '1 minute', %s, %s, %s, 'write', 'contact'"
            " FROM generate_series(1, %s) n",
            [worker.pk, case.citizen_id, case.pk, missing],
        ),
    }
    if missing > 0:
        connection.execute(*inserts[table])
