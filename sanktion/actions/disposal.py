"""The destruction of cases: approved by a second person, done a case at a time, proved by a certificate."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.base import pdf
from sanktion.base.acting import system
from sanktion.base.refusal import refusal
from sanktion.base.wake import wake
from sanktion.models import Case, Disposal, DisposalCase, DisposalCertificate, DisposalStatus, User
from sanktion.models.retention import with_what_stays

logger = logging.getLogger(__name__)
# Every case is a transaction of its own: one that has not ended by then is taken up again.
STALLED_AFTER = timedelta(minutes=2)
STYLES = ("css/pdf/base.css", "css/pdf/text.css")
CERTIFICATE = "sanktion/letters/disposal_certificate.html"
REASON = "Sletning af sager, hvis opbevaringstid er gået"


class DisposalNotAllowed(Exception):
    """The cases are not destroyed now. The message is for the user."""


def ready_count(disposal: Disposal) -> int:
    """How many of those chosen may still go."""
    return with_what_stays(_cases(disposal)).filter(stays__isnull=True).count()


@transaction.atomic
def approve_disposal(disposal: Disposal, *, count: int, by: User) -> None:
    """There is no way back. What must stay after all is left out, so ``count`` says what the approver saw."""
    locked = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if locked.proposed_by_id == by.pk:
        raise DisposalNotAllowed("En anden end den, der har gennemgået sagerne, skal godkende.")
    ready = ready_count(locked)
    if count != ready:
        raise DisposalNotAllowed(f"Antallet passer ikke: {ready} sager kan slettes nu. Se listen igen.")
    locked.approve(by=by)
    wake("sanktion.tasks.run_disposal", [(locked.pk,)])


@transaction.atomic
def withdraw_disposal(disposal: Disposal, *, by: User) -> None:
    """The cases go back to the review list."""
    locked = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if locked.status == DisposalStatus.PROPOSED:
        locked.items.all().delete()
    locked.withdraw(by=by)


def run_disposal(disposal_id: int) -> None:
    """Destroy what is left. Safe to run twice or at once: each case goes in its own transaction, with its row here."""
    while _destroy_next(disposal_id):
        pass


def stalled_ids() -> list[int]:
    with system(REASON):
        waiting = Disposal.objects.unfinished().filter(status_changed_at__lt=timezone.now() - STALLED_AFTER)
        return list(waiting.order_by("pk").values_list("pk", flat=True))


def certificate_pdf(certificate: DisposalCertificate) -> bytes:
    context = {"certificate": certificate, "sender": settings.SANKTION_SENDER, "now": timezone.now()}
    return pdf.render(CERTIFICATE, context, stylesheets=STYLES, archival=True)


def _destroy_next(disposal_id: int) -> bool:
    with system(REASON):
        waiting = Disposal.objects.unfinished().select_for_update(of=("self",), skip_locked=True)
        disposal = waiting.filter(pk=disposal_id).first()
        if disposal is None:
            return False
        item = disposal.items.select_related("case").order_by("case__number").first()
        if item is None:
            DisposalCertificate.objects.create(disposal=disposal)
            disposal.finish()
            return False
        _destroy(disposal, item)
        return True


def _destroy(disposal: Disposal, item: DisposalCase) -> None:
    try:
        with transaction.atomic():
            disposal.destroy(item.case)
    except IntegrityError as error:
        # Something keeps the case since it was chosen; any other fault stops the run, and it is tried again.
        logger.warning("En sag blev ikke slettet (sletning %s): %s", disposal.pk, refusal(error))
        disposal.leave_out(item)


def _cases(disposal: Disposal):
    return Case.objects.filter(disposal_item__disposal=disposal)
