"""LAS § 35, stk. 1: provable written guidance, registered on the case with the paper that proves it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from sanktion.actions.document import file_document
from sanktion.actions.gates import NO_GUIDANCE, missing_for
from sanktion.actions.guidance import record_guidance
from sanktion.models import MaterialKind, WrittenGuidance

from ..factories import CaseFactory
from ..factories.files import pdf
from ..factories.gates import heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def paper(case, by):
    return file_document(case, title="Brev", kind=MaterialKind.OTHER, render=lambda number: b"%PDF", by=by)


def posted(client, case, **changes):
    data = {"given_on": f"{case.event.occurred_on:%d-%m-%Y}", "key": uuid.uuid4()}
    return client.post(reverse("guidance_new", args=[case.number]), data | changes)


def test_missing_until_it_is_registered(visitor, case, caseworker):
    heard(case, caseworker, guide=False)
    page = visitor.get(reverse("case", args=[case.number])).content.decode()
    assert NO_GUIDANCE in page
    assert reverse("guidance_new", args=[case.number]) in page
    assert posted(visitor, case, document=paper(case, caseworker).pk).status_code == 302
    assert missing_for(case) == []
    assert NO_GUIDANCE not in visitor.get(reverse("case", args=[case.number])).content.decode()


def test_decision_page_names_what_is_missing_with_a_link(visitor, case, caseworker):
    heard(case, caseworker, guide=False)
    page = visitor.get(reverse("decide", args=[case.number])).content.decode()
    assert NO_GUIDANCE in page
    assert f'href="{reverse("guidance_new", args=[case.number])}"' in page


def test_new_file_becomes_a_document_of_the_case(visitor, case, caseworker):
    file = SimpleUploadedFile("vejledning.pdf", pdf(), "application/pdf")
    assert posted(visitor, case, file=file).status_code == 302
    guidance = case.guidances.get()
    assert (guidance.given_on, guidance.recorded_by) == (case.event.occurred_on, caseworker)
    assert guidance.document.title == "Skriftlig vejledning om pligter og sanktioner"
    entry = case.journal.first()
    assert entry.heading == "Skriftlig vejledning registreret"
    assert ("Dokument", guidance.document.full_number) in entry.facts


def test_hostile_file_is_refused_and_kept_nowhere(visitor, case):
    file = SimpleUploadedFile("vejledning.pdf", b"MZ\x90\x00 not a letter", "application/pdf")
    response = posted(visitor, case, file=file)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not case.documents.exists()
    assert not WrittenGuidance.objects.exists()


def test_double_click_registers_once(visitor, case):
    key, data = uuid.uuid4(), pdf()
    for _ in range(2):
        posted(visitor, case, key=key, file=SimpleUploadedFile("a.pdf", data, "application/pdf"))
    assert case.guidances.count() == case.documents.count() == 1


def test_after_the_event_is_too_late(visitor, case, caseworker):
    late = case.event.occurred_on + timedelta(days=1)
    document = paper(case, caseworker)
    response = posted(visitor, case, given_on=f"{late:%d-%m-%Y}", document=document.pk)
    assert response.status_code == 422
    assert "senest den dag, hændelsen skete" in str(response.context["form"].errors["given_on"])
    with pytest.raises(ValidationError, match="senest den dag"):
        record_guidance(case, given_on=late, document=document, by=caseworker)
    with pytest.raises(IntegrityError, match="senest den dag"), transaction.atomic():
        WrittenGuidance.objects.create(case=case, given_on=late, document=document, recorded_by=caseworker)


def test_paper_of_another_case_proves_nothing(visitor, case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    document = paper(other, caseworker)
    assert posted(visitor, case, document=document.pk).status_code == 422
    given_on = case.event.occurred_on
    with pytest.raises(ValidationError, match="ikke på sagen"):
        record_guidance(case, given_on=given_on, document=document, by=caseworker)
    with pytest.raises(IntegrityError, match="ikke på sagen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sanktion_writtenguidance (case_id, given_on, document_id, recorded_at, recorded_by_id)"
            " VALUES (%s, %s, %s, now(), %s)",
            [case.pk, given_on, document.pk, caseworker.pk],
        )


@pytest.mark.parametrize("both", [False, True])
def test_one_paper_is_chosen_and_not_two(visitor, case, caseworker, both):
    given = {}
    if both:
        given = {"document": paper(case, caseworker).pk, "file": SimpleUploadedFile("a.pdf", pdf(), "application/pdf")}
    response = posted(visitor, case, **given)
    assert response.status_code == 422
    assert "Vælg enten" in response.content.decode()
