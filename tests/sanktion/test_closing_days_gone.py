"""A closing day that has gone can't be removed: somebody may have been told a deadline that was counted by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from sanktion.actions.closing_days import add_closing_days, remove_closing_day
from sanktion.base.deadlines import add_working_days
from sanktion.models import ClosingDay, Role

from ..factories import UserFactory


def test_a_day_that_has_gone_is_not_removed(own_database):
    administrator, today = UserFactory(role=Role.ADMINISTRATOR), timezone.localdate()
    day = add_working_days(today, 10)
    [one] = add_closing_days(day, day, "Kontoret er lukket", by=administrator)
    own_database.execute("ALTER TABLE sanktion_closingday DISABLE TRIGGER closing_day_gate")
    own_database.execute("UPDATE sanktion_closingday SET day = %s", [today - timedelta(days=3)])
    own_database.execute("ALTER TABLE sanktion_closingday ENABLE TRIGGER closing_day_gate")
    one.refresh_from_db()
    with pytest.raises(ValidationError, match="er gået"):
        remove_closing_day(one, by=administrator)
    with pytest.raises(IntegrityError, match="der er regnet frister"):
        ClosingDay.objects.filter(pk=one.pk).update(removed_at=timezone.now(), removed_by=administrator)
    assert ClosingDay.objects.standing().filter(pk=one.pk).exists()
