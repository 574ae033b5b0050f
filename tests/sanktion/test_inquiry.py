"""Inquiries: due dates, numbers, questions and the letter that answers them (B002-B006, B010, B050, B051)."""

import io
import uuid
from datetime import date

import pypdfium2
import pytest
import time_machine

from sanktion.actions.inquiry import (
    InquiryNotChanged,
    answer_inquiry,
    answer_question,
    change_inquiry,
    register_inquiry,
    render_answer,
)
from sanktion.base.deadlines import add_working_days
from sanktion.models import AnswerBlock, Inquiry, InquiryKind, InquiryStatus, Signatory
from sanktion.models.inquiry import due_date

from ..factories import CaseFactory, UserFactory
from ..factories.inquiry import QUESTIONS, all_questions_answered, inquiry_answered, inquiry_facts, inquiry_received

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(role="leder", first_name="Lene", last_name="Bach")


def text_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 3, 26), 7, date(2026, 4, 9)),  # Easter: 2, 3 and 6 April
        (date(2026, 12, 22), 2, date(2026, 12, 28)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(start, days, end):
    assert add_working_days(start, days) == end


def test_working_days_do_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_working_days(date(2026, 1, 1), -1)


def test_access_is_due_after_seven_working_days_and_shows_the_sum(settings):
    """Offentlighedsloven § 36, stk. 2."""
    found = due_date(InquiryKind.ACCESS, date(2026, 3, 26))
    assert found.end == date(2026, 4, 9)
    assert found.explanation == "7 arbejdsdage fra 26. marts 2026 = 9. april 2026"
    settings.SANKTION_INQUIRY_DAYS = {"council": 10}
    assert due_date(InquiryKind.COUNCIL, date(2026, 5, 4)).explanation.startswith("10 dage fra 4. maj 2026 = 14. maj")


def test_a_date_that_was_chosen_says_so(manager):
    inquiry = inquiry_received(manager, kind=InquiryKind.ACCESS, received_on=date(2026, 3, 26))
    assert inquiry.due_explanation == "7 arbejdsdage fra 26. marts 2026 = 9. april 2026"
    inquiry.due_on = date(2026, 4, 1)
    assert inquiry.due_explanation.startswith("Sat til 1. april 2026. Beregnet: 7 arbejdsdage")


def test_number_is_of_the_cases_own_series_and_gap_free(manager):
    """B004: two files of the unit never have the same number."""
    numbers = [inquiry_received(manager).number, CaseFactory().number, inquiry_received(manager).number]
    assert len(set(numbers)) == 3
    assert [int(number[5:]) for number in numbers] == list(range(int(numbers[0][5:]), int(numbers[0][5:]) + 3))


def test_the_same_page_twice_is_one_inquiry_and_takes_one_number(manager):
    key = uuid.uuid4()
    one, other = (register_inquiry(inquiry_facts(manager), QUESTIONS, by=manager, key=key) for _ in range(2))
    assert one == other
    assert int(inquiry_received(manager).number[5:]) == int(one.number[5:]) + 1


def test_first_answer_starts_and_the_last_lets_it_be_closed(manager):
    inquiry = inquiry_received(manager)
    assert inquiry.status == InquiryStatus.RECEIVED
    answer_question(inquiry.questions.first(), "På kørelisten og i sagen.", by=manager)
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.ANSWERING
    with pytest.raises(InquiryNotChanged, match="Spørgsmål 2 er ikke besvaret"):
        answer_inquiry(inquiry, by=manager)
    letter = answer_inquiry(all_questions_answered(inquiry, manager), by=manager)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.answered_by, inquiry.days_used) == (InquiryStatus.ANSWERED, manager, 5)
    assert letter.full_number == f"{inquiry.number}-001"
    assert letter.data.startswith(b"%PDF")


def test_answered_inquiry_can_not_be_changed_by_any_act(manager):
    inquiry = inquiry_answered(manager).inquiry
    for act in (
        lambda: answer_question(inquiry.questions.first(), "Noget andet.", by=manager),
        lambda: change_inquiry(inquiry, inquiry_facts(manager), QUESTIONS, by=manager),
        lambda: answer_inquiry(inquiry, by=manager),
    ):
        with pytest.raises(InquiryNotChanged, match="besvaret"):
            act()


