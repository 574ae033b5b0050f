"""The demo's cases are told by several processes, and a citizen's own in their order."""

import os
from pathlib import Path

import pytest

from parthoering.demo import of_each_citizen
from sanktion.demo.processes import share_out
from sanktion.models import NegativeEvent


def leave_a_mark(path: Path) -> None:
    path.write_text(str(os.getpid()))


def fail(number: int) -> None:
    if number == 3:
        raise ValueError("the third")


def test_everything_is_done_and_not_here(tmp_path):
    marks = [tmp_path / str(number) for number in range(5)]
    share_out(leave_a_mark, marks)
    assert str(os.getpid()) not in {mark.read_text() for mark in marks}


def test_a_case_that_fails_stops_the_demo():
    with pytest.raises(ValueError, match="the third"):
        share_out(fail, range(5))


def test_a_citizens_events_are_kept_together_in_their_order():
    events = [NegativeEvent(pk=pk, citizen_id=citizen) for pk, citizen in ((1, 7), (2, 8), (3, 7), (4, 9), (5, 8))]
    assert [[event.pk for event in own] for own in of_each_citizen(events)] == [[1, 3], [2, 5], [4]]
