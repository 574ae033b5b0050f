"""``Case.objects.hold``: what every act on a case starts with."""

import psycopg
import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from sanktion.base.acting import acting
from sanktion.models import Case

from ..factories import CaseFactory, TeamFactory, UserFactory

NOW = "SELECT FROM sanktion_case WHERE id = %s FOR UPDATE NOWAIT"


def test_others_wait_until_the_transaction_ends(own_database):
    case = CaseFactory()
    with transaction.atomic():
        Case.objects.hold(case)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            own_database.execute(NOW, [case.pk])
    assert own_database.execute(NOW, [case.pk]).rowcount == 1


def test_a_lock_that_would_be_gone_at_once_is_refused(own_database):
    case = CaseFactory()
    with pytest.raises(TransactionManagementError):
        Case.objects.hold(case)


@pytest.mark.django_db
def test_a_case_that_the_one_who_acts_may_not_meet_is_not_held(case, caseworker):
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    with acting(caseworker):
        Case.objects.hold(case)
    with pytest.raises(Case.DoesNotExist), acting(stranger):
        Case.objects.hold(case)
