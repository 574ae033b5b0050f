"""Hearing letters by the hundred. Each is a transaction of its own, and so is the opening of its case: a number in the
making keeps everyone else who opens a case waiting. What is left is always to be read in the database."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parthoering.actions.hearing import channels_for, send_from
from parthoering.actions.locking import NotAllowed, first_locked
from parthoering.models import (
    Channel,
    HearingBatch,
    HearingBatchRow,
    Refusal,
    RowStatus,
    response_deadline,
)
from sanktion.actions.event import take_up
from sanktion.base.acting import acting, system
from sanktion.base.deadlines import Deadline
from sanktion.base.wake import wake
from sanktion.models import Case, CaseStatus, Citizen, NegativeEvent, User

logger = logging.getLogger(__name__)
RIGHT = "sanktion.handle_case"
TASK = "parthoering.tasks.run_hearing_batch"
# Then the worker's other tasks get a turn: the letters themselves are sent by them.
SLICE = 10


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
    if refusal := Refusal.ELSEWHERE if is_waiting else why_no_letter(event.citizen, case):
        return Prospect(event, case, refusal)
    channel = channels_for(event.citizen)[0]
    return Prospect(event, case, None, channel, deadline(channel))


def why_no_letter(citizen: Citizen, case: Case | None) -> Refusal | None:
    """A case that is heard again needs its caseworker's own look, and so does a protected address."""
    if case and case.status != CaseStatus.REGISTERED:
        return Refusal.STATUS
    if citizen.is_protected:
        return Refusal.PROTECTED
    return None if channels_for(citizen) else Refusal.UNREACHABLE


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
    """Take some rows and ask for a turn for the rest. Safe to call twice or at the same time: each row is locked
    while its case is opened and while its letter is made, and a worker that dies lets go of it with that not done."""
    try:
        with system("Partshøringer sendes"):
            batch = HearingBatch.objects.get(pk=batch_id)
        for _ in range(SLICE):
            if not _step(batch):
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


def _step(batch: HearingBatch) -> bool:
    """One row: its case opened where there is none, then the letter; a transaction each. False when no row is free."""
    # Asked again for each, for hours may have gone since they chose.
    by = User.objects.scoped(batch.created_by_id)
    with _free_row(batch=batch) as row:
        if row is None:
            return False
        is_open = _attempt(_open, row, by)
    if is_open:
        with _free_row(pk=row.pk) as row:
            if row is not None:
                _attempt(_hear, row, by)
    return True


@contextmanager
def _free_row(**which) -> Iterator[HearingBatchRow | None]:
    """The first of these rows that still waits in a running batch and that no other worker is busy with."""
    with system("Partshøringer sendes"):
        rows = HearingBatchRow.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        yield rows.filter(batch__in=HearingBatch.objects.running(), **which).order_by("pk").first()


def _attempt(act: Callable[[HearingBatchRow, User], None], row: HearingBatchRow, by: User) -> bool:
    """Whether it was done; if not, nothing of it was, and the row tells why."""
    try:
        with acting(by):
            if not (by.is_active and by.has_perm(RIGHT)):
                raise Refused(Refusal.NO_RIGHT)
            act(row, by)
    except Refused as refused:
        row.refuse(refused.refusal)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Only the kind of error: its words may hold what the letter holds.
        logger.error("Row %s of batch %s failed: %s", row.pk, row.batch_id, type(error).__name__)
        row.refuse(Refusal.FAILED)
    else:
        return True
    return False


def _open(row: HearingBatchRow, by: User) -> None:
    event = events_to_hear(by).select_for_update(of=("self",)).filter(pk=row.event_id).first()
    if event is None:
        raise Refused(Refusal.OUT_OF_SCOPE)
    if refusal := why_no_letter(event.citizen, getattr(event, "case", None)):
        raise Refused(refusal)
    take_up(event, by=by)


def _hear(row: HearingBatchRow, by: User) -> None:
    case = first_locked(Case.objects.visible_to(by).filter(event=row.event_id))
    if case is None:
        raise Refused(Refusal.OUT_OF_SCOPE)
    if refusal := why_no_letter(case.citizen, case):
        raise Refused(refusal)
    try:
        row.mark_sent(send_from(case, by=by), by=by)
    except NotAllowed as refused:
        raise Refused(Refusal.NOT_ALLOWED) from refused


def _finish(batch_id: int) -> None:
    """Over when no row waits, neither free nor with another worker, who will then come here."""
    with system("Partshøringer er sendt"):
        batches = HearingBatch.objects.running().select_for_update(of=("self",))
        batch = batches.filter(pk=batch_id).first()
        if batch and not batch.rows.waiting().exists():
            batch.finish()
