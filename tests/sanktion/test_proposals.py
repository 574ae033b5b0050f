"""Issue 6, «two persons where it matters»: what weakens the citizen's legal protection is proposed by one
administrator and approved by another. Tried through the pages, the actions, the ORM and raw SQL as the application."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import proposal as acts
from sanktion.actions.rules import set_ladder, switch_countersign, switch_gate
from sanktion.base.acting import acting
from sanktion.demo.gates import propose_less
from sanktion.demo.logins import COLLEAGUES, LOGINS
from sanktion.models import (
    CountersignRule,
    Gate,
    GateRule,
    GateSwitch,
    LadderRule,
    Outcome,
    Proposal,
    ProposalAnswer,
    ProposalKind,
    TargetGroup,
)

from ..factories import UserFactory
from ..factories.gates import approved

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
BY_TWO = "en anden administrator har godkendt"
AS_DELIVERED = ["letter", "phone", "sms", "email"]


def propose_one_of(kind, by):
    if kind == ProposalKind.GATE:
        return switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret.", by=by)
    if kind == ProposalKind.COUNTERSIGN:
        return switch_countersign(Outcome.STRICT, required=False, reason="Afklaret.", by=by)
    return set_ladder(TargetGroup.ACTIVITY_READY, steps={"phone": 2}, valid_from=DAY, source="Afklaret.", by=by)


def is_on(gate=Gate.GUIDANCE):
    return GateRule.objects.with_switch().get(gate=gate).is_on


def stands(kind):
    """Whether the legal protection is as it was delivered."""
    return {
        ProposalKind.GATE: is_on(),
        ProposalKind.COUNTERSIGN: CountersignRule.objects.requires(Outcome.STRICT),
        ProposalKind.LADDER: LadderRule.objects.steps_on(TargetGroup.ACTIVITY_READY, DAY) == AS_DELIVERED,
    }[kind]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def past_the_application(kind, by, proposal=None):
    """The row itself, by raw SQL."""
    of = proposal and proposal.pk
    if kind == ProposalKind.GATE:
        execute(
            "INSERT INTO sanktion_gateswitch (gate, is_on, reason, switched_at, switched_by_id, proposal_id)"
            " VALUES ('guidance', false, 'x', now(), %s, %s)",
            [by.pk, of],
        )
    elif kind == ProposalKind.COUNTERSIGN:
        execute(
            "INSERT INTO sanktion_countersignrule (outcome, is_required, reason, set_at, set_by_id, proposal_id)"
            " VALUES ('strict', false, 'x', now(), %s, %s)",
            [by.pk, of],
        )
    else:
        execute(
            'INSERT INTO sanktion_ladderrule ("group", steps, valid_from, source, made_at, made_by_id, proposal_id)'
            " VALUES ('activity_ready', '{phone,phone}', %s, 'x', now(), %s, %s)",
            [DAY, by.pk, of],
        )


def answered(proposal, outcome, by):
    execute(
        "INSERT INTO sanktion_proposalanswer (proposal_id, outcome, word, answered_at, answered_by_id)"
        " VALUES (%s, %s, 'x', now(), %s)",
        [proposal.pk, outcome, by.pk],
    )


every_kind = pytest.mark.parametrize("kind", ProposalKind)


@every_kind
def test_nothing_changes_before_another_has_approved(adam, birgit, kind):
    proposal = propose_one_of(kind, adam)
    assert isinstance(proposal, Proposal)
    assert stands(kind)
    acts.approve(proposal, word="Enig.", by=birgit)
    assert not stands(kind)


@every_kind
def test_both_names_stand_on_what_was_done(adam, birgit, kind):
    acts.approve(propose_one_of(kind, adam), word="Enig.", by=birgit)
    model = {ProposalKind.GATE: GateSwitch, ProposalKind.COUNTERSIGN: CountersignRule}.get(kind, LadderRule)
    assert model.objects.get(proposal__isnull=False).persons == "Adam Juul foreslog, Birgit Lind godkendte"


@every_kind
def test_database_refuses_it_of_one_person(adam, kind):
    with pytest.raises(IntegrityError, match=BY_TWO):
        past_the_application(kind, adam)


@every_kind
@pytest.mark.parametrize("outcome", ["", "refused", "withdrawn"])
def test_database_refuses_a_proposal_that_nobody_approved(adam, birgit, kind, outcome):
    proposal = propose_one_of(kind, adam)
    if outcome:
        answered(proposal, outcome, adam if outcome == "withdrawn" else birgit)
    for by in (adam, birgit):
        with pytest.raises(IntegrityError, match=BY_TWO):
            past_the_application(kind, by, proposal)
    assert stands(kind)


@every_kind
def test_database_refuses_a_proposal_of_something_else(adam, birgit, kind):
    other = next(one for one in ProposalKind if one != kind)
    proposal = propose_one_of(other, adam)
    answered(proposal, "approved", birgit)
    with pytest.raises(IntegrityError, match=BY_TWO):
        past_the_application(kind, birgit, proposal)


@every_kind
def test_database_refuses_it_in_the_makers_own_name(adam, birgit, kind):
    proposal = propose_one_of(kind, adam)
    answered(proposal, "approved", birgit)
    with pytest.raises(IntegrityError, match=BY_TWO):
        past_the_application(kind, adam, proposal)


def test_an_approval_is_used_once(adam, birgit, gate_proposed):
    acts.approve(gate_proposed, word="Enig.", by=birgit)
    switch_gate(Gate.GUIDANCE, on=True, reason="Fortrudt.", by=birgit)
    with pytest.raises(IntegrityError, match="unique"):
        past_the_application(ProposalKind.GATE, birgit, gate_proposed)
    assert is_on()


@pytest.mark.parametrize("act", [acts.approve, acts.turn_down])
def test_nobody_answers_their_own(adam, gate_proposed, act):
    with pytest.raises(ValidationError, match="dit eget forslag"):
        act(gate_proposed, word="Enig.", by=adam)
    for outcome in ("approved", "refused"):
        with pytest.raises(IntegrityError, match="dit eget forslag"):
            answered(gate_proposed, outcome, adam)
    assert is_on()


def test_nobody_answers_or_proposes_in_anothers_name(adam, birgit, gate_proposed):
    with acting(adam), pytest.raises(IntegrityError, match="i eget navn"):
        answered(gate_proposed, "approved", birgit)
    what = {"kind": "gate", "subject": "ladder", "reason": "x"}
    with acting(adam), pytest.raises(IntegrityError, match="i eget navn"), transaction.atomic():
        Proposal.objects.create(**what, proposed_by=birgit)


@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "tilsynsansvarlig"])
def test_only_an_administrator_answers(client, team, gate_proposed, role):
    other = UserFactory(role=role, teams=[team])
    with pytest.raises(ValidationError, match="Kun en aktiv administrator"):
        acts.approve(gate_proposed, word="Enig.", by=other)
    client.force_login(other)
    for name in ("proposal_approve", "proposal_refuse", "proposal_withdraw"):
        assert client.post(reverse(name, args=[gate_proposed.pk]), {"word": "x"}).status_code == 403
    assert is_on()


def test_an_account_that_was_closed_answers_nothing(birgit, gate_proposed):
    type(birgit).objects.filter(pk=birgit.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Kun en aktiv administrator"):
        acts.approve(gate_proposed, word="Enig.", by=birgit)
    with pytest.raises(IntegrityError, match="Kun en aktiv administrator"):
        answered(gate_proposed, "approved", birgit)


def test_a_right_that_was_taken_away_counts_at_once(birgit, gate_proposed):
    assert birgit.has_perm("sanktion.switch_gates")
    birgit.groups.clear()
    with pytest.raises(ValidationError, match="Kun en aktiv administrator"):
        acts.approve(gate_proposed, word="Enig.", by=birgit)


@pytest.mark.parametrize(("days", "lapsed"), [(13, False), (14, True), (15, True)])
def test_it_falls_away_after_fourteen_days(adam, birgit, days, lapsed):
    with time_machine.travel(timezone.now() - timedelta(days=days, seconds=5)):
        proposal = switch_gate(Gate.GUIDANCE, on=False, reason="Afklaret.", by=adam)
    assert Proposal.objects.open().exists() is not lapsed
    if not lapsed:
        acts.approve(proposal, word="Enig.", by=birgit)
        return
    with pytest.raises(ValidationError, match="faldet væk"):
        acts.approve(proposal, word="Enig.", by=birgit)
    with pytest.raises(IntegrityError, match="faldet væk"):
        answered(proposal, "approved", birgit)
    assert switch_gate(Gate.GUIDANCE, on=False, reason="Igen.", by=adam).pk != proposal.pk


def test_no_proposal_is_younger_than_it_is(adam):
    """Dated ahead it would wait for as long as its maker likes."""
    ahead = timezone.now() + timedelta(days=100)
    what = {"kind": "gate", "subject": "guidance", "reason": "x", "proposed_by": adam}
    proposal = Proposal.objects.create(**what, proposed_at=ahead)
    proposal.refresh_from_db()
    assert proposal.proposed_at < timezone.now() + timedelta(minutes=1)


def test_the_same_is_proposed_once_at_a_time(adam, birgit, gate_proposed):
    with pytest.raises(ValidationError, match="allerede et forslag"):
        switch_gate(Gate.GUIDANCE, on=False, reason="Også mig.", by=birgit)
    acts.withdraw(gate_proposed, word="Fortrudt.", by=adam)
    assert switch_gate(Gate.GUIDANCE, on=False, reason="Også mig.", by=birgit)


def test_only_the_maker_withdraws_and_only_once(adam, birgit, gate_proposed):
    with pytest.raises(ValidationError, match="Kun den, der har stillet"):
        acts.withdraw(gate_proposed, word="x", by=birgit)
    with pytest.raises(IntegrityError, match="Kun den, der har stillet"):
        answered(gate_proposed, "withdrawn", birgit)
    acts.withdraw(gate_proposed, word="Fortrudt.", by=adam)
    for act, by in ((acts.withdraw, adam), (acts.approve, birgit), (acts.turn_down, birgit)):
        with pytest.raises(ValidationError, match="allerede besvaret"):
            act(gate_proposed, word="x", by=by)
    with pytest.raises(IntegrityError, match="unique"):
        answered(gate_proposed, "approved", birgit)


def test_what_was_done_meanwhile_is_not_done_again(adam, birgit, gate_proposed):
    other = approved(ProposalKind.GATE, Gate.GUIDANCE, birgit)
    past_the_application(ProposalKind.GATE, birgit, other)
    with pytest.raises(ValidationError, match="allerede slået fra"):
        acts.approve(gate_proposed, word="Enig.", by=birgit)
    assert not ProposalAnswer.objects.filter(proposal=gate_proposed).exists()
    acts.turn_down(gate_proposed, word="Er gjort.", by=birgit)


LESS = [
    ({"letter": 1, "phone": 1, "sms": 1}, True),
    ({"letter": 1, "phone": 1, "sms": 2}, True),
    ({}, True),
    ({"letter": 1, "phone": 1, "sms": 1, "email": 1}, False),
    ({"letter": 2, "phone": 1, "sms": 1, "email": 1}, False),
]


@pytest.mark.parametrize(("steps", "less"), LESS)
def test_a_ladder_that_asks_for_less_takes_two_in_both_places(adam, steps, less):
    made = set_ladder(TargetGroup.ACTIVITY_READY, steps=steps, valid_from=DAY, source="Praksis", by=adam)
    assert isinstance(made, Proposal) is less
    named = [channel for channel, times in steps.items() for _ in range(times)]
    what = {"group": "activity_ready", "steps": named, "valid_from": DAY, "source": "x", "made_by": adam}
    if less:
        with pytest.raises(IntegrityError, match=BY_TWO), transaction.atomic():
            LadderRule.objects.create(**what)
    else:
        LadderRule.objects.create(**what)


def test_a_version_that_ends_uncovers_no_shorter_one(adam):
    """Raw SQL: a longer ladder that ends, and over it one that is as short as what comes after the end."""
    what = {"group": "job_ready", "source": "x", "made_by": adam}
    LadderRule.objects.create(**what, steps=["phone"], valid_from=DAY)
    long = ["phone", "phone"]
    LadderRule.objects.create(**what, steps=long, valid_from=DAY + timedelta(10), valid_to=DAY + timedelta(20))
    LadderRule.objects.create(**what, steps=["phone"], valid_from=DAY + timedelta(5))
    with pytest.raises(IntegrityError, match=BY_TWO), transaction.atomic():
        LadderRule.objects.create(**what, steps=["phone"], valid_from=DAY + timedelta(12))
    with pytest.raises(IntegrityError, match=BY_TWO), transaction.atomic():
        LadderRule.objects.create(**what, steps=["sms", "sms"], valid_from=DAY + timedelta(25))


def test_what_is_approved_is_what_was_proposed(adam, birgit):
    """Raw SQL: an approval of two calls is none of no attempts at all, and none of another day."""
    proposal = propose_one_of(ProposalKind.LADDER, adam)
    answered(proposal, "approved", birgit)
    what = {"group": "activity_ready", "source": "x", "made_by": birgit, "proposal": proposal}
    for steps, since in (([], DAY), (["phone", "phone"], DAY - timedelta(days=1))):
        with pytest.raises(IntegrityError, match=BY_TWO), transaction.atomic():
            LadderRule.objects.create(**what, steps=steps, valid_from=since)


def test_the_demo_has_one_that_waits_for_the_other_administrator(birgit):
    UserFactory(role="administrator", username="adam", first_name="Adam", last_name="Juul")
    propose_less()
    [waiting] = Proposal.objects.waiting_for(birgit)
    assert (waiting.proposed_by.username, str(waiting)) == (
        "adam",
        "Slå spærringen fra: virkning inden for tre hele måneder",
    )
    administrators = [one["username"] for one in [*LOGINS, *COLLEAGUES] if one["role"] == "administrator"]
    assert administrators == ["adam", "birgit"]


def test_what_stood_off_before_stays_off(adam):
    """The triggers ask of new rows alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'weakened_by_two' AND tgtype & 4 = 4 AND tgtype & 24 = 0"
        )
        assert cursor.fetchone() == (3,)
