"""V057-V067, V077: the states of many cases at once are those of each case, and the board's arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.actions.material import waive_material, withdraw_waiver
from sanktion.models import Benefit, Case, CaseMaterial, CaseStatus, MaterialKind, SupervisionRelevance
from sanktion.models.readiness import RowState, lacking, readiness, states_of
from tilsyn.board import Board, BoardRow, CellState, cells_of

from ..factories import CaseFactory, CitizenFactory

STATES = st.sampled_from(list(RowState))


def row_of(*states: CellState) -> BoardRow:
    return BoardRow(None, dict(zip(MaterialKind, states, strict=False)), due=None)


@pytest.mark.django_db
def test_the_states_of_many_are_those_of_each(caseworker, team, django_assert_num_queries):
    cases = [CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker) for _ in CaseStatus]
    for case, status in zip(cases, CaseStatus, strict=True):
        Case.objects.filter(pk=case.pk).update(status=status)
    CaseMaterial.objects.create(case=cases[0], kind=MaterialKind.OTHER)
    waive_material(cases[1], [MaterialKind.TIME_SHEETS], reason="Ikke i tilbud.", by=caseworker)
    waive_material(cases[2], [MaterialKind.PAYMENTS], reason="Fejl.", by=caseworker)
    withdraw_waiver(cases[2], MaterialKind.PAYMENTS, by=caseworker)
    cases[3].citizen.benefit = Benefit.objects.first()
    cases[3].citizen.save()
    with django_assert_num_queries(1):
        many = states_of(Case.objects.all())
    one = {case.pk: {row.kind: row.state for row in readiness(case)} for case in Case.objects.all()}
    assert many == one


@pytest.mark.django_db
def test_the_database_knows_which_cases_lack_something(caseworker, team):
    """The queue's own condition and the rule of the ten rows agree, in every status and for every kind."""
    cases = [CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker) for _ in CaseStatus]
    for case, status in zip(cases, CaseStatus, strict=True):
        Case.objects.filter(pk=case.pk).update(status=status)
    for kind in MaterialKind:
        missing = {pk for pk, states in states_of(Case.objects.all()).items() if RowState.MISSING in states.values()}
        assert set(Case.objects.filter(lacking()).values_list("pk", flat=True)) == missing
        for case in cases:
            CaseMaterial.objects.note(case, kind, SupervisionRelevance.YES)
    assert not Case.objects.filter(lacking()).exists()


@given(st.lists(STATES, min_size=10, max_size=10), st.sets(st.sampled_from(MaterialKind.values)))
def test_a_case_is_whole_exactly_when_nothing_hinders_it(states, held):
    row = row_of(*cells_of(dict(zip(MaterialKind, states, strict=True)), held).values())
    waits = any(state in (CellState.MISSING, CellState.HELD) for state in row.cells.values())
    assert row.is_ready != waits
    assert (row.percent == 100) == (not waits and row.of > 0)
    assert 0 <= row.percent <= 100


def test_what_waits_for_a_blackout_is_only_what_is_there():
    states = {MaterialKind.EVENT: RowState.PRESENT, MaterialKind.OTHER: RowState.MISSING}
    cells = cells_of(states, {MaterialKind.EVENT, MaterialKind.OTHER})
    assert list(cells.values()) == [CellState.HELD, CellState.MISSING]


def test_what_comes_later_is_not_counted():
    row = row_of(CellState.PRESENT, CellState.LATER, CellState.WAIVED, CellState.MISSING)
    assert (row.settled, row.of, row.percent) == (2, 3, 66)


def test_the_request_is_as_ready_as_its_cases():
    ready, waits = row_of(CellState.PRESENT, CellState.WAIVED), row_of(CellState.HELD)
    lacks = row_of(CellState.MISSING, CellState.PRESENT, CellState.LATER)
    board = Board(None, [ready, waits, lacks])
    assert (board.ready, board.percent, board.held, board.lacking) == (1, 60, 1, [lacks])
    assert Board(None, []).percent == 0
