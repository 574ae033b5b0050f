"""V015, V018, V022: ways round the rules of which cases are in a supervision, tried in the database itself."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions.naming import NamingNotAllowed, name_case
from tilsyn.models import SelectedCase, SelectedStatus, Supervision, SupervisionStatus, WithdrawnBecause
from tilsyn.models.selected_case import SELECTED_TRANSITIONS
from tilsyn.models.supervision import OVER, TRANSITIONS

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


def a_case(by, **facts):
    return eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.get()), by=by), **facts)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_numbers_run_within_the_year(tove):
    numbers = [supervision_of(tove).number for _ in range(2)]
    year = timezone.localdate().year
    assert numbers == [f"{year}-1", f"{year}-2"]


def test_a_named_case_begins_the_collecting(tove):
    selected = selected_of(tove)
    assert (selected.number, selected.takes_part) == (1, True)
    assert Supervision.objects.get().status == SupervisionStatus.COLLECTING


def test_the_same_case_is_named_once(tove):
    supervision, case = supervision_of(tove), a_case(tove)
    first = name_case(supervision, case, named_in="Liste 1, række 1", by=tove)
    assert name_case(supervision, case, named_in="Liste 2, række 9", by=tove) == first


@pytest.mark.parametrize("category", [4, 5])
def test_category_4_and_5_on_the_events_day_leaves_at_once(tove, category):
    """V015, V018."""
    selected = selected_of(tove, case=a_case(tove, category=category))
    assert selected.status == SelectedStatus.WITHDRAWN
    assert selected.withdrawn_because == WithdrawnBecause.CATEGORY


@pytest.mark.thorough
def test_category_4_can_be_put_in_neither_by_hand_nor_afterwards(tove):
    """V015: the database asks for the day of the event itself."""
    selected = selected_of(tove, case=a_case(tove, category=4))
    with pytest.raises(IntegrityError, match="matchkategori 4-5"), transaction.atomic():
        selected.bring_back(by=tove)
    other = a_case(tove, category=5)
    with pytest.raises(IntegrityError, match="matchkategori 4-5"), transaction.atomic():
        SelectedCase.objects.create(
            supervision=selected.supervision, case=other, number=9, named_in="Liste", named_by=tove
        )


@pytest.mark.thorough
@pytest.mark.parametrize("status", OVER)
def test_nothing_is_named_when_the_supervision_is_over(tove, status):
    supervision, case = supervision_of(tove), a_case(tove)
    Supervision.objects.filter(pk=supervision.pk).update(status=status, ended_on=timezone.localdate())
    with pytest.raises(NamingNotAllowed):
        name_case(supervision, case, named_in="Liste", by=tove)
    with pytest.raises(IntegrityError, match="afsluttet"), transaction.atomic():
        SelectedCase.objects.create(supervision=supervision, case=case, number=9, named_in="Liste", named_by=tove)


@pytest.mark.thorough
def test_what_the_directorate_named_cannot_be_changed(tove):
    """V022."""
    selected, other = selected_of(tove), a_case(tove)
    with pytest.raises(IntegrityError, match="udpeget"):
        sql("UPDATE tilsyn_selectedcase SET case_id = %s WHERE id = %s", other.pk, selected.pk)
    with pytest.raises(IntegrityError, match="selected_by_the_directorate"), transaction.atomic():
        name_case(selected.supervision, other, named_in=" ", by=tove)


def test_cases_of_other_teams_are_not_seen(tove):
    selected_of(tove)
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    assert not SelectedCase.objects.visible_to(stranger).exists()


MOVES = [
    *[(SelectedStatus, SELECTED_TRANSITIONS, pair) for pair in product(SelectedStatus, SelectedStatus)],
    *[(SupervisionStatus, TRANSITIONS, pair) for pair in product(SupervisionStatus, SupervisionStatus)],
]


@pytest.mark.parametrize(
    ("statuses", "table", "pair"), MOVES, ids=lambda value: "-".join(value) if type(value) is tuple else ""
)
def test_every_move_is_in_the_table_or_refused(tove, statuses, table, pair):
    before, after = pair
    row = (
        selected_of(tove)
        if statuses is SelectedStatus
        else supervision_of(tove, form="visit", visit_on=timezone.localdate())
    )
    facts = _facts(statuses, before, tove)
    type(row)._base_manager.filter(pk=row.pk).update(status=before, **facts)
    row.refresh_from_db()
    if after in table[before]:
        row._move_to(after, by=tove, reason="Prøve", **_facts(statuses, after, tove))
        assert row.status == after
    else:
        with pytest.raises(TransitionNotAllowed):
            row._move_to(after, by=tove, reason="Prøve")


def _facts(statuses, status, by):
    if statuses is SupervisionStatus:
        return {"ended_on": timezone.localdate() if status in OVER else None}
    gone = status == SelectedStatus.WITHDRAWN
    return {
        "withdrawn_because": WithdrawnBecause.DIRECTORATE if gone else "",
        "withdrawn_at": timezone.now() if gone else None,
        "withdrawn_by": by if gone else None,
    }
