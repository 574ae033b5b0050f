"""What a supervision owes, and what is owed to it, as rows of the work queue."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import User
from tilsyn.models import Supervision
from tilsyn.outlook import Outlook, outlook_of

HANDLE = "tilsyn.handle_supervision"


def register_request_duties() -> None:
    register_duty(DutySource("supervisions", open_for=_owing, rows=owing_rows))
    register_duty(DutySource("supervision_results", open_for=_overdue, rows=overdue_rows, due="result_by"))


def _owing(user: User) -> QuerySet:
    found = Supervision.objects.owing()
    return found if user.has_perm(HANDLE) else found.none()


def _overdue(user: User) -> QuerySet:
    found = Supervision.objects.result_overdue(timezone.localdate())
    return found if user.has_perm(HANDLE) else found.none()


def owing_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    today = timezone.localdate()
    found = Supervision.objects.with_counts().filter(pk__in=pks).select_related("owner")
    return {supervision.pk: _owing_row(outlook_of(supervision, today)) for supervision in found}


def _owing_row(outlook: Outlook) -> DutyRow:
    supervision = outlook.supervision
    step, step_url = _step_of(outlook)
    return DutyRow(
        due=supervision.due,
        citizen=None,
        number=supervision.number,
        url=reverse("supervision", args=[supervision.number]),
        title=f"{supervision.get_form_display()} {supervision.number}",
        why=outlook.told,
        step=step,
        step_url=step_url,
        owner=supervision.owner,
    )


def _step_of(outlook: Outlook) -> tuple[str, str]:
    supervision = outlook.supervision
    page = [supervision.number]
    if supervision.awaits_visit and outlook.days_left <= 0 and outlook.received:
        return "Notér besøget", reverse("supervision_visit_held", args=page)
    if outlook.suggests_delay:
        return "Giv besked om forsinkelse", reverse("supervision_delay", args=page)
    label = "Gør klar til besøget" if supervision.awaits_visit else "Saml og send materialet"
    return label, reverse("supervision", args=page)


def overdue_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    found = Supervision.objects.with_result_by().filter(pk__in=pks).select_related("owner")
    return {supervision.pk: _overdue_row(supervision) for supervision in found}


def _overdue_row(supervision: Supervision) -> DutyRow:
    url = reverse("supervision", args=[supervision.number])
    return DutyRow(
        due=supervision.result_by,
        citizen=None,
        number=supervision.number,
        url=url,
        title=f"Resultat af tilsyn {supervision.number}",
        why=f"Tilsynet sluttede {long_date(supervision.ended_on)}, og direktoratets resultat er ikke kommet",
        step="Ryk direktoratet",
        step_url=url,
        owner=supervision.owner,
    )
