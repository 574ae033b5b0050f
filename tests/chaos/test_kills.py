"""kill -9 at random, of every process there is, while seven kinds of work go on: 0 lost, 0 doubled.

`make chaos` runs it with at least 250 kills (SANKTION_KILLS; SANKTION_SEED gives other moments).
"""

import os
import sys
import time
from collections import Counter

import pytest
from django.db import connections

from koerelister.destruction import ledger

from .counting import faults
from .flows import Work
from .reaper import Reaper
from .round import make_round

pytestmark = pytest.mark.thorough
KILLS = int(os.environ.get("SANKTION_KILLS", "15"))
SEED = int(os.environ.get("SANKTION_SEED", "2018"))
A_ROUND = 40  # kills; what is left of the work is then done in peace


def storm(reaper: Reaper, work: Work, *, most: int) -> None:
    """Kills while the work goes on, which is done all the same."""
    stack = reaper.stack
    work.start()
    kills, rested = 0, time.monotonic()
    while work.is_going_on:
        time.sleep(reaper.dice.uniform(0, 2 * stack.breath))
        if work.is_going_on and kills < most:
            kills += reaper.kill()
        stack.tend()
        if time.monotonic() - rested > 2:
            stack.database.let_time_pass()
            rested = time.monotonic()


def settle(stack) -> None:
    """Nobody is killed any more; what was begun is ended by the sweepers."""
    stack.tend()
    stack.wait_until_up()
    deadline = time.monotonic() + 60
    while stack.database.look("SELECT id FROM parthoering_delivery WHERE status = 'waiting'"):
        assert time.monotonic() < deadline, "letters still wait"
        stack.database.let_time_pass()
        time.sleep(0.3)
    connections["default"].close()
    ledger.catch_up()


def test_nothing_is_lost_and_nothing_doubled(stack, staff, rounds):
    reaper = Reaper(stack, SEED)
    while reaper.kills.total() < KILLS:
        connections["default"].close()
        rounds.append(make_round(staff))
        work = Work(stack, staff, rounds[-1], seed=SEED + len(rounds))
        storm(reaper, work, most=min(A_ROUND, KILLS - reaper.kills.total()))
        settle(stack)
        assert work.wrong + faults(stack, rounds) == []
        sys.stdout.write(f"\n{reaper.kills.total()} kills in {len(rounds)} rounds")
        sys.stdout.flush()
    sys.stdout.write(told(reaper.kills, rounds))


def told(kills: Counter, rounds: list) -> str:
    counts = {
        "events imported": sum(len(one.citizens) for one in rounds),
        "hearing letters": sum(len(one.events) for one in rounds),
        "lists planned and destroyed": sum(len(one.drives) for one in rounds),
        "visits": sum(len(drive.cases) for one in rounds for drive in one.drives),
        "bundles": sum(len(one.selected) for one in rounds),
        "dispatches": len(rounds),
    }
    lines = [f"\n{kills.total()} kills (seed {SEED}), 0 lost, 0 doubled"]
    lines += [f"  {count:6} {name}" for name, count in [*sorted(kills.items()), *counts.items()]]
    return "\n".join(lines) + "\n"
