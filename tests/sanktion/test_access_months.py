"""The access log lies in a table a month, which the application can write to and neither make nor open by itself."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from sanktion.actions import access_seals
from sanktion.base.acting import system
from sanktion.base.deadlines import add_months
from sanktion.models import AccessLog
from tests.conftest import _default_connection, _owner
from tests.factories import UserFactory

from .test_row_security_commits import connect_as_the_application

pytestmark = pytest.mark.thorough
FAR_AWAY = datetime(2199, 5, 1, 12, tzinfo=UTC)


def part(day) -> str:
    return f"sanktion_accesslog_{day:%Y_%m}"


def parts() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relname LIKE 'sanktion_accesslog%'")
        return {name for (name,) in cursor.fetchall() if "idx" not in name and "pkey" not in name} & _tables()


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return {table.name for table in connection.introspection.get_table_list(cursor)}


def put(user, at) -> str:
    """Writes a row; the table it lies in."""
    with system("prøve"):
        row = AccessLog.objects.create(user=user, citizen_id=1, kind="read", page="case", at=at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tableoid::regclass::text FROM sanktion_accesslog WHERE id = %s", [row.pk])
            return cursor.fetchone()[0]


@pytest.mark.django_db
def test_this_month_and_the_next_three_are_there():
    today = timezone.localdate().replace(day=1)
    assert {part(add_months(today, number)) for number in range(4)} <= parts()
    assert access_seals.outside_months(today) == 0
    assert access_seals.make_months() == 0


@pytest.mark.django_db
def test_a_row_lies_in_its_month_of_danish_time():
    user = UserFactory()
    local = timezone.get_current_timezone()
    first = add_months(timezone.localdate().replace(day=1), 1)
    midnight = datetime(first.year, first.month, 1, tzinfo=local)
    assert put(user, midnight) == part(first)
    assert put(user, midnight - timedelta(seconds=1)) == part(timezone.localdate())


@pytest.mark.django_db
def test_a_row_outside_every_month_is_kept_and_told_of():
    assert put(UserFactory(), FAR_AWAY) == "sanktion_accesslog_default"
    assert access_seals.outside_months(timezone.localdate()) == 1


def test_a_month_that_comes_late_takes_its_rows(own_database):
    next_month = add_months(timezone.localdate().replace(day=1), 1)
    own_database.execute(f"DROP TABLE {part(next_month)}")
    user, local = UserFactory(), timezone.get_current_timezone()
    moment = datetime(next_month.year, next_month.month, 3, 12, tzinfo=local)
    assert put(user, moment) == "sanktion_accesslog_default"
    put(user, FAR_AWAY)
    assert access_seals.outside_months(timezone.localdate()) == 3
    assert access_seals.make_months() == 1
    assert access_seals.outside_months(timezone.localdate()) == 1
    with system("prøve"):
        assert AccessLog.objects.filter(at=moment).count() == 1
    with pytest.raises(psycopg.errors.RestrictViolation):
        own_database.execute(f"DELETE FROM {part(next_month)}")  # noqa: S608
    with pytest.raises(psycopg.errors.RestrictViolation):
        own_database.execute("DELETE FROM sanktion_accesslog_default")


def test_a_busy_log_is_left_for_the_next_hour(own_database):
    own_database.execute(f"DROP TABLE {part(add_months(timezone.localdate().replace(day=1), 1))}")
    with connect_as_the_application(own_database.info.dbname) as app, app.transaction():
        app.execute("LOCK TABLE sanktion_accesslog IN ROW EXCLUSIVE MODE")
        assert access_seals.make_months() == 0
    assert access_seals.make_months() == 1


def test_the_application_can_neither_make_nor_open_a_part(own_database):
    this_month = part(timezone.localdate())
    with connect_as_the_application(own_database.info.dbname) as app:
        for refused in (
            "CREATE TABLE own_part (LIKE sanktion_accesslog)",
            "ALTER TABLE sanktion_accesslog DETACH PARTITION sanktion_accesslog_default",
            "SELECT sanktion_make_access_months_since('2020-01-01')",
            f"SELECT * FROM {this_month}",  # noqa: S608
            f"INSERT INTO {this_month} (at) VALUES (now())",  # noqa: S608
            f"DROP TABLE {this_month}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)


def test_a_database_already_in_use_comes_along_and_goes_back(own_database):
    user, owner = UserFactory(), _owner()
    old = timezone.now() - timedelta(days=400)
    with _default_connection(USER=owner["USER"], PASSWORD=owner["PASSWORD"]):
        call_command("migrate", "sanktion", "0013", verbosity=0)
        with system("prøve"):
            kept = [AccessLog.objects.create(user=user, citizen_id=1, kind="read", page="case", at=old) for _ in "ab"]
        indexes = _indexes(own_database)
        call_command("migrate", "sanktion", verbosity=0)
    connections.close_all()
    assert part(timezone.localtime(old)) in parts()
    assert indexes | {"access_at"} == _indexes(own_database)
    assert put(user, timezone.now()) == part(timezone.localdate())
    with system("prøve"):
        assert list(AccessLog.objects.order_by("pk").values_list("pk", flat=True)[:2]) == [row.pk for row in kept]
        assert AccessLog.objects.last().pk > kept[1].pk
    assert access_seals.seal() == 3


def _indexes(owner) -> set[str]:
    return {
        name for (name,) in owner.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'sanktion_accesslog'")
    }
