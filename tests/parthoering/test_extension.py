"""Forvaltningsloven § 21, B015, V053: the deadline moves beside the date, forward only, and every gate keeps to it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from parthoering import actions, tasks
from parthoering.models import Hearing, HearingExtension, HearingStatus
from sanktion.base.deadlines import next_working_day
from sanktion.models import Case, CaseStatus
from tests.factories import CaseFactory
from tests.factories.parthoering import attempt_noted, hearing_answered, hearing_expired, hearing_sent
from tests.parthoering.decisions import insert_decision

pytestmark = pytest.mark.django_db

SENT = "2025-03-03 12:00+01:00"  # 14 days end on Monday 17 March 2025
NEW = date(2025, 3, 26)
REASON = "du har bedt om tid til at hente en lægeerklæring"
KEY = "0f9d3b1e-7a60-4b1c-9a63-0a54d7a1a222"
INSERT = """
INSERT INTO parthoering_hearingextension (hearing_id, old_deadline, new_deadline, reason, made_at, made_by_id)
VALUES (%s, %s, %s, '\\x00', now(), %s)
"""


@pytest.fixture
def sent(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        return hearing_sent(case, caseworker)


@pytest.fixture
def extend(sent, caseworker):
    def act(to=NEW, on=SENT, **how):
        with time_machine.travel(on, tick=False):
            given = {"reason": REASON, "with_letter": False, "by": caseworker} | how
            return actions.extend(sent, to=to, **given)

    return act


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def test_the_date_moves_and_what_the_letter_says_stays(extend, case):
    extend()
    hearing = Hearing.objects.get()
    assert (hearing.deadline, hearing.extended_to, hearing.effective_deadline) == (date(2025, 3, 17), NEW, NEW)
    case.refresh_from_db()
    assert (case.status, case.next_due) == (CaseStatus.HEARING, NEW)


def test_every_move_is_told_on_the_case(extend, case, caseworker, client):
    extend()
    extend(to=date(2025, 4, 2), reason="lægen har ferie")
    rows = list(HearingExtension.objects.values_list("old_deadline", "new_deadline"))
    assert rows == [(date(2025, 3, 17), NEW), (NEW, date(2025, 4, 2))]
    entry = case.journal.first()
    assert entry.heading == "Svarfristen er udsat"
    assert entry.facts[:3] == [
        ("Hidtil", "26. marts 2025"),
        ("Udsat til", "2. april 2025"),
        ("Fordi", "lægen har ferie"),
    ]
    client.force_login(caseworker)
    log = client.get(reverse("case_history", args=[case.number])).content.decode()
    assert log.count("<h3>Svarfristen er udsat</h3>") == 2
    page = client.get(reverse("case", args=[case.number])).content.decode()
    total = (
        f"14 dage fra 3. marts 2025 = 17. marts 2025; udsat til 26. marts 2025, fordi {REASON};"
        " udsat til 2. april 2025, fordi lægen har ferie"
    )
    assert total in page
    assert Hearing.objects.get().history.filter(history_change_reason="Svarfristen er udsat").count() == 2


def test_the_letter_is_filed_and_posted_in_the_same_step(extend):
    letter = extend(with_letter=True).letter
    assert letter.title == "Ny svarfrist"
    assert letter.deliveries.get().channel == "digital_post"
    assert letter.data.startswith(b"%PDF")


def test_without_a_way_to_the_citizen_nothing_of_it_is_done(extend, case):
    case.citizen.digital_post, case.citizen.address = False, None
    case.citizen.save()
    with pytest.raises(actions.NotAllowed, match="hverken Digital Post"):
        extend(with_letter=True)
    assert (HearingExtension.objects.count(), case.documents.count()) == (0, 1)
    assert extend().new_deadline == NEW


@pytest.mark.parametrize(
    ("to", "on", "why"),
    [
        (date(2025, 3, 17), SENT, "kun blive længere: vælg en dag efter 17. marts 2025"),
        (date(2025, 3, 14), SENT, "kun blive længere"),
        (date(2025, 3, 22), SENT, "22. marts 2025 er lørdag. Vælg fx 24. marts 2025"),
        (date(2025, 4, 17), SENT, "skærtorsdag. Vælg fx 22. april 2025"),
        (date(2025, 3, 19), "2025-03-20 12:00+01:00", "ikke ligge i fortiden"),
    ],
)
def test_only_to_a_later_working_day(extend, to, on, why):
    with pytest.raises(actions.NotAllowed, match=why):
        extend(to=to, on=on)
    assert not HearingExtension.objects.exists()


def test_never_back_again(extend):
    extend()
    with pytest.raises(actions.NotAllowed, match="dag efter 26"):
        extend(to=date(2025, 3, 25))


@pytest.mark.parametrize("made", [hearing_answered, hearing_expired])
def test_only_while_the_hearing_is_open(case, caseworker, made):
    hearing = made(case, caseworker)
    later = next_working_day(timezone.localdate() + timedelta(days=30))
    with pytest.raises(actions.NotAllowed, match="kan ikke udsættes"):
        actions.extend(hearing, to=later, reason=REASON, with_letter=False, by=caseworker)
    with refused("mens partshøringen er åben"):
        execute(INSERT, [hearing.pk, later - timedelta(days=1), later, caseworker.pk])
    with refused("mens partshøringen er åben"):
        HearingExtension.objects.create(
            hearing=hearing, old_deadline=hearing.deadline, new_deadline=later, reason="–", made_by=caseworker
        )


@pytest.mark.parametrize(
    ("now", "status"), [("2025-03-26 23:59+01:00", HearingStatus.SENT), ("2025-03-27 00:01+01:00", "expired")]
)
def test_the_hearing_runs_out_on_the_new_date(extend, now, status):
    extend()
    with time_machine.travel(now, tick=False):
        tasks.expire_hearings()
    assert Hearing.objects.get().status == status


def test_a_case_is_overdue_by_the_new_date(extend):
    extend()
    assert not Hearing.objects.overdue(date(2025, 3, 26)).exists()
    assert Hearing.objects.overdue(date(2025, 3, 27)).exists()


@pytest.fixture
def long_extended(case, caseworker):
    """Sent long ago, and extended to a day that is still to come."""
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        hearing = hearing_sent(case, caseworker)
        to = next_working_day(timezone.localdate() + timedelta(days=50))
        actions.extend(hearing, to=to, reason=REASON, with_letter=False, by=caseworker)
    return Hearing.objects.get()


def test_the_database_expires_no_extended_hearing(long_extended):
    assert not actions.expire(long_extended)
    with refused("udsat og ikke udløbet"):
        long_extended.expire()
    with refused("udsat og ikke udløbet"):
        execute("UPDATE parthoering_hearing SET status = 'expired'")


def test_the_database_lets_no_decision_through_while_extended(long_extended, case, caseworker):
    attempt_noted(case, caseworker)
    with refused("udsat og ikke udløbet"):
        insert_decision(case, caseworker)


def test_an_attempt_made_before_the_new_date_does_not_count(case, caseworker):
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        hearing = hearing_sent(case, caseworker)
        to = next_working_day(timezone.localdate() + timedelta(days=34))
        actions.extend(hearing, to=to, reason=REASON, with_letter=False, by=caseworker)
    with time_machine.travel(timezone.now() - timedelta(days=15), tick=False):
        attempt_noted(case, caseworker)
    assert actions.expire(Hearing.objects.get())
    hearing = Hearing.objects.get()
    assert "siden svarfristen udløb" in hearing.missing_for_decision()[0]
    with refused("siden den udsatte svarfrist udløb"):
        insert_decision(case, caseworker)
    attempt_noted(Case.objects.get(pk=case.pk), caseworker)
    insert_decision(case, caseworker)
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


def test_an_answer_opens_the_gate_while_extended(long_extended, case, caseworker):
    actions.record_answer(
        long_extended, text="Her er erklæringen", channel="letter", answered_on=timezone.localdate(), by=caseworker
    )
    insert_decision(case, caseworker)
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


def test_by_raw_sql_the_date_moves_forward_only_and_never_alone(extend, sent, caseworker):
    extend()
    for old, new in (("2025-03-17", "2025-04-30"), ("2025-03-26", "2025-03-26"), ("2025-03-26", "2025-03-20")):
        with refused("kun blive længere"):
            execute(INSERT, [sent.pk, old, new, caseworker.pk])
    for to in ("'2030-01-02'", "NULL", "'2025-03-18'"):
        with refused("med en dato og en begrundelse"):
            execute(f"UPDATE parthoering_hearing SET extended_to = {to}")  # noqa: S608
    execute(INSERT, [sent.pk, "2025-03-26", "2025-04-02", caseworker.pk])
    assert Hearing.objects.get().extended_to == date(2025, 4, 2)


@pytest.mark.parametrize("sql", ["UPDATE {} SET new_deadline = '2030-01-02'", "DELETE FROM {}"])
def test_an_extension_is_neither_changed_nor_taken_back(extend, sql):
    extend()
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(sql.format("parthoering_hearingextension"))


def test_the_letter_must_be_of_the_same_case(extend, sent, caseworker):
    other = CaseFactory(by=caseworker)
    letter = hearing_sent(other, caseworker).letter
    with refused("Brevet hører ikke til sagen"):
        HearingExtension.objects.create(
            hearing=sent,
            old_deadline=sent.deadline,
            new_deadline=NEW,
            reason="–",
            letter=letter,
            made_by=caseworker,
        )


@pytest.fixture
def form(client, case, caseworker):
    hearing_sent(case, caseworker)
    client.force_login(caseworker)
    url = reverse("hearing_extend", args=[case.number])

    def post(**changes):
        day = next_working_day(timezone.localdate() + timedelta(days=60))
        data = {"new_deadline": f"{day:%d-%m-%Y}", "reason": f"{REASON}.", "with_letter": "on", "key": KEY}
        return client.post(url, data | changes, follow=True)

    return post


def test_the_form_extends_once_however_often_it_is_clicked(form, case):
    for _ in range(2):
        page = form().content.decode()
        assert "Svarfristen er udsat til" in page
        assert "Brevet til borgeren er på vej" in page
    extension = HearingExtension.objects.get()
    assert extension.reason == REASON
    assert case.documents.count() == 2


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, "Skriv, hvorfor fristen udsættes."),
        ({"new_deadline": "01-01-2020"}, "kun blive længere"),
        ({"new_deadline": "32-01-2026"}, "dd-mm-åååå"),
    ],
)
def test_a_faulty_extension_is_told(form, changes, error):
    response = form(**changes)
    assert response.status_code == 422
    assert error in response.content.decode()
    assert not HearingExtension.objects.exists()
