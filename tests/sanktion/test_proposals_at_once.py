"""Two administrators at the same proposal at the same moment, and an approval that is kept for later."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from sanktion.actions.proposal import approve
from sanktion.actions.rules import switch_gate
from sanktion.base.acting import acting
from sanktion.models import Gate, GateRule, GateSwitch, ProposalAnswer, ProposalKind

from ..factories import UserFactory
from .test_proposals import answered, past_the_application


@pytest.fixture
def administrators(own_database):
    return [UserFactory(role="administrator") for _ in range(3)]


def test_two_approve_and_one_of_them_does(administrators):
    maker, *others = administrators
    proposal = switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret.", by=maker)
    start = Barrier(2)

    def agree(by):
        try:
            start.wait(10)
            with acting(by):
                return approve(proposal, word="Enig.", by=by).outcome
        except ValidationError as refused:
            return refused.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(agree, others))
    assert told == ["Spærringen er allerede slået fra.", "approved"]
    assert GateSwitch.objects.count() == ProposalAnswer.objects.count() == 1


def test_two_propose_and_there_is_one_proposal(administrators):
    start = Barrier(2)

    def propose(by):
        try:
            start.wait(10)
            with acting(by):
                return switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret.", by=by).reason
        except ValidationError as refused:
            return refused.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(propose, administrators[:2]))
    assert told == ["Afklaret.", "Der er allerede et forslag om det samme, som venter på svar."]


def test_an_approval_is_not_kept_for_later(administrators):
    """Raw SQL: answered in the last seconds, and carried out when the proposal's time has passed."""
    maker, other, _third = administrators
    with time_machine.travel(timezone.now() - timedelta(days=14) + timedelta(seconds=4)):
        proposal = switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret.", by=maker)
    answered(proposal, "approved", other)
    time.sleep(4.1)
    with pytest.raises(IntegrityError, match="en anden administrator har godkendt"):
        past_the_application(ProposalKind.GATE, other, proposal)
    assert GateRule.objects.with_switch().get(gate=Gate.GUIDANCE).is_on
