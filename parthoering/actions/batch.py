"""Hearing letters by the hundred. Each is a transaction of its own, and so is the opening of its case: a number in the
making keeps everyone else who opens a case waiting. What is left is always to be read in the database."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parthoering.actions.hearing import channels_for, send_hearing
from parthoering.actions.locking import NotAllowed, locked
from parthoering.models import (
    Channel,
    HearingBatch,
    HearingBatchRow,
    Refusal,
    RowStatus,
    response_deadline,
)
from sanktion.actions.event import open_case
from sanktion.base.acting import acting, system
from sanktion.base.deadlines import Deadline
from sanktion.base.wake import wake
from sanktion.models import Case, CaseStatus, NegativeEvent, User

logger = logging.getLogger(__name__)
RIGHT = "sanktion.handle_case"
TASK = "parthoering.tasks.run_hearing_batch"
# Then the worker's other tasks get a turn: the letters themselves are sent by them.
SLICE = 20


@dataclass(frozen=True)
class Prospect:
    """What a row would get if it were sent now: a channel and a deadline, or a refusal."""

    event: NegativeEvent
    case: Case | None
    refusal: Refusal | None = None
    channel: Channel | None = None
    deadline: Deadline | None = None


class Refused(Exception):
    def __init__(self, refusal: Refusal):
        super().__init__(refusal.value)
        self.refusal = refusal


def events_to_hear(user: User) -> QuerySet:
    """Events of the user's teams without a case, and those of the cases the user sees."""
    untaken = Q(is_taken_up=False, citizen__team__in=user.team_ids)
    events = NegativeEvent.objects.visible_to(user).filter(untaken | Q(case__in=Case.objects.visible_to(user)))
    return events.select_related("citizen__address", "case")


def prospects(pks: Iterable[int], *, by: User) -> list[Prospect]:
    """In the order they were chosen; what the user may not see is left out. Nothing is opened or sent."""
    events = {event.pk: event for event in events_to_hear(by).filter(pk__in=pks)}
    waiting = set(HearingBatchRow.objects.waiting().filter(event__in=events).values_list("event_id", flat=True))
    deadline = cache(partial(response_deadline, timezone.localdate()))
    return [_prospect(events[pk], pk in waiting, deadline) for pk in dict.fromkeys(pks) if pk in events]


def _prospect(event: NegativeEvent, is_waiting: bool, deadline: Callable[[Channel], Deadline]) -> Prospect:
    case = getattr(event, "case", None)
    if refusal := Refusal.ELSEWHERE if is_waiting else why_no_letter(event, case):
        return Prospect(event, case, refusal)
    channel = channels_for(event.citizen)[0]
    return Prospect(event, case, None, channel, deadline(channel))


def why_no_letter(event: NegativeEvent, case: Case | None) -> Refusal | None:
    """A case that is heard again needs its caseworker's own look, and so does a protected address."""
    if case and case.status != CaseStatus.REGISTERED:
        return Refusal.STATUS
    if event.citizen.is_protected:
        return Refusal.PROTECTED
    return None if channels_for(event.citizen) else Refusal.UNREACHABLE


@transaction.atomic
def start_batch(pks: list[int], *, key: UUID, by: User) -> HearingBatch:
    """Ask for the letters. The same key twice (a double click) is one batch; raises NotAllowed when none is left."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if made := HearingBatch.objects.filter(key=key, created_by=by).first():
        return made
    chosen = list(dict.fromkeys(pks))[: settings.SANKTION_MAX_LETTERS]
    # Two colleagues who choose the same rows take turns here.
    list(NegativeEvent.objects.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk"))
    found = prospects(chosen, by=by)
    if not any(one.refusal is None for one in found):
        raise NotAllowed("Ingen af de valgte kan få brev nu.")
    batch = HearingBatch.objects.create(key=key, created_by=by)
    HearingBatchRow.objects.bulk_create(_row(batch, one) for one in found)
    wake(TASK, [(batch.pk,)])
    return batch


def _row(batch: HearingBatch, prospect: Prospect) -> HearingBatchRow:
    status = RowStatus.REFUSED if prospect.refusal else RowStatus.WAITING
    return HearingBatchRow(batch=batch, event=prospect.event, status=status, refusal=prospect.refusal or "")


@transaction.atomic
def stop_batch(batch: HearingBatch, *, by: User) -> int:
    """Cancel what has not been sent; the number cancelled. Raises TransitionNotAllowed when it is over."""
    batch.stop(by=by)
    return batch.rows.cancel()


def run_batch(batch_id: int) -> None:
    """Take some steps and ask for a turn for the rest. Safe to call twice or at the same time: each row is locked
    while its case is opened or its letter made, and a worker that dies lets go of it with that step not done."""
    try:
        for _ in range(SLICE):
            if not _step(batch_id):
                _finish(batch_id)
                return
        with system("Partshøringer sendes"):
            wake(TASK, [(batch_id,)])
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the letter at fault: the row still waits, and the sweeper comes by.
        logger.warning("Batch %s was interrupted: %s", batch_id, type(error).__name__)


def resume_batches() -> None:
    """Take up what a dead worker or a lost message left behind."""
    with system("Finder afbrudte forsendelser"):
        wake(TASK, [(pk,) for pk in HearingBatch.objects.stalled().values_list("pk", flat=True)])


def _step(batch_id: int) -> bool:
    """A case opened, whose letter is the next step, or a letter sent; False when no row is free to take."""
    with system("Partshøringer sendes"):
        rows = HearingBatchRow.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        running = rows.filter(batch=batch_id, batch__in=HearingBatch.objects.running())
        row = running.select_related("batch__created_by", "event").order_by("pk").first()
        if row is None:
            return False
        _attempt(_hear if row.event.is_taken_up else _open, row)
        return True


def _attempt(step: Callable[[HearingBatchRow], None], row: HearingBatchRow) -> None:
    try:
        with acting(row.batch.created_by):
            step(row)
    except Refused as refused:
        row.refuse(refused.refusal)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Only the kind of error: its words may hold what the letter holds.
        logger.error("Row %s of batch %s failed: %s", row.pk, row.batch_id, type(error).__name__)
        row.refuse(Refusal.FAILED)


def _open(row: HearingBatchRow) -> None:
    event = _event_of(row)
    if refusal := why_no_letter(event, getattr(event, "case", None)):
        raise Refused(refusal)
    open_case(event, by=row.batch.created_by)


def _hear(row: HearingBatchRow) -> None:
    by = row.batch.created_by
    event = _event_of(row)
    case = locked(event.case)
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise Refused(Refusal.OUT_OF_SCOPE)
    if refusal := why_no_letter(event, case):
        raise Refused(refusal)
    try:
        row.mark_sent(send_hearing(case, by=by), by=by)
    except NotAllowed as refused:
        raise Refused(Refusal.NOT_ALLOWED) from refused


def _event_of(row: HearingBatchRow) -> NegativeEvent:
    """Everything is asked again, for hours may have gone since it was asked for."""
    by = row.batch.created_by
    if not (by.is_active and by.has_perm(RIGHT)):
        raise Refused(Refusal.NO_RIGHT)
    event = events_to_hear(by).filter(pk=row.event_id).first()
    if event is None:
        raise Refused(Refusal.OUT_OF_SCOPE)
    return event


def _finish(batch_id: int) -> None:
    """Over when no row waits, neither free nor with another worker, who will then come here."""
    with system("Partshøringer er sendt"):
        batches = HearingBatch.objects.running().select_for_update(of=("self",))
        batch = batches.filter(pk=batch_id).first()
        if batch and not batch.rows.waiting().exists():
            batch.finish()
