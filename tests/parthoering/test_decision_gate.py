"""B009, B012, B015: the database refuses a decision before the citizen is heard, tried by raw SQL as the app's role."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from parthoering.models import AnswerChannel
from sanktion.models import Case, ContactAttempt
from tests.factories import CaseFactory
from tests.factories.parthoering import attempt_noted, case_ready, hearing_answered, hearing_expired, hearing_sent
from tests.parthoering.decisions import insert_decision

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def decide_by_sql(case, caseworker):
    return lambda: insert_decision(case, caseworker)


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def test_refused_without_a_hearing(decide_by_sql):
    with refused("Der er ikke sendt partshøring i sagen"):
        decide_by_sql()


def test_refused_while_the_hearing_is_open(case, caseworker, decide_by_sql):
    hearing_sent(case, caseworker)
    with refused("svarfristen er ikke udløbet"):
        decide_by_sql()


def test_refused_when_the_deadline_has_passed_but_nobody_has_noted_it(case, caseworker, decide_by_sql):
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        hearing_sent(case, caseworker)
    with refused("svarfristen er ikke udløbet"):
        decide_by_sql()


def test_refused_when_no_contact_was_sought(case, caseworker, decide_by_sql):
    hearing_expired(case, caseworker)
    with refused("ikke noteret et kontaktforsøg"):
        decide_by_sql()


def test_an_attempt_before_the_hearing_does_not_count(case, caseworker, decide_by_sql):
    ContactAttempt.objects.create(case=case, recorded_at=timezone.now() - timedelta(days=41), content={})
    hearing_expired(case, caseworker)
    with refused("ikke noteret et kontaktforsøg"):
        decide_by_sql()


def test_an_attempt_in_another_case_does_not_count(case, caseworker, decide_by_sql):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    ContactAttempt.objects.create(case=other, content={})
    hearing_expired(case, caseworker)
    with refused("ikke noteret et kontaktforsøg"):
        decide_by_sql()


def test_a_new_hearing_closes_the_gate_again(case, caseworker, decide_by_sql):
    case_ready(case, caseworker)
    hearing_sent(case, caseworker)
    with refused("svarfristen er ikke udløbet"):
        decide_by_sql()


def test_allowed_when_the_citizen_has_answered(case, caseworker, decide_by_sql):
    hearing_answered(case, caseworker)
    decide_by_sql()
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


def test_allowed_when_the_citizen_will_not_answer(case, caseworker, decide_by_sql):
    hearing = hearing_sent(case, caseworker)
    hearing.waive(text="Nej tak", channel=AnswerChannel.PHONE, answered_on=timezone.localdate(), by=caseworker)
    decide_by_sql()
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


def test_allowed_when_contact_was_sought_in_vain(case, caseworker, decide_by_sql):
    hearing_expired(case, caseworker)
    attempt_noted(case, caseworker)
    decide_by_sql()
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()
