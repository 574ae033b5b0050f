"""The course of a dispatch that is made: its steps, its sending, its receipts and its end."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.base.acting import unit_wide
from sanktion.base.refusal import refusal
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.base.wake import wake
from sanktion.models import JournalEntry, NoteKind, SupervisionRelevance, User
from tilsyn.actions.copies import awaiting_copies, settle_copies
from tilsyn.actions.dispatch import DispatchNotAllowed, why_no_mail
from tilsyn.actions.orientation import start_orientation
from tilsyn.actions.papers import file_paper
from tilsyn.models import (
    Dispatch,
    DispatchBundle,
    DispatchPart,
    DispatchReceipt,
    DispatchStatus,
    DispatchTick,
    PaperKind,
    PartStatus,
    ProcedureStep,
    SelectedCase,
    StepMoment,
    Supervision,
    SupervisionStatus,
    WithdrawalNotice,
)
from tilsyn.models.notice import SentBy

SEND = "tilsyn.tasks.send_dispatch"


@unit_wide("Tilsynet er hele enhedens")
def outside_scope(dispatch: Dispatch, user: User) -> int:
    """How many of the cases that its bundles and letters are of the user doesn't see."""
    of_bundles, of_letters = dispatch.bundles.values("bundle__selected"), dispatch.papers.values("paper__selected")
    cases = SelectedCase.objects.filter(Q(pk__in=of_bundles) | Q(pk__in=of_letters))
    return cases.count() - cases.visible_to(user).count()


@transaction.atomic
def begin_sending(dispatch: Dispatch, *, by: User) -> None:
    """By secure mail: the rest is the worker's. Raises DispatchNotAllowed."""
    locked = _locked(dispatch, by=by)
    if locked.is_post:
        raise DispatchNotAllowed("Forsendelsen er til posten.")
    if why := why_no_mail(locked.supervision):
        raise DispatchNotAllowed(why)
    _try(lambda: locked.begin(by=by))
    wake(SEND, [(locked.pk,)])


@transaction.atomic
def send_again(dispatch: Dispatch, *, by: User) -> None:
    """Of what failed: the parts that certainly didn't arrive. Raises DispatchNotAllowed."""
    locked = _locked(dispatch, by=by)
    if locked.parts.filter(status=PartStatus.UNCERTAIN).exists():
        raise DispatchNotAllowed("Afgør først, om den usikre del er kommet frem.")
    for part in locked.parts.filter(status=PartStatus.FAILED):
        part.wait_again(by=by)
    _try(lambda: locked.make_ready(by=by))
    begin_sending(locked, by=by)


@transaction.atomic
def decide_part(part: DispatchPart, *, arrived: bool, known_from: str, by: User) -> None:
    """A person says what became of a mail that left without an answer. Raises DispatchNotAllowed."""
    dispatch = _locked(part.dispatch, by=by)
    if dispatch.status != DispatchStatus.FAILED:
        raise DispatchNotAllowed("Forsendelsen er ved at blive sendt. Vent, til den er færdig.")
    _try(lambda: part.decide(arrived=arrived, known_from=known_from, by=by))
    if not dispatch.parts.exclude(status=PartStatus.SENT).exists():
        finish_sending(dispatch, by=by)


@transaction.atomic
def mark_posted(dispatch: Dispatch, *, sent_on: date, tracking: str, by: User) -> None:
    """V055: in the envelope and sent by registered post. Raises DispatchNotAllowed."""
    locked = _locked(dispatch, by=by)
    if not locked.is_post:
        raise DispatchNotAllowed("Forsendelsen sendes med sikker e-mail.")
    if not timezone.localdate(locked.created_at) <= sent_on <= timezone.localdate():
        raise DispatchNotAllowed("Datoen skal ligge fra den dag, forsendelsen blev lavet, til i dag.")
    at = min(timezone.make_aware(datetime.combine(sent_on, time(12))), timezone.now())
    finish_sending(locked, by=by, at=at, tracking=tracking)


def finish_sending(dispatch: Dispatch, *, by: User, **facts) -> None:
    """All of it has left: each citizen is to be told (V081)."""
    _try(lambda: dispatch.mark_sent(by=by, **facts))
    _tell_journals(dispatch, by=by)
    _settle_notices(dispatch, by=by)
    start_orientation(dispatch, by=by)


@transaction.atomic
def discard(dispatch: Dispatch, *, by: User) -> None:
    locked = _locked(dispatch, by=by)
    _try(lambda: locked.discard(by=by))


