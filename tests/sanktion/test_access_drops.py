"""Safety, «Monthly partitions; retention is the municipality's decision»: whole, old, sealed months go, and nothing
else; the seals still fit afterwards, and what was tampered with is still found."""

import json
import shutil
from datetime import date, datetime, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import access_ledger, access_months, access_seals
from sanktion.base.acting import system
from sanktion.base.deadlines import add_months
from sanktion.config.checks import access_log_is_kept
from sanktion.models import AccessLog, AccessSeal, DroppedAccessMonth
from sanktion.models.access_months import LEAST_MONTHS
from tests.conftest import _copy, _default_connection, _drop, connect_as_owner, database_from
from tests.factories import UserFactory

from .test_access_months import part, parts
from .test_row_security_commits import connect_as_the_application

THIS = timezone.localdate().replace(day=1)
# Wholly older than 24 months, and the first that isn't.
OLDEST, OLD, EMPTY, YOUNG = (add_months(THIS, -number) for number in (27, 26, 25, 24))
IN_OLDEST, IN_OLD, IN_YOUNG, TODAY = 12_000, 9_000, 300, 5
NAMED = {"oldest": OLDEST, "old": OLD, "empty": EMPTY, "young": YOUNG, "this": THIS, "in_young": IN_YOUNG}


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    settings.SANKTION_ACCESS_LOG_MONTHS = 24


def put(owner, user, since: datetime, rows: int) -> None:
    owner.execute(
        "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, kind, page)"
        " SELECT %s + n * interval '1 second', %s, n, 'read', 'case' FROM generate_series(1, %s) AS n",
        [since, user.pk, rows],
    )


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def fill(owner) -> None:
    """Rows of two old months, of one that is not old enough, and of today."""
    user = UserFactory()
    owner.execute("SELECT sanktion_make_access_months_since(%s)", [OLDEST])
    for month, rows in ((OLDEST, IN_OLDEST), (OLD, IN_OLD), (YOUNG, IN_YOUNG)):
        put(owner, user, midnight(month), rows)
    put(owner, user, timezone.now() - timedelta(minutes=1), TODAY)


@pytest.fixture(scope="module")
def sealed_once(django_db_setup, django_db_blocker, template_database, tmp_path_factory):
    """A database with three seals: of the oldest month, of the two old ones, and of the second and all after it.

    Gives its name and the ledger's folder, for the tests to copy.
    """
    name = f"{connection.settings_dict['NAME']}_sealed"
    folder = tmp_path_factory.mktemp("sealed") / "ledger"
    with connect_as_owner() as admin:
        _copy(admin, template_database, name)
        with override_settings(SANKTION_LEDGER=folder), django_db_blocker.unblock():
            with _default_connection(NAME=name), connect_as_owner(name) as owner:
                fill(owner)
                access_seals.seal()
                assert AccessSeal.objects.count() == 4
        yield name, folder
        _drop(admin, name)


@pytest.fixture
def sealed(sealed_once, kept, django_db_blocker, settings):
    """The same as ``own_database``, with those seals."""
    name, folder = sealed_once
    shutil.copytree(folder, settings.SANKTION_LEDGER)
    own = f"{connection.settings_dict['NAME']}_own"
    with django_db_blocker.unblock(), database_from(name, own) as owner:
        yield owner


def counted() -> int:
    with system("prøve"):
        return AccessLog.objects.count()


ALL = IN_OLDEST + IN_OLD + IN_YOUNG + TODAY
LEFT = IN_YOUNG + TODAY


@pytest.mark.thorough
def test_whole_old_months_go_and_the_seals_still_fit(sealed):
    assert access_months.drop_months() == 3
    assert counted() == LEFT
    assert not {part(OLDEST), part(OLD), part(EMPTY)} & parts()
    assert part(YOUNG) in parts()
    gone = DroppedAccessMonth.objects.values_list("month", "rows", "first_seal", "last_seal", "kept_months")
    assert list(gone) == [(OLDEST, IN_OLDEST, 1, 2, 24), (OLD, IN_OLD, 2, 3, 24), (EMPTY, 0, 3, 3, 24)]
    found = access_seals.examine()
    assert (found.is_tampered, found.waiting) == (False, 0)
    assert access_months.drop_months() == 0


@pytest.mark.thorough
def test_the_chain_goes_on_afterwards(sealed):
    access_months.drop_months()
    put(sealed, UserFactory(), timezone.now() - timedelta(seconds=9), 7)
    assert access_seals.seal() == 7
    assert not access_seals.examine().is_tampered
    told = StringIO()
    call_command("check_access_log", stdout=told)
    assert f"Opslag i {OLDEST:%m-%Y} er destrueret: {IN_OLDEST} opslag" in told.getvalue()


@pytest.mark.thorough
def test_the_file_has_a_line_of_each_month(sealed):
    access_months.drop_months()
    said = [json.loads(line) for line in access_ledger.path().read_text().splitlines()]
    dropped = [(line["dropped"], line["rows"]) for line in said if "dropped" in line]
    assert dropped == [(str(OLDEST), IN_OLDEST), (str(OLD), IN_OLD), (str(EMPTY), 0)]


