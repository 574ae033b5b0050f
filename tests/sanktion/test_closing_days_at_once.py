"""The same closing days set twice at the same moment, as by a double press."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from sanktion.actions.closing_days import NONE_OPEN, add_closing_days
from sanktion.base.acting import acting
from sanktion.base.deadlines import add_working_days
from sanktion.models import AdminChange, ClosingDay, Role

from ..factories import UserFactory

WAITS = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database d ON database = d.oid"
    " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)"
)


def test_the_second_press_waits_and_is_told(own_database):
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    first, last = (add_working_days(timezone.localdate(), number) for number in (10, 14))

    def close():
        try:
            with acting(administrator):
                add_closing_days(first, last, "Lukket", by=administrator)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with acting(administrator):
            add_closing_days(first, last, "Lukket", by=administrator)
            second = pool.submit(close)
            deadline = time.monotonic() + 30
            while not own_database.execute(WAITS).fetchone()[0]:
                assert time.monotonic() < deadline, "the second didn't wait for the first"
                time.sleep(0.05)
        with pytest.raises(ValidationError, match=NONE_OPEN):
            second.result(30)
    assert ClosingDay.objects.count() == AdminChange.objects.count() == 5
