import psycopg
import pytest

from sanktion.actions.administration import note_change
from sanktion.actions.material import waive_material
from sanktion.models import AdminChange, EventNotice, JournalEntry, MaterialKind, NoteKind
from tests.factories import CaseFactory, EventFactory, UserFactory


def test_not_even_the_owner_changes_a_journal_entry(own_database):
    case = CaseFactory()
    entry = JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading="Notat", by=case.owner)
    for statement in ("UPDATE sanktion_journalentry SET number = 99", "DELETE FROM sanktion_journalentry"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kan ikke ændres eller slettes"):
            own_database.execute(statement)
    assert JournalEntry.objects.get(pk=entry.pk).number == entry.number


def test_not_even_the_owner_reads_or_changes_a_notice(own_database):
    """V068."""
    EventNotice.objects.create(event=EventFactory(), data=b"%PDF-1.7 Underretning", received_by=UserFactory())
    stored = own_database.execute("SELECT data FROM sanktion_eventnotice").fetchone()[0]
    assert b"Underretning" not in bytes(stored)
    for statement in ("UPDATE sanktion_eventnotice SET received_at = now()", "DELETE FROM sanktion_eventnotice"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kan ikke ændres eller slettes"):
            own_database.execute(statement)


def test_not_even_the_owner_takes_away_what_is_noted_of_the_material(own_database):
    case = CaseFactory()
    waive_material(case, [MaterialKind.TIME_SHEETS], reason="Borgeren er ikke i tilbud.", by=case.owner)
    for statement in (
        "DELETE FROM sanktion_materialwaiver",
        "DELETE FROM sanktion_casematerial",
        "UPDATE sanktion_casematerial SET kind = 8",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kan ikke ændres eller slettes"):
            own_database.execute(statement)
    assert case.waivers.count() == case.materials.count() == 1


def test_not_even_the_owner_rewrites_what_was_changed_in_the_set_up(own_database):
    note_change("teams", "Gemt", by=UserFactory())
    for statement in ("UPDATE sanktion_adminchange SET what = 'x'", "DELETE FROM sanktion_adminchange"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kan ikke ændres eller slettes"):
            own_database.execute(statement)
    assert AdminChange.objects.get().what == "Gemt"
