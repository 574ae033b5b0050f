"""B038: what is told of a month discloses no small cell, to one who knows the rule and has every other answer too."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koerelister.statistics.suppression import NOTHING, Cells, add_up, protect

pytestmark = pytest.mark.thorough

AREAS = "ABCDEFG"
T = 5

# Numbers around the threshold are where it goes wrong.
cell = st.one_of(st.integers(0, T + 2), st.integers(0, 40))
tables = st.dictionaries(st.sampled_from(AREAS), st.builds(Cells, cell, cell), max_size=len(AREAS))
years = st.lists(tables, min_size=2, max_size=6)
often = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def table(**rows) -> dict[str, Cells]:
    return {name: Cells(*pair) for name, pair in rows.items()}


def told_cells(told) -> list[int]:
    rows = [*told.shown.values(), told.lump, told.total]
    return [number for cells in rows for number in (cells.contact, cells.none)]


@often
@given(tables)
def test_what_is_told_adds_up_to_the_exact_total(rows):
    told = protect(rows, T)
    if told is not None:
        assert told.total == sum(rows.values(), NOTHING)
        assert set(told.shown) | told.hidden == {name for name, cells in rows.items() if cells.total}
        assert not set(told.shown) & told.hidden


@often
@given(tables)
def test_no_small_cell_is_told(rows):
    told = protect(rows, T)
    if told is not None:
        assert [number for number in told_cells(told) if 0 < number < T] == []
        assert not any(cells.is_small(T) for cells in (*told.shown.values(), told.lump, told.total))
        assert len(told.hidden) != 1


@often
@given(tables)
def test_the_smallest_rows_are_hidden_first_and_none_too_many(rows):
    told = protect(rows, T)
    if told is None:
        return
    extra = {rows[name].total for name in told.hidden if not rows[name].is_small(T)}
    assert all(cells.total > max(extra, default=0) for cells in told.shown.values())
    if extra:
        fewer = [rows[name] for name in told.hidden if rows[name].is_small(T) or rows[name].total < max(extra)]
        assert len(fewer) < 2 or sum(fewer, NOTHING).is_small(T)


def alternatives(rows, name):
    """Other tables that a reader can't rule out: two hidden rows trade places, or one visit moves between them."""
    cells = rows[name]
    for other in rows:
        if other == name:
            continue
        yield rows | {name: rows[other], other: cells}
        pair = cells + rows[other]
        for contact in {max(cells.contact - 1, 0), min(cells.contact + 1, pair.contact)}:
            for none in {0, cells.none, pair.none, max(cells.none - 1, 0), min(cells.none + 1, pair.none)}:
                moved = Cells(contact, none)
                yield rows | {name: moved, other: Cells(pair.contact - contact, pair.none - none)}


def turned(rows):
    return {name: Cells(cells.none, cells.contact) for name, cells in rows.items()}


def undecided(rows, name, *, contact: bool):
    """A table with another number in that cell, of which exactly the same is told; None if the reader can tell."""
    told = protect(rows, T)
    if told is None:
        candidates = [{name: Cells(0, 1)}, {name: Cells(1, 0)}]
    else:
        inside = {key: cells for key, cells in rows.items() if key in told.hidden}
        moved = alternatives(inside, name) if contact else map(turned, alternatives(turned(inside), name))
        candidates = [rows | change for change in moved]
    number = (lambda cells: cells.contact) if contact else (lambda cells: cells.none)
    others = (one for one in candidates if number(one[name]) != number(rows[name]))
    return next((one for one in others if protect(one, T) == told), None)


@often
@given(tables)
def test_every_hidden_small_cell_could_have_been_another(rows):
    told = protect(rows, T)
    hidden = told.hidden if told is not None else [name for name, cells in rows.items() if cells.total]
    for name in hidden:
        if 0 < rows[name].contact < T:
            assert undecided(rows, name, contact=True) is not None, (rows, name)
        if 0 < rows[name].none < T:
            assert undecided(rows, name, contact=False) is not None, (rows, name)


@often
@given(years, st.data())
def test_no_set_of_answers_tells_a_hidden_cell(months, data):
    """Every answer is made of the months as told: where one month could be another, so could every answer."""
    place = data.draw(st.integers(0, len(months) - 1))
    rows = months[place]
    small = [name for name, cells in rows.items() if 0 < cells.contact < T]
    if not small:
        return
    other = undecided(rows, small[0], contact=True)
    changed = [*months[:place], other, *months[place + 1 :]]
    for first in range(len(months)):
        for last in range(first, len(months)):
            periods = [one[first : last + 1] for one in (months, changed)]
            assert add_up(protect(month, T) for month in periods[0]) == add_up(
                protect(month, T) for month in periods[1]
            )


