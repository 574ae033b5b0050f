"""The pages opened most, in a large city beside a small one, and beside Django's admin; and what their queries cost.

The two cities stand in databases of their own and are asked in turn. A team is as large in both: a larger city has more
teams. ``SIZE`` is the number of citizens in the large one.
"""

import re
import statistics
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.cities import BIG, SMALL, city, inside
from benchmarks.serving import Page, in_turn, p95, served, session_of
from sanktion.base.acting import system
from sanktion.models import Case, Role, Team, User
from tests.factories.tilsyn import eligible, selected_of, supervision_of
from tilsyn.models import Supervision

ROUNDS, MOST_QUERIES, GROWTH, OF_ADMIN, OF_NO_RULE = 60, 15, 1.3, 0.25, 3
ROLES = (Role.CASEWORKER, Role.MANAGER, Role.SUPERVISION)
SELECTED = 10
WHOLE = re.compile(r"Seq Scan on (?:sanktion_case|sanktion_negativeevent)\b")


@dataclass
class Place:
    """A city's addresses by the page's name, who reads them, and the reader's session."""

    addresses: dict[str, tuple[str, dict[str, str]]]
    session: str


def run() -> list[dict]:
    call_command("collectstatic", "--no-input", verbosity=0)
    small, big = city(SMALL), city(BIG, like=SMALL)
    places = [_place(one) for one in (small, big)]
    with served("sanktion.config.wsgi", **small) as small_port, served("sanktion.config.wsgi", **big) as big_port:
        with served("sanktion.config.wsgi", **big, DJANGO_SETTINGS_MODULE="benchmarks.admin_settings") as admin_port:
            rows = _grown(places, (small_port, big_port))
            rows += _admin(places[1], big_port, admin_port)
    with inside(big):
        rows += _queries(places[1])
        rows += [_rule(), _scans()]
    return rows


def _place(one: dict[str, str]) -> Place:
    with inside(one), system("benchmark"):
        user = _reader()
        case = Case.objects.visible_to(user).open().select_related("citizen").first()
        supervision = Supervision.objects.first() or _supervision(user)
        addresses = {
            "Kø": (reverse("queue"), {}),
            "Sag": (reverse("case", args=[case.number]), {}),
            "Søgning": (reverse("search"), {"q": case.citizen.name}),
            "Borger": (reverse("citizen", args=[case.citizen_id]), {}),
            "Statistik": (reverse("statistics"), {}),
            "Tavle": (reverse("supervision_cases", args=[supervision.number]), {}),
        }
        return Place(addresses, session_of(user))


def _reader() -> User:
    user, is_new = User.objects.get_or_create(username="maaling", defaults={"is_staff": True})
    if is_new:
        user.groups.add(*Group.objects.filter(name__in=ROLES))
        user.teams.add(Team.objects.get(name="Vækst 001"))
    return User.objects.with_scope().get(pk=user.pk)


def _supervision(user: User) -> Supervision:
    supervision = supervision_of(user)
    for case in Case.objects.visible_to(user).open()[:SELECTED]:
        selected_of(user, supervision=supervision, case=eligible(case))
    return supervision


def _grown(places: list[Place], ports: tuple[int, int]) -> list[dict]:
    rows = []
    for name in places[0].addresses:
        pages = [Page(port, *_split(place, name)) for place, port in zip(places, ports, strict=True)]
        peer, ours = (p95(times) for times in in_turn(ROUNDS, *(page.get for page in pages)))
        label = f"{name}: p95 ved {BIG} borgere mod ved {SMALL}"
        rows.append(_row(label, ours, peer, goal=GROWTH, unit="ms, p95"))
    return rows


def _split(place: Place, name: str) -> tuple[str, str, dict[str, str]]:
    path, form = place.addresses[name]
    return path, place.session, form


def _admin(place: Place, port: int, admin_port: int) -> list[dict]:
    peers = {
        "Kø": Page(admin_port, reverse_admin("case"), place.session),
        "Søgning": Page(admin_port, f"{reverse_admin('citizen')}?{_sought(place)}", place.session),
    }
    rows = []
    for name, peer_page in peers.items():
        ours, peer = in_turn(ROUNDS // 2, Page(port, *_split(place, name)).get, peer_page.get)
        label = f"{name} mod Django-admins liste over de samme rækker, {BIG} borgere"
        rows.append(_row(label, statistics.median(ours), statistics.median(peer), goal=OF_ADMIN, unit="ms, median"))
    return rows


def reverse_admin(model: str) -> str:
    return f"/admin/sanktion/{model}/"


def _sought(place: Place) -> str:
    return urlencode({"q": place.addresses["Søgning"][1]["q"].lower()})


def _queries(place: Place) -> list[dict]:
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = place.session
    rows = []
    for name, (path, form) in place.addresses.items():
        with CaptureQueriesContext(connection) as captured:
            client.post(path, form) if form else client.get(path)
        asked = [query for query in captured if query["sql"] not in ("BEGIN", "COMMIT")]
        rows.append(_row(f"{name}: forespørgsler", len(asked), MOST_QUERIES, goal=1, unit="stk."))
    return rows


def _rule() -> dict:
    """The first 25 open cases by deadline, with the access rule and without any."""
    with system("benchmark"):
        user = _reader()
        visible = Case.objects.visible_to(user).open().order_by("next_due", "pk")
        everyone = Case.objects.open().order_by("next_due", "pk")
        ours, peer = in_turn(ROUNDS, *(lambda rows=rows: _milliseconds(rows) for rows in (visible, everyone)))
    label = f"Adgangsregel: 25 sager ved {BIG} borgere, mod uden regel"
    return _row(label, statistics.median(ours), statistics.median(peer), goal=OF_NO_RULE, unit="ms, median")


def _milliseconds(rows) -> float:
    with connection.cursor() as cursor:
        sql, params = rows.values_list("pk", "next_due")[:25].query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        [[[plan]]] = cursor.fetchall()
    return plan["Execution Time"]


def _scans() -> dict:
    """Whole tables of cases or events read by the queries of the queue, its counters among them."""
    client = Client(SERVER_NAME="localhost")
    with system("benchmark"):
        client.cookies["sessionid"] = session_of(_reader())
    asked: list[tuple] = []
    # What is prepared has no text in Django's own list of queries.
    with connection.execute_wrapper(lambda execute, *query: asked.append(query[:2]) or execute(*query)):
        client.get(reverse("queue"))
    with system("benchmark"), connection.cursor() as cursor:
        scans = 0
        for sql, params in asked:
            if sql.startswith(("SELECT", "(SELECT")) and "set_config" not in sql:
                cursor.execute(f"EXPLAIN {sql}", params)
                scans += sum(len(WHOLE.findall(line)) for (line,) in cursor.fetchall())
    return _row(f"Kø: fulde gennemløb af sager og hændelser, {BIG} borgere", scans, 0, goal=0, unit="stk.", ratio=scans)


def _row(name: str, ours: float, peer: float, *, goal: float, unit: str, ratio: float | None = None) -> dict:
    ratio = ours / peer if ratio is None else ratio
    return {"name": name, "ours": ours, "peer": peer, "ratio": ratio, "goal": goal, "unit": unit}
