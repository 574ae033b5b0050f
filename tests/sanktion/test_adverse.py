"""What others say against the citizen: no sanction until the citizen has been heard on it (forvaltningsloven § 19)."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.decision import DecisionNotAllowed
from sanktion.actions.gates import NOT_HEARD, missing_for, note_adverse
from sanktion.models import AdverseInformation, Decision
from sanktion.models.gates import ADVERSE_FACT

from ..factories.gates import by_action, by_orm, by_sql, heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def note(**changes):
    data = {"kind": "phone", "text": "Naboen ringede.", "concerns": "yes", "key": uuid.uuid4()}
    return data | changes


def attempt(**changes):
    now = timezone.localtime()
    data = {
        "channel": "other",
        "day": f"{now:%d-%m-%Y}",
        "time": f"{now:%H.%M}",
        "result": "not_reached",
        "times": "1",
        "text": "Nabo.",
    }
    return data | {"key": uuid.uuid4()} | changes


@pytest.mark.parametrize(("page", "data"), [("note_new", note), ("contact_new", attempt)])
def test_tick_blocks_the_sanction(visitor, case, caseworker, page, data):
    heard(case, caseworker)
    url = reverse(page, args=[case.number])
    assert visitor.post(url, data()).status_code == 302
    assert missing_for(case) == []
    given = data(adverse="on")
    for _ in range(2):  # a double click
        assert visitor.post(url, given).status_code == 302
    assert AdverseInformation.objects.filter(case=case).count() == 1
    assert ADVERSE_FACT in case.journal.first().facts
    [refusal] = missing_for(case)
    assert (refusal.message, refusal.url) == (NOT_HEARD, reverse("hearing_new", args=[case.number]))
    assert NOT_HEARD in visitor.get(reverse("case", args=[case.number])).content.decode()


@pytest.mark.parametrize("make", [by_action, by_orm, by_sql])
def test_only_a_new_hearing_opens_the_gate(case, caseworker, make):
    heard(case, caseworker)
    note_adverse(case, by=caseworker)
    wanted = {"outcome": "deduction", "effect_from": timezone.localdate()}
    with pytest.raises((DecisionNotAllowed, IntegrityError), match=NOT_HEARD):
        make(case, caseworker, **wanted)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        heard(case, caseworker)
    make(case, caseworker, **wanted)
    assert Decision.objects.filter(case=case).exists()


def test_what_was_known_before_the_hearing_is_what_it_is_about(case, caseworker):
    note_adverse(case, by=caseworker)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        heard(case, caseworker)
    assert missing_for(case) == []
