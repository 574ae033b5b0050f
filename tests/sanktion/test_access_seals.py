"""Safety, «Access log»: what was sealed can't be changed unseen, and nobody is accused who wrote meanwhile."""

import json
import random
import threading
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from sanktion.actions import access_ledger, access_seals
from sanktion.base.acting import system
from sanktion.models import AccessLog, AccessSeal
from tests.factories import CitizenFactory, UserFactory

from .test_row_security_commits import connect_as_the_application

pytestmark = pytest.mark.thorough
SEED = 20_261_122
ROW_EDITS = [
    "user_id = user_id + 1",
    "citizen_id = citizen_id + 1",
    "case_id = 7",
    "page = page || 'x'",
    "kind = 'list'",
    "at = at + interval '1 second'",
    "at = at - interval '40 days'",
]
SEAL_EDITS = [
    "rows = rows + 1",
    "ids = '{[1,3)}'",
    "digest = md5(digest)",
    "hash = md5(hash)",
    "previous_hash = md5(hash)",
    "sealed_at = sealed_at - interval '1 day'",
    "settled_at = settled_at - interval '1 day'",
    "first_at = first_at - interval '1 second'",
]
TABLES = ["sanktion_accesslog", "sanktion_accessseal"]


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    return settings.SANKTION_LEDGER


def look(user, count=1, *, ago=timedelta(0)) -> None:
    moment = timezone.now() - ago
    with system("prøve"):
        AccessLog.objects.bulk_create(
            AccessLog(user=user, citizen_id=number + 1, kind="read", page="case", at=moment - timedelta(seconds=number))
            for number in range(count)
        )


@pytest.fixture
def sealed(own_database):
    """Rows of three months and of today in a dozen seals; gives the owner's connection."""
    user, _colleague = UserFactory(), UserFactory()
    look(user, 200, ago=timedelta(days=70))
    look(user, 200, ago=timedelta(days=30))
    access_seals.seal()
    for _ in range(11):
        look(user, 20)
        access_seals.seal()
    assert AccessSeal.objects.count() == 13
    assert not access_seals.examine().is_tampered
    return own_database


def test_a_transaction_that_ends_late_is_sealed_later(own_database):
    """Ids commit out of order: the seal closes what is there, and what comes late has a seal of its own."""
    user = UserFactory()
    insert = (
        "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, kind, page)"
        " VALUES (clock_timestamp(), %s, 1, 'read', 'case') RETURNING id"
    )
    name = own_database.info.dbname
    with connect_as_the_application(name) as slow, connect_as_the_application(name) as quick:
        for one in (slow, quick):
            one.execute("SELECT set_config('sanktion.system', 'prøve', false)")
        slow.autocommit = False
        began = slow.execute("SELECT now()").fetchone()[0]
        late = slow.execute(insert, [user.pk]).fetchone()[0]
        early = quick.execute(insert, [user.pk]).fetchone()[0]
        access_seals.seal()
        last = AccessSeal.objects.last()
        assert (last.ids, last.settled_at) == (f"{{[{early},{early + 1})}}", began)
        assert late < early
        assert not access_seals.examine().is_tampered
        slow.commit()
    access_seals.seal()
    assert AccessSeal.objects.last().ids == f"{{[{late},{late + 1})}}"
    found = access_seals.examine()
    assert (found.is_tampered, found.waiting) == (False, 0)


def test_writers_at_the_same_time_raise_no_alarm(own_database):
    users = [UserFactory() for _ in range(4)]
    stop = threading.Event()

    def write(user):
        try:
            # A moment between, or the rows to examine become more than the examining keeps up with.
            while not stop.wait(random.uniform(0, 0.02)):
                look(user, random.randint(1, 30))
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[user]) for user in users]
    for writer in writers:
        writer.start()
    alarms = 0
    try:
        for _ in range(15):
            access_seals.seal()
            alarms += access_seals.examine().is_tampered
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    access_seals.seal()
    found = access_seals.examine()
    assert (alarms, found.is_tampered) == (0, False)
    with system("prøve"):
        assert sum(AccessSeal.objects.values_list("rows", flat=True)) == AccessLog.objects.count() > 0


def tamper(owner, chance: random.Random) -> str:
    """One change of the kind that only an owner of the tables can make; says which."""
    kind = chance.choice(["edit", "delete", "insert", "reorder", "edit_seal", "delete_seal", "cut_off"])
    ids = [row[0] for row in owner.execute("SELECT id FROM sanktion_accesslog ORDER BY id").fetchall()]
    seals = [row[0] for row in owner.execute("SELECT sequence FROM sanktion_accessseal ORDER BY 1").fetchall()]
    one, other = chance.sample(ids, 2)
    match kind:
        case "edit":
            owner.execute(f"UPDATE sanktion_accesslog SET {chance.choice(ROW_EDITS)} WHERE id = %s", [one])  # noqa: S608
        case "delete":
            owner.execute("DELETE FROM sanktion_accesslog WHERE id = %s", [one])
        case "insert":
            ago = timedelta(minutes=chance.randint(10, 100_000))
            number = chance.choice([None, one])
            owner.execute(
                "INSERT INTO sanktion_accesslog (id, at, user_id, citizen_id, kind, page)"
                " SELECT coalesce(%s, max(id) + 1), now() - %s, min(user_id), 5, 'read', 'x' FROM sanktion_accesslog",
                [number, ago],
            )
        case "reorder":
            owner.execute("UPDATE sanktion_accesslog SET id = -id WHERE id IN (%s, %s)", [one, other])
            owner.execute("UPDATE sanktion_accesslog SET id = %s WHERE id = %s", [other, -one])
            owner.execute("UPDATE sanktion_accesslog SET id = %s WHERE id = %s", [one, -other])
        case "edit_seal":
            owner.execute(
                f"UPDATE sanktion_accessseal SET {chance.choice(SEAL_EDITS)} WHERE sequence = %s",  # noqa: S608
                [chance.choice(seals)],
            )
        case "delete_seal":
            owner.execute("DELETE FROM sanktion_accessseal WHERE sequence = %s", [chance.choice(seals)])
        case "cut_off":
            # The last batch, its rows and all: nothing within the database tells of it.
            owner.execute(
                "DELETE FROM sanktion_accesslog USING sanktion_accessseal s"
                " WHERE sequence = %s AND ids::int8multirange @> sanktion_accesslog.id",
                [seals[-1]],
            )
            owner.execute("DELETE FROM sanktion_accessseal WHERE sequence = %s", [seals[-1]])
    return kind


