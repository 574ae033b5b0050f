"""Keys are rotated by one process and killed in the middle, while another registers, writes and looks up."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from sanktion.base.cpr import parse
from sanktion.base.sealed import sealed_tables, standing
from sanktion.config import env
from sanktion.models import Citizen, JournalEntry
from tests.factories import CaseFactory, TeamFactory, UserFactory
from tests.keys.conftest import BOTH, NEW
from tests.keys.life import number

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).resolve().parents[2]
CITIZENS, BEGIN = 3000, 1000
KILLED_AT = (0.2, 0.5, 0.8)  # of the citizens rotated


@pytest.fixture
def many(own_database, keys) -> list[str]:
    """Citizens with history, registered under the old key, and a colleague who may see them."""
    team = TeamFactory()
    colleague = UserFactory(username="kollega", role="sagsbehandler", teams=[team])
    CaseFactory(event__citizen__team=team, by=colleague)
    numbers = range(BEGIN, BEGIN + CITIZENS)
    citizens = [Citizen(cpr=number(index), first_name="Ida", last_name="Lund", team=team) for index in numbers]
    for citizen in citizens:
        citizen.derive()
    Citizen.objects.bulk_create(citizens)
    Citizen.history.bulk_history_create(citizens, default_user=colleague)
    return [citizen.cpr for citizen in citizens]


def process(*arguments: str, url: str, **environment: str) -> subprocess.Popen:
    name = connection.settings_dict["NAME"]
    own = {"DATABASE_URL": env.text(url).replace("/sanktion?", f"/{name}?"), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ | BOTH | own | environment, stdout=subprocess.PIPE
    )


def rotation() -> subprocess.Popen:
    settings = {"DJANGO_SETTINGS_MODULE": "sanktion.config.settings.test"}
    return process("manage.py", "rotate_keys", "--wet-run", url="DATABASE_OWNER_URL", **settings)


def share_of_new() -> float:
    new = Citizen.objects.filter(key_version=2).count()
    return new / Citizen.objects.count()


def killed_at(share: float) -> bool:
    """Whether it was still at work when it was killed."""
    working = rotation()
    while working.poll() is None and share_of_new() < share:
        time.sleep(0.02)
    working.send_signal(signal.SIGKILL)
    working.communicate()
    return working.returncode == -signal.SIGKILL


def test_a_colleague_notices_nothing_and_a_killed_rotation_goes_on(many, keys, tmp_path):
    stop = tmp_path / "stop"
    told = {"SANKTION_STOP": str(stop), "SANKTION_KNOWN": json.dumps(many)}
    colleague = process("-m", "tests.keys", url="DATABASE_URL", **told)
    while b"klar" not in colleague.stdout.readline():
        assert colleague.poll() is None
    keys(BOTH)
    killed = [killed_at(share) for share in KILLED_AT]
    assert all(killed), "it was done before it could be killed"
    assert 0 < share_of_new() < 1
    last = rotation()
    said = last.communicate(timeout=300)[0].decode()
    assert last.returncode == 0, said
    stop.touch()
    result = json.loads(colleague.communicate(timeout=60)[0].decode().splitlines()[-1])
    assert result["errors"] == {}
    assert result["done"]["found"] > 100
    assert result["done"]["registered"] > 10
    found = [standing(table) for table in sealed_tables()]
    assert {version for one in found for version in (*one.texts, *one.look_ups)} == {2}
    keys(NEW)
    assert Citizen.objects.count() == CITIZENS + 1 + result["done"]["registered"]
    assert all(Citizen.objects.with_cpr(parse(cpr)).count() == 1 for cpr in many[::50])
    history = Citizen.history.all()
    assert history.count() == CITIZENS + 1 + result["done"]["registered"] + result["done"]["found"]
    assert {len(row.cpr) for row in history} == {10}
    notes = [entry for entry in JournalEntry.objects.all() if entry.text == "Ringet"]
    assert len(notes) == result["done"]["written"]
    # Shown with -s.
    sys.stdout.write(f"{said}\n{result}\n")
