"""Supervisions and their cases, made by the application's own actions."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from sanktion.models import Case, JobSeekerPeriod, MatchCategory, User
from tilsyn.actions.naming import name_case
from tilsyn.actions.requests import register_supervision
from tilsyn.models import SelectedCase, SelectionWay, Supervision, SupervisionForm

from .core import CaseFactory, CitizenFactory


def supervision_of(by: User, *, form: str = SupervisionForm.CENTRAL_SAMPLE, **facts) -> Supervision:
    facts = {"way": SelectionWay.NOTICES, "received_on": timezone.localdate(), **facts}
    if form == SupervisionForm.SPOT_SURVEY:
        facts.setdefault("theme", "Formidlet arbejde")
    return register_supervision(form=form, by=by, **facts)


def eligible(case: Case, *, category: int = 2, since: date | None = None) -> Case:
    """The citizen of the case held to be covered (§ 2) since long before the event."""
    period = DateRange(since or date(2020, 1, 1), None)
    more = {"reason": "Andre problemer end ledighed", "assessor_name": "Rådgiver"} if category > 3 else {}
    MatchCategory.objects.create(citizen=case.citizen, category=category, period=period, **more)
    JobSeekerPeriod.objects.create(citizen=case.citizen, period=period)
    return case


def selected_of(by: User, *, supervision: Supervision | None = None, case: Case | None = None, **facts) -> SelectedCase:
    """A case of the user's first team, named in a supervision."""
    case = case or eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by))
    return name_case(supervision or supervision_of(by, **facts), case, named_in="Liste 1, række 1", by=by)
