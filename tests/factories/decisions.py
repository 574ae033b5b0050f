"""Decisions made by the application's own actions, on a case brought through its hearing."""

from datetime import date, timedelta

import time_machine
from django.utils import timezone

from sanktion.actions.assessment import assess
from sanktion.actions.decision import decide
from sanktion.models import Case, Decision, LegalBasis, NothingMore, Outcome, User

from .core import CaseFactory, CitizenFactory, EventFactory
from .letters import short_letters
from .parthoering import WEIGHED, hearing_answered, in_time

REASONS = "Du mødte ikke op, og du har ikke fortalt os hvorfor."


def decided(case: Case, by: User, *, outcome: Outcome = Outcome.DEDUCTION) -> Decision:
    with in_time(case):
        return _decided(case, by, outcome)


@short_letters()
def _decided(case: Case, by: User, outcome: Outcome) -> Decision:
    hearing_answered(case, by)
    assess(case, **WEIGHED, by=by)
    sanction = outcome not in (Outcome.NO_SANCTION, Outcome.EVENT_WITHDRAWN)
    decision = decide(
        case,
        outcome=outcome,
        nothing_more=NothingMore.NOT_PROMOTING if outcome == Outcome.NO_SANCTION else "",
        legal_basis=LegalBasis.objects.on(case.event.occurred_on).first() if sanction else None,
        effect_from=timezone.localdate() + timedelta(days=5) if sanction else None,
        reasons=REASONS,
        answer_to_statement="Vi har læst det.",
        by=by,
    )
    case.refresh_from_db()
    return decision


def sanction_of(citizen, by: User, *, event_on: date | None = None, on: date | None = None, **how) -> Decision:
    """A sanction for an event of its own; ``on`` is the day of the whole case, hearing and all."""
    event = EventFactory(citizen=citizen, **({"occurred_on": event_on} if event_on else {}))
    moment = timezone.now()
    if on:
        moment = moment.replace(year=on.year, month=on.month, day=on.day, hour=10)
    with time_machine.travel(moment, tick=False):
        return decided(CaseFactory(event=event, by=by), by, **how)


def sanctions(team, by: User, count: int, **how) -> list[Decision]:
    return [sanction_of(CitizenFactory(team=team), by, **how) for _ in range(count)]