@pytest.mark.thorough
@pytest.mark.parametrize(("months", "left"), [(0, ALL), (27, ALL), (26, ALL - IN_OLDEST)])
def test_the_municipalitys_own_time_counts(sealed, settings, months, left):
    settings.SANKTION_ACCESS_LOG_MONTHS = months
    access_months.drop_months()
    assert counted() == left
    assert not access_seals.examine().is_tampered


@pytest.mark.thorough
def test_a_seal_over_two_months_is_held_to_what_is_left_of_it(sealed, settings):
    """Twice: first the half of it goes, then the rest."""
    settings.SANKTION_ACCESS_LOG_MONTHS = 26
    assert access_months.drop_months() == 1
    second = AccessSeal.objects.get(sequence=2)
    left = DroppedAccessMonth.objects.get().remainders
    assert (list(left), left["2"]["rows"]) == (["2"], second.rows - (IN_OLDEST - 10_000))
    assert not access_seals.examine().is_tampered
    settings.SANKTION_ACCESS_LOG_MONTHS = 24
    assert access_months.drop_months() == 2
    assert not access_seals.examine().is_tampered


@pytest.mark.thorough
def test_what_is_not_sealed_stays(own_database):
    fill(own_database)
    with system("prøve"):
        assert DroppedAccessMonth.objects.drop_older_than(24) == 0
    assert counted() == ALL


@pytest.mark.thorough
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sanktion_accesslog SET citizen_id = 7 WHERE at >= '{empty}' AND citizen_id = 8",
        "DELETE FROM sanktion_accesslog WHERE at < '{young}' AND citizen_id = 8",
        "UPDATE sanktion_accessseal SET rows = rows + 1 WHERE sequence = 3",
        "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, kind, page)"
        " SELECT '{old}'::timestamptz + interval '9 days', min(user_id), 5, 'read', 'x' FROM sanktion_accesslog",
    ],
)
def test_nothing_goes_while_something_does_not_fit(sealed, change):
    for table in ("sanktion_accesslog", "sanktion_accessseal"):
        sealed.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    sealed.execute(change.format(**NAMED))
    there = counted()
    with pytest.raises(IntegrityError, match="Ingen måned destrueres"), system("prøve"):
        DroppedAccessMonth.objects.drop_older_than(24)
    assert access_months.drop_months() == 0
    assert counted() == there
    assert not DroppedAccessMonth.objects.exists()


@pytest.mark.thorough
def test_nothing_goes_while_the_file_says_otherwise(sealed):
    access_ledger.path().unlink()
    assert access_months.drop_months() == 0
    assert counted() == ALL


@pytest.mark.thorough
def test_a_busy_log_is_left_for_the_next_hour(sealed):
    with connect_as_the_application(sealed.info.dbname) as app, app.transaction():
        app.execute("LOCK TABLE sanktion_accesslog IN ROW EXCLUSIVE MODE")
        assert access_months.drop_months() == 0
    assert counted() == ALL
    assert access_months.drop_months() == 3


@pytest.mark.thorough
def test_the_application_can_not_drop_what_is_younger_or_say_that_it_was(sealed):
    with connect_as_the_application(sealed.info.dbname) as app:
        app.execute("SELECT set_config('sanktion.system', 'prøve', false)")
        for months in (23, 1, 0, -1, None):
            with pytest.raises(psycopg.errors.CheckViolation, match="mindst 24 måneder"):
                app.execute("SELECT sanktion_drop_access_months(%s)", [months])
        for refused in (
            f"DROP TABLE {part(OLDEST)}",
            f"ALTER TABLE sanktion_accesslog DETACH PARTITION {part(OLDEST)}",
            f"SELECT sanktion_record_dropped_month('{YOUNG}', 'sanktion_droppedaccessmonth', 24)",
            "INSERT INTO sanktion_droppedaccessmonth (month, rows, kept_months, remainders, dropped_at, previous_hash,"
            " hash) VALUES ('2026-01-01', 1, 24, '{}', now(), '', '')",
            "UPDATE sanktion_droppedaccessmonth SET rows = 1",
            "DELETE FROM sanktion_droppedaccessmonth",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)
        assert counted() == ALL
        # What is older than the floor is the most that it can reach, and the record is the database's.
        assert app.execute("SELECT sanktion_drop_access_months(24)").fetchone() == (3,)
    assert counted() == LEFT
    assert DroppedAccessMonth.objects.count() == 3
    access_seals.seal()
    assert not access_seals.examine().is_tampered


