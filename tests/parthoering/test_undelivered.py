"""B017: a hearing letter that did not arrive: what may be done, and what the database refuses by raw SQL."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from parthoering import actions, tasks
from parthoering.delivery import receipts
from parthoering.models import Channel, Delivery, DeliveryStatus, ExemptionCheck, Hearing, HearingStatus, ReceiptState
from sanktion.models import Case, CaseStatus, Citizen
from tests.factories.parthoering import (
    LONG_AGO,
    RepresentativeFactory,
    attempt_noted,
    hearing_expired,
    hearing_sent,
    letter_gone,
)
from tests.parthoering.decisions import insert_decision

pytestmark = pytest.mark.django_db


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def lost(hearing, state=ReceiptState.RETURNED) -> None:
    receipts.note(hearing.delivery, state, at=timezone.now())


@pytest.fixture
def hearing(case, caseworker) -> Hearing:
    hearing = hearing_sent(case, caseworker)
    lost(hearing)
    return Hearing.objects.latest_of(case)


def test_a_lost_letter_never_runs_out(case, caseworker):
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        lost(hearing_sent(case, caseworker))
    tasks.expire_hearings()
    assert Hearing.objects.get().status == HearingStatus.SENT


def test_noting_it_opens_the_attempts_and_then_the_decision(case, caseworker, hearing):
    attempt_noted(case, caseworker)
    actions.mark_undeliverable(hearing, by=caseworker)
    case.refresh_from_db()
    assert (case.status, case.contact_requested) == (CaseStatus.SEEKING_CONTACT, True)
    with refused("siden det blev noteret, at brevet ikke kan leveres"), transaction.atomic():
        insert_decision(case, caseworker)
    assert "ikke kan leveres" in Hearing.objects.latest_of(case).missing_for_decision()[0]
    attempt_noted(Case.objects.get(pk=case.pk), caseworker)
    assert Hearing.objects.latest_of(case).missing_for_decision() == []
    insert_decision(case, caseworker)
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


def test_a_new_letter_closes_the_old_hearing(case, caseworker, hearing):
    new = actions.send_hearing(Case.objects.get(pk=case.pk), channel=Channel.LETTER, by=caseworker)
    hearing.refresh_from_db()
    assert (hearing.status, new.status) == (HearingStatus.UNDELIVERABLE, HearingStatus.SENT)
    assert new.letter_id != hearing.letter_id
    case.refresh_from_db()
    assert (case.status, case.next_due) == (CaseStatus.HEARING, new.deadline)
    with refused("ikke afsendt"):
        insert_decision(case, caseworker)


def test_a_letter_that_comes_back_late_takes_the_expiry_s_ground_away(case, caseworker):
    hearing = hearing_expired(case, caseworker)
    attempt_noted(case, caseworker)
    lost(hearing)
    with refused("nåede ikke frem"), transaction.atomic():
        insert_decision(case, caseworker)
    actions.mark_undeliverable(hearing, by=caseworker)
    with refused("siden det blev noteret"), transaction.atomic():
        insert_decision(case, caseworker)


def test_our_own_failure_is_not_the_citizen_being_out_of_reach(case, caseworker):
    hearing = actions.send_hearing(case, by=caseworker)
    hearing.delivery.fail("OSError")
    with pytest.raises(actions.NotAllowed):
        actions.mark_undeliverable(hearing, by=caseworker)
    execute("UPDATE parthoering_hearing SET status = 'undeliverable', undeliverable_at = clock_timestamp()")
    attempt_noted(case, caseworker)
    with refused("ikke kan leveres"):
        insert_decision(case, caseworker)


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE parthoering_hearing SET status = 'undeliverable', undeliverable_at = now()", "ikke kommet retur"),
        ("UPDATE parthoering_delivery SET status = 'returned'", "mangler en kvittering"),
        ("UPDATE parthoering_delivery SET status = 'available', available_at = now()", "mangler en kvittering"),
        ("UPDATE parthoering_delivery SET sent_at = sent_at - interval '20 days'", "ikke flyttes tilbage"),
        ("UPDATE parthoering_delivery SET delivery_days = 9", "kan ikke ændres"),
        ("UPDATE parthoering_delivery SET is_required = false", "kan ikke ændres"),
        ("UPDATE parthoering_delivery SET channel = 'letter'", "kan ikke ændres"),
    ],
)
def test_what_the_database_refuses_while_the_letter_is_on_its_way(case, caseworker, statement, message):
    hearing_sent(case, caseworker)
    with refused(message):
        execute(statement)


def test_the_moment_cannot_be_moved_before_the_attempts(case, caseworker, hearing):
    with refused("ikke kommet retur"):
        execute("UPDATE parthoering_hearing SET status = 'undeliverable', undeliverable_at = now() - interval '9 days'")
    actions.mark_undeliverable(hearing, by=caseworker)
    with refused("kan ikke ændres"):
        execute("UPDATE parthoering_hearing SET undeliverable_at = now() - interval '9 days'")
    with refused(r"kan ikke ændres|ikke udløbet"):
        execute("UPDATE parthoering_hearing SET status = 'expired'")


def test_the_pages_ask_and_do(client, case, caseworker, hearing):
    client.force_login(caseworker)
    url = reverse("hearing_undeliverable", args=[case.number])
    assert "Kan brevet ikke leveres?" in client.get(url).content.decode()
    client.post(url)
    case.refresh_from_db()
    assert case.status == CaseStatus.SEEKING_CONTACT


@pytest.mark.parametrize(("days", "status"), [(0, 302), (5, 422), (-60, 422)])
def test_an_envelope_in_the_hand_is_noted_on_the_case(client, case, caseworker, days, status):
    delivery = hearing_sent(case, caseworker, channel=Channel.LETTER).delivery
    client.force_login(caseworker)
    on = timezone.localdate() + timedelta(days=days)
    url = reverse("delivery_returned", args=[case.number, delivery.pk])
    assert client.post(url, {"on": on.isoformat()}).status_code == status
    delivery.refresh_from_db()
    assert (delivery.status == DeliveryStatus.RETURNED) is (status == 302)


def test_exempt_when_written_goes_on_paper_with_paper_s_deadline(case, caseworker, settings, tmp_path):
    settings.SANKTION_EXEMPTION_BACKEND = "parthoering.delivery.exemption.ExemptList"
    settings.SANKTION_EXEMPT_LIST = tmp_path / "fritaget.txt"
    settings.SANKTION_EXEMPT_LIST.write_text(f"{case.citizen.cpr}\n")
    hearing = actions.send_hearing(case, channel=Channel.DIGITAL_POST, by=caseworker)
    assert hearing.channel == Channel.LETTER
    assert [one.is_exempt for one in ExemptionCheck.objects.all()] == [True]


def test_exempt_when_it_goes_is_sent_on_paper_at_once_and_gives_paper_s_time(case, caseworker):
    hearing = actions.send_hearing(case, channel=Channel.DIGITAL_POST, by=caseworker)
    Citizen.objects.filter(pk=case.citizen_id).update(digital_post=False)
    tasks.send_letter(hearing.delivery.pk)
    first, second = Delivery.objects.order_by("pk")
    assert (first.status, second.channel, second.document_id) == ("failed", Channel.LETTER, first.document_id)
    letter_gone(second, caseworker)
    hearing = Hearing.objects.latest_of(case)
    assert hearing.runs_until > hearing.deadline
    assert Case.objects.get(pk=case.pk).next_due == hearing.runs_until


@pytest.mark.parametrize(("role", "waits"), [("guardian", True), ("party", False)])
def test_everyone_gets_the_letter_and_the_deadline_waits_for_a_guardian_s(case, caseworker, role, waits):
    RepresentativeFactory(case=case, role=role)
    RepresentativeFactory(case=case, role=role, valid_from="2020-01-01", valid_to="2020-02-01")
    hearing = actions.send_hearing(case, by=caseworker)
    mine, copy = hearing.current_deliveries
    tasks.send_letter(mine.pk)
    assert (Hearing.objects.latest_of(case).runs_until is None) is waits
    letter_gone(copy, caseworker)
    assert Hearing.objects.latest_of(case).runs_until is not None


def test_a_guardian_s_letter_is_not_made_optional(case, caseworker):
    one = RepresentativeFactory(case=case)
    hearing = actions.send_hearing(case, by=caseworker)
    with refused("borgerens og værgens"):
        execute(
            "INSERT INTO parthoering_delivery (document_id, representative_id, is_required, message_uuid, channel,"
            " delivery_days, status, attempts, next_try_at, receipt, error_code, status_changed_at) VALUES"
            " (%s, %s, false, gen_random_uuid(), 'letter', 0, 'waiting', 0, now(), '', '', now())",
            [hearing.letter_id, one.pk],
        )


def test_the_queue_says_that_the_letter_was_lost(client, case, caseworker, hearing):
    client.force_login(caseworker)
    assert "Partshøringsbrevet nåede ikke frem" in client.get(reverse("queue")).content.decode()
