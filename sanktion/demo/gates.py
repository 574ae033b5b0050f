"""What the demo's cases have of that which stands in front of a sanction: some lack it, so that one sees the gates."""

from datetime import timedelta
from functools import cache

from sanktion.actions.document import file_document
from sanktion.actions.guidance import record_guidance
from sanktion.actions.rules import switch_gate
from sanktion.actions.upload import look_at
from sanktion.demo.acts import playing
from sanktion.models import Case, Gate, MaterialKind, TargetGroup, TargetGroupPeriod, User

GUIDED_BEFORE = timedelta(days=75)
HELD_SINCE = timedelta(days=400)
WHY_LESS = "Juridisk afdeling vurderer, om fristen på tre måneder gælder alle sanktioner. Drøftet på møde i denne uge."
WORDS = "\n\n".join(
    [
        "Vejledning om dine pligter og om sanktioner",
        "Mens du får hjælp, skal du stå til rådighed for arbejde. Du skal møde til samtaler, tage imod tilbud, søge job"
        " og have et CV på Jobnet.",
        "Hvis du uden en rimelig grund ikke gør det, kan vi give dig en sanktion. Det betyder, at du får færre penge."
        " Før vi træffer en afgørelse, hører vi altid, hvad du selv siger.\n",
    ]
)


@cache
def _paper() -> bytes:
    cleaned, _refusal = look_at(WORDS.encode())
    return cleaned.data


def guide(case: Case, *, by: User) -> None:
    """Every ninth case has no proof of guidance, and no sanction before it is found."""
    if case.event_id % 9:
        give_guidance(case, by=by)


def give_guidance(case: Case, *, by: User) -> None:
    document = file_document(
        case,
        title="Skriftlig vejledning om pligter og sanktioner",
        kind=MaterialKind.OTHER,
        render=lambda number: _paper(),
        received_on=case.event.occurred_on - GUIDED_BEFORE,
        by=by,
    )
    record_guidance(case, given_on=case.event.occurred_on - GUIDED_BEFORE, document=document, by=by)


def propose_less() -> None:
    """Adam has proposed, and waits for the other administrator."""
    adam = User.objects.get(username="adam")
    with playing(adam):
        switch_gate(Gate.EFFECT_IN_TIME, on=False, reason=WHY_LESS, by=adam)


def place_in_group(case: Case) -> None:
    """Every eighth is aktivitetsparat, the others are jobparate."""
    since = case.event.occurred_on - HELD_SINCE
    group = TargetGroup.ACTIVITY_READY if case.event_id % 8 == 0 else TargetGroup.JOB_READY
    if case.citizen.target_group_on(case.event.occurred_on) is None:
        TargetGroupPeriod.objects.create(citizen=case.citizen, group=group, period=(since, None))
