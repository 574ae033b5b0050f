from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from sanktion.models import Case, Team, User

from ..factories import TeamFactory, UserFactory
from ..factories.retention import closed_case


@dataclass(frozen=True)
class Archive:
    """Two cases closed six years ago, made once for a whole module; what a test does to them is undone with it."""

    team: Team
    caseworker: User
    pks: tuple[int, ...]

    def cases(self) -> list[Case]:
        return list(Case.objects.filter(pk__in=self.pks).order_by("number"))

    def case(self) -> Case:
        return self.cases()[0]


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker) -> Iterator[Archive]:
    with django_db_blocker.unblock(), transaction.atomic():
        team = TeamFactory()
        by = UserFactory(role="sagsbehandler", teams=[team])
        made = Archive(team, by, tuple(closed_case(by).pk for _ in range(2)))
        # Once here, else each test would check it all anew when it ends.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)
