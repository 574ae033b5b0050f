"""Which group the citizen was in on the day of the event decides which rules protect the citizen."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from sanktion.models import TargetGroup, TargetGroupPeriod
from tests.factories.core import CitizenFactory

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def in_group(citizen, group, first, end=None):
    return TargetGroupPeriod.objects.create(citizen=citizen, group=group, period=DateRange(first, end))


def test_the_group_of_the_day_is_found():
    citizen = CitizenFactory()
    in_group(citizen, TargetGroup.JOB_READY, MAY, JUNE)
    in_group(citizen, TargetGroup.ACTIVITY_READY, JUNE)
    assert citizen.target_group_on(date(2026, 5, 31)) == TargetGroup.JOB_READY
    assert citizen.target_group_on(JUNE) == TargetGroup.ACTIVITY_READY
    assert citizen.target_group_on(date(2026, 4, 30)) is None


def test_two_groups_never_hold_on_the_same_day():
    citizen = CitizenFactory()
    in_group(citizen, TargetGroup.JOB_READY, MAY)
    with pytest.raises(IntegrityError, match="target_group_no_overlap"), transaction.atomic():
        in_group(citizen, TargetGroup.ACTIVITY_READY, JUNE)


def test_an_unknown_group_is_refused():
    with pytest.raises(IntegrityError, match="target_group_known"), transaction.atomic():
        in_group(CitizenFactory(), "idle", MAY)
