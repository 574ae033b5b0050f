"""V081-V083: telling each citizen that the case's material has been sent. Each letter is one transaction."""

import logging
from datetime import date

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.base.acting import acting, system
from sanktion.base.wake import wake
from sanktion.models import (
    CaseDocument,
    JournalEntry,
    MaterialKind,
    NoteKind,
    SupervisionRelevance,
    TextMissing,
    User,
    Words,
)
from sanktion.post import NotPosted, post_letter
from tilsyn.actions.papers import recipient_of
from tilsyn.letters.dispatch import render_orientation
from tilsyn.models import Dispatch, OrientationLetter, OrientationStatus, SelectedCase, Supervision

logger = logging.getLogger(__name__)
TASK = "tilsyn.tasks.send_orientations"
RIGHT = "tilsyn.send_supervision"
TITLE = "Orientering om tilsyn"
NOBODY_POSTS = "Her er ikke sat noget op, der sender breve."
# Then the worker's other tasks get a turn.
SLICE = 20


class OrientationNotAllowed(Exception):
    """The message is for the user."""


def start_orientation(dispatch: Dispatch, *, by: User) -> int:
    """A letter in line for each citizen whose material the dispatch holds, unless told before (V081). How many."""
    untold = SelectedCase.objects.filter(bundles__dispatches__dispatch=dispatch, orientation__isnull=True).distinct()
    letters = [OrientationLetter(selected=selected, dispatch=dispatch, asked_by=by) for selected in untold]
    made = OrientationLetter.objects.bulk_create(letters, ignore_conflicts=True)
    wake(TASK, [(dispatch.pk,)])
    return len(made)


@transaction.atomic
def try_again(dispatch: Dispatch, *, by: User) -> int:
    """Those that couldn't be sent wait again; how many."""
    refused = letters_of(dispatch).visible_to(by).filter(status=OrientationStatus.REFUSED)
    rows = OrientationLetter.objects.select_for_update(of=("self",)).filter(pk__in=refused.values("pk"))
    again = list(rows)
    for letter in again:
        letter.wait_again(by=by)
    wake(TASK, [(pk,) for pk in {letter.dispatch_id for letter in again}])
    return len(again)


def letters_of(dispatch: Dispatch):
    """Of the cases in the dispatch, whichever dispatch they were told by."""
    cases = SelectedCase.objects.filter(bundles__dispatches__dispatch=dispatch)
    return OrientationLetter.objects.filter(selected__in=cases)


@transaction.atomic
def hand_out(letter: OrientationLetter, *, on: date, note: str, by: User) -> None:
    """The post can't reach the citizen: somebody gives the letter. Raises OrientationNotAllowed."""
    letter = OrientationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.status != OrientationStatus.REFUSED:
        raise OrientationNotAllowed("Kun et brev, der ikke kunne sendes, skal udleveres.")
    sent_on = timezone.localdate(letter.dispatch.sent_at)
    if not sent_on <= on <= timezone.localdate():
        raise OrientationNotAllowed("Datoen skal ligge fra den dag, materialet blev sendt, til i dag.")
    document = _filed(letter.selected, by=by)
    letter.hand_out(document, on=on, note=note, by=by)
    _tell_journal(letter, how="Udleveret", text=note, by=by)


def run_orientation(dispatch_id: int) -> None:
    """Send some of the letters and ask for a turn for the rest. Safe to call twice or at the same time."""
    try:
        for _ in range(SLICE):
            if not _send_next(dispatch_id):
                return
        with system("Orienteringsbreve sendes"):
            wake(TASK, [(dispatch_id,)])
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the letter at fault: it still waits, and the sweeper comes by.
        logger.warning("Orientations of dispatch %s were interrupted: %s", dispatch_id, type(error).__name__)


def waiting_dispatches() -> list[int]:
    with system("Finder orienteringsbreve, der venter"):
        return list(OrientationLetter.objects.waiting().order_by().values_list("dispatch", flat=True).distinct())


def told_citizens(supervision: Supervision):
    """For the list of who was told: the letters that citizens have got, with their case and document."""
    told = OrientationLetter.objects.of(supervision).told()
    return told.select_related("selected__case__citizen", "document__case", "dispatch")


def _send_next(dispatch_id: int) -> bool:
    with system("Orienteringsbreve sendes"):
        rows = OrientationLetter.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        rows = rows.filter(dispatch=dispatch_id).select_related("selected__supervision", "asked_by", "dispatch")
        letter = rows.order_by("pk").first()
        if letter is None:
            return False
        _handle(letter, by=letter.asked_by)
        return True


def _handle(letter: OrientationLetter, *, by: User) -> None:
    try:
        with acting(by):
            _send(letter, by=by)
    except (NotPosted, OrientationNotAllowed, TextMissing) as refused:
        letter.refuse(str(refused))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Only the kind of error: its words may hold what the letter holds.
        logger.error("Orientation %s failed: %s", letter.pk, type(error).__name__)
        letter.refuse("Der skete en uventet fejl. Prøv igen.")


def _send(letter: OrientationLetter, *, by: User) -> None:
    if not (by.is_active and by.has_perm(RIGHT)):
        raise OrientationNotAllowed("Den, der sendte materialet, har ikke længere ret til det. Prøv igen.")
    if not SelectedCase.objects.visible_to(by).filter(pk=letter.selected_id).exists():
        raise OrientationNotAllowed("Den, der sendte materialet, har ikke længere adgang til sagen. Prøv igen.")
    document = _filed(letter.selected, by=by)
    channel = post_letter(document, by=by)
    if not channel:
        raise NotPosted(NOBODY_POSTS)
    letter.mark_sent(document, channel=channel, by=by)
    _tell_journal(letter, how=channel, by=by)


def _filed(selected: SelectedCase, *, by: User) -> CaseDocument:
    """About the supervision, so it is no part of what the supervision is to see."""
    case, words = selected.case, Words("orientation")
    directorate = recipient_of(selected.supervision)
    return file_document(
        case,
        title=TITLE,
        kind=MaterialKind.OTHER,
        concerns=SupervisionRelevance.NO,
        render=lambda number: render_orientation(case, directorate, number=number, words=words),
        words=words,
        by=by,
    )


def _tell_journal(letter: OrientationLetter, *, how: str, text: str = "", by: User) -> None:
    JournalEntry.objects.write(
        letter.selected.case,
        kind=NoteKind.SYSTEM,
        heading="Borgeren er orienteret om tilsynet",
        text=text,
        facts=[
            ("Tilsyn", letter.selected.supervision.number),
            ("Brev", letter.document.full_number),
            ("Sendt med", how),
        ],
        concerns=SupervisionRelevance.NO,
        by=by,
    )
