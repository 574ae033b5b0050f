"""V004: each gate, tried through the form, the action, the ORM and raw SQL as the application's own role."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.utils import timezone
from django.utils.html import escape

from sanktion.actions import gates
from sanktion.actions.decision import DecisionNotAllowed
from sanktion.actions.rules import switch_gate
from sanktion.models import Decision, Gate, GateRule, Outcome
from sanktion.models.decision import SANCTIONS
from sanktion.models.gates import latest_effect

from ..factories import CaseFactory
from ..factories.gates import brought_to, by_action, by_form, by_orm, by_sql, gate_off, heard

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

SENTENCES = {
    Gate.GUIDANCE: gates.NO_GUIDANCE,
    Gate.LADDER: gates.TOO_FEW_ATTEMPTS,
    Gate.ADVERSE: gates.NOT_HEARD,
    Gate.STRICT_GROUP: gates.STRICT_NOT_ALLOWED,
    Gate.EFFECT_NOT_BEFORE_LETTER: gates.BACK_IN_TIME,
    Gate.EFFECT_IN_TIME: "tre hele kalendermåneder efter hændelsen",
}
LAST_DAY_WITHOUT = {
    Gate.GUIDANCE: date(2019, 12, 31),
    Gate.LADDER: date(2019, 12, 31),
    Gate.ADVERSE: date(2006, 12, 12),
    Gate.STRICT_GROUP: date(2025, 6, 30),
    Gate.EFFECT_NOT_BEFORE_LETTER: date(2006, 12, 12),
    Gate.EFFECT_IN_TIME: date(2019, 12, 31),
}
every_gate = pytest.mark.parametrize("gate", Gate)
past_the_application = pytest.mark.parametrize("insert", [by_orm, by_sql])


@every_gate
def test_form_refuses_and_says_why(case, caseworker, gate):
    answer = by_form(case, caseworker, **brought_to(gate, case, caseworker))
    assert escape(SENTENCES[gate]) in answer
    assert not Decision.objects.exists()


@every_gate
def test_action_refuses_with_the_same_sentence(case, caseworker, gate):
    wanted = brought_to(gate, case, caseworker)
    with pytest.raises(DecisionNotAllowed, match=SENTENCES[gate]):
        by_action(case, caseworker, **wanted)
    assert not case.documents.filter(kind=6).exists()


@every_gate
@past_the_application
def test_database_refuses_with_the_same_sentence(case, caseworker, gate, insert):
    wanted = brought_to(gate, case, caseworker)
    with pytest.raises(IntegrityError, match=SENTENCES[gate]):
        insert(case, caseworker, **wanted)


@every_gate
def test_switched_off_it_lets_the_action_through(case, caseworker, gate):
    wanted = brought_to(gate, case, caseworker)
    gate_off(gate, caseworker)
    by_action(case, caseworker, **wanted)
    assert Decision.objects.get(case=case).outcome == wanted["outcome"]


@every_gate
def test_switched_off_it_lets_the_form_through(case, caseworker, gate):
    wanted = brought_to(gate, case, caseworker)
    gate_off(gate, caseworker)
    assert by_form(case, caseworker, **wanted) == ""


@every_gate
@past_the_application
def test_switched_off_the_database_lets_through_and_on_again_refuses(case, caseworker, gate, insert):
    wanted = brought_to(gate, case, caseworker)
    gate_off(gate, caseworker)
    switch_gate(gate, on=True, reason="Fortrudt.", by=caseworker)
    with pytest.raises(IntegrityError, match=SENTENCES[gate]):
        insert(case, caseworker, **wanted)
    gate_off(gate, caseworker)
    insert(case, caseworker, **wanted)
    assert Decision.objects.filter(case=case).exists()


@every_gate
@pytest.mark.parametrize("make", [by_action, by_orm, by_sql])
@pytest.mark.parametrize("holds", [False, True])
def test_period_is_that_of_the_events_day(citizen, caseworker, gate, make, holds):
    """V004: the day before the rule began, and its first day."""
    happened = LAST_DAY_WITHOUT[gate] + timedelta(days=int(holds))
    moment = datetime(happened.year, happened.month, happened.day, 10, tzinfo=UTC) + timedelta(days=20)
    # An older event is decided on the first day that has a guidance on complaints to write in the letter.
    with time_machine.travel(max(moment, datetime(2020, 1, 1, 10, tzinfo=UTC)), tick=False):
        case = CaseFactory(event__citizen=citizen, event__occurred_on=happened, by=caseworker)
        wanted = brought_to(gate, case, caseworker)
        if holds:
            with pytest.raises((DecisionNotAllowed, IntegrityError), match=SENTENCES[gate]):
                make(case, caseworker, **wanted)
        else:
            make(case, caseworker, **wanted)
    assert Decision.objects.filter(case=case).exists() is not holds


@every_gate
@pytest.mark.parametrize("outcome", ["no_sanction", "event_withdrawn"])
def test_no_gate_stands_before_what_is_no_sanction(case, caseworker, gate, outcome):
    brought_to(gate, case, caseworker)
    assert gates.missing_for(case, outcome) == []
    by_sql(case, caseworker, outcome=outcome, effect_from=None)
    assert Decision.objects.filter(case=case, outcome=outcome).exists()


def test_database_knows_the_same_sanctions_as_the_model():
    with connection.cursor() as cursor:
        for outcome in Outcome:
            cursor.execute("SELECT sanktion_is_sanction(%s)", [outcome])
            assert cursor.fetchone() == (outcome in SANCTIONS,), outcome


def test_every_gate_has_a_period_and_a_source_and_stands_as_delivered():
    rules = {rule.gate: rule for rule in GateRule.objects.with_switch()}
    assert rules.keys() == set(Gate.values)
    for gate, last in LAST_DAY_WITHOUT.items():
        rule = rules[gate]
        assert (rule.valid_from, rule.valid_to, rule.is_on) == (last + timedelta(days=1), None, True)
        assert "bekræftes af jurist" in rule.source


@pytest.mark.parametrize("make", [by_action, by_orm, by_sql])
def test_effect_on_the_letters_own_day_is_allowed(case, caseworker, make):
    heard(case, caseworker)
    make(case, caseworker, outcome="deduction", effect_from=timezone.localdate())
    assert Decision.objects.filter(case=case, effect_from=timezone.localdate()).exists()


LAST_DAYS = [
    (date(2026, 1, 31), date(2026, 4, 30)),
    (date(2026, 1, 1), date(2026, 4, 30)),
    (date(2025, 11, 30), date(2026, 2, 28)),
    (date(2023, 11, 1), date(2024, 2, 29)),
    (date(2025, 12, 31), date(2026, 3, 31)),
    (date(2026, 9, 15), date(2026, 12, 31)),
]


@pytest.mark.parametrize(("event", "last"), LAST_DAYS)
def test_third_whole_month_is_counted_alike_in_both_places(event, last):
    """LAS § 35, stk. 3."""
    assert latest_effect(event) == last
    with connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_latest_effect(%s)", [event])
        assert cursor.fetchone() == (last,)


@pytest.mark.parametrize(("event", "last"), LAST_DAYS[:2])
@pytest.mark.parametrize("make", [by_action, by_orm, by_sql])
def test_last_day_of_the_third_whole_month_is_the_last(citizen, caseworker, event, last, make):
    with time_machine.travel(datetime(2026, 2, 10, 10, tzinfo=UTC), tick=False):
        case = CaseFactory(event__citizen=citizen, event__occurred_on=event, by=caseworker)
        heard(case, caseworker)
        with pytest.raises((DecisionNotAllowed, IntegrityError), match="senest være 30-04-2026"):
            make(case, caseworker, outcome="deduction", effect_from=last + timedelta(days=1))
        make(case, caseworker, outcome="deduction", effect_from=last)
    assert Decision.objects.filter(case=case, effect_from=last).exists()


def test_when_the_last_day_has_passed_no_sanction_is_left(citizen, caseworker):
    event = timezone.localdate() - timedelta(days=140)
    case = CaseFactory(event__citizen=citizen, event__occurred_on=event, by=caseworker)
    heard(case, caseworker)
    assert [refusal.field for refusal in gates.missing_for(case)] == ["effect_from"]
