from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering import actions
from parthoering.models import AnswerChannel, Channel, Hearing, HearingStatus
from sanktion.models import CaseStatus, ContactChannel, ContactResult, JournalEntry, MaterialKind, NoteKind
from tests.factories import CaseFactory
from tests.factories.parthoering import attempt_noted, case_ready, hearing_answered, hearing_expired, hearing_sent

pytestmark = pytest.mark.django_db

VERBATIM = "  Jeg var syg!\r\n\r\n<b>«Spørg min læge»</b> & ring på 20 20 20 20.  \n"


def latest_entry(case) -> JournalEntry:
    return case.journal.first()


def test_sending_files_the_letter_moves_the_case_and_journals(case, caseworker):
    """B012, B016: a written letter, its date, channel and deadline."""
    hearing = actions.send_hearing(case, channel=Channel.DIGITAL_POST, by=caseworker)
    case.refresh_from_db()
    assert (case.status, case.next_due) == (CaseStatus.HEARING, hearing.deadline)
    assert hearing.letter.kind == MaterialKind.EXPLANATION
    assert hearing.delivery.channel == Channel.DIGITAL_POST
    entry = latest_entry(case)
    assert (entry.kind, entry.heading, entry.author) == (NoteKind.LETTER, "Partshøring sendt", str(caseworker))
    assert ("Dokument", hearing.letter.full_number) in entry.facts
    assert ("Sådan er fristen regnet", hearing.deadline_explanation) in entry.facts


@pytest.mark.parametrize(("digital_post", "channel"), [(True, Channel.DIGITAL_POST), (False, Channel.LETTER)])
def test_the_citizen_s_own_channel_is_chosen(case, caseworker, digital_post, channel):
    case.citizen.digital_post = digital_post
    case.citizen.save()
    assert actions.send_hearing(case, by=caseworker).channel == channel


def test_a_letter_gets_the_days_it_is_on_its_way(case, caseworker, settings):
    settings.SANKTION_DELIVERY_DAYS = {"digital_post": 0, "letter": 6}
    with time_machine.travel("2025-03-03 09:00+01:00", tick=False):
        hearing = actions.send_hearing(case, channel=Channel.LETTER, by=caseworker)
    assert hearing.starts_on.isoformat() == "2025-03-09"
    assert hearing.deadline.isoformat() == "2025-03-24"  # the 23rd is a Sunday


def test_no_letter_to_a_citizen_nobody_can_reach(case, caseworker):
    case.citizen.digital_post, case.citizen.address = False, None
    case.citizen.save()
    with pytest.raises(actions.NotAllowed, match="hverken Digital Post eller en kendt adresse"):
        actions.send_hearing(case, by=caseworker)
    assert not Hearing.objects.exists()


def test_no_digital_post_to_a_citizen_who_is_exempt(case, caseworker):
    case.citizen.digital_post = False
    case.citizen.save()
    with pytest.raises(actions.NotAllowed, match="kan ikke nås med Digital Post"):
        actions.send_hearing(case, channel=Channel.DIGITAL_POST, by=caseworker)


def test_a_double_click_sends_one_letter(case, caseworker):
    actions.send_hearing(case, by=caseworker)
    with pytest.raises(actions.NotAllowed, match="Partshøring sendt"):
        actions.send_hearing(case, by=caseworker)
    assert case.documents.count() == 1


@pytest.mark.parametrize("act", [actions.record_answer, actions.waive])
def test_the_answer_is_kept_word_for_word(case, caseworker, act):
    """B014, B031: in the hearing and in the locked journal, with date and channel."""
    hearing = hearing_sent(case, caseworker)
    today = timezone.localdate()
    act(hearing, text=VERBATIM, channel=AnswerChannel.LETTER, answered_on=today, by=caseworker)
    case.refresh_from_db()
    stored = Hearing.objects.get()
    assert (stored.answer, stored.answered_on, stored.answer_channel) == (VERBATIM, today, AnswerChannel.LETTER)
    entry = latest_entry(case)
    assert (entry.kind, entry.text) == (NoteKind.STATEMENT, VERBATIM)
    assert ("Modtaget via", "Brev") in entry.facts
    assert case.status == CaseStatus.ANSWERED


def test_a_late_answer_counts_until_the_decision(case, caseworker):
    case_ready(case, caseworker)
    hearing = Hearing.objects.get()
    actions.record_answer(
        hearing, text="Nu svarer jeg", channel=AnswerChannel.EMAIL, answered_on=timezone.localdate(), by=caseworker
    )
    case.refresh_from_db()
    assert (case.status, Hearing.objects.get().status) == (CaseStatus.ANSWERED, HearingStatus.ANSWERED)


def test_a_second_answer_overwrites_nothing(case, caseworker):
    hearing = hearing_answered(case, caseworker)
    with pytest.raises(actions.NotAllowed, match="allerede registreret"):
        actions.record_answer(
            hearing, text="Andet", channel=AnswerChannel.EMAIL, answered_on=timezone.localdate(), by=caseworker
        )
    assert Hearing.objects.get().answer == hearing.answer


def test_an_answer_belongs_to_the_latest_hearing(case, caseworker):
    case_ready(case, caseworker)
    first = Hearing.objects.get()
    hearing_sent(case, caseworker)
    with pytest.raises(actions.NotAllowed):
        actions.record_answer(
            first, text="Svar", channel=AnswerChannel.EMAIL, answered_on=timezone.localdate(), by=caseworker
        )


def test_contact_is_concluded_only_when_it_was_sought(case, caseworker):
    """B009, B017."""
    hearing = hearing_expired(case, caseworker)
    with pytest.raises(actions.NotAllowed, match="ikke noteret et kontaktforsøg"):
        actions.conclude(hearing, by=caseworker)
    attempt_noted(case, caseworker)
    actions.conclude(hearing, by=caseworker)
    case.refresh_from_db()
    assert case.status == CaseStatus.READY
    assert latest_entry(case).heading == "Kontaktforsøg afsluttet"


def test_concluding_twice_is_refused_and_changes_nothing(case, caseworker):
    case_ready(case, caseworker)
    entries = case.journal.count()
    with pytest.raises(actions.NotAllowed, match="Klar til afgørelse"):
        actions.conclude(Hearing.objects.get(), by=caseworker)
    assert case.journal.count() == entries


def test_an_attempt_goes_into_ledger_and_journal(case, caseworker):
    """B018."""
    hearing_sent(case, caseworker)
    moment = timezone.now() - timedelta(minutes=5)
    actions.add_attempt(
        case,
        channel=ContactChannel.SMS,
        happened_at=moment,
        result=ContactResult.REACHED,
        times=3,
        text="Svarede OK",
        by=caseworker,
    )
    attempt = case.contact_attempts.get()
    assert (attempt.channel, attempt.reached, attempt.happened_at) == (ContactChannel.SMS, True, moment)
    assert (attempt.result, attempt.times) == (ContactResult.REACHED, 3)
    entry = latest_entry(case)
    assert (entry.kind, entry.heading, entry.text) == (NoteKind.CONTACT, "SMS – kontakt opnået", "Svarede OK")


def test_no_attempts_before_the_hearing_is_sent(case, caseworker):
    with pytest.raises(actions.NotAllowed, match="Ny sag"):
        attempt_noted(case, caseworker)


def test_acts_leave_other_cases_alone(case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    case_ready(case, caseworker)
    other.refresh_from_db()
    assert (other.status, other.journal.count()) == (CaseStatus.REGISTERED, 1)
