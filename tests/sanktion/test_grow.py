"""The made-up city that speed is measured in: sealed numbers, the database's own rules, and never by accident."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sanktion.base.acting import system
from sanktion.base.cpr import parse
from sanktion.demo.growth.people import cpr_of
from sanktion.models import Case, CaseStatus, Citizen, JournalEntry, NegativeEvent
from tests.factories import CitizenFactory


def test_it_refuses_outside_the_demo(settings):
    settings.SANKTION_DEMO = False
    with pytest.raises(CommandError, match="SANKTION_DEMO"):
        call_command("grow", "--citizens", "10")


def test_no_number_is_a_persons_and_none_comes_twice():
    numbers = [cpr_of(number) for number in (*range(3_000), *range(900_000, 903_000))]
    assert len(set(numbers)) == len(numbers)
    assert all(parse(number).is_replacement for number in numbers)


@pytest.mark.thorough
def test_it_goes_on_where_it_was_and_what_it_makes_can_be_read(own_database):
    for citizens in (40, 60):
        _grow(citizens)
    with system("test"):
        grown = Citizen.objects.filter(team__name__startswith="Vækst ")
        assert grown.count() == 60
        assert sorted(citizen.cpr for citizen in grown) == sorted(cpr_of(number) for number in range(60))
        assert Citizen.objects.with_cpr(parse(cpr_of(7))).get() in grown
        assert Citizen.history.filter(id__in=grown.values("pk")).count() == 60
        cases = Case.objects.filter(citizen__in=grown)
        assert 0 < cases.count() < NegativeEvent.objects.filter(citizen__in=grown).count()
        assert all(case.next_due for case in cases.open())
        assert {case.status for case in cases} >= {CaseStatus.CLOSED, CaseStatus.HEARING}
        assert JournalEntry.objects.filter(case__in=cases).count() == cases.count()
        assert "Opdigtet" in JournalEntry.objects.filter(case__in=cases).first().text


@pytest.mark.thorough
def test_it_touches_no_database_with_somebody_elses_citizens(own_database):
    CitizenFactory()
    with pytest.raises(subprocess.CalledProcessError) as refused:
        _grow(40)
    assert "som hverken demoen eller grow har lavet" in refused.value.stderr.decode()
    assert Citizen.objects.count() == 1


def _grow(citizens: int) -> None:
    name = connection.settings_dict["NAME"]
    urls = {
        variable: urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    environment = os.environ | urls | {"DJANGO_SETTINGS_MODULE": "sanktion.config.settings.dev"}
    command = [sys.executable, "manage.py", "grow", "--citizens", str(citizens), "--journal", "1"]
    subprocess.run(command, env=environment, cwd=settings.ROOT, check=True, capture_output=True)
