"""Loading is done in bulk: ten times the rows take a few more statements, not ten times as many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanktion.actions.imports import load_table, read_import
from sanktion.base.acting import system
from sanktion.models import Citizen, NegativeEvent

from ..factories import AddressFactory, CitizenFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def statements(text: str, team) -> int:
    table = read_import(text.encode())
    with (
        system("test"),
        CaptureQueriesContext(
            connection,
        ) as captured,
    ):
        assert load_table(table, team=team, by=None).rejected == 0
    return len(captured)


def events(prefix: str, count: int, citizens) -> str:
    lines = [
        f"{citizens[number % len(citizens)].cpr};9;09-11-2025;stat;{prefix}-{number};Tekst" for number in range(count)
    ]
    return "\n".join(["cpr;haendelse;dato;indberetter;reference;beskrivelse", *lines])


def citizen_rows(first: int, count: int, phone: str = "") -> str:
    lines = [
        f"61017{number // 10000}{number % 10000:04d};Ida;Lund;;3;01-01-2025;01-01-2025;{phone}"
        for number in range(first, first + count)
    ]
    return "\n".join(
        ["cpr;fornavn;efternavn;adresse_id;matchkategori;matchkategori_fra;jobsoegende_fra;telefon", *lines]
    )


def test_events():
    citizens = CitizenFactory.create_batch(10)
    few, many = statements(events("A", 200, citizens), None), statements(events("B", 2000, citizens), None)
    assert NegativeEvent.history.count() == 2200
    assert many == few


def test_new_and_changed_citizens():
    team = TeamFactory()
    few, many = statements(citizen_rows(0, 200), team), statements(citizen_rows(10_000, 2000), team)
    assert Citizen.history.count() == 2200
    assert many == few
    assert statements(citizen_rows(10_000, 2000, "12 34 56 78"), team) - many <= 12, "500 changed rows a statement"
    assert Citizen.objects.filter(phone="12 34 56 78").count() == 2000


def test_addresses():
    address = AddressFactory.build()
    header = "id,vejnavn,husnr,postnr,postnrnavn,kommunekode,kommunenavn,adgangsadresseid"

    def rows(prefix: int, count: int) -> str:
        line = "Vej,1,5000,Odense C,0461,Odense"
        return "\n".join([header, *(f"{prefix:08d}-0000-4000-8000-{n:012d},{line},{address.pk}" for n in range(count))])

    assert statements(rows(2, 2000), None) == statements(rows(1, 200), None)
