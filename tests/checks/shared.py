"""One object of each kind, made once for the many tests that only knock on the doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from ..factories import TeamFactory, UserFactory
from ..factories.letters import short_letters
from .makers import of_case
from .urls import Address, addresses
from .world import Maker, World


@dataclass(frozen=True)
class SharedWorld(World):
    """What a test does to one of the objects is undone with the test."""

    made: dict[Maker, dict] = field(default_factory=dict)

    def arguments_for(self, address: Address) -> dict:
        """Of the team's object; where an address is of no team, numbers that belong to nobody."""
        return self.made[address.maker] if address.maker else address.nobodys()


@contextmanager
def shared_world() -> Iterator[SharedWorld]:
    with transaction.atomic():
        team = TeamFactory()
        world = SharedWorld(team, UserFactory(role="sagsbehandler", teams=[team]))
        with short_letters():
            for maker in {of_case, *(address.maker for address in addresses() if address.maker)}:
                world.made[maker] = maker(world)
        # Once here, else each test would check it all anew when it ends.
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)
