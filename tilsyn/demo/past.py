"""Two supervisions that are over: a visit of last year's, and a sample that was sent by post."""

from datetime import date, timedelta
from uuid import uuid4

from sanktion.base.deadlines import next_working_day
from sanktion.models import User
from tilsyn.actions.delays import give_delay
from tilsyn.actions.dispatch import create_dispatch
from tilsyn.actions.dispatch_course import add_receipt, complete, mark_posted, tick
from tilsyn.actions.eligibility import withdraw_case, write_letters
from tilsyn.actions.orientation import run_orientation
from tilsyn.actions.steps import end_supervision, hold_visit
from tilsyn.demo.sample import make_bundles
from tilsyn.demo.scene import again, name, on, pick, register
from tilsyn.models import (
    Dispatch,
    DispatchChannel,
    DispatchKind,
    StepMoment,
    Supervision,
    SupervisionForm,
    WithdrawnBecause,
    not_yet_sent,
)

VISIT_AGE, SAMPLE_AGE = 285, 215
VISITED, SAMPLED, LEFT = 5, 5, 1
NO_MAIL = "Direktoratets certifikat til sikker e-mail var udløbet, og det nye var ikke kommet."
WAITED = "Vi venter på timesedler fra to arbejdsgivere, som ikke har svaret endnu."
CALLED_OFF = "Tilbuddet var aflyst den dag, viser sagen."
RECEIVED = "Direktoratet har modtaget kommunens materiale.\n\nDemo: opdigtet brev."


def visited(today: date, *, by: User) -> Supervision:
    received_on = next_working_day(today - timedelta(days=VISIT_AGE))
    cases = pick(VISITED, before=received_on)
    visit_on = next_working_day(received_on + timedelta(days=16))
    facts = {"visit_on": visit_on, "announced_size": len(cases), "contact": "Dorte Eksempel"}
    supervision = name(register(SupervisionForm.VISIT, received_on, by=by, **facts), cases, by=by)
    if cases:
        with on(visit_on, by):
            supervision = hold_visit(supervision, held_on=visit_on, by=by)
    return _ended(supervision, visit_on + timedelta(days=1), by=by)


def sampled(today: date, *, by: User) -> Supervision:
    """Told to be late, then sent by post, and ended a month later."""
    received_on = next_working_day(today - timedelta(days=SAMPLE_AGE))
    period = {"period_from": received_on - timedelta(days=150), "period_to": received_on - timedelta(days=30)}
    facts = {"announced_size": SAMPLED + LEFT, "reference": f"{received_on.year}-1404-03"} | period
    earlier = Supervision.objects.first()
    taken = list(earlier.selected.values_list("case", flat=True)) if earlier else []
    supervision = register(SupervisionForm.CENTRAL_SAMPLE, received_on, by=by, earlier=earlier, **facts)
    supervision = name(supervision, pick(SAMPLED + LEFT, before=received_on, but=taken), by=by)
    due = supervision.due
    with on(due - timedelta(days=1), by):
        for selected in supervision.selected.filter(number__gt=SAMPLED):
            withdraw_case(selected, WithdrawnBecause.NO_DUTY, note=CALLED_OFF, by=by)
        new_due = next_working_day(due + timedelta(days=9))
        give_delay(supervision, new_due=new_due, reason=WAITED, by=by, key=uuid4())
    make_bundles(supervision, due + timedelta(days=3), by=by)
    if not_yet_sent(supervision).exists():
        _sent_by_post(supervision, next_working_day(due + timedelta(days=4)), by=by)
    return _ended(again(supervision), due + timedelta(days=14), by=by)


def _sent_by_post(supervision: Supervision, day: date, *, by: User) -> None:
    with on(day, by):
        how = {"kind": DispatchKind.MATERIAL, "channel": DispatchChannel.POST, "post_reason": NO_MAIL}
        bundles, letters = not_yet_sent(supervision), write_letters(supervision, by=by)
        dispatch = create_dispatch(supervision, **how, bundles=bundles, papers=letters, by=by, key=uuid4())
        _tick(dispatch, StepMoment.BEFORE, by=by)
        mark_posted(dispatch, sent_on=day, tracking="RR 0000 0000 0DK", by=by)
        run_orientation(dispatch.pk)
    receipt_on = next_working_day(day + timedelta(days=2))
    with on(receipt_on, by):
        _tick(dispatch, StepMoment.AFTER, by=by)
        add_receipt(dispatch, RECEIVED.encode(), received_on=receipt_on, by=by)
        complete(dispatch, by=by)


def _tick(dispatch: Dispatch, moment: StepMoment, *, by: User) -> None:
    for step in dispatch.steps.filter(moment=moment):
        tick(dispatch, step, by=by)


def _ended(supervision: Supervision, day: date, *, by: User) -> Supervision:
    if not supervision.selected.exists():
        return supervision
    ended_on = next_working_day(day)
    with on(ended_on, by):
        return end_supervision(supervision, ended_on=ended_on, by=by)
