import psycopg
import pytest

from tests.factories.koerelister import AreaFactory, CrewFactory, route_list_of


@pytest.fixture(autouse=True)
def ledger_folder(settings, tmp_path):
    """The copies of one template share a chain's beginning, and so the ledger's name: each test has its own folder."""
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    return settings.SANKTION_LEDGER


@pytest.fixture
def area(db):
    return AreaFactory(name="Odense C", code="OC")


@pytest.fixture
def crew(db):
    return CrewFactory(name="Hold 2")


@pytest.fixture
def route_list(caseworker, team, area, crew):
    return route_list_of(caseworker, team=team, area=area, crew=crew)


@pytest.fixture
def stop(route_list):
    return route_list.stops.first()


@pytest.fixture
def older(own_database):
    """Somebody's long transaction, as that of a copy or a report: it has touched no list, and so locks none."""
    with psycopg.connect(own_database.info.dsn, password=own_database.info.password) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SELECT count(*) FROM sanktion_team")
        yield connection
