import psycopg
import pytest

from sanktion.models import EventNotice, JournalEntry, NoteKind
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