@often
@given(years, st.data())
def test_two_answers_differ_by_what_is_told_already(months, data):
    """Another period, year on year, or one more month closed: the difference is the sum of months as told."""
    told = [protect(month, T) for month in months]
    first, middle, last = sorted(data.draw(st.tuples(*[st.integers(0, len(told))] * 3)))
    whole, part, rest = add_up(told[first:last]), add_up(told[first:middle]), add_up(told[middle:last])
    assert whole.total == part.total + rest.total
    assert whole.lump == part.lump + rest.lump
    assert whole.months_left_out == part.months_left_out + rest.months_left_out
    for area in AREAS:
        assert whole.row(area).cells == part.row(area).cells + rest.row(area).cells
        assert whole.row(area).months_hidden == part.row(area).months_hidden + rest.row(area).months_hidden


@often
@given(years)
def test_a_period_adds_up(months):
    whole = add_up(protect(month, T) for month in months)
    assert sum((row.cells for row in whole.rows.values()), whole.lump) == whole.total
    assert whole.months + whole.months_left_out == len(months)


@often
@given(st.lists(st.builds(Cells, cell, cell), min_size=3, max_size=3))
def test_which_area_has_a_number_decides_nothing(rows):
    """A tie broken by name or order would tell which of two hidden rows is the larger."""
    for order in permutations(range(3)):
        there, here = protect(dict(enumerate(rows)), T), protect({order[n]: rows[n] for n in range(3)}, T)
        if there is None:
            assert here is None
        else:
            assert here.hidden == {order[n] for n in there.hidden}
            assert here.lump == there.lump


@pytest.mark.parametrize(
    ("rows", "hidden", "lump"),
    [
        (table(A=(9, 20), B=(8, 9)), "", (0, 0)),
        (table(A=(9, 20), B=(0, 0)), "", (0, 0)),
        (table(A=(9, 20), B=(4, 9)), "AB", (13, 29)),
        (table(A=(9, 20), B=(4, 9), C=(6, 6)), "BC", (10, 15)),
        (table(A=(9, 20), B=(4, 9), C=(3, 6)), "BC", (7, 15)),
        (table(A=(9, 20), B=(0, 9), C=(6, 6), D=(7, 5)), "BCD", (13, 20)),
        (table(A=(9, 20), B=(0, 9), C=(1, 0), D=(5, 5)), "BCD", (6, 14)),
    ],
    ids=[
        "none is small",
        "a row of nothing",
        "too few rows",
        "the smallest helps",
        "two small",
        "a tie",
        "still small",
    ],
)
def test_what_is_hidden(rows, hidden, lump):
    told = protect(rows, T)
    assert told.hidden == set(hidden)
    assert told.lump == Cells(*lump)


@pytest.mark.parametrize("rows", [table(A=(4, 30)), table(A=(1, 1), B=(1, 1)), table(A=(0, 40), B=(4, 30))])
def test_a_month_of_which_nothing_may_be_told(rows):
    assert protect(rows, T) is None
    assert add_up([protect(rows, T)]).months_left_out == 1


def test_a_month_without_visits_is_told():
    assert protect({}, T).total == NOTHING
    assert protect(table(A=(0, 0)), T).total.percent is None


def test_a_period_is_told_row_by_row():
    """What is hidden in some month is no 0: «nothing to see» is told as that."""
    months = [table(A=(9, 20), B=(4, 9), C=(6, 6)), table(A=(9, 20), B=(8, 9)), table(A=(4, 30))]
    whole = add_up(protect(month, T) for month in months)
    assert [(whole.row(name).cells, whole.row(name).months_hidden, whole.row(name).shown) for name in "ABCD"] == [
        (Cells(18, 40), 0, Cells(18, 40)),
        (Cells(8, 9), 1, Cells(8, 9)),
        (NOTHING, 1, None),
        (NOTHING, 0, NOTHING),
    ]
    assert (whole.lump, whole.total) == (Cells(10, 15), Cells(36, 64))
    assert (whole.months, whole.months_left_out) == (2, 1)


def test_the_least_threshold_may_be_chosen():
    assert protect(table(A=(3, 3), B=(9, 9)), 3).hidden == set()
    assert protect(table(A=(2, 3), B=(9, 9)), 3).hidden == {"A", "B"}


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_that_protects_nobody_is_refused(threshold):
    with pytest.raises(ValueError, match="protects nobody"):
        protect({}, threshold)


@pytest.mark.parametrize(("contact", "none", "percent"), [(1, 2, 33), (2, 1, 67), (0, 3, 0), (4, 0, 100), (0, 0, None)])
def test_contact_is_told_in_whole_per_cent_of_the_visits(contact, none, percent):
    assert Cells(contact, none).percent == percent
