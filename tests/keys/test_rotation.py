"""Safety § 2: what an older key made is made again under the newest, history and locked rows with it."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import BinaryField

from sanktion.base import encryption, rotation
from sanktion.base.cpr import parse
from sanktion.base.encryption import DecryptionError
from sanktion.base.reencryption import look_up_columns, sealed_columns
from sanktion.base.sealed import sealed_tables, standing
from sanktion.models import Citizen, JournalEntry, RegisterDeliveryRow
from tests.conftest import connect_as_owner
from tests.factories import CitizenFactory, TeamFactory, UserFactory
from tests.factories.retention import complained_case, reviewer_of
from tests.keys.conftest import BOTH, NEW, OLD, everything_else, plain_texts, rotate_keys
from tilsyn.models import SelectionRow

pytestmark = pytest.mark.thorough


@pytest.fixture
def lived(own_database, keys):
    """A case with most of what a case can have; gives the citizen."""
    team = TeamFactory()
    case = complained_case(UserFactory(role="sagsbehandler", teams=[team]), reviewer_of(team))
    citizen = case.citizen
    citizen.phone = "00 00 00 01"
    citizen.save()
    return citizen


def versions() -> set[int]:
    return {version for table in sealed_tables() for version in standing(table).texts}


def look_up_versions() -> set[int]:
    return {version for table in sealed_tables() for version in standing(table).look_ups}


def test_everything_says_the_same_under_the_new_key_and_needs_the_old_one_no_more(lived, keys, capsys):
    keys(BOTH)
    said, rest = plain_texts(), everything_else()
    assert len(said) > 15
    assert {"sanktion_historicalcitizen", "sanktion_journalentry", "sanktion_documentcontent"} <= {
        one for one, _ in said
    }
    assert (versions(), look_up_versions()) == ({1}, {1})
    with pytest.raises(CommandError, match="lavet med en ældre nøgle"):
        rotate_keys(retire=True)
    rotate_keys(wet_run=True)
    rotate_keys(verify=True)
    rotate_keys(retire=True)
    assert (versions(), look_up_versions()) == ({2}, {2})
    keys(NEW)
    assert (plain_texts(), everything_else()) == (said, rest)
    assert Citizen.objects.with_cpr(parse(lived.cpr)).get() == lived
    assert {row.key_version for row in (*Citizen.objects.all(), *Citizen.history.all())} == {2}
    assert "kan fjernes" in capsys.readouterr().out
    keys(OLD)
    with pytest.raises(DecryptionError):
        plain_texts()


def test_without_wet_run_nothing_changes_and_no_number_is_told(lived, keys, capsys):
    keys(BOTH)
    rotate_keys()
    said = capsys.readouterr().out
    assert versions() == {1}
    assert "Kør igen med --wet-run" in said
    assert lived.cpr not in said
    assert "SANKTION_LOOKUP_KEYS: 0 værdier er lavet med nøgle 2." in said


def test_the_application_may_not_rotate(lived, keys):
    keys(BOTH)
    with pytest.raises(CommandError, match="ejerens DATABASE_URL"):
        call_command("rotate_keys", wet_run=True)
    assert versions() == {1}


def test_a_table_without_its_guard_is_not_touched(lived, keys, own_database):
    keys(BOTH)
    own_database.execute("ALTER TABLE sanktion_journalentry DISABLE TRIGGER reencryption_only")
    with pytest.raises(CommandError, match="sanktion_journalentry mangler sin vagt"):
        rotate_keys(wet_run=True)
    assert versions() == {1}


def test_a_row_that_somebody_holds_is_passed_over_and_taken_later(lived, keys, monkeypatch):
    keys(BOTH)
    monkeypatch.setattr(rotation, "PASSES", 1)
    name = connection.settings_dict["NAME"]
    held = JournalEntry.objects.order_by("pk").first()
    with connect_as_owner(name) as other, other.transaction():
        other.execute("SELECT set_config('sanktion.system', 'test', true)")
        other.execute("SELECT 1 FROM sanktion_journalentry WHERE id = %s FOR UPDATE", [held.pk])
        with pytest.raises(CommandError, match="Behold de gamle nøgler"):
            rotate_keys(wet_run=True)
        assert versions() == {1, 2}
    rotate_keys(wet_run=True)
    assert versions() == {2}


def test_a_damaged_row_is_named_and_keeps_no_other_from_being_done(lived, keys, own_database, capsys):
    own_database.execute("ALTER TABLE sanktion_journalentry DISABLE TRIGGER append_only")
    spoilt = JournalEntry.objects.order_by("pk").first().pk
    with own_database.transaction():
        own_database.execute("SELECT set_config('sanktion.system', 'test', true)")
        own_database.execute(
            "UPDATE sanktion_journalentry SET content = set_byte(content, 40, 255 - get_byte(content, 40))"
            " WHERE id = %s",
            [spoilt],
        )
    keys(BOTH)
    with pytest.raises(CommandError, match="Behold de gamle nøgler"):
        rotate_keys(wet_run=True)
    assert f"sanktion_journalentry: ingen nøgle passer til række {spoilt}." in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 rækker kan ikke læses"):
        rotate_keys(verify=True)
    with pytest.raises(CommandError, match="1 værdier er lavet med en ældre nøgle"):
        rotate_keys(retire=True)


def test_a_citizen_registered_twice_is_told_and_not_lost(own_database, keys, capsys):
    """Can happen only while some processes write with one key and some with the other."""
    first = CitizenFactory()
    keys(BOTH)
    second = CitizenFactory(cpr=first.cpr, team=first.team)
    with pytest.raises(CommandError, match="Behold de gamle nøgler"):
        rotate_keys(wet_run=True)
    assert f"nummeret står også på en anden række: {first.pk}." in capsys.readouterr().out
    assert set(Citizen.objects.with_cpr(parse(first.cpr))) == {first, second}


@pytest.mark.django_db
def test_every_keyed_column_is_known_to_the_rotation():
    """A column of bytes that is neither sealed nor a look-up would keep needing its key without anybody knowing."""
    known = {(table.name, column) for table in sealed_tables() for column in (*table.contexts, *table.look_ups)}
    of_bytes = {
        (model._meta.db_table, one.column)
        for model in apps.get_models(include_auto_created=True)
        for one in model._meta.concrete_fields
        if isinstance(one, BinaryField) or isinstance(one, encryption.EncryptedFieldMixin)
    }
    assert known == of_bytes
    assert len(known) > 60
    for model in (Citizen, Citizen.history.model, SelectionRow, RegisterDeliveryRow):
        assert look_up_columns(model)
    assert sealed_columns(JournalEntry) == ["content"]
