"""Which rows a filter of the queue gives, and how many there are of each saved view.

What is asked follows from who asks, the day and the filter, and its SQL is kept under them: on the page that is opened
most, building it took three quarters of the time.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet, TextField, Value
from django.http import QueryDict
from django.utils import timezone

from sanktion.base.compiled import Kept
from sanktion.base.counting import CountOf, TallyOf
from sanktion.duties import DutySource, registered_duties
from sanktion.forms.queue import CaseFilter
from sanktion.models import Case, NegativeEvent, User
from sanktion.panels import bulk_act_for
from sanktion.views.case_rows import case_rows
from sanktion.views.paging_duties import Branch, DutyPage, DutyPlace

CASES = DutySource(
    name="cases", open_for=lambda user: Case.objects.visible_to(user).open(), rows=case_rows, due="next_due"
)
_pages, _counts = Kept(), Kept()


class Duties(NamedTuple):
    """What a source holds for the user; its number is its place among all sources, also those that hold nothing."""

    number: int
    source: DutySource
    rows: QuerySet


def page_of(case_filter: CaseFilter, params: QueryDict) -> DutyPage:
    place = DutyPlace(params)
    found = _pages.get((_asked(case_filter), place.key), lambda: place.rows_of(_branches(case_filter)))
    return place.page(found.fetch())


def source_of(number: int) -> DutySource:
    return (CASES, *registered_duties())[number]


def count_views(case_filter: CaseFilter, views: dict[str, str]) -> dict[str, int]:
    """How many rows each view's query gives, and how many «rows» there are of the filter in use, all in one query.
    «events» are those without a case, «bulk» the rows for the act on many."""
    queries = (("rows", case_filter.query), *views.items())
    compiled = _counts.get((_asked(case_filter), queries), lambda: _counters(case_filter, dict(queries)))
    [(names, tallied, *counts)] = compiled.fetch()
    found = dict(zip(names, counts, strict=False))
    # Nothing is tallied of a source in which there can be no row for this reader.
    for tally in filter(None, counts[len(names) :]):
        for name, count in zip(tallied, tally, strict=True):
            found[name] += count
    return found


def _asked(case_filter: CaseFilter) -> tuple:
    user = case_filter.user
    reader = (user.pk, user.team_ids, user.granted_case_ids, frozenset(user.get_all_permissions()))
    return reader, timezone.localdate(), case_filter.query, registered_duties()


def _duties(user: User) -> list[Duties]:
    """Of every source but the cases: those that can hold something."""
    opened = [(number, source, source.open_for(user)) for number, source in enumerate(registered_duties(), start=1)]
    return [Duties(*one) for one in opened if not one[-1].query.is_empty()]


def _branches(case_filter: CaseFilter) -> list[Branch]:
    """The cases the filter gives and, when it asks for nothing that only cases have, the other duties."""
    cases = Branch(0, case_filter.qs, CASES.due)
    if not case_filter.shows_other_duties:
        return [cases]
    return [cases] + [
        Branch(number, rows.filter(case_filter.of_duties(due=source.due, owner=source.owner)), source.due)
        for number, source, rows in _duties(case_filter.user)
    ]


def _counters(case_filter: CaseFilter, queries: dict[str, str]) -> QuerySet:
    """A row of the names of what is counted, the names of those that other duties are counted with, a count of cases
    for each name, stopping at 1,000, and a tally for each source of other duties."""
    user, bulk = case_filter.user, bulk_act_for(case_filter.user)
    cases = Case.objects.visible_to(user)
    views = {
        name: CaseFilter(QueryDict(query), cases, user=user, people=case_filter.people)
        for name, query in queries.items()
    }
    counts = {name: CountOf(view.qs) for name, view in views.items()}
    counts["events"] = CountOf(NegativeEvent.objects.for_teams_of(user).without_case())
    counts["bulk"] = CountOf(case_filter.qs.filter(status=bulk.status) if bulk else cases.none())
    shared = {name: view for name, view in views.items() if view.shows_other_duties}
    tallies = [
        TallyOf(rows, [view.of_duties(due=source.due, owner=source.owner) for view in shared.values()])
        for _, source, rows in _duties(user)
    ]
    columns = {
        "names": _texts(counts),
        "tallied": _texts(shared),
        **{f"count_{name}": column for name, column in counts.items()},
        **{f"tally_{number}": column for number, column in enumerate(tallies)},
    }
    return User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns)


def _texts(names: Iterable[str]) -> Value:
    return Value(list(names), ArrayField(TextField()))
