"""Look-ups as the one who controls the log is shown them: by the case's number, never by the citizen's name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sanktion.actions.access_control import explain
from sanktion.actions.subject_access_log import page_name
from sanktion.models import AccessFinding, AccessKind, AccessLog, Citizen

# A finding may hold a whole day's looks.
MOST = 200


@dataclass(frozen=True)
class Look:
    at: datetime
    citizen_id: int
    kind: str
    page: str
    case_number: str | None

    @property
    def whom(self) -> str:
        return self.case_number or f"Borger nr. {self.citizen_id} uden for en sag"


@dataclass(frozen=True)
class FindingRow:
    finding: AccessFinding
    looks: list[Look]

    @property
    def explanation(self) -> str:
        return explain(self.finding)


def looks_of(findings: list[AccessFinding]) -> dict[int, Look]:
    """By the rows' numbers, the first ones of each finding."""
    ids = [pk for finding in findings for pk in finding.log_ids[:MOST]]
    if not ids:
        return {}
    days = [finding.day for finding in findings]
    # The day of a row is Danish: a day to each side opens the right months alone.
    span = (min(days) - timedelta(days=1), max(days) + timedelta(days=1))
    rows = AccessLog.objects.filter(pk__in=ids, at__date__range=span).order_by("at", "pk")
    return {
        pk: Look(at, citizen, AccessKind(kind).label, page_name(page), number)
        for pk, at, citizen, kind, page, number in rows.values_list(
            "pk", "at", "citizen_id", "kind", "page", "case__number"
        )
    }


def finding_rows(findings: list[AccessFinding]) -> list[FindingRow]:
    looks = looks_of(findings)
    return [FindingRow(one, [looks[pk] for pk in one.log_ids[:MOST] if pk in looks]) for one in findings]


def citizens_in(rows: list[FindingRow]):
    return Citizen.objects.filter(pk__in={look.citizen_id for row in rows for look in row.looks})
