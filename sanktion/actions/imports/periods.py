"""Periods that run until further notice: a new one closes the one before, and nothing is put in earlier."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange

from sanktion.actions.imports import saving
from sanktion.actions.imports.cells import Draft
from sanktion.actions.imports.outcome import chunks
from sanktion.base.danish import long_date
from sanktion.models import OUTSIDE_SUPERVISION, Citizen, JobSeekerPeriod, MatchCategory, TargetGroupPeriod


class Move(NamedTuple):
    """The period to open from ``since``, and the running one that it closes."""

    since: date
    values: dict[str, Any]
    closes: Any = None


@dataclass
class Periods:
    """One model's periods. ``values`` are the fields that may change from one period to the next; ``demand`` says what
    a new one must also have."""

    model: type
    column: str
    since: str
    values: tuple[str, ...] = ()
    demand: Callable[[Draft], None] = lambda draft: None
    latest: dict[int, Any] = field(default_factory=dict)
    closed: list = field(default_factory=list)
    opened: list = field(default_factory=list)

    def read(self, citizens: Iterable[Citizen]) -> "Periods":
        for chunk in chunks(citizen.pk for citizen in citizens):
            rows = self.model.objects.filter(citizen__in=chunk).order_by("citizen_id", "-period").distinct("citizen_id")
            self.latest |= {row.citizen_id: row for row in rows}
        return self

    def check(self, citizen: Citizen, draft: Draft) -> Move | None:
        """What the row changes, or nothing; a date that is too early becomes a fault of the row."""
        since = draft.values.get(self.since)
        if since is None:
            return None
        # An empty cell says nothing of what is already known.
        values = {name: draft.values[name] for name in self.values if draft.values.get(name)}
        latest = self.latest.get(citizen.pk)
        if latest is None:
            self.demand(draft)
            return Move(since, values)
        running = latest.period.upper is None
        if running and latest.period.lower == since and all(getattr(latest, k) == v for k, v in values.items()):
            return None
        self.demand(draft)
        if since <= latest.period.lower or (not running and since < latest.period.upper):
            draft.reject(self.column, f"der er allerede en periode fra {long_date(latest.period.lower)}")
        return Move(since, values, closes=latest if running else None)

    def plan(self, citizen: Citizen, move: Move | None) -> bool:
        if move is None:
            return False
        if move.closes:
            move.closes.period = DateRange(move.closes.period.lower, move.since)
            self.closed.append(move.closes)
        self.opened.append(self.model(citizen=citizen, period=DateRange(move.since, None), **move.values))
        return True

    def save(self, *, by) -> None:
        # Closed first: the database lets no two periods of a citizen overlap, not even for a moment.
        saving.update(self.model, self.closed, ["period"], by=by)
        for row in self.opened:
            row.citizen_id = row.citizen.pk
        saving.create(self.model, self.opened, by=by)


def categories(citizens: Iterable[Citizen]) -> Periods:
    fields = ("category", "reason", "assessor_name")
    return Periods(MatchCategory, "matchkategori_fra", "category_from", fields, _demand_assessment).read(citizens)


def target_groups(citizens: Iterable[Citizen]) -> Periods:
    return Periods(TargetGroupPeriod, "maalgruppe_fra", "group_from", ("group",)).read(citizens)


def registrations(citizens: Iterable[Citizen]) -> Periods:
    return Periods(JobSeekerPeriod, "jobsoegende_fra", "registered_from").read(citizens)


def _demand_assessment(draft: Draft) -> None:
    """V016."""
    if draft.values.get("category") not in OUTSIDE_SUPERVISION:
        return
    if not draft.values.get("reason"):
        draft.reject("matchkategori_begrundelse", "begrundelse mangler: den kræves ved matchkategori 4 og 5")
    if not draft.values.get("assessor_name"):
        draft.reject("matchkategori_vurderet_af", "hvem der har vurderet, mangler: det kræves ved matchkategori 4 og 5")
