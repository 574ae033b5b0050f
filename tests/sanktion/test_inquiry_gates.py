"""What the database itself refuses of inquiries, tried with the ORM and with raw SQL as the application's role."""

import itertools
import uuid

import pytest
from django.db import Error, IntegrityError, connection, transaction

from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import AnswerBlock, Inquiry, InquiryQuestion, InquiryStatus
from sanktion.models.inquiry import TRANSITIONS

from ..factories import CaseFactory, UserFactory
from ..factories.inquiry import all_questions_answered, inquiry_answered, inquiry_received

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ANSWER = (
    "UPDATE sanktion_inquiry SET status = 'answered', answered_on = current_date, answered_by_id = owner_id"
    " WHERE id = %s"
)
PAIRS = list(itertools.product(InquiryStatus, InquiryStatus))


@pytest.fixture
def manager():
    return UserFactory(role="leder")


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(("current", "wanted"), PAIRS, ids=[f"{a.value}-{b.value}" for a, b in PAIRS])
def test_every_pair_of_statuses(manager, current, wanted):
    inquiry = inquiry_received(manager)
    if current == InquiryStatus.ANSWERING:
        all_questions_answered(inquiry, manager)
    elif current == InquiryStatus.ANSWERED:
        inquiry = inquiry_answered(manager).inquiry
    if wanted not in TRANSITIONS[current]:
        with pytest.raises(TransitionNotAllowed, match=wanted.label):
            inquiry._move_to(wanted, by=manager, reason="Prøve")
    elif wanted == InquiryStatus.ANSWERING:
        inquiry.start_answering(by=manager)
        assert inquiry.history.first().history_change_reason == "Besvarelsen er begyndt"
    else:
        with pytest.raises(IntegrityError, match="Svarbrevet er ikke arkiveret"), transaction.atomic():
            inquiry.mark_answered(by=manager)


def test_no_inquiry_is_answered_with_a_question_open(manager):
    inquiry = inquiry_received(manager)
    with pytest.raises(IntegrityError, match="mangler svar på mindst ét"):
        execute(ANSWER, inquiry.pk)
    inquiry.start_answering(by=manager)
    with pytest.raises(IntegrityError, match="mangler svar på mindst ét"), transaction.atomic():
        inquiry.mark_answered(by=manager)


def test_no_inquiry_is_answered_without_questions_or_letter(manager):
    empty = inquiry_received(manager, questions=[])
    with pytest.raises(IntegrityError, match="ingen spørgsmål"):
        execute(ANSWER, empty.pk)
    with pytest.raises(IntegrityError, match="Svarbrevet er ikke arkiveret"):
        execute(ANSWER, all_questions_answered(inquiry_received(manager), manager).pk)


def test_no_inquiry_begins_as_answered(manager):
    pattern = inquiry_received(manager)
    copy = Inquiry.objects.get(pk=pattern.pk)
    copy.pk, copy.number, copy.key = None, "2026-9999999", uuid.uuid4()
    copy.status, copy.answered_on, copy.answered_by = InquiryStatus.ANSWERED, pattern.received_on, manager
    with pytest.raises(IntegrityError, match="begynder som modtaget"), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sanktion_inquiry SET due_on = due_on + 1 WHERE id = %s",
        "UPDATE sanktion_inquiry SET status = 'answering', answered_on = NULL, answered_by_id = NULL WHERE id = %s",
        "UPDATE sanktion_inquiryquestion SET answer = text WHERE inquiry_id = %s",
        "DELETE FROM sanktion_inquiryquestion WHERE inquiry_id = %s",
        "INSERT INTO sanktion_inquiryquestion (inquiry_id, number, text, answer)"
        " SELECT inquiry_id, 9, text, answer FROM sanktion_inquiryquestion WHERE inquiry_id = %s LIMIT 1",
        "INSERT INTO sanktion_inquirydocument"
        " (inquiry_id, number, title, sha256, size, sealed, created_at, created_by_id)"
        " SELECT inquiry_id, 9, '', '', 0, sealed, now(), created_by_id FROM sanktion_inquirydocument"
        " WHERE inquiry_id = %s",
    ],
)
def test_answered_inquiry_is_locked(manager, sql):
    inquiry = inquiry_answered(manager).inquiry
    with pytest.raises(IntegrityError, match="besvaret og kan ikke ændres"):
        execute(sql, inquiry.pk)


def test_question_can_not_be_moved_out_of_an_answered_inquiry(manager):
    answered, other = inquiry_answered(manager).inquiry, inquiry_received(manager)
    move = "UPDATE sanktion_inquiryquestion SET inquiry_id = %s, number = 9 WHERE inquiry_id = %s AND number = 1"
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        execute(move, other.pk, answered.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sanktion_inquiry",
        "UPDATE sanktion_inquirydocument SET title = ''",
        "DELETE FROM sanktion_inquirydocument",
        "UPDATE sanktion_answerblock SET body = ''",
        "DELETE FROM sanktion_signatory",
    ],
)
def test_what_is_written_stays(manager, sql):
    inquiry_answered(manager)
    AnswerBlock.objects.create(title="Tekst", body="Tekst", valid_from="2020-01-01", written_by=manager)
    with pytest.raises(Error, match="permission denied"):
        execute(sql)


def test_number_stays_and_is_shared_with_no_case(manager):
    inquiry, case = inquiry_received(manager), CaseFactory()
    with pytest.raises(IntegrityError, match="nummer kan ikke ændres"):
        execute("UPDATE sanktion_inquiry SET number = '2026-9999999' WHERE id = %s", inquiry.pk)
    with pytest.raises(IntegrityError, match="Sagsnummeret er i brug"), transaction.atomic():
        Inquiry.objects.create(
            number=case.number,
            kind="press",
            asker_name="A",
            subject="B",
            received_on="2026-01-01",
            due_on="2026-01-02",
            owner=manager,
        )
    with pytest.raises(IntegrityError, match="inquiry_question_number_once"), transaction.atomic():
        InquiryQuestion.objects.create(inquiry=inquiry, number=1, text="Igen?")
