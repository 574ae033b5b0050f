"""What a history row says beside the change it was written for."""

import pytest

from sanktion.actions.case import assign_case
from sanktion.models import Case
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_move_made_from_an_old_page_keeps_the_colleague_s_change_in_the_history(case, caseworker, team):
    seen_earlier = Case.objects.get(pk=case.pk)
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    assign_case(case, colleague, by=caseworker)
    seen_earlier.send_hearing(deadline=case.next_due, by=caseworker)
    assert Case.objects.get(pk=case.pk).owner == colleague
    assert case.history.latest("history_id").owner == colleague
    assert seen_earlier.owner == colleague
