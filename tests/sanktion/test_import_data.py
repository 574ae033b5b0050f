"""``manage.py import_data``: a trial unless told otherwise."""

import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sanktion.models import Citizen, NegativeEvent

from ..factories import TeamFactory

pytestmark = pytest.mark.django_db
HEADER = "cpr;haendelse;dato;indberetter;reference;beskrivelse"


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_data", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def events_file(tmp_path, citizen):
    file = tmp_path / "haendelser.csv"
    rows = [f"{citizen.cpr};9;09-11-2025;kommune;R-1;Tekst", f"{citizen.cpr};77;09-11-2025;kommune;R-2;Tekst"]
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return file


def test_without_wet_run_it_reports_and_keeps_nothing(events_file, citizen):
    text = run(events_file)
    assert "Række 3: Hændelse: ukendt hændelsestype 77 (afvist)" in text
    assert "Hændelser: 2 rækker, 1 indlæst, 0 opdateret, 0 allerede indlæst, 1 afvist." in text
    assert "Intet er gemt" in text
    assert citizen.cpr not in text
    assert not NegativeEvent.objects.exists()


def test_with_wet_run_it_loads_in_the_users_name(events_file, caseworker):
    assert "Intet er gemt" not in run(events_file, "--wet-run", "--user", caseworker.username)
    assert NegativeEvent.objects.get().history.get().history_user == caseworker


def test_without_a_user_the_system_loads(events_file):
    run(events_file, "--wet-run")
    assert NegativeEvent.objects.get().history.get().history_user is None


def test_the_team_gets_citizens_that_no_postcode_places(tmp_path):
    file = tmp_path / "borgere.csv"
    file.write_text("cpr;fornavn;efternavn;adresse_id\n6101701111;Ida;Lund;", encoding="utf-8")
    team = TeamFactory()
    run(file, "--team", team.name, "--wet-run")
    assert Citizen.objects.get().team == team


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["findes-ikke.csv"], "Filen kan ikke læses"),
        (["manage.py"], "overskrifter"),
        ([__file__, "--user", "ingen"], "Der er ingen bruger «ingen»"),
        ([__file__, "--team", "intet"], "Der er ingen team «intet»"),
    ],
)
def test_what_it_says_when_it_cannot(arguments, told):
    with pytest.raises(CommandError, match=told):
        run(*arguments)


@pytest.mark.thorough
def test_every_process_knows_the_tasks_that_actions_send_by_name():
    """Where no worker runs (the demo, CELERY_TASK_ALWAYS_EAGER) an unknown name would be sent away, not done."""
    code = (
        "import django; django.setup();"
        "from celery import signature; print(signature('sanktion.tasks.run_import').type.name)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.ROOT)
    assert done.stdout == "sanktion.tasks.run_import\n", done.stderr
