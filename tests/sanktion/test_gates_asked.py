"""What the application itself says stands before a sanction (V004), word for word and page for page.

The ways past it are tried in ``test_switchable_gates``; here it is asked directly what it answers.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.actions.gates import (
    BACK_IN_TIME,
    NO_GUIDANCE,
    NOT_HEARD,
    STRICT_NOT_ALLOWED,
    TOO_FEW_ATTEMPTS,
    TOO_LATE,
    Refusal,
    Standing,
    Step,
    gate_columns,
    missing_for,
    note_adverse,
    standing,
)
from sanktion.actions.rules import switch_gate
from sanktion.models import (
    AdverseInformation,
    Case,
    ContactChannel,
    Gate,
    GateRule,
    GateSwitch,
    LadderRule,
    MaterialKind,
    TargetGroup,
    TargetGroupPeriod,
    WrittenGuidance,
)
from sanktion.models.gates import LADDER_CHANNELS, latest_effect, steps_in_words

from ..factories import CaseFactory
from ..factories.gates import activity_ready, brought_to, gate_off, tried
from ..factories.letters import short_letters
from ..factories.parthoering import guided, hearing_sent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def fresh(case, caseworker):
    """Guided, with no gate closed before it."""
    filed(case, caseworker)
    guided(case, caseworker)
    return case


@short_letters()
def filed(case, by):
    return file_document(case, title="Vejledning", kind=MaterialKind.OTHER, render=lambda number: b"%PDF", by=by)


def switched_on(gate, by):
    return switch_gate(gate, on=True, reason="Jurist har afklaret reglen.", by=by)


def page(name, case) -> str:
    return reverse(name, args=[case.number])


def test_nothing_stands_in_the_way_of_a_guided_citizens_ordinary_sanction(fresh):
    assert missing_for(fresh) == missing_for(fresh, "deduction", TODAY()) == []


def test_who_was_not_guided_in_time_is_to_be_guided(case, caseworker):
    refusal = Refusal(NO_GUIDANCE, "Registrér vejledning", page("guidance_new", case))
    assert missing_for(case) == missing_for(case, "deduction", TODAY()) == [refusal]
    assert missing_for(case, "no_sanction", TODAY()) == []


def test_guidance_counts_from_its_day_and_in_its_own_case(case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    for one in (other, case):
        filed(one, caseworker)
    guided(other, caseworker)
    assert standing(case).guided_on is None
    guided(case, caseworker)
    found, newest = standing(case), WrittenGuidance.objects.filter(case=case).first()
    assert (found.guided_on, found.guidance_document) == (newest.given_on, newest.document.number)
    day, letter = case.event.occurred_on, filed(case, caseworker)
    WrittenGuidance.objects.create(case=case, given_on=day, document=letter, recorded_by=caseworker)
    found = standing(case)
    assert (found.guided_on, found.guidance_document) == (day, letter.number)
    assert newest.given_on < day


def test_the_ladder_names_what_is_left_and_the_page_of_it(fresh, caseworker):
    activity_ready(fresh)
    wanted = LadderRule.objects.on(fresh.event.occurred_on).get(group=TargetGroup.ACTIVITY_READY)
    found = standing(fresh)
    assert [(step.channel, step.done, step.wanted) for step in found.steps] == [
        (channel, 0, wanted.steps.count(channel)) for channel in LADDER_CHANNELS if channel in wanted.steps
    ]
    assert found.steps_missing == {step.channel: step.wanted for step in found.steps}
    (refusal,) = missing_for(fresh)
    assert (refusal.label, refusal.url, refusal.field) == ("Notér kontaktforsøg", page("contact_new", fresh), None)
    first = found.steps[0]
    assert refusal.message.startswith(f"{TOO_FEW_ATTEMPTS} Der mangler {first.wanted} × ")
    tried(fresh, caseworker, *[first.channel] * first.wanted)
    assert first.channel not in standing(fresh).steps_missing
    assert standing(fresh).steps[0].done == first.wanted
    tried(fresh, caseworker, *wanted.steps)
    assert standing(fresh).steps_missing == {}
    assert missing_for(fresh) == []


@pytest.mark.parametrize(("done", "is_done"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_step_is_done_when_it_was_tried_often_enough(done, is_done):
    step = Step(ContactChannel.PHONE, done, 2)
    assert step.is_done is is_done
    none = {"guided_on": None, "guidance_document": None, "is_unheard": False, "group": None, "latest_effect": None}
    found = Standing(frozenset(), steps=[step], **none)
    assert found.steps_missing == ({} if is_done else {ContactChannel.PHONE: 2 - done})


def test_the_newest_version_of_the_days_ladder_is_asked(fresh):
    activity_ready(fresh)
    day = fresh.event.occurred_on
    source = {"group": TargetGroup.ACTIVITY_READY, "source": "Prøve"}
    # Each asks for more than the one before, so that one administrator may set it.
    steps = [*LadderRule.objects.on(day).get(group=TargetGroup.ACTIVITY_READY).steps]
    before = Counter(steps)
    for begins, more in ((-9, ["sms"]), (-1, ["phone", "phone"]), (1, ["letter"])):
        steps += more
        LadderRule.objects.create(valid_from=day + timedelta(days=begins), steps=list(steps), **source)
    asked = {step.channel.value: step.wanted for step in standing(fresh).steps}
    assert Counter(asked) - before == Counter(sms=1, phone=2)
    assert asked["letter"] == before["letter"]


def test_the_group_of_another_day_or_citizen_is_nothing(fresh, caseworker):
    day = fresh.event.occurred_on
    period = (day + timedelta(days=1), day + timedelta(days=9))
    TargetGroupPeriod.objects.create(citizen=fresh.citizen, group=TargetGroup.ACTIVITY_READY, period=period)
    activity_ready(CaseFactory(event__citizen__team=fresh.team, event__occurred_on=day, by=caseworker))
    found = standing(fresh)
    assert (found.group, found.steps) == (None, [])


def test_what_was_told_after_the_hearing_asks_for_a_new_one(fresh, caseworker):
    refusal = Refusal(NOT_HEARD, "Send ny partshøring", page("hearing_new", fresh))
    noted = note_adverse(fresh, by=caseworker)
    assert (noted.case, noted.content) == (fresh, {"author_id": caseworker.pk})
    assert missing_for(fresh) == [refusal]
    hearing = hearing_sent(fresh, caseworker)
    assert missing_for(fresh) == []
    AdverseInformation.objects.create(case=fresh, content={}, noted_at=hearing.sent_at)
    assert missing_for(fresh) == [refusal]


def test_what_was_told_in_another_case_is_not_this_ones(fresh, caseworker):
    note_adverse(CaseFactory(event__citizen=fresh.citizen, by=caseworker), by=caseworker)
    assert standing(fresh).is_unheard is False


def test_the_activity_ready_get_no_strict_sanction(case, caseworker):
    wanted = brought_to(Gate.STRICT_GROUP, case, caseworker)
    assert missing_for(case, **wanted) == [Refusal(STRICT_NOT_ALLOWED, field="outcome")]
    assert missing_for(case, "deduction", TODAY()) == []
    assert standing(case).group is TargetGroup.ACTIVITY_READY


def test_others_may_get_a_strict_sanction(fresh):
    assert missing_for(fresh, "strict", TODAY()) == []


def test_the_effect_is_not_before_the_letter(fresh):
    yesterday = TODAY() - timedelta(days=1)
    assert missing_for(fresh, "deduction", yesterday) == [Refusal(BACK_IN_TIME, field="effect_from")]
    assert missing_for(fresh, "deduction", TODAY()) == []


def test_the_effect_is_within_three_whole_months(fresh):
    last = latest_effect(fresh.event.occurred_on)
    assert standing(fresh).latest_effect == last
    refusal = Refusal(TOO_LATE.format(last), field="effect_from")
    assert missing_for(fresh, "deduction", last) == []
    assert missing_for(fresh, "deduction", last + timedelta(days=1)) == [refusal]
    with time_machine.travel(f"{last + timedelta(days=1)} 12:00"):
        assert missing_for(fresh) == [refusal]
    with time_machine.travel(f"{last} 12:00"):
        assert missing_for(fresh) == []


def test_a_gate_that_is_off_asks_nothing(case, caseworker):
    activity_ready(case)
    note_adverse(case, by=caseworker)
    for gate in Gate:
        gate_off(gate, caseworker)
    found = standing(case)
    assert (found.gates, found.asks_guidance, found.is_unheard, found.steps, found.latest_effect) == (
        frozenset(),
        False,
        False,
        [],
        None,
    )
    assert missing_for(case, "strict", TODAY() - timedelta(days=1)) == []
    switched_on(Gate.GUIDANCE, caseworker)
    assert standing(case).gates == {Gate.GUIDANCE}
    assert standing(case).asks_guidance is True


def test_the_gates_of_a_day_are_those_in_force_and_switched_on(caseworker):
    day = date(2026, 1, 5)
    everything = set(GateRule.objects.closed_on(day).values_list("gate", flat=True))
    assert everything == set(Gate)
    gate_off(Gate.LADDER, caseworker)
    assert set(GateRule.objects.closed_on(day).values_list("gate", flat=True)) == everything - {Gate.LADDER}
    switches = {rule.gate: rule.is_on for rule in GateRule.objects.with_switch()}
    assert switches == {gate: gate != Gate.LADDER for gate in everything}
    switched_on(Gate.LADDER, caseworker)
    assert set(GateRule.objects.closed_on(day).values_list("gate", flat=True)) == everything


def test_what_was_read_already_is_not_read_again(fresh, django_assert_num_queries):
    read = Case.objects.filter(pk=fresh.pk).values(**gate_columns(fresh)).get()
    with django_assert_num_queries(0):
        found = standing(fresh, read)
        assert missing_for(fresh, at=found) == []
    with django_assert_num_queries(1):
        assert standing(fresh) == found


def test_what_is_asked_of_a_group_is_its_newest_version_of_the_day():
    group, source = TargetGroup.JOB_READY, {"source": "Prøve"}
    made = [
        LadderRule.objects.create(group=group, valid_from=date(2025, month, 1), steps=steps, **source)
        for month, steps in ((1, ["sms"]), (6, ["phone", "sms"]), (6, ["phone", "phone", "sms"]), (3, ["sms", "sms"]))
    ]
    assert list(LadderRule.objects.filter(group=group).newest_first()) == [made[number] for number in (2, 1, 3, 0)]
    asked = [LadderRule.objects.steps_on(group, date(2025, month, 5)) for month in (1, 4, 7)]
    assert asked == [["sms"], ["sms", "sms"], ["phone", "phone", "sms"]]
    assert LadderRule.objects.steps_on(group, date(2024, 12, 31)) == []
    assert LadderRule.objects.steps_on(TargetGroup.EDUCATION_READY, date(2025, 7, 5)) == []
    assert sorted(made[2].in_words) == ["1 × sms", "2 × telefon"]
    assert str(made[0]) == "Kontakttrin: jobparat"


def test_a_switch_is_told_with_what_it_did(caseworker):
    gate_off(Gate.LADDER, caseworker)
    said = [str(switch) for switch in (GateSwitch.objects.get(), switched_on(Gate.LADDER, caseworker))]
    assert said == ["Kontaktforsøg før sanktion: fra", "Kontaktforsøg før sanktion: til"]


def test_the_steps_in_words_follow_the_order_of_the_channels():
    wanted = {ContactChannel.PHONE: 2, ContactChannel.SMS: 1, ContactChannel.VISIT: 4}
    words = steps_in_words(wanted)
    assert sorted(words) == ["1 × sms", "2 × telefon"]
    assert words == steps_in_words(dict(reversed(wanted.items())))
    assert steps_in_words({ContactChannel.PHONE: 0}) == []


@pytest.mark.parametrize(
    ("event", "last"),
    [
        (date(2026, 1, 1), date(2026, 4, 30)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 9, 15), date(2026, 12, 31)),
    ],
)
def test_the_last_day_is_the_end_of_the_third_whole_month(event, last):
    assert latest_effect(event) == last
