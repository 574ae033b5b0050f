"""The unit's own print queue: print, put in envelopes, post."""

import io
from datetime import date, datetime, time

import pikepdf
from django.db import transaction
from django.utils import timezone

from parthoering.actions.locking import NotAllowed, locked
from parthoering.delivery.base import letter_of
from parthoering.delivery.outcome import note_outcome
from parthoering.delivery.paper import add_sheets, on_paper
from parthoering.models import Delivery, DeliveryPrint, DeliveryStatus
from sanktion.base.danish import long_date
from sanktion.models import User

MOST_AT_ONCE = 100


@transaction.atomic
def print_letters(deliveries: list[Delivery], *, by: User) -> bytes:
    """One PDF of the letters in their order, each starting on a sheet of its own. Every print is counted."""
    if not deliveries:
        raise NotAllowed("Vælg mindst ét brev.")
    DeliveryPrint.objects.bulk_create(DeliveryPrint(delivery=delivery, printed_by=by) for delivery in deliveries)
    with pikepdf.new() as batch:
        for delivery in deliveries:
            with pikepdf.open(io.BytesIO(on_paper(letter_of(delivery)))) as letter:
                add_sheets(batch, letter)
        file = io.BytesIO()
        batch.save(file)
    return file.getvalue()


@transaction.atomic
def mark_posted(deliveries: list[Delivery], *, on: date, by: User) -> int:
    """The letters have been posted; the citizens' time counts from that day."""
    if on > timezone.localdate():
        raise NotAllowed("Datoen ligger i fremtiden.")
    for delivery in sorted(deliveries, key=lambda one: one.document.case_id):
        _post(delivery, on, by)
    return len(deliveries)


def _post(delivery: Delivery, on: date, by: User) -> None:
    locked(delivery.document.case)
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("document__case").get(pk=delivery.pk)
    number = delivery.document.full_number
    if delivery.status != DeliveryStatus.QUEUED:
        raise NotAllowed(f"Brev {number} er ikke længere i printkøen.")
    if not delivery.prints.exists():
        raise NotAllowed(f"Brev {number} er ikke udskrevet endnu.")
    queued_on = timezone.localdate(delivery.status_changed_at)
    if on < queued_on:
        raise NotAllowed(f"Brev {number} kom først i printkøen den {long_date(queued_on)}.")
    # The day is what counts; today the moment is known too.
    now = timezone.now()
    at = now if on == timezone.localdate() else timezone.make_aware(datetime.combine(on, time(12)))
    delivery.mark_sent("postet", at=max(at, delivery.status_changed_at), by=by)
    note_outcome(delivery)
