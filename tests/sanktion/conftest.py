from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from sanktion.actions.rules import switch_gate
from sanktion.models import Case, Gate, Team, User

from ..factories import TeamFactory, UserFactory
from ..factories.provider import running_provider
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


ROLE_MAP = {
    "sanktion-sagsbehandler": "sagsbehandler",
    "sanktion-leder": "leder",
    "sanktion-admin": "administrator",
    "sanktion-direktorat": "direktoratet",
    "forkert": "superuser",
}


@pytest.fixture(scope="module")
def running():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    for name, value in running.settings().items():
        setattr(settings, name, value)
    settings.SANKTION_OIDC_ROLE_MAP = ROLE_MAP
    settings.SANKTION_OIDC_TEAM_MAP = {"org-centrum": "Centrum", "org-opland": "Opland"}
    return running


@pytest.fixture
def adam():
    return UserFactory(role="administrator", first_name="Adam", last_name="Juul")


@pytest.fixture
def birgit():
    return UserFactory(role="administrator", first_name="Birgit", last_name="Lind")


@pytest.fixture
def gate_proposed(adam):
    return switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret af jurist.", by=adam)
