"""The demo's post office: letters are put in envelopes, and a few receipts come. A real site has a gateway for that."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from parthoering.actions import mark_posted, print_letters, run_batch, start_batch
from parthoering.delivery import receipts
from parthoering.models import (
    Channel,
    Delivery,
    DeliveryStatus,
    Hearing,
    HearingStatus,
    ReceiptState,
    Representative,
    RepresentativeRole,
)
from sanktion.base.acting import system
from sanktion.demo.acts import playing
from sanktion.models import Case, CaseStatus, NegativeEvent, User

# The newest letters still lie in the print queue.
LEFT_IN_QUEUE = timedelta(days=4)
AVAILABLE, FAILED, RETURNED = 5, 3, 3
AT_ONCE = 10


def waits(case: Case) -> bool:
    return Delivery.objects.queued().filter(document__case=case).exists()


def post(case: Case, *, by: User) -> None:
    """The case's letters are printed and posted, the day they were written."""
    rows = Delivery.objects.queued().filter(document__case=case)
    waiting = list(rows.select_related("document__content", "document__case__citizen__address", "representative"))
    if waiting:
        print_letters(waiting, by=by)
        mark_posted(waiting, on=timezone.localdate(), by=by)


def receipts_come() -> None:
    """Some messages are told to be available, a few have failed, and some envelopes have come back."""
    open_ones = Hearing.objects.filter(status=HearingStatus.SENT).values("letter")
    sent = Delivery.objects.filter(document__in=open_ones, status=DeliveryStatus.SENT, representative=None)
    sent = sent.select_related("document__case", "representative").order_by("-pk")
    with system("demo"):
        digital = list(sent.filter(channel=Channel.DIGITAL_POST)[: AVAILABLE + FAILED])
        for delivery in digital[:AVAILABLE]:
            receipts.note(delivery, ReceiptState.AVAILABLE, at=delivery.sent_at + timedelta(minutes=2))
        for delivery in digital[AVAILABLE:]:
            receipts.note(delivery, ReceiptState.FAILED, at=timezone.now(), code="postkasse lukket")
        for delivery in sent.filter(channel=Channel.LETTER)[:RETURNED]:
            receipts.note(delivery, ReceiptState.RETURNED, at=timezone.now(), code="ubekendt efter adressen")


def someone_is_represented() -> None:
    case = Case.objects.filter(status=CaseStatus.REGISTERED).order_by("pk").first()
    if case:
        with system("demo"):
            Representative.objects.create(
                case=case,
                role=RepresentativeRole.GUARDIAN,
                name="Vera Vestergaard",
                channel=Channel.LETTER,
                street_line="Vestergade 1",
                postal_line="5000 Odense C",
            )


def many_are_heard_at_once() -> None:
    """A batch of new events, among them one that can't be written to, so that the result page has something to tell."""
    clerk = User.objects.get(username="kirsten")
    waiting = NegativeEvent.objects.for_teams_of(clerk).without_case().order_by("occurred_on", "pk")
    shielded = waiting.filter(citizen__protected_until__gte=timezone.localdate())[:1]
    pks = [event.pk for event in (*waiting[:AT_ONCE], *shielded)]
    if pks:
        with playing(clerk):
            batch = start_batch(pks, key=uuid4(), by=clerk)
        run_batch(batch.pk)
