"""What stands between a case and a sanction. The database asks the same of every decision, see ``models/gates.py``."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Expression, Subquery
from django.urls import reverse
from django.utils import timezone

from sanktion.base.danish import listing
from sanktion.heard import hearings
from sanktion.models import (
    AdverseInformation,
    Case,
    ContactChannel,
    Gate,
    GateRule,
    LadderRule,
    Outcome,
    TargetGroup,
    User,
    WrittenGuidance,
)
from sanktion.models.decision import SANCTIONS
from sanktion.models.gates import LADDER_CHANNELS, latest_effect, steps_in_words

NO_GUIDANCE = "Der mangler skriftlig vejledning om pligter og sanktioner, givet senest den dag, hændelsen skete."
TOO_FEW_ATTEMPTS = "Kontaktforsøgene før en sanktion er ikke gjort færdige."
NOT_HEARD = "Der er kommet oplysninger til ugunst for borgeren, efter at den seneste partshøring blev sendt."
STRICT_NOT_ALLOWED = "En aktivitetsparat borger kan ikke få en skærpet rådighedssanktion."
BACK_IN_TIME = "Afgørelsen kan ikke virke tilbage i tiden: den virker tidligst fra brevets dato."
TOO_LATE = "Virkningen kan senest være {:%d-%m-%Y}: tre hele kalendermåneder efter hændelsen."


@dataclass(frozen=True)
class Refusal:
    """What is missing, and the page where it is done. ``field`` is what to change on the decision's form, if that."""

    message: str
    label: str = ""
    url: str = ""
    field: str | None = None


@dataclass(frozen=True)
class Step:
    channel: ContactChannel
    done: int
    wanted: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.wanted


@dataclass(frozen=True)
class Standing:
    """What the gates that stand ask about, read at one moment. Empty where no gate asks."""

    gates: frozenset[str]
    guided_on: date | None
    guidance_document: int | None
    is_unheard: bool
    group: TargetGroup | None
    steps: list[Step]
    latest_effect: date | None

    @property
    def asks_guidance(self) -> bool:
        return Gate.GUIDANCE in self.gates

    @property
    def steps_missing(self) -> dict[str, int]:
        return {step.channel: step.wanted - step.done for step in self.steps if not step.is_done}


def gate_columns(case: Case) -> dict[str, Expression]:
    """Everything the gates ask of the database, as columns for a query that is made anyway."""
    day = case.event.occurred_on
    guidances = WrittenGuidance.objects.filter(case=case, given_on__lte=day)
    group = case.citizen.target_groups.filter(period__contains=day).values("group")[:1]
    ladders = LadderRule.objects.on(day).filter(group=Subquery(group)).newest_first()
    adverse = AdverseInformation.objects.filter(case=case)
    return {
        "gates": ArraySubquery(GateRule.objects.closed_on(day).values("gate")),
        "guided_on": Subquery(guidances.values("given_on")[:1]),
        "guidance_document": Subquery(guidances.values("document__number")[:1]),
        "adverse_at": Subquery(adverse.values("noted_at")[:1]),
        "heard_at": hearings().latest(case),
        "group": Subquery(group),
        "ladder": Subquery(ladders.values("steps")[:1]),
    }


def standing(case: Case, read: dict | None = None) -> Standing:
    """``read`` holds the values of ``gate_columns`` when they have been asked for already."""
    read = read or Case.objects.filter(pk=case.pk).values(**gate_columns(case)).get()
    gates, group = frozenset(read["gates"]), read["group"]
    return Standing(
        gates=gates,
        guided_on=read["guided_on"],
        guidance_document=read["guidance_document"],
        is_unheard=Gate.ADVERSE in gates and _is_unheard(read["adverse_at"], read["heard_at"]),
        group=TargetGroup(group) if group else None,
        steps=_steps(case, Counter(read["ladder"])) if Gate.LADDER in gates and read["ladder"] else [],
        latest_effect=latest_effect(case.event.occurred_on) if Gate.EFFECT_IN_TIME in gates else None,
    )


def missing_for(
    case: Case,
    outcome: Outcome | str | None = None,
    effect_from: date | None = None,
    *,
    at: Standing | None = None,
) -> list[Refusal]:
    """What still stands in the way, in Danish; empty when nothing does. Without an outcome: of any sanction at all."""
    if outcome is not None and outcome not in SANCTIONS:
        return []
    at = at or standing(case)
    return [*_facts_missing(case, at), *_choices_refused(at, outcome, effect_from)]


@transaction.atomic
def note_adverse(case: Case, *, by: User) -> AdverseInformation:
    """Somebody else told something adverse: no sanction until the citizen has been heard on it, in a new hearing."""
    Case.objects.hold(case)
    return AdverseInformation.objects.create(case=case, content={"author_id": by.pk})


def _facts_missing(case: Case, at: Standing) -> list[Refusal]:
    found, pages = [], hearings()
    if at.asks_guidance and at.guided_on is None:
        found.append(Refusal(NO_GUIDANCE, "Registrér vejledning", reverse("guidance_new", args=[case.number])))
    if at.steps_missing:
        message = f"{TOO_FEW_ATTEMPTS} Der mangler {listing(steps_in_words(at.steps_missing))}."
        found.append(Refusal(message, "Notér kontaktforsøg", reverse(pages.attempt_url, args=[case.number])))
    if at.is_unheard:
        found.append(Refusal(NOT_HEARD, "Send ny partshøring", reverse(pages.new_url, args=[case.number])))
    return found


def _choices_refused(at: Standing, outcome: str | None, effect_from: date | None) -> list[Refusal]:
    found, today = [], timezone.localdate()
    is_protected = Gate.STRICT_GROUP in at.gates and at.group == TargetGroup.ACTIVITY_READY
    if is_protected and outcome == Outcome.STRICT:
        found.append(Refusal(STRICT_NOT_ALLOWED, field="outcome"))
    if Gate.EFFECT_NOT_BEFORE_LETTER in at.gates and effect_from and effect_from < today:
        found.append(Refusal(BACK_IN_TIME, field="effect_from"))
    # Without a day chosen, today is the first that can be.
    if at.latest_effect and (effect_from or today) > at.latest_effect:
        found.append(Refusal(TOO_LATE.format(at.latest_effect), field="effect_from"))
    return found


def _is_unheard(adverse_at: datetime | None, heard_at: datetime | None) -> bool:
    return adverse_at is not None and (heard_at is None or adverse_at >= heard_at)


def _steps(case: Case, wanted: Counter[str]) -> list[Step]:
    """The attempts are opened one by one, so only where a ladder asks for it."""
    done = Counter(attempt.channel for attempt in case.contact_attempts.all())
    return [Step(channel, done[channel], wanted[channel]) for channel in LADDER_CHANNELS if wanted[channel]]
