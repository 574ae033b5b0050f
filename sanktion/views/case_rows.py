"""A case as a row of the queue: why it stands there, and where its next step is done."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from sanktion.base.addresses import of_case
from sanktion.base.compiled import KeptRows
from sanktion.duties import DutyRow, reasons_for, step_of
from sanktion.models import Case, CaseStatus, CountersignRequest, EventKind, User
from sanktion.models.assessment import weighed_all
from sanktion.panels import BulkAct, bulk_act_for
from sanktion.templatetags.sanktion_ui import short_date

COLUMNS = (
    "number",
    "team_id",
    "status",
    "status_changed_at",
    "next_due",
    "citizen__cpr",
    "citizen__first_name",
    "citizen__last_name",
    "event__kind",
    "event__occurred_on",
    "owner__first_name",
    "owner__last_name",
    "owner__username",
)


def case_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    """Relations are fetched for the rows of the page alone, so the sorting never carries them."""
    cases = _cases.of(pks)
    reasons = reasons_for(cases)
    bulk = bulk_act_for(user)
    return {case.pk: _row(case, reasons.get(case.pk), user, bulk) for case in cases}


def _cases_of(pks: RawSQL) -> QuerySet:
    asked = CountersignRequest.objects.waiting().filter(case=OuterRef("pk"))
    columns = {
        "has_assessment": weighed_all(),
        "asked_at": Subquery(asked.values("asked_at")[:1]),
        "asked_by": Subquery(asked.values("asked_by")[:1]),
    }
    cases = Case.objects.select_related("citizen", "event", "owner").only(*COLUMNS)
    return cases.filter(pk__in=pks).annotate(**columns)


_cases = KeptRows(_cases_of)


def _row(case: Case, reason: str | None, user: User, bulk: BulkAct | None) -> DutyRow:
    step, step_url = _step(case, user)
    may_handle = user.has_perm("sanktion.handle_case")
    may_take = may_handle and case.owner_id is None and case.is_open and case.team_id in user.team_ids
    return DutyRow(
        due=case.next_due,
        citizen=case.citizen,
        number=case.number,
        url=of_case("case", case.number),
        title=EventKind(case.event.kind).label,
        why=reason or why(case),
        step=step,
        step_url=step_url,
        owner=case.owner,
        is_open=case.is_open,
        take_url=of_case("case_take", case.number) if may_take else "",
        pick=str(case.event_id) if bulk and case.status == bulk.status else "",
    )


def _step(case: Case, user: User) -> tuple[str, str]:
    """What is next for this reader, and its form when they may fill it in."""
    if case.asked_at and case.asked_by != user.pk and user.has_perm("sanktion.countersign_decision"):
        return "Læs og underskriv", of_case("countersign", case.number)
    step, url = step_of(case, has_assessment=case.has_assessment)
    is_decision = case.status == CaseStatus.READY and case.has_assessment
    return step, url if user.has_perm("sanktion.decide_case" if is_decision else "sanktion.handle_case") else ""


def why(case: Case) -> str:
    """What the case's own row can tell; an app that knows more says it better."""
    since = short_date(case.status_changed_at)
    match CaseStatus(case.status):
        case CaseStatus.REGISTERED:
            return f"Hændelsen {short_date(case.event.occurred_on)} er ikke partshørt"
        case CaseStatus.HEARING:
            return f"Partshøring sendt {since}"
        case CaseStatus.SEEKING_CONTACT:
            return f"Ingen svar; kontakt søges siden {since}"
        case CaseStatus.ANSWERED:
            return f"Borgerens svar er ikke vurderet siden {since}"
        case CaseStatus.READY if case.asked_at:
            return f"Afventer medunderskrift siden {short_date(case.asked_at)}"
        case CaseStatus.READY:
            return (
                f"Vurderet; afgørelse mangler siden {since}"
                if case.has_assessment
                else (f"Klar siden {since}; sagen er ikke vurderet")
            )
        case CaseStatus.DECIDED:
            return f"Afgjort {since}; sagen er ikke lukket"
        case CaseStatus.CLOSED:
            return f"Lukket {since}"
