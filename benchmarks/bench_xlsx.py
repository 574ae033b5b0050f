"""The list of 10,000 registered events as a spreadsheet, beside the raw query and a bare openpyxl writer.

Ours opens each CPR number, works out whether the case is assessed, names things in Danish and takes the time of making
out of the file. The bare one writes what the query gives.
"""

import statistics
import time
from datetime import date
from io import BytesIO

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from benchmarks.cities import SMALL, city, inside
from benchmarks.serving import in_turn
from sanktion.base.acting import acting, system
from sanktion.models import FileFormat, Role, Team, User
from tilsyn.actions.selection.completeness import COLUMNS, registered, registration_file

ROWS, ROUNDS, GOAL = 10_000, 3, 3
# What the file's rows are made of; the CPR number as the database has it.
QUERY = """
SELECT e.id, encode(c.cpr, 'hex'), e.kind, e.occurred_on, e.registered_at::date, e.origin, e.reference, s.number,
    s.id IS NOT NULL AND EXISTS (SELECT 1 FROM sanktion_assessment a WHERE a.case_id = s.id)
FROM sanktion_negativeevent e JOIN sanktion_citizen c ON c.id = e.citizen_id
LEFT JOIN sanktion_case s ON s.event_id = e.id
WHERE c.team_id = ANY(%s) ORDER BY e.registered_at, e.id LIMIT %s
"""


def run() -> list[dict]:
    with inside(city(SMALL)):
        with system("benchmark"):
            user = _reader()
        with acting(user):
            ours, peer = in_turn(ROUNDS, lambda: _seconds(_ours, user), lambda: _seconds(_bare, user))
    ours, peer = statistics.median(ours), statistics.median(peer)
    name = f"Regneark med {ROWS} rækker, mod rå forespørgsel og bar openpyxl"
    return [{"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": GOAL, "unit": "s"}]


def _reader() -> User:
    user, is_new = User.objects.get_or_create(username="arkmaaling")
    if is_new:
        user.groups.add(Group.objects.get(name=Role.SUPERVISION))
        user.teams.add(*Team.objects.filter(name__in=["Vækst 001", "Vækst 002"]))
    return User.objects.with_scope().get(pk=user.pk)


def _seconds(work, user: User) -> float:
    begun = time.perf_counter()
    work(user)
    return time.perf_counter() - begun


def _ours(user: User) -> bytes:
    events = registered(date(2000, 1, 1), timezone.localdate(), user=user)[:ROWS]
    return registration_file(events, FileFormat.XLSX, at=timezone.now())


def _bare(user: User) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hændelser")
    sheet.append(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [list(user.team_ids), ROWS])
        for row in cursor:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
