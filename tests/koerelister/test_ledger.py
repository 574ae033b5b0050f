"""B044, B047: what was destroyed stays destroyed when an older copy of the database is put back."""

import fcntl
import json
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from koerelister.actions import erasure
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.destruction import ledger
from koerelister.models import Area, DestructionChain, DestructionRecord, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.tasks import make_lists, resume_plans, take_orders
from sanktion.base import ledgers
from sanktion.models import Case, Citizen, User
from tests.conftest import _copy, _drop, _owner, connect_as_owner
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, route_list_of, seeking_case, visit

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def asked_every_time(monkeypatch):
    monkeypatch.setattr(ledger, "LOOK_AGAIN_SECONDS", 0)


@pytest.fixture
def worker(own_database):
    return UserFactory(role="sagsbehandler", teams=[TeamFactory()])


@pytest.fixture
def two(team, caseworker):
    return [destroyed(caseworker), destroyed(caseworker)]


def destroyed(by, **fields) -> DestructionRecord:
    route_list = route_list_of(by, team=by.teams.get(), count=2, **fields)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=by)
    return destroy(route_list, by=by)


@contextmanager
def as_owner():
    """As `migrate` runs."""
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({key: _owner()[key] for key in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def put_back_after(own_database: psycopg.Connection):
    """What is done inside is lost from the database again, as when a copy from before it is put back."""
    name = connections["default"].settings_dict["NAME"]
    connections["default"].close()
    own_database.close()
    with connect_as_owner() as admin:
        _copy(admin, name, f"{name}_old")
        yield
        connections["default"].close()
        _drop(admin, name)
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_old"), sql.Identifier(name))
        )


def test_each_destruction_is_a_line_in_the_file_and_names_no_citizen(two, ledger_folder):
    assert ledger.catch_up() == 2
    lines = ledger.path().read_text().splitlines()
    assert [json.loads(line)["hash"] for line in lines] == [record.hash for record in two]
    assert json.loads(lines[1])["facts"]["previous"] == two[0].hash
    text = "\n".join(lines)
    assert not any(citizen.last_name in text or citizen.cpr in text for citizen in Citizen.objects.all())
    assert not any(case.number in text for case in Case.objects.all())
    # An older version's file is found by its name.
    assert ledger.path() == ledger_folder / f"destruktioner-{DestructionChain.objects.get().genesis[:16]}.jsonl"
    assert ledger.path().stat().st_mode & 0o077 == ledger_folder.stat().st_mode & 0o077 == 0


def test_many_are_written_with_the_queries_of_one(two, ledger_folder, caseworker, django_assert_num_queries):
    with CaptureQueriesContext(connection) as asked:
        ledger.catch_up()
    ledger.path().unlink()
    destroyed(UserFactory(role="sagsbehandler", teams=[caseworker.teams.get()]))
    with django_assert_num_queries(len(asked)):
        assert ledger.catch_up() == 3


def put_ahead(record):
    """The file's newest is another than the database's: it was made after an older copy was put back."""
    ledger.path().write_text(ledger.path().read_text().replace(record.hash, "f" * 64))


def test_as_many_but_not_the_same_closes_the_site(two, ledger_folder, caplog):
    assert ledger.is_open() is True
    # Nothing was written, and no file is made by asking.
    assert not list(ledger_folder.glob("*"))
    ledger.catch_up()
    assert ledger.is_open() is True
    put_ahead(two[1])
    assert ledger.is_open() is False
    with pytest.raises(ledger.LedgerAhead):
        ledger.catch_up()
    assert caplog.messages == ["The ledger of destructions is ahead of the database."]


def test_what_was_seen_open_is_asked_once_a_minute_for_each_folder(two, ledger_folder, monkeypatch, settings):
    ledger.catch_up()
    put_ahead(two[1])
    # However new the machine is: what was never seen open is asked.
    monkeypatch.setattr(ledger, "LOOK_AGAIN_SECONDS", 10**9)
    assert ledger.is_open() is False
    monkeypatch.setattr(ledger, "LOOK_AGAIN_SECONDS", 60)
    for ago, is_open in ((50, True), (70, False)):
        monkeypatch.setitem(ledger._seen_open_at, str(ledger_folder), time.monotonic() - ago)
        assert ledger.is_open() is is_open
    settings.SANKTION_LEDGER = ledger_folder / "another"
    assert ledger.is_open() is True
    settings.SANKTION_LEDGER = ledger_folder
    assert ledger.is_open() is False
    ledger.path().write_text("")
    assert ledger.is_open() is True
    ledger.catch_up()
    put_ahead(two[1])
    assert ledger.is_open() is True


def test_what_an_older_copy_lacks_is_made_of_the_line(two, ledger_folder):
    ledger.catch_up()
    entry, record = ledger.entries()[0], two[0]
    assert ledger.missing_rows(entry) == []
    area, user = ledger.missing_rows(entry | {"facts": entry["facts"] | {"area": 10**6, "by": 10**7}})
    assert (area.pk, area.code, area.name) == (10**6, record.area.code, record.area.name)
    assert (user.pk, user.username, user.is_active) == (10**7, record.by.username, False)


def test_one_opens_the_file_at_a_time(tmp_path):
    path = tmp_path / "new" / "folder" / "a.jsonl"
    with ledgers.opened(path), path.open("rb") as another, pytest.raises(BlockingIOError):
        fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with ledgers.opened(path) as file:
        ledgers.append(file, ['{"a": 1}', '{"a": 2}'])
    path.write_bytes(path.read_bytes() + b'{"a": ')
    with ledgers.opened(path) as file:
        assert (file.tell(), ledgers.last(file)) == (0, {"a": 2})
    assert ledgers.entries(path) == [{"a": 1}, {"a": 2}]
    assert path.read_bytes() == b'{"a": 1}\n{"a": 2}\n'


def test_what_a_crash_kept_out_of_the_file_is_written_later(two, ledger_folder):
    ledger.catch_up()
    whole = ledger.path().read_bytes()
    ledger.path().write_bytes(whole[:-40])
    assert ledger.catch_up() == 1
    assert ledger.path().read_bytes() == whole
    ledger.path().unlink()
    assert ledger.catch_up() == 2
    assert ledger.catch_up() == 0


def test_a_file_that_cannot_be_written_holds_no_destruction_back(own_database, worker, settings, tmp_path):
    (tmp_path / "full").touch()
    settings.SANKTION_LEDGER = tmp_path / "full"
    assert destroyed(worker) == DestructionRecord.objects.get()
    assert not RouteList.objects.exists()
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    assert ledger.catch_up() == 1


@pytest.mark.django_db
def test_without_the_owners_rights_nothing_is_replayed():
    with pytest.raises(CommandError, match="ejerens DATABASE_URL"):
        call_command("replay_destructions", wet_run=True)


def test_an_older_copy_closes_the_site_until_it_is_destroyed_again(own_database, worker, client, capsys):
    """The whole way: a list with one stop noted in the copy, a colleague and an area the copy doesn't know."""
    first = destroyed(worker)
    # Written when it was stored, without anybody asking.
    assert [entry["hash"] for entry in ledger.entries()] == [first.hash]
    route_list = route_list_of(worker, team=worker.teams.get(), count=2)
    log_visit(route_list.stops.first(), visit=visit(), by=worker)
    kept = route_list_of(worker, team=worker.teams.get(), count=1)
    with put_back_after(own_database):
        log_visit(route_list.stops.last(), visit=visit(), by=worker)
        colleague = UserFactory(role="sagsbehandler", teams=[worker.teams.get()])
        second = destroy(route_list, by=colleague)
        third = destroyed(worker, area=AreaFactory(code="NYT"))
        assert client.get("/log-ind/").status_code == 200
    assert Stop.objects.filter(route_list=route_list).count() == 2
    closed = client.get("/log-ind/")
    assert closed.status_code == 503
    assert "lukket efter en gendannelse" in closed.content.decode()
    with pytest.raises(ledger.LedgerAhead):
        ledger.catch_up()
    with as_owner():
        call_command("replay_destructions")
        assert Stop.objects.filter(route_list=route_list).exists()
        call_command("replay_destructions", wet_run=True)
        call_command("replay_destructions", wet_run=True)
    assert client.get("/log-ind/").status_code == 200
    said = capsys.readouterr().out
    assert "2 destruktioner sat ind igen; 1 lister, 2 stop og 0 bestillinger slettet igen." in said
    assert "1 af stoppene var ikke registreret i kopien" in said
    marks = list(DestructionRecord.objects.in_order().values_list("hash", flat=True))
    assert marks == [first.hash, second.hash, third.hash]
    assert list(RouteList.objects.all()) == [kept]
    assert list(RoutePlan.objects.all()) == [kept.plan]
    assert not VisitOrder.objects.exists()
    assert not User.objects.get(pk=colleague.pk).is_active
    assert AreaFactory().pk > Area.objects.get(code="NYT").pk


def test_what_an_older_transaction_holds_on_the_disk_is_told(worker, older, monkeypatch):
    monkeypatch.setattr(erasure, "PAUSES", ())
    destroyed(worker)
    with as_owner(), pytest.raises(CommandError, match=r"ligger på disken endnu\. .* Prøv igen"):
        call_command("replay_destructions", wet_run=True)
    assert not RouteList.objects.exists()


def test_a_stop_that_was_moved_to_another_list_is_deleted_too(own_database, worker):
    """It stood on the first list in the copy, and on the second when that was destroyed."""
    first, second = (route_list_of(worker, team=worker.teams.get(), count=1) for _ in range(2))
    stop = first.stops.get()
    with put_back_after(own_database):
        Stop.objects.filter(pk=stop.pk).update(route_list=second, position=2)
        for one in second.stops.all():
            log_visit(one, visit=visit(), by=worker)
        second.refresh_from_db()
        destroy(second, by=worker)
    with as_owner():
        call_command("replay_destructions", wet_run=True)
    assert list(RouteList.objects.all()) == [first]
    assert not Stop.objects.exists()


def test_a_file_that_somebody_changed_is_refused(own_database, worker):
    with put_back_after(own_database):
        destroyed(worker)
    text = ledger.path().read_text()
    ledger.path().write_text(text.replace('"stops": 2', '"stops": 9'))
    with as_owner(), pytest.raises(CommandError, match="Linje 1"):
        call_command("replay_destructions", wet_run=True)
    assert not DestructionRecord.objects.exists()


def test_while_it_is_closed_no_new_list_gets_the_number_of_one_that_is_to_go(own_database, worker):
    with put_back_after(own_database):
        destroyed(worker)
    case = seeking_case(worker, team=worker.teams.get())
    take_orders()
    resume_plans()
    make_lists(1, 1)
    assert not VisitOrder.objects.exists()
    with as_owner():
        call_command("replay_destructions", wet_run=True)
    take_orders()
    assert VisitOrder.objects.get().case == case
