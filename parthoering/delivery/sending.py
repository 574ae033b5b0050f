import logging

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from parthoering.delivery.base import Backend, DeliveryError, letter_of
from parthoering.models import Channel, Delivery, DeliveryStatus
from sanktion.base.acting import system
from sanktion.base.encryption import DecryptionError
from sanktion.base.wake import wake
from sanktion.models import CaseDocument

logger = logging.getLogger(__name__)

BATCH = 200


@transaction.atomic
def post(document: CaseDocument, *, channel: Channel) -> Delivery:
    """Put a filed letter in line to be sent; it goes when the transaction is committed, or with the next sweep."""
    delivery = Delivery.objects.create(document=document, channel=channel)
    send_soon(delivery)
    return delivery


def send_soon(delivery: Delivery) -> None:
    wake("parthoering.tasks.send_letter", [(delivery.pk,)])


def send_letter(delivery_id: int) -> None:
    """Safe to run twice and by many at once: the row is locked while its letter is handed over."""
    with system("Sender brev"):
        delivery = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("document__content", "document__case__citizen__address")
            .filter(pk=delivery_id, status=DeliveryStatus.WAITING)
            .first()
        )
        if delivery is not None:
            _hand_over(delivery)


def send_due_letters() -> None:
    with system("Finder breve, der venter på afsendelse"):
        due = list(Delivery.objects.due().order_by("next_try_at").values_list("pk", flat=True)[:BATCH])
    for pk in due:
        send_letter(pk)


def _hand_over(delivery: Delivery) -> None:
    backend: Backend = import_string(settings.SANKTION_DELIVERY_BACKEND)()
    try:
        receipt = backend.send(letter_of(delivery))
    except DeliveryError as error:
        _note_failure(delivery, error.code)
    except (OSError, ValueError, DecryptionError) as error:
        # The text of an exception may hold a path or a person; its type is enough to look for the cause.
        _note_failure(delivery, type(error).__name__)
    else:
        delivery.mark_sent(receipt)


def _note_failure(delivery: Delivery, code: str) -> None:
    delivery.note_failure(code)
    logger.warning("Delivery %s failed (attempt %s): %s", delivery.pk, delivery.attempts, code)
