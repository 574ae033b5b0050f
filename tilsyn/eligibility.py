"""Whether a case belongs in a supervision (§ 2, § 6): three conditions, each asked of the day of the event."""

from dataclasses import dataclass

from sanktion.models import Case
from sanktion.models.standing import OUTSIDE_SUPERVISION, Standing, standing_on
from tilsyn.models import WithdrawnBecause


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