class TestQuestionsAreChanged:
    """An answer follows its question."""

    @pytest.fixture
    def inquiry(self, manager):
        inquiry = inquiry_received(manager, questions=["Et?", "To?"])
        answer_question(inquiry.questions.get(number=1), "Svar 1", by=manager)
        return inquiry

    def change(self, inquiry, *texts):
        by = inquiry.owner
        change_inquiry(inquiry, inquiry_facts(by), list(texts), by=by)
        return [(question.text, question.answer) for question in inquiry.questions.all()]

    def test_when_another_is_put_before_it(self, inquiry):
        assert self.change(inquiry, "Nul?", "Et?", "To?") == [("Nul?", ""), ("Et?", "Svar 1"), ("To?", "")]

    def test_when_the_order_is_turned(self, inquiry):
        assert self.change(inquiry, "To?", "Et?") == [("To?", ""), ("Et?", "Svar 1")]

    def test_when_it_is_reworded(self, inquiry):
        assert self.change(inquiry, "Et eller flere?", "To?") == [("Et eller flere?", "Svar 1"), ("To?", "")]

    def test_unanswered_question_may_go(self, inquiry):
        assert self.change(inquiry, "Et?") == [("Et?", "Svar 1")]

    def test_answered_question_may_not(self, inquiry):
        with pytest.raises(InquiryNotChanged, match="Spørgsmål 1 er besvaret"):
            self.change(inquiry, "To?")


@pytest.mark.usefixtures("whole_letters")
class TestLetter:
    @time_machine.travel("2018-10-30 12:00+01:00", tick=False)
    def test_says_what_the_letter_of_2018_says(self, manager):
        """B001-B006, B050, B051."""
        Signatory.objects.create(
            kind=InquiryKind.COUNCIL,
            name="Tanja Frandsen",
            title="Adm. direktør",
            office="Direktionen",
            valid_from=date(2018, 1, 1),
            written_by=manager,
        )
        received = {"received_on": date(2018, 10, 25), "due_on": date(2018, 11, 8)}
        letter = inquiry_answered(manager, **received)
        pages = text_of(letter.data)
        text = " ".join(" ".join(pages).split())
        told = [
            "Eksempel Kommune",
            "Direktionen",
            "Til Hanne Nygaard, MB",
            "E-mail: hanne@eksempel.invalid",
            "Kære Hanne Nygaard",
            "Tak for din henvendelse af 25. oktober 2018",
            "vedrørende hjemmebesøg i forbindelse med sanktionering.",
            QUESTIONS[0],
            QUESTIONS[1],
            "Vores svar 1. Svar på spørgsmålet «" + QUESTIONS[0],
            "Svaret på spørgsmål 1.",
            "2. Svar på spørgsmålet «" + QUESTIONS[1],
            "Svaret på spørgsmål 2.",
            "Med venlig hilsen Tanja Frandsen Adm. direktør",
        ]
        assert [part for part in told if part not in text] == []
        for part in ("30. oktober 2018", letter.full_number, "Rådhuspladsen 1", "Telefon 00 00 00 00"):
            assert part in text

    def test_every_page_has_its_numbers(self, manager):
        inquiry = inquiry_received(manager)
        answer_question(inquiry.questions.first(), "En lang forklaring.\n\n" * 60, by=manager)
        pages = text_of(render_answer(inquiry, by=manager, number="2026-0000001-007"))
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert inquiry.number in page
            assert "2026-0000001-007" in page
            assert f"Side {number} af {len(pages)}" in page

    def test_the_preview_is_the_letter_but_for_its_number(self, manager):
        inquiry = all_questions_answered(inquiry_received(manager), manager)
        draft = text_of(render_answer(inquiry, by=manager))
        filed = text_of(answer_inquiry(inquiry, by=manager).data)
        assert [page.replace("UDKAST", f"{inquiry.number}-001") for page in draft] == filed

    def test_signatory_is_that_of_the_kind_and_the_day(self, manager):
        for year, name in ((2020, "Den gamle"), (2024, "Den nye"), (2099, "Den kommende")):
            Signatory.objects.create(
                kind="press", name=name, title="Chef", valid_from=date(year, 1, 1), written_by=manager
            )
        letter = inquiry_answered(manager, kind=InquiryKind.PRESS)
        assert "Den nye" in text_of(letter.data)[-1]
        assert "Lene Bach" in text_of(inquiry_answered(manager).data)[-1]


def test_standing_text_in_force_is_the_newest_version_that_has_begun(manager):
    for year, body in ((2020, "Gammel"), (2024, "Ny"), (2099, "Kommende")):
        AnswerBlock.objects.create(title="Om høring", body=body, valid_from=date(year, 1, 1), written_by=manager)
    AnswerBlock.objects.create(title="Taget af", body="Før", valid_from=date(2020, 1, 1), written_by=manager)
    AnswerBlock.objects.create(title="Taget af", body="", valid_from=date(2021, 1, 1), written_by=manager)
    assert [block.body for block in AnswerBlock.objects.in_force(date(2026, 1, 1))] == ["Ny"]
    assert [block.body for block in AnswerBlock.objects.in_force(date(2020, 6, 1))] == ["Gammel", "Før"]


def test_what_was_asked_lies_encrypted(manager):
    inquiry = inquiry_received(manager)
    raw = Inquiry.objects.extra(select={"name": "asker_name::text", "about": "subject::text"}).get(pk=inquiry.pk)
    assert b"Hanne".hex() not in raw.name
    assert "hjemmebesøg".encode().hex() not in raw.about
