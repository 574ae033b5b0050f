"""Which rows a filter of the queue gives, and how many there are of each saved view."""

from functools import reduce
from operator import add

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from sanktion.base.counting import CountOf
from sanktion.duties import DutySource, registered_duties
from sanktion.forms.queue import CaseFilter
from sanktion.models import Case, CaseStatus, NegativeEvent, SavedView, User
from sanktion.panels import bulk_act_for
from sanktion.views.case_rows import case_rows

CASES = DutySource(
    name="cases", open_for=lambda user: Case.objects.visible_to(user).open(), rows=case_rows, due="next_due"
)
Branches = list[tuple[DutySource, QuerySet]]


def branches_of(case_filter: CaseFilter) -> Branches:
    """The cases the filter gives and, when it asks for nothing that only cases have, the other duties."""
    cases = [(CASES, case_filter.qs)]
    if not case_filter.shows_other_duties:
        return cases
    others = [
        (source, case_filter.narrow_duties(source.open_for(case_filter.user), due=source.due, owner=source.owner))
        for source in registered_duties()
    ]
    return cases + others


def count_views(case_filter: CaseFilter, branches: Branches, own: list[SavedView]) -> dict[str, int]:
    """Every counter of the page in one query, each stopping at 1,000."""
    user = case_filter.user
    duties = [(source, source.open_for(user)) for source in (CASES, *registered_duties())]
    cases = duties[0][1]
    columns = _of_any_duty(duties, user) | {
        "waiting": CountOf(cases.filter(status=CaseStatus.HEARING)),
        "ready": CountOf(cases.filter(status=CaseStatus.READY)),
        "events": CountOf(NegativeEvent.objects.for_teams_of(user).without_case()),
        "rows": _together([queryset for _, queryset in branches]),
    }
    if bulk := bulk_act_for(user):
        columns["bulk"] = CountOf(branches[0][1].filter(status=bulk.status))
    for view in own:
        saved = CaseFilter(QueryDict(view.query), Case.objects.visible_to(user), user=user, people=case_filter.people)
        columns[f"own_{view.pk}"] = _together([queryset for _, queryset in branches_of(saved)])
    columns = {f"count_{name}": column for name, column in columns.items()}
    found = User.objects.filter(pk=user.pk).values(**columns).get()
    return {name.removeprefix("count_"): count for name, count in found.items()}


def _of_any_duty(duties: Branches, user: User) -> dict[str, CountOf]:
    today = timezone.localdate()
    return {
        "late": _together([rows.filter(Q(**{f"{source.due}__lt": today})) for source, rows in duties]),
        "today": _together([rows.filter(Q(**{source.due: today})) for source, rows in duties]),
        "mine": _together([rows.filter(Q(**{source.owner: user.pk})) for source, rows in duties]),
        "ownerless": _together([rows.filter(Q(**{f"{source.owner}__isnull": True})) for source, rows in duties]),
    }


def _together(querysets: list[QuerySet]) -> CountOf:
    return reduce(add, [CountOf(queryset) for queryset in querysets])