def test_a_hundred_of_a_hundred_tamperings_are_found(sealed):
    """Each is made by the owner with the triggers off, examined, and taken back."""
    chance = random.Random(SEED)
    kinds, missed = [], []
    for table in TABLES:
        sealed.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608
        sealed.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    sealed.execute("ALTER TABLE sanktion_accessseal DISABLE TRIGGER access_seal_chain")
    for number in range(100):
        kinds.append(tamper(sealed, chance))
        if not access_seals.examine().is_tampered:
            missed.append((number, kinds[-1]))
        for table in TABLES:
            sealed.execute(f"DELETE FROM {table}")  # noqa: S608
            sealed.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}")  # noqa: S608
    assert (missed, len(set(kinds))) == ([], 7)
    assert not access_seals.examine().is_tampered


def test_rows_and_seals_rewritten_alike_are_found_by_the_file(sealed):
    for table in TABLES:
        sealed.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    last = AccessSeal.objects.last().sequence
    sealed.execute("UPDATE sanktion_accesslog SET citizen_id = 99 WHERE id IN (SELECT max(id) FROM sanktion_accesslog)")
    sealed.execute("DELETE FROM sanktion_accessseal WHERE sequence = %s", [last])
    access_seals.seal()
    found = access_seals.examine()
    assert (found.broken, found.put_in, found.ledger) == ([], 0, [last])
    with pytest.raises(CommandError, match="passer ikke"):
        call_command("check_access_log", stdout=StringIO())


def test_a_database_put_back_from_a_copy_is_accepted_by_a_person(sealed):
    last = AccessSeal.objects.last()
    sealed.execute("ALTER TABLE sanktion_accesslog DISABLE TRIGGER append_only")
    sealed.execute("ALTER TABLE sanktion_accessseal DISABLE TRIGGER append_only")
    sealed.execute("DELETE FROM sanktion_accesslog WHERE %s::int8multirange @> id", [last.ids])
    sealed.execute("DELETE FROM sanktion_accessseal WHERE sequence = %s", [last.sequence])
    with pytest.raises(CommandError, match="passer ikke"):
        call_command("check_access_log", accept="Gendannet fra kopi", stdout=StringIO())
    call_command("check_access_log", accept="Gendannet fra kopi", wet_run=True, stdout=StringIO())
    look(UserFactory(), 3)
    access_seals.seal()
    assert not access_seals.examine().is_tampered
    assert AccessSeal.objects.last().sequence == last.sequence
    assert any("accepted" in json.loads(line) for line in access_ledger.path().read_text().splitlines())


def test_a_lost_file_and_a_lost_chain_are_found(sealed):
    access_ledger.path().unlink()
    assert access_seals.examine().ledger == [-1]
    sealed.execute("ALTER TABLE sanktion_accessseal DISABLE TRIGGER append_only")
    sealed.execute("DELETE FROM sanktion_accessseal")
    assert access_seals.examine().is_tampered


def test_the_application_can_add_a_seal_only_as_the_database_makes_it(own_database):
    look(UserFactory(), 2)
    with connect_as_the_application(own_database.info.dbname) as app:
        app.execute("SELECT set_config('sanktion.system', 'prøve', false)")
        app.execute("INSERT INTO sanktion_accessseal (sequence, ids, rows, hash) VALUES (40, '{}', 9, 'x')")
        made = AccessSeal.objects.last()
        assert (made.sequence, made.rows) == (1, 2)
        for table in ("sanktion_accessseal", "sanktion_accesslog"):
            for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(change)
    for change in ("UPDATE sanktion_accesslog SET page = 'x'", "DELETE FROM sanktion_accessseal"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            own_database.execute(change)


def test_rows_that_wait_show_that_sealing_stands_still(own_database):
    look(UserFactory(), 3, ago=timedelta(hours=2))
    assert access_seals.waiting(timezone.localdate()) == 3
    access_seals.seal()
    assert access_seals.waiting(timezone.localdate()) == 0
    assert access_seals.tampered(timezone.localdate()) == 0
    assert connection.in_atomic_block is False


def test_citizens_of_any_team_are_sealed(own_database):
    CitizenFactory()
    look(UserFactory(), 1)
    assert access_seals.seal() == 1
    assert access_seals.seal() == 0
