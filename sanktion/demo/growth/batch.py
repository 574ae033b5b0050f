"""One batch of the made-up city: all of it in a transaction of its own, so that it stands whole or not at all."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import connection
from psycopg import sql

from sanktion.base import encryption
from sanktion.base.acting import system
from sanktion.demo.growth import people, statements
from sanktion.models import Citizen, JournalEntry, NoteKind, Role, Team, User

PREFIX = "Vækst"
# What eight people can look after: a larger city has more teams, not larger ones.
TEAM_SIZE, STAFF = 5_000, 8
TEXT = (
    "Borgeren oplyser, at samtalen blev glemt, fordi barnet var sygt samme morgen. Vi aftaler en ny tid i næste uge, og"
    " jeg har sendt en bekræftelse. Opdigtet notat."
)


def grown() -> int:
    """How many citizens there are already, and so the number of the next."""
    with system("grow"):
        return Citizen.objects.filter(team__name__startswith=f"{PREFIX} ").count()


def grow_batch(numbers: range, journal: int) -> dict[str, int]:
    """The citizens of these numbers, of one team, with their cases; how many there came of each."""
    with system("grow"), connection.cursor() as cursor:
        team, owners = _team(numbers.start // TEAM_SIZE)
        cursor.execute(statements.GROWN)
        _copy("grown", people.COLUMNS, people.rows_of(numbers, team.pk))
        made = {}
        for statement in statements.STEPS:
            cursor.execute(statement)
            made[statement] = cursor.rowcount
        cursor.execute(statements.CASES, {"owners": owners, "last": len(owners) - 1})
        cursor.execute(statements.PAST_CASES)
        cursor.execute(statements.CASE_IDS)
        cases = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(statements.NOTES)
        _copy("noted", ("case_id", "number", "content"), _notes(cases, journal))
        cursor.execute(statements.JOURNAL)
        return {"hændelser": made[statements.EVENTS], "sager": len(cases), "notater": cursor.rowcount}


def _team(number: int) -> tuple[Team, list[int]]:
    team, is_new = Team.objects.get_or_create(name=f"{PREFIX} {number + 1:03d}")
    if is_new:
        for place in range(STAFF):
            user = User(username=f"vaekst-{number + 1:03d}-{place}", last_name=team.name)
            user.set_unusable_password()
            user.save()
            user.teams.add(team)
            user.groups.add(Group.objects.get(name=Role.CASEWORKER))
    return team, list(team.members.values_list("pk", flat=True))


def _copy(table: str, columns: Iterable[str], rows: Iterable[tuple]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _notes(cases: list[int], journal: int) -> Iterable[tuple]:
    field = JournalEntry._meta.get_field("content")
    author = {
        "author_id": None,
        "author": PREFIX,
        "material": None,
        "facts": [],
        "happened_at": "2026-01-05T10:00+01:00",
    }
    plain = field.to_plain({"kind": NoteKind.NOTE, "heading": "Notat", "text": TEXT, **author})
    for pk in cases:
        for number in range(1, journal + 1):
            yield pk, number, encryption.encrypt(plain, field.context)


def batches(first: int, last: int, size: int = TEAM_SIZE) -> Iterable[range]:
    """The numbers from ``first`` up to ``last``, cut where a team ends."""
    while first < last:
        end = min(last, (first // size + 1) * size)
        yield range(first, end)
        first = end
