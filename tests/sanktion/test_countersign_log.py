"""Who reads a decision to sign it is in the access log, and what was asked and answered is in the citizen's export."""

import io
import uuid
from zipfile import ZipFile

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.subject_access import make, request_subject_access, stored_pieces
from sanktion.models import AccessLog

from ..factories import UserFactory
from ..factories.countersign import countersign_asked, countersigned
from ..factories.gates import heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(team):
    return UserFactory(role="medunderskriver", teams=[team])


@pytest.mark.parametrize("name", ["countersign", "countersign_letter"])
def test_the_reader_of_what_is_to_be_signed_is_logged(client, case, caseworker, colleague, name):
    countersign_asked(heard(case, caseworker), caseworker)
    client.force_login(colleague)
    assert client.get(reverse(name, args=[case.number])).status_code == 200
    row = AccessLog.objects.get(page=name)
    assert (row.user, row.citizen, row.case) == (colleague, case.citizen, case)


@pytest.mark.thorough
def test_what_was_asked_and_answered_is_in_the_citizens_export(case, citizen, caseworker, colleague):
    countersigned(heard(case, caseworker), caseworker, colleague, reasons="Du mødte ikke den dag.")
    wanted = {"purpose": "Borgeren bad om indsigt", "asked_on": timezone.localdate(), "key": uuid.uuid4()}
    access = request_subject_access(citizen, **wanted, by=caseworker)
    make(access.pk)
    access.refresh_from_db()
    sheet = ZipFile(io.BytesIO(b"".join(stored_pieces(access, by=access.created_by)))).read(
        f"sager/{case.number}/sagsark.pdf"
    )
    with pypdfium2.PdfDocument(sheet) as document:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    for part in ("Bedt om medunderskrift", "Du mødte ikke den dag.", "Medunderskrevet", str(colleague)):
        assert part in text
