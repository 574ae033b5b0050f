"""The same with transactions that really end: nothing of one actor is left for the next."""

import pytest
from django.db import connection

from sanktion.base.acting import acting
from sanktion.models import Team
from tests.factories import TeamFactory, UserFactory


def user_id_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('sanktion.user_id', true)")
        return cursor.fetchone()[0]


def test_the_setting_ends_with_the_transaction(own_database):
    user = UserFactory()
    with acting(user):
        assert user_id_now() == str(user.pk)
    assert user_id_now() in ("", None)


def test_an_exception_takes_the_work_and_the_actor_with_it(own_database):
    user = UserFactory()

    def fail_halfway():
        with acting(user):
            TeamFactory(name="Halvt team")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert not Team.objects.filter(name="Halvt team").exists()
    assert user_id_now() in ("", None)
