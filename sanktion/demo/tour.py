"""The demo's guided tour: one made-up case through the whole chain, each step done on the page where it is done.

Each app registers its steps in ``apps.py:ready()``. Nothing is stored of the tour: whether a step is done is asked of
the case, and which case is practised on is told by the reference of its event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sanktion.demo.logins import LOGINS
from sanktion.models import Case, CaseStatus, NegativeEvent, User

PREFIX = "ØVELSE"


@dataclass(frozen=True)
class Practice:
    """What the user practises on: the event, and the case when it has been opened."""

    event: NegativeEvent
    case: Case | None

    @property
    def number(self) -> str:
        return self.case.number if self.case else ""

    def is_past(self, *statuses: CaseStatus) -> bool:
        """The case is open and in none of these, nor new."""
        return self.case is not None and self.case.status not in (CaseStatus.REGISTERED, *statuses)


@dataclass(frozen=True)
class TourStep:
    """``text`` says in two sentences what happens and why, ``law`` where it is written. ``pass_time(user)`` is given
    for a step that nobody can do but wait; ``role`` for one that is mostly a colleague's work."""

    title: str
    text: str
    law: str
    order: int
    is_done: Callable[[Practice], bool]
    label: str = ""
    url: Callable[[Practice], str] | None = None
    pass_time: Callable[[User], None] | None = None
    role: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.pass_time is not None

    @property
    def login(self) -> str:
        """Who of the demo's logins has the role."""
        return next((login["username"] for login in LOGINS if login["role"] == self.role), "")


class Stage(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = ""


@dataclass(frozen=True)
class Stop:
    """One step as it stands in one practice."""

    step: TourStep
    number: int
    stage: Stage
    url: str


@dataclass(frozen=True)
class Tour:
    practice: Practice
    stops: tuple[Stop, ...]

    @property
    def now(self) -> Stop | None:
        """None when everything is done."""
        return next((stop for stop in self.stops if stop.stage == Stage.NOW), None)


_steps: list[TourStep] = []


def register_tour_step(step: TourStep) -> None:
    _steps.append(step)


def is_practice(event: NegativeEvent, user: User) -> bool:
    return (event.reference or "").startswith(f"{PREFIX}-{user.pk}-")


def practice_of(user: User) -> Practice | None:
    """The last one the user began; the earlier ones are cases like any other."""
    own = NegativeEvent.objects.visible_to(user).filter(reference__startswith=f"{PREFIX}-{user.pk}-")
    event = own.select_related("citizen").order_by("-pk").first()
    return event and Practice(event, Case.objects.visible_to(user).filter(event=event).first())


def tour_of(practice: Practice) -> Tour:
    """Asks each step of the case; a step passed over is the present one until it is done."""
    steps = sorted(_steps, key=lambda step: step.order)
    done = [step.is_done(practice) for step in steps]
    present = done.index(False) if False in done else None
    stops = []
    for place, step in enumerate(steps):
        stage = Stage.DONE if done[place] else Stage.NOW if place == present else Stage.LATER
        url = step.url(practice) if step.url and stage == Stage.NOW else ""
        stops.append(Stop(step, place + 1, stage, url))
    return Tour(practice, tuple(stops))
