"""The pages of inquiries, guidelines' neighbours: who gets in, what they show, and no way round the last question."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.statistics import close_month
from koerelister.models import VisitCount
from sanktion.models import AnswerBlock, Inquiry, InquiryStatus

from ..factories import UserFactory
from ..factories.inquiry import QUESTIONS, all_questions_answered, inquiry_answered, inquiry_received
from ..factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    manager = UserFactory(role="leder")
    client.force_login(manager)
    return manager


def page(client, name, *args) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def fields(manager, **changes) -> dict:
    return {
        "kind": "council",
        "asker_name": "Hanne Nygaard",
        "subject": "kontaktforsøg",
        "questions": "1. Hvor mange?\r\n\r\n2) Hvorfor?\r\nOg hvornår?",
        "received_on": f"{timezone.localdate():%d-%m-%Y}",
        "owner": manager.pk,
        "key": str(uuid.uuid4()),
        **changes,
    }


def test_questions_are_numbered_in_their_order(client, manager):
    client.post(reverse("inquiry_new"), fields(manager))
    questions = Inquiry.objects.get().questions.all()
    assert [(question.number, question.text) for question in questions] == [
        (1, "Hvor mange?"),
        (2, "Hvorfor?\nOg hvornår?"),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"questions": "Et?\n\nEt?"}, "to gange"),
        ({"questions": " \n\n "}, "Udfyld feltet."),
        ({"received_on": "01-01-2099"}, "fremtiden"),
        ({"due_on": "01-01-2020"}, "Fristen kan ikke ligge, før"),
        ({"kind": "tilsyn"}, "Slags"),
    ],
)
def test_invalid_inquiry_says_why(client, manager, changes, told):
    response = client.post(reverse("inquiry_new"), fields(manager, **changes))
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Inquiry.objects.exists()


def test_list_has_the_nearest_due_first_and_the_late_in_red(client, manager):
    today = timezone.localdate()
    soon = inquiry_received(manager, due_on=today + timedelta(days=9))
    late = inquiry_received(manager, due_on=today - timedelta(days=1))
    done = inquiry_answered(manager).inquiry
    text = page(client, "inquiries")
    assert text.index(late.number) < text.index(soon.number)
    assert '<tr class="late">' in text
    assert done.number not in text
    assert done.number in client.get(reverse("inquiries"), {"vis": "besvarede"}).content.decode()


def test_number_of_queries_does_not_grow_with_the_list(client, manager, django_assert_max_num_queries):
    for _ in range(4):
        inquiry_received(manager)
    with django_assert_max_num_queries(14):
        page(client, "inquiries")


def test_standing_text_is_put_in_after_what_is_written(client, manager):
    block = AnswerBlock.objects.create(title="Om høring", body="BLOK", valid_from="2020-01-01", written_by=manager)
    question = inquiry_received(manager).questions.first()
    url = reverse("inquiry_question", args=[question.inquiry_id, 1])
    text = client.post(url, {"answer": "Mit svar.", "indsaet": f"tekst-{block.pk}"}).content.decode()
    assert "Mit svar.\n\nBLOK</textarea>" in text
    question.refresh_from_db()
    assert question.answer == ""


def statistics_put_in(client, manager, **counts) -> str:
    area, month = AreaFactory(), date(2018, 10, 1)
    for contact, count in counts.items():
        VisitCount.objects.create(month=month, area=area, contact=contact == "contact", count=count)
    close_month(month, by=manager)
    url = reverse("inquiry_question", args=[inquiry_received(manager).pk, 2])
    return client.post(url, {"answer": "", "indsaet": "besoegsstatistik"}).content.decode()


def test_statistics_are_put_in_with_the_truth_about_outcomes(client, manager):
    """B011, B042: what nobody counts is said plainly."""
    text = statistics_put_in(client, manager, contact=12, none=30)
    assert "I oktober 2018 var der 42 besøg. Der blev skabt kontakt ved 12 af dem (29 pct.)" in text
    assert "Der føres ikke statistik over" in text


@pytest.mark.parametrize("counts", [{"contact": 3}, {"contact": 3, "none": 30}])
def test_small_numbers_are_not_told(client, manager, counts):
    """B038: the answer holds what is published, as every export does."""
    text = statistics_put_in(client, manager, **counts)
    assert "for få besøg til at kunne udleveres: oktober" in text
    assert "var der" not in text


def test_no_cpr_number_gets_into_an_answer(client, manager):
    inquiry = inquiry_received(manager)
    response = client.post(reverse("inquiry_question", args=[inquiry.pk, 1]), {"answer": "Borger 610170-0000"})
    assert response.status_code == 422


def test_closing_waits_for_the_last_answer_and_then_locks(client, manager):
    inquiry = inquiry_received(manager)
    close = reverse("inquiry_answer", args=[inquiry.pk])
    assert "Spørgsmål 1 er ikke besvaret." in page(client, "inquiry_answer", inquiry.pk)
    client.post(close)
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.RECEIVED
    assert client.get(reverse("inquiry_preview", args=[inquiry.pk])).content.startswith(b"%PDF")
    all_questions_answered(inquiry, manager)
    client.post(close)
    letter = inquiry.documents.get()
    assert client.get(reverse("inquiry_document", args=[inquiry.pk, 1])).content == letter.data
    assert "Skriv svar" not in page(client, "inquiry", inquiry.pk)
    refused = client.post(reverse("inquiry_edit", args=[inquiry.pk]), fields(manager, questions="\n\n".join(QUESTIONS)))
    assert refused.status_code == 422
    assert "besvaret og kan ikke ændres" in refused.content.decode()


def test_only_those_with_the_right_see_inquiries(client, manager):
    inquiry = inquiry_received(manager)
    for role, status in (("sagsbehandler", 403), ("udkørende", 403), ("administrator", 403), ("tilsynsansvarlig", 200)):
        client.force_login(UserFactory(role=role))
        assert client.get(reverse("inquiry", args=[inquiry.pk])).status_code == status
