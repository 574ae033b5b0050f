"""V074: what is approved stays as it is for the owner of the tables too."""

import psycopg
import pytest

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import again, approved, document_in, waiting
from ..factories.tilsyn import selected_of
from .test_holdback_gates import CHANGES


def test_the_owner_of_the_tables_changes_no_approval_either(own_database):
    team = TeamFactory()
    tove = UserFactory(role="tilsynsansvarlig", teams=[team])
    kirsten = UserFactory(role="sagsbehandler", teams=[team])
    selected = selected_of(tove)
    holdback = approved(waiting(selected, document_in(selected, by=tove), by=tove), by=kirsten)
    for change in CHANGES:
        with pytest.raises(psycopg.DatabaseError):
            own_database.execute(change, [holdback.pk])
    assert again(holdback).marks.count() == 1
