"""Sending the parts of a dispatch: each is sealed in a private folder, sent once, and told of in the database.

What the worker does can stop anywhere. A part is «waiting» until all but its last word has been said to the mail
server, and then «sending» until it answers. Taken up again, a waiting part is sent; one left in «sending» may have
arrived, and nobody but a person decides what became of it.
"""

import logging
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError

from sanktion.base.acting import system
from sanktion.base.mail_transport import NotSent, Uncertain, send
from sanktion.base.secure_mail import (
    Attachment,
    Outside,
    SecureMailError,
    configured_signer,
    empty_left_folders,
    mime_entity,
    private_folder,
    seal,
    write_message,
)
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.base.wake import wake
from tilsyn.actions.dispatch_course import DispatchNotAllowed, finish_sending
from tilsyn.actions.orientation import waiting_dispatches
from tilsyn.actions.papers import recipient_of
from tilsyn.letters.dispatch import (
    INDEX_NAME,
    MANIFEST_NAME,
    papers_in_order,
    render_index,
    render_manifest,
)
from tilsyn.models import Dispatch, DispatchPart, DispatchStatus, PartStatus

logger = logging.getLogger(__name__)
REASON = "Materiale sendes til direktoratet"
NOBODY_KNOWS = "Det vides ikke, om mailserveren nåede at tage imod delen. Afgør, om den er kommet frem."
UNEXPECTED = "Der skete en uventet fejl. Intet af delen er sendt."


def run_dispatch(dispatch_id: int) -> None:
    """Send what waits, a part at a time. Safe to call twice or at the same time."""
    try:
        while part := _take(dispatch_id):
            if not _send_part(part):
                break
        _conclude(dispatch_id)
    except (OperationalError, InterfaceError) as error:
        # The database is away; the sweeper comes by, and what was handed over is settled by then.
        logger.warning("Dispatch %s was interrupted: %s", dispatch_id, type(error).__name__)


def resume() -> None:
    """Take up what a dead worker or a lost message left behind, and empty what it left on the disk."""
    empty_left_folders()
    with system(REASON):
        for part in DispatchPart.objects.unknown().select_for_update(of=("self",), skip_locked=True):
            part.mark_uncertain(NOBODY_KNOWS)
        stalled = Dispatch.objects.stalled().values_list("pk", flat=True)
        wake("tilsyn.tasks.send_dispatch", [(pk,) for pk in stalled])
        wake("tilsyn.tasks.send_orientations", [(pk,) for pk in waiting_dispatches()])


def _take(dispatch_id: int) -> DispatchPart | None:
    """The next part, for this worker alone. None while something must be decided, or nothing waits."""
    with system(REASON):
        parts = DispatchPart.objects.filter(dispatch=dispatch_id, dispatch__status=DispatchStatus.SENDING)
        if parts.filter(status__in=[PartStatus.FAILED, PartStatus.UNCERTAIN, PartStatus.SENDING]).exists():
            return None
        part = parts.filter(status=PartStatus.WAITING).select_related("dispatch__supervision__directorate").first()
        return part if part and DispatchPart.objects.claim(part) else None


def _send_part(part: DispatchPart) -> bool:
    """Whether it was sent; the part tells how it went."""
    try:
        _seal_and_send(part)
    except Uncertain as unknown:
        return _tell(part, partial(part.mark_uncertain, str(unknown)))
    except TransitionNotAllowed:
        # Another worker came first, and nothing left from here.
        return False
    except (OperationalError, InterfaceError):
        raise
    except (SecureMailError, DispatchNotAllowed) as refused:
        return _tell(part, partial(part.fail, str(refused)))
    except Exception as error:
        # Only the kind of error: its words may hold what the part holds.
        logger.error("Part %s of dispatch %s failed: %s", part.number, part.dispatch_id, type(error).__name__)
        return _tell(part, partial(part.fail, UNEXPECTED))
    with system(REASON):
        part.mark_sent()
    return True


