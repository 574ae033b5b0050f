"""The access matrix: every role × every address × GET and POST × another team's object. None gets in.

A colleague without a role is of the team itself, and the object theirs: it is the right that is missing.
"""

from collections import Counter

import pytest

from sanktion.models import Role

from ..checks.makers import of_import, of_route_list, of_separate_stop, of_stop
from ..checks.persons import ANONYMOUS, COLLEAGUE, METHODS, PERSONS, Attempt, Knocker, is_turned_away, person, written
from ..checks.urls import addresses
from ..factories import TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = addresses()
OWNED = [address for address in ALL if address.maker]
LEAST_FORBIDDEN = 2_000
# A visit that is turned away after the sign-in reads the session, and writes nothing else.
MAY_BE_WRITTEN = {"django_session"}
OPENS = {200, 302, 405}
# Makers of what is narrower than the team for some roles, each with the reason and with tests of its own.
NARROWER = {
    Role.FIELD: ({of_route_list, of_stop, of_separate_stop}, "those who drive see their own crew's lists, on the day"),
    Role.ADMINISTRATOR: ({of_import}, "rows that belong to no team are seen by whoever sent the file"),
}


def stranger(kind: str, world):
    return person(kind, [world.team if kind == COLLEAGUE else TeamFactory()])


def attempts(user, world):
    return [Attempt(user, address, method, world.arguments_for(address)) for address in ALL for method in METHODS]


@pytest.mark.parametrize("kind", PERSONS)
def test_nobody_gets_in_where_the_matrix_forbids_it(world, kind):
    knocker = Knocker(stranger(kind, world))
    failed, before = {}, written()
    for attempt in attempts(knocker.user, world):
        response = knocker.visit(attempt) if attempt.expected else None
        if response and not is_turned_away(attempt, response):
            failed[attempt.method, attempt.address.name] = response.status_code
    assert failed == {}
    changed = {table for table, rows in written().items() if rows != before.get(table, 0)}
    assert changed <= MAY_BE_WRITTEN


def test_the_matrix_holds_enough_attempts(world):
    forbidden = Counter()
    for kind in PERSONS:
        user = stranger(kind, world)
        forbidden[kind] = sum(1 for attempt in attempts(user, world) if attempt.expected)
    assert forbidden.total() >= LEAST_FORBIDDEN
    assert min(forbidden.values()) > 100


@pytest.mark.parametrize("kind", [kind for kind in PERSONS if kind != ANONYMOUS])
def test_nobody_is_refused_who_has_the_right_and_the_team(world, kind):
    user = world.caseworker if kind == Role.CASEWORKER else person(kind, [world.team])
    knocker, refused = Knocker(user), {}
    narrower, _ = NARROWER.get(kind, (set(), ""))
    for address in OWNED:
        if address.maker not in narrower and user.has_perms(address.rights):
            status = knocker.visit(Attempt(user, address, "get", world.arguments_for(address))).status_code
            if status not in OPENS:
                refused[address.name] = status
    assert refused == {}
