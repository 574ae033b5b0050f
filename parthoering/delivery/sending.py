import logging
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from parthoering.delivery import exemption
from parthoering.delivery.base import Backend, DeliveryError, Unreachable, letter_of
from parthoering.delivery.outcome import note_outcome
from parthoering.models import (
    Channel,
    Delivery,
    DeliveryReceipt,
    DeliveryStatus,
    Hearing,
    ReceiptState,
    Representative,
    days_under_way,
    response_deadline,
)
from sanktion.base.acting import system
from sanktion.base.encryption import DecryptionError
from sanktion.base.wake import wake
from sanktion.models import Case, CaseDocument, JournalEntry, NoteKind

logger = logging.getLogger(__name__)

BATCH = 200
EXEMPT = "fritaget for Digital Post"


@transaction.atomic
def post(document: CaseDocument, *, channel: Channel) -> Delivery:
    """Put a filed letter in line to be sent to the citizen and to whoever represents the citizen today.

    It goes when the transaction is committed, or with the next sweep.
    """
    delivery = post_to(document, None, channel=channel)
    for one in Representative.objects.on(timezone.localdate()).filter(case=document.case):
        post_to(document, one, channel=one.channel)
    return delivery


def post_to(document: CaseDocument, representative: Representative | None, *, channel: Channel) -> Delivery:
    delivery = Delivery.objects.create(
        document=document,
        representative=representative,
        is_required=representative is None or representative.is_guardian,
        channel=channel,
        delivery_days=days_under_way(channel),
    )
    send_soon(delivery)
    return delivery


def send_soon(delivery: Delivery) -> None:
    wake("parthoering.tasks.send_letter", [(delivery.pk,)])


def send_letter(delivery_id: int) -> None:
    """Safe to run twice and by many at once: the case, then the letter is locked while it is handed over.

    A case that someone is working on right now is left for the next sweep.
    """
    with system("Sender brev"):
        cases = Case.objects.select_for_update(of=("self",), skip_locked=True)
        if cases.filter(documents__deliveries=delivery_id).first() is None:
            return
        delivery = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("document__content", "document__case__citizen__address", "representative")
            .filter(pk=delivery_id, status=DeliveryStatus.WAITING)
            .first()
        )
        if delivery is not None:
            _send(delivery)


def send_due_letters() -> None:
    with system("Finder breve, der venter på afsendelse"):
        due = list(Delivery.objects.due().order_by("next_try_at").values_list("pk", flat=True)[:BATCH])
    for pk in due:
        send_letter(pk)


def _send(delivery: Delivery) -> None:
    try:
        if delivery.channel == Channel.DIGITAL_POST and _is_exempt(delivery):
            _send_on_paper(delivery)
        else:
            _hand_over(delivery)
    except Unreachable as error:
        _give_up(delivery, error.code)
    except DeliveryError as error:
        _note_failure(delivery, error.code)
    except (OSError, ValueError, DecryptionError) as error:
        # The text of an exception may hold a path or a person; its type is enough to look for the cause.
        _note_failure(delivery, type(error).__name__)


def _is_exempt(delivery: Delivery) -> bool:
    case, one = delivery.document.case, delivery.representative
    cpr = one.cpr if one else case.citizen.cpr
    if not cpr:
        raise Unreachable("intet CPR-nummer")
    return exemption.check(case, cpr, representative=one)


def _hand_over(delivery: Delivery) -> None:
    backend: Backend = import_string(settings.SANKTION_DELIVERY_BACKEND[delivery.channel])()
    receipt = backend.send(letter_of(delivery, reply_by=_reply_by(delivery)))
    if receipt is None:
        delivery.queue()
    else:
        delivery.mark_sent(receipt)
    note_outcome(delivery)


def _reply_by(delivery: Delivery) -> datetime | None:
    """The end of the hearing's last day: the letter's own, or later when the letter leaves late. None: no reply."""
    hearing = Hearing.objects.filter(letter=delivery.document_id).first()
    if hearing is None:
        return None
    last_day = max(hearing.deadline, response_deadline(timezone.localdate(), delivery.channel).end)
    return timezone.make_aware(datetime.combine(last_day, time(23, 59)))


def _send_on_paper(delivery: Delivery) -> None:
    """Exempt since the letter was written: it goes by post at once, and the citizen's time follows the post."""
    delivery.fail(EXEMPT)
    one, citizen = delivery.representative, delivery.document.case.citizen
    has_address = one.has_address if one else citizen.address_id is not None
    if not has_address:
        raise Unreachable(f"{EXEMPT}, ingen adresse")
    post_to(delivery.document, one, channel=Channel.LETTER)
    JournalEntry.objects.write(
        delivery.document.case,
        kind=NoteKind.SYSTEM,
        heading="Brevet sendes på papir",
        text=f"{delivery.addressee} er fritaget for Digital Post. Tiden til at svare regnes efter posten.",
        facts=[("Dokument", delivery.document.full_number)],
        by=None,
    )


def _give_up(delivery: Delivery, code: str) -> None:
    DeliveryReceipt.objects.create(delivery=delivery, state=ReceiptState.FAILED, happened_at=timezone.now(), code=code)
    if delivery.status != DeliveryStatus.FAILED:
        delivery.fail(code)
    logger.warning("Delivery %s can't reach its addressee", delivery.pk)
    note_outcome(delivery)


def _note_failure(delivery: Delivery, code: str) -> None:
    delivery.note_failure(code)
    logger.warning("Delivery %s failed (attempt %s): %s", delivery.pk, delivery.attempts, code)
    if delivery.is_undelivered:
        note_outcome(delivery)
