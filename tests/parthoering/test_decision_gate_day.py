"""B015: the deadline's own day, with a database of its own because the guard has to be lifted to put the row there."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError

from sanktion.models import Case
from tests.factories import CaseFactory, UserFactory
from tests.factories.parthoering import attempt_noted, hearing_expired
from tests.parthoering.decisions import insert_decision

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(("days_past", "allowed"), [(0, False), (1, True)])
def test_the_deadline_s_own_day_is_too_early(own_database, days_past, allowed):
    user = UserFactory(role="sagsbehandler")
    case = CaseFactory(by=user)
    hearing_expired(case, user)
    attempt_noted(case, user)
    own_database.execute("ALTER TABLE parthoering_hearing DISABLE TRIGGER hearing_guard")
    own_database.execute(
        "UPDATE parthoering_hearing SET deadline = (now() AT TIME ZONE 'Europe/Copenhagen')::date - %s", [days_past]
    )
    with nullcontext() if allowed else pytest.raises(IntegrityError, match="svarfristen er ikke udløbet"):
        insert_decision(case, user)
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists() is allowed