@transaction.atomic
def tick(dispatch: Dispatch, step: ProcedureStep, *, by: User) -> None:
    """V084. A step once; raises DispatchNotAllowed when it isn't its time."""
    locked = _locked(dispatch, by=by)
    if step.moment == StepMoment.BEFORE and not locked.is_open:
        raise DispatchNotAllowed("Forsendelsen er ikke længere åben.")
    if step.moment == StepMoment.AFTER and locked.status != DispatchStatus.SENT:
        raise DispatchNotAllowed("Trinnet hører til efter afsendelsen.")
    DispatchTick.objects.get_or_create(dispatch=locked, step=step, defaults={"ticked_by": by})


@transaction.atomic
def complete(dispatch: Dispatch, *, by: User) -> None:
    """Everybody told, every step done. Raises DispatchNotAllowed. The last one marks the supervision as sent."""
    locked = _locked(dispatch, by=by)
    _try(lambda: locked.complete(by=by))
    supervision = Supervision.objects.select_for_update(of=("self",)).get(pk=locked.supervision_id)
    for selected in SelectedCase.objects.filter(bundles__in=locked.bundles.values("bundle")).distinct():
        settle_copies(selected, by=by)
    if supervision.is_owing and everything_is_sent(supervision):
        supervision.mark_sent(by=by)


@unit_wide("Tilsynet er hele enhedens")
def everything_is_sent(supervision: Supervision) -> bool:
    """Each case taking part has been in a dispatch that is over; and there is at least one. Of a visit only those
    are to be sent that the directorate asked for copies of (§ 9, stk. 4)."""
    if supervision.is_visit:
        return supervision.status == SupervisionStatus.VISITED and not awaiting_copies(supervision).exists()
    part = supervision.selected.taking_part()
    sent = DispatchBundle.objects.filter(dispatch__status=DispatchStatus.COMPLETED).values("bundle__selected")
    return part.exists() and not part.exclude(pk__in=sent).exists()


@transaction.atomic
def add_receipt(dispatch: Dispatch, data: bytes, *, received_on: date, by: User) -> DispatchReceipt:
    """What came back, as a PDF. Raises DispatchNotAllowed."""
    locked = _locked(dispatch, by=by)
    if not locked.is_gone:
        raise DispatchNotAllowed("Forsendelsen er ikke sendt.")
    cleaned, why = look_at(data)
    if cleaned is None:
        raise DispatchNotAllowed(why)
    if cleaned.media_type != "application/pdf":
        raise DispatchNotAllowed("Kvitteringen skal være en PDF eller et billede.")
    facts = {"kind": PaperKind.RECEIPT, "title": f"Kvittering, forsendelse {locked.number}", "received_on": received_on}
    paper = file_paper(locked.supervision, **facts, render=lambda number: cleaned.data, by=by)
    return DispatchReceipt.objects.create(dispatch=locked, paper=paper)


def _locked(dispatch: Dispatch, *, by: User) -> Dispatch:
    """The row, kept; refused to one who doesn't see all of its cases."""
    found = Dispatch.objects.select_for_update(of=("self",)).select_related("supervision__directorate", "procedure")
    locked = found.get(pk=dispatch.pk)
    if outside := outside_scope(locked, by):
        raise DispatchNotAllowed(f"{outside} af forsendelsens sager har du ikke adgang til. Bed en, der har, om det.")
    return locked


def _try(act) -> None:
    """A move that the table or the database refuses, told to the user."""
    try:
        with transaction.atomic():
            act()
    except TransitionNotAllowed as refused:
        raise DispatchNotAllowed(str(refused)) from refused
    except IntegrityError as error:
        raise DispatchNotAllowed(refusal(error)) from error


def _settle_notices(dispatch: Dispatch, *, by) -> None:
    """V092: the letters of cases that have left are sent with it."""
    notices = WithdrawalNotice.objects.unsent().filter(paper__dispatches__dispatch=dispatch)
    way = SentBy.POST if dispatch.is_post else SentBy.SECURE_MAIL
    for notice in notices.select_for_update(of=("self",)):
        notice.mark_sent(timezone.localdate(dispatch.sent_at), way, by=by)


def _tell_journals(dispatch: Dispatch, *, by) -> None:
    """In each case: that its material has left, and which bytes it was."""
    rows = dispatch.bundles.select_related("bundle__selected__case")
    for row in rows:
        facts = [
            ("Tilsyn", dispatch.supervision.number),
            ("Forsendelse", str(dispatch.number)),
            ("Sendt med", dispatch.get_channel_display()),
            ("Fil", row.bundle.file_name),
            ("SHA-256", row.bundle.sha256),
        ]
        JournalEntry.objects.write(
            row.bundle.selected.case,
            kind=NoteKind.SYSTEM,
            heading="Sagens materiale er sendt til direktoratet",
            facts=facts,
            concerns=SupervisionRelevance.NO,
            by=by,
        )
