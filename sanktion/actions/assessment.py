"""V007: what is weighed before a decision. One act, three records, each with its own entry in the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sanktion.base.danish import in_kroner, long_date
from sanktion.models import (
    Assessment,
    Case,
    CaseStatus,
    GroundAssessment,
    JournalEntry,
    MaterialKind,
    NoteKind,
    PaymentConsequence,
    PaymentEffect,
    ReasonableGround,
    User,
)
from sanktion.models.event_details import WEIGHS_GROUND


class AssessmentNotAllowed(Exception):
    """The case can't be assessed so. The message is for the user."""


@dataclass(frozen=True)
class Moment:
    """What the three records and their entries have in common."""

    case: Case
    at: datetime
    by: User

    def record(self, model, **fields):
        return model.objects.create(case=self.case, made_at=self.at, made_by=self.by, **fields)

    def note(self, heading: str, text: str, facts: list[tuple[str, str]], material: MaterialKind, key=None) -> None:
        told = {"heading": heading, "text": text, "facts": facts}
        JournalEntry.objects.write(self.case, kind=NoteKind.NOTE, material=material, by=self.by, key=key, **told)


@transaction.atomic
def assess(
    case: Case,
    *,
    is_available: bool,
    text: str,
    reasonable_ground: ReasonableGround,
    weighing: str,
    effect: PaymentEffect,
    stated: str = "",
    documents: list[int] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    amount: Decimal | None = None,
    effect_text: str = "",
    by: User,
    key: UUID | None = None,
) -> Assessment:
    """V060, V061. An answered case is then ready for its decision. ``key`` as in ``JournalEntry.objects.write``."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if JournalEntry.objects.written_with(case, key):
        return case.assessments.first()
    if case.event.kind in WEIGHS_GROUND and reasonable_ground == ReasonableGround.NOT_RELEVANT:
        raise AssessmentNotAllowed("Ved denne hændelse skal det vurderes, om borgeren havde en rimelig grund.")
    moment = Moment(case, timezone.now(), by)
    assessment = moment.record(Assessment, is_available=is_available, text=text)
    facts = [("Står til rådighed", "Ja" if is_available else "Nej")]
    moment.note("Rådighedsvurdering", text, facts, MaterialKind.AVAILABILITY, key)
    _ground(moment, ground=reasonable_ground, stated=stated, weighing=weighing, documents=list(documents))
    _payment(moment, effect=effect, starts_on=starts_on, ends_on=ends_on, amount=amount, text=effect_text)
    if case.status == CaseStatus.ANSWERED:
        case.make_ready(by=by, reason="Svaret er vurderet")
    return assessment


def _ground(moment: Moment, **fields) -> None:
    weighed = moment.record(GroundAssessment, **fields)
    facts = [("Rimelig grund", weighed.get_ground_display())]
    if weighed.stated:
        facts.append(("Borgerens grund", weighed.stated))
    if weighed.documents:
        facts.append(("Bilag", ", ".join(f"{moment.case.number}-{number:03d}" for number in weighed.documents)))
    moment.note("Vurdering af rimelig grund", weighed.weighing, facts, MaterialKind.CONSEQUENCE)


def _payment(moment: Moment, **fields) -> None:
    consequence = moment.record(PaymentConsequence, **fields)
    facts = [("Konsekvens", consequence.get_effect_display())]
    if consequence.starts_on:
        facts.append(("Fra og med", long_date(consequence.starts_on)))
    if consequence.ends_on:
        facts.append(("Til og med", long_date(consequence.ends_on)))
    if consequence.amount is not None:
        facts.append(("Nedsættes med", f"{in_kroner(consequence.amount)} om måneden"))
    moment.note("Konsekvens for udbetalingen", consequence.text, facts, MaterialKind.CONSEQUENCE)
