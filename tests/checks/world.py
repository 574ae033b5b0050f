"""What the makers of objects make from."""

from collections.abc import Callable
from dataclasses import dataclass

from sanktion.models import Case, Citizen, Team, User

from ..factories import CaseFactory, CitizenFactory


@dataclass(frozen=True)
class World:
    """What the makers make from: a team and one of its caseworkers."""

    team: Team
    caseworker: User

    def citizen(self) -> Citizen:
        return CitizenFactory(team=self.team)

    def case(self) -> Case:
        return CaseFactory(event__citizen=self.citizen(), by=self.caseworker)


Maker = Callable[[World], dict]
