"""Past the ordinary triggers nothing goes but a new encryption of the same row (base/reencryption.py)."""

import os

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg.errors import InsufficientPrivilege, RestrictViolation

from sanktion.base.reencryption import is_guarded
from sanktion.models import AccessKind, AccessLog, Case, CaseDocument, Citizen, JournalEntry
from tests.conftest import _owner
from tests.factories import TeamFactory, UserFactory
from tests.factories.retention import complained_case, reviewer_of

pytestmark = pytest.mark.thorough
FORBIDDEN = [
    "UPDATE sanktion_journalentry SET number = number + 100",
    "UPDATE sanktion_journalentry SET written_at = written_at - interval '1 day'",
    "UPDATE sanktion_journalentry SET content = set_byte(content, 0, 9), number = number + 100",
    "DELETE FROM sanktion_journalentry",
    "INSERT INTO sanktion_journalentry TABLE sanktion_journalentry LIMIT 1",
    "UPDATE sanktion_casedocument SET title = 'andet'",
    "UPDATE sanktion_accesslog SET at = now()",
    "UPDATE sanktion_citizen SET first_name = 'Anden'",
    "UPDATE sanktion_citizen SET cpr_lookup = NULL",
    "UPDATE sanktion_citizen SET cpr_lookup = 'kort'",
    "UPDATE sanktion_historicalcitizen SET last_name = 'Anden'",
    "DELETE FROM sanktion_historicalcitizen",
    "UPDATE sanktion_case SET team_id = NULL",
]


@pytest.fixture
def past_triggers(own_database):
    """The owner where ordinary triggers don't run, and a case with what a case has."""
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    case = complained_case(worker, reviewer_of(team))
    AccessLog.objects.note(worker, AccessKind.READ, page="case", citizens=[case.citizen], case=case)
    own_database.execute("SELECT set_config('sanktion.system', 'test', false)")
    own_database.execute("SET session_replication_role = replica")
    return own_database


def payload(version: int, length: int) -> bytes:
    return bytes([version]) + os.urandom(length - 1)


def sealed(owner: psycopg.Connection, table: str, column: str) -> tuple[int, bytes]:
    return owner.execute(f"SELECT id, {column} FROM {table} ORDER BY id LIMIT 1").fetchone()  # noqa: S608


def test_a_payload_of_the_same_length_from_another_key_is_let_through(past_triggers):
    key, old = sealed(past_triggers, "sanktion_journalentry", "content")
    new = payload(old[0] + 1, len(old))
    past_triggers.execute("UPDATE sanktion_journalentry SET content = %s WHERE id = %s", [new, key])
    assert sealed(past_triggers, "sanktion_journalentry", "content") == (key, new)


def test_a_payload_of_another_length_says_something_else(past_triggers):
    key, old = sealed(past_triggers, "sanktion_journalentry", "content")
    for longer in (-1, 1, 1024):
        new = payload(old[0] + 1, len(old) + longer)
        with pytest.raises(RestrictViolation, match="kun omkrypteres"):
            past_triggers.execute("UPDATE sanktion_journalentry SET content = %s WHERE id = %s", [new, key])
    assert sealed(past_triggers, "sanktion_journalentry", "content") == (key, old)


def test_a_payload_under_the_same_key_is_no_rotation(past_triggers):
    _, old = sealed(past_triggers, "sanktion_journalentry", "content")
    with pytest.raises(RestrictViolation):
        past_triggers.execute("UPDATE sanktion_journalentry SET content = %s", [payload(old[0], len(old))])


def test_nothing_else_is(past_triggers):
    kept = (Citizen, Citizen.history.model, JournalEntry, CaseDocument, AccessLog, Case)
    before = [list(model._base_manager.values_list()) for model in kept]
    assert all(before)
    for statement in FORBIDDEN:
        with pytest.raises(RestrictViolation, match="kun omkrypteres"):
            past_triggers.execute(statement)
    assert [list(model._base_manager.values_list()) for model in kept] == before


@pytest.mark.django_db
def test_every_table_has_the_guard():
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    assert len(models) > 150
    assert [model._meta.label for model in models if not is_guarded(model)] == []


@pytest.mark.django_db
def test_the_application_cannot_go_past_the_triggers():
    assert connection.settings_dict["USER"] != _owner()["USER"]
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied") as refused:
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)
