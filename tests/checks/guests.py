"""A walk of many addresses in one test: what one visit does is undone before the next."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from sanktion.models import User

from .urls import Address

Rights = tuple[str, ...]


class Guests:
    """Whoever knocks at an address: a browser for each set of rights, as newly signed in at every visit."""

    def __init__(self, user_with: Callable[[Rights], User]):
        self._user_with = user_with
        self._known: dict[Rights, tuple[User, Client, SimpleCookie]] = {}

    def welcome(self, address: Address) -> User:
        """Who comes to the address; signed in outside what a visit undoes."""
        if address.rights not in self._known:
            user, client = self._user_with(address.rights), Client()
            client.force_login(user)
            self._known[address.rights] = user, client, deepcopy(client.cookies)
        return self._known[address.rights][0]

    def visit(self, method: str, address: Address, arguments: dict) -> int:
        """The status of the answer."""
        _, client, cookies = self._known[address.rights]
        client.cookies = deepcopy(cookies)
        return getattr(client, method)(address.url(arguments)).status_code


def failing(found: Iterable[Address], holds: Callable[[Address], bool], guests: Guests | None = None) -> dict[str, str]:
    """What went wrong at each address where the check does not hold."""
    failed = {}
    for address in found:
        if guests:
            guests.welcome(address)
        try:
            with transaction.atomic():
                if not holds(address):
                    failed[address.name] = "another answer"
                transaction.set_rollback(True)
        except Exception as error:
            failed[address.name] = repr(error)
    return failed
