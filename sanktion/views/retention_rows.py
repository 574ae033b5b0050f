"""How long a case is kept, as the pages say it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.holds import holds_of
from sanktion.models import Case, CaseStatus, RetentionRule
from sanktion.models.retention import kind_of, with_what_stays


@dataclass(frozen=True)
class KeptCase:
    case: Case
    rule: RetentionRule | None
    holds: list[str]

    @property
    def closed_on(self) -> date | None:
        is_closed = self.case.status == CaseStatus.CLOSED
        return timezone.localdate(self.case.status_changed_at) if is_closed else None

    @property
    def planned_on(self) -> date | None:
        return self.rule.planned_on(self.closed_on) if self.rule and self.closed_on else None

    @property
    def explanation(self) -> str:
        if self.planned_on is None:
            return ""
        return f"{self.rule.years} år fra {long_date(self.closed_on)} = {long_date(self.planned_on)}"

    @property
    def why_not(self) -> list[str]:
        """What stands in the way; the database's own sentence when no source has said anything."""
        return self.holds or ([self.case.stays] if self.case.stays else [])


def kept_cases(pks: list[int]) -> list[KeptCase]:
    """One row a case, in the order of ``pks``."""
    found = with_what_stays(Case.objects.filter(pk__in=pks).select_related("decision", "citizen")).in_bulk()
    rules = {rule.kind: rule for rule in RetentionRule.objects.holding(timezone.localdate())}
    holds = holds_of(pks)
    return [KeptCase(found[pk], _rule_of(found[pk], rules), holds.get(pk, [])) for pk in pks]


def _rule_of(case: Case, rules: dict) -> RetentionRule | None:
    decision = getattr(case, "decision", None)
    return rules.get(kind_of(decision.outcome)) if decision else None
