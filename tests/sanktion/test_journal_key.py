"""A page's key makes a double click one entry, and nothing more."""

import uuid

import pytest

from sanktion.models import JournalEntry, NoteKind
from tests.factories import CaseFactory, EventFactory

pytestmark = pytest.mark.django_db


def write(case, key):
    return JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading="Notat", text="x", by=case.owner, key=key)


def test_the_same_key_twice_is_one_entry(case):
    key = uuid.uuid4()
    assert write(case, key) == write(case, key)
    assert write(case, uuid.uuid4()) != write(case, key)


def test_a_key_posted_to_another_case_is_an_entry_of_that_case(case, caseworker):
    other = CaseFactory(event=EventFactory(citizen=case.citizen), by=caseworker)
    key = uuid.uuid4()
    first, second = write(case, key), write(other, key)
    assert (first.case, second.case) == (case, other)
