"""The question of 2018 (B011, B042): two persons decide that outcomes are counted, and each counts once."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from koerelister.models import OutcomeCount, OutcomeGroup, OutcomeSwitch
from sanktion.models import ContactChannel, Decision, Outcome, User

GROUPS = {Outcome.NO_SANCTION: OutcomeGroup.NONE, Outcome.EVENT_WITHDRAWN: OutcomeGroup.WITHDRAWN}
STANDING = "Der er allerede et forslag eller en beslutning."
NOTHING_PROPOSED = "Der er ikke noget forslag at godkende."
OWN = "Du har selv stillet forslaget. En anden skal godkende det."
NOTHING_STANDS = "Der er ikke noget at afslutte."


def count_outcome(decision: Decision) -> None:
    """B049: a number goes up and nothing else is left. Whether it does, the database alone knows; this looks the same.

    How contact was sought is sealed with the case, so it is opened here as it is on the case's own page.
    """
    attempts = decision.case.contact_attempts.all()
    visits = [attempt.reached for attempt in attempts if attempt.channel == ContactChannel.VISIT]
    group = GROUPS.get(Outcome(decision.outcome), OutcomeGroup.SANCTION)
    OutcomeCount.objects.add_one(group, visited=bool(visits), contact=any(visits))


def propose_outcomes(purpose: str, *, by: User) -> OutcomeSwitch:
    try:
        with transaction.atomic():
            return OutcomeSwitch.objects.create(purpose=purpose, proposed_by=by)
    except IntegrityError as error:
        raise ValidationError(STANDING) from error


@transaction.atomic
def approve_outcomes(*, by: User) -> OutcomeSwitch:
    switch = _standing()
    if switch is None or not switch.is_proposed:
        raise ValidationError(NOTHING_PROPOSED)
    if switch.proposed_by_id == by.pk:
        raise ValidationError(OWN)
    switch.approved_by, switch.decided_on = by, timezone.localdate()
    switch.save(update_fields=["approved_by", "decided_on"])
    return switch


@transaction.atomic
def withdraw_outcomes(*, by: User) -> OutcomeSwitch:
    """One person is enough to stop. What was counted stays, and is told when its quarter is closed."""
    switch = _standing()
    if switch is None:
        raise ValidationError(NOTHING_STANDS)
    switch.withdrawn_by, switch.withdrawn_on = by, timezone.localdate()
    switch.save(update_fields=["withdrawn_by", "withdrawn_on"])
    return switch


def _standing() -> OutcomeSwitch | None:
    return OutcomeSwitch.objects.standing().select_for_update(of=("self",)).first()
