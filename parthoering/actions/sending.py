from django.db import transaction

from parthoering.actions.hearing import choose_channel
from parthoering.actions.locking import NotAllowed, locked
from parthoering.delivery.sending import post, send_soon
from parthoering.models import Delivery, Hearing
from sanktion.models import Case, CaseDocument, Decision, JournalEntry, MaterialKind, NoteKind, User
from sanktion.post import NotPosted


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
    """Send the decision's letter when it couldn't be sent at once: never posted, or given up."""
    case = locked(case)
    decision = Decision.objects.select_related("letter__case").filter(case=case).first()
    if decision is None:
        raise NotAllowed("Der er ikke truffet afgørelse i sagen.")
    letter = decision.letter
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(document=letter).first()
    if delivery is None:
        delivery = post(letter, channel=choose_channel(case.citizen))
    else:
        delivery.send_again(by=by)
        send_soon(delivery)
    facts = [("Dokument", letter.full_number), ("Sendes med", delivery.get_channel_display())]
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Afgørelsesbrevet sendes", facts=facts, by=by)
    return delivery


@transaction.atomic
def send_again(hearing: Hearing, *, by: User) -> Delivery:
    case = locked(hearing.case)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(document=hearing.letter_id)
    delivery.send_again(by=by)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Partshøringsbrevet sendes igen",
        material=MaterialKind.EXPLANATION,
        by=by,
    )
    send_soon(delivery)
    return delivery
