"""The access matrix: every role × every address × GET and POST × another team's object. None gets in."""

from collections import Counter

import pytest

from ..checks.persons import ANONYMOUS, METHODS, PERSONS, Attempt, Knocker, is_turned_away, person, written
from ..checks.urls import addresses
from ..factories import TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = addresses()
OWNED = [address for address in ALL if address.maker]
LEAST_FORBIDDEN = 2_000
# A visit that is turned away after the sign-in reads the session, and writes nothing else.
MAY_BE_WRITTEN = {"django_session"}
# What each person was refused, for the sum of them all; filled by the walks, which pytest runs before it.
OPENS = {200, 302, 405}


def attempts(user, world):
    return [Attempt(user, address, method, world.arguments_for(address)) for address in ALL for method in METHODS]


@pytest.mark.parametrize("kind", PERSONS)
def test_nobody_gets_in_where_the_matrix_forbids_it(world, kind):
    knocker = Knocker(person(kind, [TeamFactory()]))
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
        user = person(kind, [TeamFactory()])
        forbidden[kind] = sum(1 for attempt in attempts(user, world) if attempt.expected)
    assert forbidden.total() >= LEAST_FORBIDDEN
    assert min(forbidden.values()) > 100


@pytest.mark.parametrize("kind", [kind for kind in PERSONS if kind != ANONYMOUS])
def test_nobody_is_refused_who_has_the_right_and_the_team(world, kind):
    knocker, refused = Knocker(person(kind, [world.team])), {}
    for address in OWNED:
        if knocker.user.has_perms(address.rights):
            status = knocker.visit(Attempt(knocker.user, address, "get", world.arguments_for(address))).status_code
            if status not in OPENS:
                refused[address.name] = status
    assert refused == {}
