"""B012, B014, B015, B017: what the database refuses to be done to a hearing, tried by raw SQL as the app's role."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from parthoering import actions
from sanktion.actions.document import file_document
from sanktion.models import Case, MaterialKind
from tests.factories import CaseFactory
from tests.factories.parthoering import LONG_AGO, attempt_noted, hearing_answered, hearing_expired, hearing_sent
from tests.parthoering.decisions import insert_decision

pytestmark = pytest.mark.django_db

INSERT = """
INSERT INTO parthoering_hearing
    (status_changed_at, case_id, status, sent_at, channel, starts_on, days, deadline, letter_id, answer_channel)
VALUES
    (now(), %(case)s, 'sent', now(), 'letter', current_date + %(starts)s, 14, current_date + %(ends)s, %(letter)s, '')
"""


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def letter_in(case, user):
    return file_document(
        case, title="Partshøring", kind=MaterialKind.EXPLANATION, render=lambda number: b"%PDF", by=user
    )


def test_an_answer_is_not_rewritten(case, caseworker):
    hearing_answered(case, caseworker)
    with refused("Borgerens svar kan ikke ændres"):
        execute("UPDATE parthoering_hearing SET answer = '\\x00'")
    with refused("Borgerens svar kan ikke ændres"):
        execute("UPDATE parthoering_hearing SET answered_on = answered_on - 1")
    with refused("Borgerens svar kan ikke ændres"):
        execute("UPDATE parthoering_hearing SET status = 'waived'")


def test_an_expired_hearing_is_not_opened_again(case, caseworker):
    hearing_expired(case, caseworker)
    with refused("kan ikke gå tilbage"):
        execute("UPDATE parthoering_hearing SET status = 'sent'")


def test_a_hearing_needs_a_letter_of_its_own_case(case, caseworker):
    other = CaseFactory(by=caseworker)
    letter = letter_in(other, caseworker)
    with refused("Brevet hører ikke til sagen"):
        execute(INSERT, {"case": case.pk, "letter": letter.pk, "starts": 6, "ends": 20})


@pytest.mark.parametrize(("starts", "ends"), [(6, 19), (-2, 20)])
def test_a_hearing_gives_all_its_days_and_they_begin_no_sooner_than_it_was_sent(case, caseworker, starts, ends):
    letter = letter_in(case, caseworker)
    with refused("kortere end"):
        execute(INSERT, {"case": case.pk, "letter": letter.pk, "starts": starts, "ends": ends})


def test_no_decision_when_the_letter_never_left_the_house(case, caseworker):
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        actions.send_hearing(case, by=caseworker)
    execute("UPDATE parthoering_hearing SET status = 'expired'")
    attempt_noted(Case.objects.get(pk=case.pk), caseworker)
    with refused("ikke afsendt"):
        insert_decision(case, caseworker)


@pytest.mark.parametrize(("late", "allowed"), [(30, False), (5, True)])
def test_a_letter_sent_late_gives_the_same_number_of_days(case, caseworker, late, allowed):
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        actions.send_hearing(case, by=caseworker)
    execute(
        "UPDATE parthoering_delivery SET status = 'sent', sent_at = %s", [timezone.now() - LONG_AGO + timedelta(late)]
    )
    execute("UPDATE parthoering_hearing SET status = 'expired'")
    attempt_noted(Case.objects.get(pk=case.pk), caseworker)
    if allowed:
        insert_decision(case, caseworker)
    else:
        with refused("svarfristen er ikke udløbet"):
            insert_decision(case, caseworker)
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists() is allowed


def test_an_attempt_made_while_the_citizen_still_had_time_to_answer_does_not_count(case, caseworker):
    """B017: other attempts are made when the written hearing has brought no contact."""
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        hearing = hearing_sent(case, caseworker)
        attempt_noted(case, caseworker)
    assert actions.expire(hearing)
    case.refresh_from_db()
    with refused("ikke noteret et kontaktforsøg, siden svarfristen udløb"):
        insert_decision(case, caseworker)
    case.refresh_from_db()
    hearing.refresh_from_db()
    assert "siden svarfristen udløb" in hearing.missing_for_decision()[0]