FORGED = (
    "INSERT INTO sanktion_droppedaccessmonth (month, rows, first_seal, last_seal, kept_months, remainders, dropped_at,"
    " previous_hash, hash) SELECT '{young}', {in_young}, 3, 3, 24, remainders, now(), hash, '' FROM"
    " sanktion_droppedaccessmonth ORDER BY month DESC LIMIT 1;"
    " UPDATE sanktion_droppedaccessmonth AS m SET hash = sanktion_access_month_hash(m) WHERE hash = ''"
)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sanktion_accesslog SET citizen_id = 99 WHERE id = (SELECT max(id) FROM sanktion_accesslog)",
        "DELETE FROM sanktion_accesslog WHERE id = (SELECT max(id) FROM sanktion_accesslog)",
        "UPDATE sanktion_accesslog SET page = 'x' WHERE at < '{this}' AND citizen_id = 8",
        # Put into a month that is gone: under a new number, and under one that a seal names.
        "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, kind, page)"
        " SELECT '{old}'::timestamptz + interval '9 days', min(user_id), 5, 'read', 'x' FROM sanktion_accesslog",
        "INSERT INTO sanktion_accesslog (id, at, user_id, citizen_id, kind, page)"
        " SELECT 9, '{oldest}'::timestamptz + interval '9 s', min(user_id), 5, 'read', 'x' FROM sanktion_accesslog",
        "UPDATE sanktion_droppedaccessmonth SET rows = rows + 1 WHERE rows > 10000",
        "UPDATE sanktion_droppedaccessmonth SET dropped_at = dropped_at - interval '1 day'",
        "UPDATE sanktion_droppedaccessmonth SET remainders = '{{}}'",
        "DELETE FROM sanktion_droppedaccessmonth WHERE rows = 0",
        "DELETE FROM sanktion_droppedaccessmonth",
        # A month that is not old enough is taken away, and said to have gone as the others did.
        f"DROP TABLE {part(YOUNG)}; {FORGED}",
        f"DROP TABLE {part(YOUNG)}",
        "UPDATE sanktion_accessseal SET rows = rows - 1 WHERE sequence = 1",
        "DELETE FROM sanktion_accessseal WHERE sequence = 1",
    ],
)
def test_what_is_tampered_with_afterwards_is_found(sealed, change):
    access_months.drop_months()
    assert not access_seals.examine().is_tampered
    for table in ("sanktion_accesslog", "sanktion_accessseal", "sanktion_droppedaccessmonth"):
        sealed.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    sealed.execute(change.format(**NAMED))
    assert access_seals.examine().is_tampered
    assert access_seals.tampered(THIS) > 0
    with pytest.raises(CommandError, match="passer ikke"):
        call_command("check_access_log", stdout=StringIO())


@pytest.mark.thorough
def test_a_record_rewritten_with_all_its_hashes_is_found_by_the_file(sealed, settings):
    settings.SANKTION_ACCESS_LOG_MONTHS = 26
    access_months.drop_months()
    sealed.execute("ALTER TABLE sanktion_droppedaccessmonth DISABLE TRIGGER append_only")
    sealed.execute("UPDATE sanktion_droppedaccessmonth SET dropped_at = dropped_at - interval '1 hour'")
    sealed.execute("UPDATE sanktion_droppedaccessmonth AS m SET hash = sanktion_access_month_hash(m)")
    assert DroppedAccessMonth.objects.broken() == []
    assert access_seals.examine().months == [OLDEST]
    with pytest.raises(CommandError, match="passer ikke"):
        call_command("check_access_log", stdout=StringIO())


@pytest.mark.thorough
def test_months_that_come_back_with_a_copy_go_again(sealed):
    """The file knows them to be gone and the database has them: a person accepts it, and the next night they go."""
    line = {"dropped": str(OLDEST), "hash": "a" * 64, "dropped_at": "2026-01-01T00:00:00.000000Z", "rows": 3}
    with access_ledger.path().open("a") as file:
        file.write(json.dumps(line) + "\n")
    assert access_seals.examine().months == [OLDEST]
    assert access_months.drop_months() == 0
    call_command("check_access_log", accept="Gendannet fra kopi", wet_run=True, stdout=StringIO())
    assert access_months.drop_months() == 3
    assert not access_seals.examine().is_tampered


@pytest.mark.django_db
def test_the_database_and_the_setting_have_one_floor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_least_access_months()")
        assert cursor.fetchone() == (LEAST_MONTHS,)


@pytest.mark.parametrize(("months", "wrong"), [(0, False), (1, True), (23, True), (24, False), (60, False)])
def test_too_short_a_time_stops_production(settings, months, wrong):
    settings.SANKTION_ACCESS_LOG_MONTHS = months
    assert bool(access_log_is_kept(None)) is wrong


@pytest.mark.django_db
@pytest.mark.parametrize(("months", "told"), [(0, "gemmes for altid"), (36, "gemmes i 36 måneder")])
def test_the_page_says_how_long(client, team, settings, months, told):
    settings.SANKTION_ACCESS_LOG_MONTHS = months
    client.force_login(UserFactory(role="leder", teams=[team]))
    page = client.get(reverse("access_months")).content.decode()
    assert told in page
    assert "Ingen måned er destrueret" in page


@pytest.mark.thorough
def test_the_page_shows_what_is_gone(sealed, client):
    access_months.drop_months()
    client.force_login(UserFactory(role="leder"))
    page = client.get(reverse("access_months")).content.decode()
    assert f"{OLDEST:%m-%Y}" in page
    assert "12.000" in page
    assert DroppedAccessMonth.objects.first().hash in page
