"""Whether a case belongs in a supervision (§ 2, § 6): three conditions, each asked of the day of the event."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet

from sanktion.models import Case
from sanktion.models.standing import OUTSIDE_SUPERVISION, Standing, standing_columns, standing_on
from tilsyn.models import SelectedCase, WithdrawalNotice, WithdrawnBecause
from tilsyn.models.supervision import TAKES_CASES


@dataclass(frozen=True)
class Condition:
    """``otherwise`` is the reason for which a case without it leaves."""

    label: str
    is_met: bool
    told: str
    otherwise: WithdrawnBecause


@dataclass(frozen=True)
class Eligibility:
    conditions: tuple[Condition, ...]
    is_outside_category: bool

    @property
    def is_met(self) -> bool:
        return all(condition.is_met for condition in self.conditions)

    @property
    def unmet(self) -> list[Condition]:
        return [condition for condition in self.conditions if not condition.is_met]


@dataclass(frozen=True)
class JudgedCase:
    """A case of a supervision, held against what is known today of the day of its event."""

    selected: SelectedCase
    eligibility: Eligibility

    @property
    def notice(self) -> WithdrawalNotice | None:
        return next(iter(self.selected.standing_notices), None)

    @property
    def told_change(self) -> str:
        """The category has been corrected since the case was named, or since it left; empty when it has not."""
        outside, told = self.eligibility.is_outside_category, self.eligibility.conditions[0].told
        if self.selected.takes_part and outside:
            return f"Kategorien er ændret siden udpegningen: {told.lower()}."
        if self.selected.withdrawn_because == WithdrawnBecause.CATEGORY and not outside:
            return f"Kategorien er ændret, siden sagen udgik: {told.lower()}."
        return ""

    @property
    def can_come_back(self) -> bool:
        is_told = self.notice is not None and self.notice.sent_on is not None
        return not self.selected.takes_part and not self.eligibility.is_outside_category and not is_told


def judge_all(selected: QuerySet) -> list[JudgedCase]:
    """In a number of queries that doesn't follow theirs; ``selected`` is already what the user may see."""
    event = "case__event"
    found = selected.annotate(**standing_columns(OuterRef("case__citizen_id"), OuterRef(f"{event}__occurred_on")))
    found = found.select_related("case__citizen", event, "case__decision", "withdrawn_by")
    found = found.defer("case__decision__reasons", "case__decision__answer_to_statement")
    notices = WithdrawalNotice.objects.standing().select_related("paper__supervision")
    found = found.prefetch_related(Prefetch("notices", notices, to_attr="standing_notices"))
    return [JudgedCase(one, judge(_standing(one), one.case)) for one in found]


def moved_outside() -> QuerySet:
    """V018: still taking part, though the citizen is by now held to have been in category 4-5 on the event's day."""
    columns = standing_columns(OuterRef("case__citizen_id"), OuterRef("case__event__occurred_on"))
    found = SelectedCase.objects.taking_part().filter(supervision__status__in=TAKES_CASES)
    return found.alias(match_category=columns["match_category"]).filter(match_category__in=OUTSIDE_SUPERVISION)


def _standing(selected: SelectedCase) -> Standing:
    return Standing(selected.match_category, selected.target_group, selected.job_seeker)


def eligibility_of(case: Case) -> Eligibility:
    """V015, V023, V024. One query; ``case`` with its event and citizen."""
    return judge(standing_on(case.citizen, case.event.occurred_on), case)


def judge(standing: Standing, case: Case) -> Eligibility:
    outside = standing.match_category in OUTSIDE_SUPERVISION
    return Eligibility((_covered(standing), _registered(standing), _duty(case)), outside)


def _covered(standing: Standing) -> Condition:
    category = standing.match_category
    told = f"Matchkategori {category} på hændelsens dato" if category else "Matchkategorien er ikke registreret"
    met = category is not None and category not in OUTSIDE_SUPERVISION
    reason = WithdrawnBecause.CATEGORY if category else WithdrawnBecause.NOT_COVERED
    return Condition("Omfattet af § 2", met, told, reason)


def _registered(standing: Standing) -> Condition:
    told = "Tilmeldt på hændelsens dato" if standing.job_seeker else "Ikke tilmeldt på hændelsens dato"
    return Condition("Tilmeldt som arbejdssøgende", standing.job_seeker, told, WithdrawnBecause.NOT_REGISTERED)


def _duty(case: Case) -> Condition:
    """§ 6: every registered event sets off the duty, unless it turned out not to have happened."""
    decision = getattr(case, "decision", None)
    withdrawn = decision is not None and decision.outcome == "event_withdrawn"
    told = "Hændelsen er trukket tilbage" if withdrawn else case.event.get_kind_display()
    return Condition("Hændelse, der udløser pligt", not withdrawn, told, WithdrawnBecause.NO_DUTY)
