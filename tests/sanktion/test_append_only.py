import psycopg
import pytest

from sanktion.models import JournalEntry, NoteKind
from tests.factories import CaseFactory


def test_not_even_the_owner_changes_a_journal_entry(own_database):
    case = CaseFactory()
    entry = JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading="Notat", by=case.owner)
    for statement in ("UPDATE sanktion_journalentry SET number = 99", "DELETE FROM sanktion_journalentry"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kan ikke ændres eller slettes"):
            own_database.execute(statement)
    assert JournalEntry.objects.get(pk=entry.pk).number == entry.number