def _tell(part: DispatchPart, move) -> bool:
    with system(REASON):
        part.refresh_from_db()
        move()
    return False


def _seal_and_send(part: DispatchPart) -> None:
    dispatch = part.dispatch
    recipient = recipient_of(dispatch.supervision)
    with private_folder() as work:
        with system(REASON):
            sealed = seal(
                mime_entity(_text(part), _attachments(part), boundary=part.message_id[1:37]),
                signer=configured_signer(),
                recipient_pem=recipient.certificate,
                work=work,
                cipher=settings.SANKTION_MAIL_CIPHER,
            )
        outside = Outside(settings.SANKTION_MAIL_FROM, recipient.email, subject_of(part), part.message_id)
        message = work / "mail.eml"
        size = write_message(sealed, outside, message)
        if size > recipient.message_limit:
            raise NotSent("Delen blev større end myndighedens grænse for en e-mail. Intet er sendt.")
        send(message, sealed, outside, on_handover=partial(_hand_over, part, sealed, size, recipient.email))


def _hand_over(part: DispatchPart, sealed, size: int, recipient: str) -> None:
    with system(REASON):
        part.hand_over(sealed, size=size, recipient=recipient)


def subject_of(part: DispatchPart) -> str:
    """V085: the envelope names the supervision and no case."""
    total = part.dispatch.parts.count()
    return f"Tilsyn {part.dispatch.supervision.number}, del {part.number} af {total}"


def _text(part: DispatchPart) -> str:
    supervision, sender = part.dispatch.supervision, settings.SANKTION_SENDER
    reference = f"Jeres journalnr.: {supervision.reference}\r\n" if supervision.reference else ""
    return (
        f"{supervision.get_form_display()} {supervision.number}\r\n{subject_of(part)}, "
        f"forsendelse {part.dispatch.number}\r\n{reference}\r\n"
        f"Indholdet står i {MANIFEST_NAME} med kontrolsummer, og i {INDEX_NAME} i del 1.\r\n"
        f"Svar venligst, når alle dele er modtaget og kan læses.\r\n\r\n"
        f"{sender['unit']}, {sender['municipality']}, telefon {sender['phone']}\r\n"
    )


def _attachments(part: DispatchPart) -> Iterator[Attachment]:
    """Each is read and checked when its turn comes. Raises DispatchNotAllowed."""
    dispatch, pdf = part.dispatch, "application/pdf"
    if part.number == 1:
        yield Attachment(INDEX_NAME, pdf, partial(render_index, dispatch))
    yield Attachment(MANIFEST_NAME, "application/json", partial(render_manifest, dispatch))
    for row in papers_in_order(dispatch):
        if row.part_id == part.pk:
            yield Attachment(row.paper.file_name, pdf, partial(_data, row.paper))
    for row in part.bundles.select_related("bundle__selected__case"):
        yield Attachment(row.bundle.file_name, pdf, partial(_data, row.bundle))


def _data(row) -> bytes:
    try:
        return row.data
    except ValueError as changed:
        raise DispatchNotAllowed(f"{changed} Intet er sendt.") from changed
    finally:
        # Row and content hold each other, and with them every file that was opened.
        row._state.fields_cache.pop("content", None)


def _conclude(dispatch_id: int) -> None:
    with system(REASON):
        rows = Dispatch.objects.select_for_update(of=("self",)).select_related("supervision", "sent_by")
        dispatch = rows.filter(pk=dispatch_id, status=DispatchStatus.SENDING).first()
        if dispatch is None:
            return
        states = set(dispatch.parts.values_list("status", flat=True))
        if states == {PartStatus.SENT}:
            finish_sending(dispatch, by=dispatch.sent_by)
        elif states & {PartStatus.FAILED, PartStatus.UNCERTAIN}:
            stuck = dispatch.parts.filter(status__in=[PartStatus.FAILED, PartStatus.UNCERTAIN]).first()
            dispatch.fail(f"Del {stuck.number}: {stuck.failure}")
