"""Redis gone: pages still answer, what is asked for is kept, and the work is done when it is back.

SANKTION_REDIS_GONE says for how many seconds; `make chaos` makes it a minute.
"""

import os
import sys
import time

import pytest
from django.db import connections
from django.urls import reverse

from .counting import faults
from .flows import Work
from .person import Person
from .round import make_round
from .test_kills import settle

pytestmark = pytest.mark.thorough
GONE = float(os.environ.get("SANKTION_REDIS_GONE", "5"))
PAGES = ("queue", "imports", "hearing_batches", "routes", "destructions", "statistics")
SLOW = 2.0  # seconds, on a machine with nothing else to do


def test_pages_answer_without_redis_and_work_goes_on_with_it(stack, staff, rounds):
    todo = make_round(staff)
    rounds.append(todo)
    connections["default"].close()
    person = Person(stack.port, staff.sessions[staff.kirsten.pk], [])
    usual = max(_seconds(person, reverse(name)) for name in PAGES for _ in range(2))
    stack.without_redis()
    gone, slowest = time.monotonic(), 0.0
    work = Work(stack, staff, todo)
    work.start()
    while time.monotonic() - gone < GONE or not _asked(stack, todo):
        assert time.monotonic() - gone < GONE + 60, "what is asked for is not kept"
        slowest = max(slowest, *(_seconds(person, reverse(name)) for name in PAGES))
    assert slowest < max(SLOW, 4 * usual)
    assert _asked(stack, todo) == [("running",)]
    stack.held.clear()
    while work.is_going_on:
        stack.tend()
        stack.database.let_time_pass()
        work.threads[0].join(1)
    settle(stack)
    assert person.wrong + work.wrong + faults(stack, rounds) == []
    sys.stdout.write(f"\nRedis gone for {GONE:.0f} s: slowest page {slowest:.2f} s, with Redis {usual:.2f} s\n")


def _asked(stack, todo) -> list[tuple]:
    query = "SELECT batch.status FROM parthoering_hearingbatch batch JOIN parthoering_hearingbatchrow ON batch_id ="
    return stack.database.look(f"{query} batch.id WHERE event_id = %s", todo.events[0].pk)


def _seconds(person: Person, path: str) -> float:
    began = time.monotonic()
    answer = person.ask("GET", path)
    assert answer, f"no answer from {path}"
    assert answer.status == 200, path
    return time.monotonic() - began
