"""The ladder of the aktivitetsparate: each channel in the model, as many attempts in the database."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.decision import DecisionNotAllowed
from sanktion.actions.gates import missing_for, standing
from sanktion.models import Case, ContactChannel, Decision, TargetGroup, TargetGroupPeriod
from sanktion.models.gates import LADDER_CHANNELS

from ..factories.gates import activity_ready, by_action, by_orm, by_sql, heard, tried

pytestmark = pytest.mark.django_db

ASKED = [ContactChannel.LETTER, ContactChannel.PHONE, ContactChannel.SMS, ContactChannel.EMAIL]


@pytest.fixture
def asked(case, caseworker):
    """Only the ladder is left."""
    activity_ready(case)
    return heard(case, caseworker)


def sanction():
    return {"outcome": "deduction", "effect_from": timezone.localdate()}


@pytest.mark.parametrize("make", [by_action, by_orm, by_sql])
def test_done_it_lets_through(asked, caseworker, make):
    tried(asked, caseworker, *ASKED[:-1])
    with pytest.raises((DecisionNotAllowed, IntegrityError), match="ikke gjort færdige"):
        make(asked, caseworker, **sanction())
    tried(asked, caseworker, ASKED[-1])
    make(asked, caseworker, **sanction())
    assert Decision.objects.filter(case=asked).exists()


def test_model_counts_each_channel(asked, caseworker):
    tried(asked, caseworker, *[ContactChannel.PHONE] * 4)
    [refusal] = missing_for(asked)
    assert "Der mangler 1 × sms, 1 × e-mail og 1 × brev" in refusal.message
    assert refusal.url == reverse("contact_new", args=[asked.number])
    with pytest.raises(DecisionNotAllowed, match="ikke gjort færdige"):
        by_action(asked, caseworker, **sanction())


def test_database_counts_attempts_alone_for_the_channels_are_sealed(asked, caseworker):
    tried(asked, caseworker, *[ContactChannel.PHONE] * 4)
    by_sql(asked, caseworker, **sanction())
    assert Decision.objects.filter(case=asked).exists()


def test_home_is_no_step_of_the_ladder(asked, caseworker):
    """B048."""
    assert ContactChannel.VISIT not in LADDER_CHANNELS
    tried(asked, caseworker, *[ContactChannel.VISIT] * 4)
    assert all(step.done == 0 for step in standing(asked).steps)


@pytest.mark.parametrize("group", [None, TargetGroup.JOB_READY])
def test_other_groups_have_no_ladder(case, caseworker, group):
    if group:
        TargetGroupPeriod.objects.create(citizen=case.citizen, group=group, period=(None, None))
    heard(case, caseworker)
    assert standing(case).steps == []
    assert missing_for(case) == []


def test_group_of_the_events_day_decides(case, caseworker):
    after = (case.event.occurred_on.replace(day=1).replace(year=case.event.occurred_on.year + 1), None)
    TargetGroupPeriod.objects.create(citizen=case.citizen, group=TargetGroup.ACTIVITY_READY, period=after)
    heard(case, caseworker)
    assert missing_for(case) == []


@pytest.mark.parametrize("name", ["case", "decide"])
def test_what_is_done_is_shown(client, asked, caseworker, name):
    tried(asked, caseworker, ContactChannel.PHONE)
    client.force_login(caseworker)
    text = " ".join(client.get(reverse(name, args=[asked.number])).content.decode().split())
    assert "<dt>Telefon</dt><dd>1 af 1 forsøg" in text
    assert "<dt>SMS</dt><dd>0 af 1 forsøg" in text
    assert "borgeren er aktivitetsparat" in text


def test_without_a_ladder_one_question_is_enough(case, caseworker, django_assert_num_queries):
    found = Case.objects.select_related("event", "citizen").get(pk=heard(case, caseworker).pk)
    with django_assert_num_queries(1):
        assert missing_for(found) == []
