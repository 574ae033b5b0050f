"""Two beats, two workers, every message delivered twice and every press doubled: everything once all the same."""

import re
from collections import Counter

import pytest
from django.db import connections

from .counting import faults
from .flows import Work
from .round import make_round
from .stack import BEAT, WORKER
from .test_kills import settle

pytestmark = pytest.mark.thorough


def test_what_is_asked_for_twice_at_once_is_done_once(stack, staff, rounds):
    earlier = len(stack.said("worker"))
    stack.supervisor.environment["SANKTION_TWICE"] = "1"
    stack.restart("web", "worker", "beat")
    stack.commands["worker 2"] = (*WORKER, "--hostname", "second@%h")
    stack.commands["beat 2"] = (*BEAT, "--schedule", str(stack.var / "second-schedule"))
    stack.start("worker 2", "beat 2")
    stack.wait_until_up()
    todo = make_round(staff)
    rounds.append(todo)
    connections["default"].close()
    work = Work(stack, staff, todo, clicks=2)
    work.start()
    while work.is_going_on:
        stack.database.let_time_pass()
        work.threads[0].join(1)
    settle(stack)
    assert work.wrong + faults(stack, rounds) == []
    assert stack.talks("beat 2"), "there was one beat only"
    # By the request that sent it: a sweeper's message is another's.
    said = stack.said("worker")[earlier:] + stack.said("worker 2")
    sent = Counter(re.findall(r"request=(\w+) task=sanktion\.tasks\.run_import", said))
    assert max(sent.values()) > 1, "the message came once only"
