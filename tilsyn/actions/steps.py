"""The steps of a supervision that no other piece of work takes: the visit, the end, the closing, the lapse."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sanktion.models import User
from tilsyn.actions.copies import follow_visit
from tilsyn.actions.scope import check_scope
from tilsyn.actions.selection.destruction import destroy_unchosen
from tilsyn.figures.results import unfinished
from tilsyn.models import DestroyedBecause, SelectionList, Supervision, SupervisionStatus


class StepRefused(Exception):
    """The step can't be taken. The message is for the user."""


@transaction.atomic
def hold_visit(supervision: Supervision, *, held_on: date, by: User) -> Supervision:
    """V097: the 14 days for the copies begin. Raises StepRefused, OutsideScope, TransitionNotAllowed."""
    locked = _locked(supervision, by)
    if not locked.is_visit:
        raise StepRefused("Kun et tilsynsbesøg kan holdes.")
    _check_day(held_on, locked.received_on)
    if locked.status == SupervisionStatus.REGISTERED:
        raise StepRefused(
            "Der er ingen sager i tilsynet. Registrér dem, direktoratet har udpeget, før besøget noteres."
        )
    locked.hold_visit(held_on=held_on, by=by)
    follow_visit(locked, by=by)
    return locked


@transaction.atomic
def end_supervision(supervision: Supervision, *, ended_on: date, by: User) -> Supervision:
    """V124, V125: the directorate's three months begin. Raises StepRefused, OutsideScope, TransitionNotAllowed."""
    locked = _locked(supervision, by)
    if locked.status == SupervisionStatus.REGISTERED and not locked.surveyanswers.exists():
        raise StepRefused("Der er hverken sager eller svar i tilsynet. Registrér dem, eller lad anmodningen bortfalde.")
    _check_day(ended_on, _begun(locked))
    locked.end(ended_on=ended_on, by=by)
    return locked


@transaction.atomic
def close_supervision(supervision: Supervision, *, by: User) -> Supervision:
    """Raises StepRefused, OutsideScope, TransitionNotAllowed."""
    locked = _locked(supervision, by)
    if found := unfinished(locked):
        raise StepRefused(" ".join(found))
    locked.close(by=by)
    return locked


@transaction.atomic
def lapse_supervision(supervision: Supervision, *, reason: str, by: User) -> Supervision:
    """The directorate has taken the request back, or it was registered by mistake. V033: its lists go at once.

    Raises StepRefused.
    """
    locked = _locked(supervision, by)
    if not locked.may_lapse:
        raise StepRefused(
            "Kun en anmodning uden sager kan bortfalde. Har direktoratet udpeget sager, så lad hver af dem udgå med sin"
            " egen grund, og afslut tilsynet."
        )
    if locked.surveyanswers.exists():
        raise StepRefused("Undersøgelsen er besvaret. Afslut tilsynet i stedet.")
    locked.lapse(reason=reason, by=by)
    for selection in SelectionList.objects.standing().filter(supervision=locked).order_by("number"):
        destroy_unchosen(selection, because=DestroyedBecause.OVER, by=by)
    return locked


def _begun(supervision: Supervision) -> date:
    return supervision.visit_on if supervision.visit_was_held else supervision.received_on


def _locked(supervision: Supervision, by: User) -> Supervision:
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    check_scope(locked, by)
    return locked


def _check_day(day: date, earliest: date) -> None:
    if day > timezone.localdate():
        raise StepRefused("Datoen kan ikke ligge i fremtiden.")
    if day < earliest:
        raise StepRefused(f"Datoen kan ikke ligge før den {earliest:%d-%m-%Y}.")
