from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from parthoering.actions.hearing import channels_for, choose_channel
from parthoering.actions.locking import NotAllowed, locked
from parthoering.delivery import receipts
from parthoering.delivery.sending import post, post_to, send_soon
from parthoering.models import Channel, Delivery, DeliveryStatus, Hearing, ReceiptState
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseDocument, CaseStatus, Decision, JournalEntry, MaterialKind, NoteKind, User
from sanktion.post import NotPosted

NOT_UNDELIVERABLE = "Partshøringsbrevet er ikke meldt retur eller umuligt at levere."


@transaction.atomic
def post_filed(document: CaseDocument, *, by: User) -> str:
    """How the core's letters are posted, see ``sanktion.post``: by the channel that reaches the citizen best."""
    try:
        channel = choose_channel(document.case.citizen)
    except NotAllowed as refused:
        raise NotPosted(str(refused)) from refused
    post(document, channel=channel)
    return channel.label


@transaction.atomic
def send_decision(case: Case, *, by: User) -> Delivery:
    """Send the decision's letter when it couldn't be sent at once, was given up, or came back.

    The letter names no date that the way it goes could make wrong, so the same sealed document goes by the other way.
    """
    case = locked(case)
    decision = Decision.objects.select_related("letter__case").filter(case=case).first()
    if decision is None:
        raise NotAllowed("Der er ikke truffet afgørelse i sagen.")
    letter = decision.letter
    delivery = Delivery.objects.latest_to_citizen(letter)
    if delivery is None:
        delivery = post(letter, channel=choose_channel(case.citizen))
    elif delivery.is_undelivered and (other := other_channel(case, delivery)):
        delivery = post_to(letter, None, channel=other)
    else:
        delivery.send_again(by=by)
        send_soon(delivery)
    facts = [("Dokument", letter.full_number), ("Sendes med", delivery.get_channel_display())]
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Afgørelsesbrevet sendes", facts=facts, by=by)
    return delivery


def other_channel(case: Case, delivery: Delivery) -> Channel | None:
    """The way on when a receipt says that this way is closed; None when our own house failed and may try again."""
    if not delivery.receipts.filter(state=delivery.status).exists():
        return None
    channels = channels_for(case.citizen)
    return next((channel for channel in channels if channel != delivery.channel), None) or (
        channels[0] if channels and delivery.status == DeliveryStatus.RETURNED else None
    )


@transaction.atomic
def send_again(hearing: Hearing, *, by: User) -> list[Delivery]:
    """What our own house failed to hand over, with the same identifier, so that nothing is sent twice."""
    case = locked(hearing.case)
    hearing = Hearing.objects.latest_of(case)
    failed = [one for one in hearing.current_deliveries if one.status == DeliveryStatus.FAILED]
    if not failed:
        raise NotAllowed("Brevet er allerede sendt eller ved at blive sendt.")
    for delivery in failed:
        delivery.send_again(by=by)
        send_soon(delivery)
    case.move_due(max(hearing.deadline, timezone.localdate()), reason="Partshøringsbrevet sendes igen", by=by)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Partshøringsbrevet sendes igen",
        material=MaterialKind.EXPLANATION,
        by=by,
    )
    return failed


@transaction.atomic
def note_returned(delivery: Delivery, *, on: date, by: User) -> None:
    """The envelope came back to us."""
    locked(delivery.document.case)
    delivery = Delivery.objects.select_related("document__case", "representative").get(pk=delivery.pk)
    if delivery.channel != Channel.LETTER or delivery.status != DeliveryStatus.SENT:
        raise NotAllowed("Kun et brev, der er sendt med posten, kan komme retur.")
    if not timezone.localdate(delivery.sent_at) <= on <= timezone.localdate():
        sent_on = long_date(timezone.localdate(delivery.sent_at))
        raise NotAllowed(f"Datoen skal ligge fra afsendelsen den {sent_on} til i dag.")
    at = timezone.make_aware(datetime.combine(on, time(12)))
    receipts.note(delivery, ReceiptState.RETURNED, at=at, code="noteret af medarbejder", by=by)


@transaction.atomic
def mark_undeliverable(hearing: Hearing, *, by: User) -> None:
    """B017: the letter can't be delivered, so contact is sought by other means from now on."""
    case = locked(hearing.case)
    hearing = Hearing.objects.latest_of(case)
    if reason := why_not_undeliverable(hearing):
        raise NotAllowed(reason)
    hearing.mark_undeliverable(by=by)
    if case.status == CaseStatus.HEARING:
        case.seek_contact(by=by, reason="Brevet kunne ikke leveres")
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Partshøringsbrevet kan ikke leveres",
        text="Kontakt søges på andre måder. Svarer borgeren, kan svaret registreres, til afgørelsen er truffet.",
        facts=[("Dokument", hearing.letter.full_number)],
        material=MaterialKind.EXPLANATION,
        by=by,
    )


def why_not_undeliverable(hearing: Hearing | None) -> str:
    """Failing in our own house is not the citizen being out of reach; empty when the receipt says so."""
    lost = hearing.undelivered if hearing else None
    if lost is None or not lost.receipts.filter(state=lost.status).exists():
        return NOT_UNDELIVERABLE
    return ""
