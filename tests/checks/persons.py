"""Who knocks in the access matrix: each role, a colleague without one, a superuser, and somebody not signed in."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from sanktion.models import Role, Team, User

from ..factories import UserFactory
from .not_of_a_team import NO_RIGHT_NEEDED, PUBLIC
from .urls import Address

ANONYMOUS, COLLEAGUE, SUPERUSER = "anonymous", "colleague", "superuser"
PERSONS = (*Role.values, COLLEAGUE, SUPERUSER, ANONYMOUS)
METHODS = ("get", "post")
# What some pages ask for beside the right to open them, when something is sent to them.
MORE_TO_SEND = {"case_supervision": ("sanktion.handle_case",)}


def person(kind: str, teams: Iterable[Team]) -> User | None:
    """A user of the teams; None for who is not signed in."""
    if kind == ANONYMOUS:
        return None
    if kind == SUPERUSER:
        return UserFactory(is_superuser=True, is_staff=True, teams=teams)
    return UserFactory(role=None if kind == COLLEAGUE else kind, teams=teams)


@dataclass(frozen=True)
class Attempt:
    """One person, one address, one method; ``arguments`` name somebody else's object."""

    user: User | None
    address: Address
    method: str
    arguments: dict

    @property
    def rights(self) -> tuple[str, ...]:
        more = MORE_TO_SEND.get(self.address.name, ()) if self.method == "post" else ()
        return (*self.address.rights, *more)

    @property
    def expected(self) -> set[int]:
        """How it is turned away; empty where nothing forbids it."""
        name, rights = self.address.name, self.rights
        if name in PUBLIC or (self.user and name in NO_RIGHT_NEEDED):
            return set()
        if self.user is None:
            return {302}
        if not self.user.has_perms(rights):
            return {403}
        if self.address.maker:
            # 405 tells nothing of the object: the page has no such method for anybody.
            return {404} if self.address.takes(self.method) else {404, 405}
        return set()


class Knocker:
    """One browser; at each visit as newly signed in. What a visit does is undone."""

    def __init__(self, user: User | None):
        self.user, self.client = user, Client()
        if user:
            self.client.force_login(user)
        self._cookies = deepcopy(self.client.cookies)

    def visit(self, attempt: Attempt):
        self.client.cookies = deepcopy(self._cookies)
        with transaction.atomic():
            response = getattr(self.client, attempt.method)(attempt.address.url(attempt.arguments))
            transaction.set_rollback(True)
        return response


def is_turned_away(attempt: Attempt, response) -> bool:
    if response.status_code == 302:
        return 302 in attempt.expected and response.headers["Location"].startswith(reverse("login"))
    return response.status_code in attempt.expected


def written() -> dict[str, int]:
    """Rows put in, changed or taken out of each table in this transaction, those that were undone included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())
