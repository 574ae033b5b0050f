"""What a supervision came to, counted from its own cases, and over time (V011, V128, V132, V136-V140, V152)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from sanktion.base.acting import unit_wide
from sanktion.models import MaterialKind
from tilsyn.models import (
    AssessmentVersion,
    CaseAssessment,
    FollowUp,
    SelectedCase,
    SelectedStatus,
    Severity,
    Supervision,
    SupervisionForm,
    SupervisionResult,
)
from tilsyn.models.assessment import DONE
from tilsyn.verdicts import Verdict, error_rate

Counts = Mapping[Verdict, int]


@dataclass(frozen=True)
class Round:
    """One supervision with a result: the letter's four counts, and what was wrongly paid in øre."""

    number: str
    form: SupervisionForm
    received_on: date
    counts: dict[Verdict, int]
    amount: int

    @property
    def error_rate(self) -> Decimal | None:
        return error_rate(self.counts)


def rounds() -> list[Round]:
    """Every supervision with a result, the oldest first."""
    found = SupervisionResult.objects.select_related("supervision").order_by("received_on", "pk")
    found = found.defer("text", "difference")
    return [
        Round(
            number=result.supervision.number,
            form=SupervisionForm(result.supervision.form),
            received_on=result.received_on,
            counts=result.counts,
            amount=result.wrong_paid,
        )
        for result in found
    ]


@unit_wide("Tilsynets tal er hele enhedens")
def counted(supervision: Supervision) -> dict[Verdict, int]:
    """Our own cases by what stands of them. A case that is not assessed yet is in none of the four."""
    found = _standing(supervision).order_by().values_list("verdict").annotate(Count("pk"))
    counts = dict.fromkeys(Verdict, 0) | {Verdict(verdict): count for verdict, count in found}
    counts[Verdict.WITHDRAWN] = SelectedCase.objects.withdrawn().filter(supervision=supervision).count()
    return counts


@unit_wide("Tilsynets tal er hele enhedens")
def unassessed(supervision: Supervision) -> int:
    """How many cases take part without an assessment."""
    cases = SelectedCase.objects.taking_part().filter(supervision=supervision, assessment__isnull=True)
    return cases.count()


def differences(supervision: Supervision, counts: Counts) -> dict[Verdict, tuple[int, int]]:
    """(the letter's, ours) where they are not the same."""
    ours = counted(supervision)
    return {verdict: (counts[verdict], ours[verdict]) for verdict in Verdict if counts[verdict] != ours[verdict]}


@unit_wide("Tilsynets tal er hele enhedens")
def amount_found(supervision: Supervision) -> int:
    """V128: the sum in øre of what, as it stands, can't be claimed."""
    return _standing(supervision).filter(has_refund=True).aggregate(sum=Sum("amount"))["sum"] or 0


@unit_wide("Tilsynets tal er hele enhedens")
def severities(supervision: Supervision) -> dict[Severity, int]:
    """V132."""
    wrong = _standing(supervision).filter(verdict=Verdict.WRONG)
    found = wrong.order_by().values_list("severity").annotate(Count("pk"))
    return dict.fromkeys(Severity, 0) | {Severity(severity): count for severity, count in found}


@unit_wide("Tilsynets tal er hele enhedens")
def missing_kinds(supervision: Supervision) -> list[tuple[MaterialKind, int]]:
    """V137: what kept the directorate from assessing, the most frequent first."""
    lists = _standing(supervision).filter(verdict=Verdict.NOT_ASSESSABLE).values_list("missing", flat=True)
    found = Counter(MaterialKind(kind) for missing in lists for kind in missing)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


@unit_wide("Tilsynets tal er hele enhedens")
def unfinished(supervision: Supervision) -> list[str]:
    """What speaks against closing it, as Danish sentences."""
    found = []
    taking_part = CaseAssessment.objects.of(supervision).filter(selected__status=SelectedStatus.NAMED)
    waiting = taking_part.exclude(status__in=DONE).count()
    if waiting:
        found.append(f"{waiting} vurdering{'er' if waiting > 1 else ''} er ikke endelig{'e' if waiting > 1 else ''}.")
    if open_ones := FollowUp.objects.open().filter(supervision=supervision).count():
        found.append(f"{open_ones} opfølgning{'er' if open_ones > 1 else ''} er ikke udført.")
    return found


def _standing(supervision: Supervision):
    taking_part = SelectedCase.objects.taking_part().filter(supervision=supervision)
    return AssessmentVersion.objects.standing().filter(assessment__selected__in=taking_part)
