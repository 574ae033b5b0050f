"""Every pair of the case's transition table, allowed and not."""

import itertools

import pytest

from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Case, CaseStatus
from sanktion.models.case import TRANSITIONS

pytestmark = pytest.mark.django_db

PAIRS = list(itertools.product(CaseStatus, CaseStatus))


@pytest.mark.parametrize(("current", "wanted"), PAIRS, ids=[f"{a.value}-{b.value}" for a, b in PAIRS])
def test_every_pair_of_statuses(case, caseworker, current, wanted):
    Case.objects.filter(pk=case.pk).update(status=current)
    case.refresh_from_db()
    if wanted in TRANSITIONS[current]:
        case._move_to(wanted, by=caseworker, reason="Prøve")
        case.refresh_from_db()
        assert case.status == wanted
        assert case.history.first().history_change_reason == "Prøve"
        assert case.history.first().history_user == caseworker
    else:
        with pytest.raises(TransitionNotAllowed, match=wanted.label):
            case._move_to(wanted, by=caseworker, reason="Prøve")
        case.refresh_from_db()
        assert case.status == current


def test_the_move_reads_the_row_again_before_it_decides(case, caseworker):
    stale = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    with pytest.raises(TransitionNotAllowed):
        stale._move_to(CaseStatus.HEARING, by=caseworker, reason="Prøve")


def test_no_status_name_tells_of_a_visit():
    """B048: nothing one can filter on says that a home was visited."""
    words = ("besøg", "visit", "køreliste", "dør", "bopæl")
    for status in CaseStatus:
        assert not any(word in status.label.lower() or word in status.value for word in words)
