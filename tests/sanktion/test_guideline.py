"""The register of guidelines (V130, V131, V147): versions that stay, and links from the screens they govern."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.assessment import assess
from sanktion.models import Guideline, GuidelineVersion

from ..factories import UserFactory, files
from ..factories.parthoering import WEIGHED, case_ready

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def manager(client):
    manager = UserFactory(role="leder")
    client.force_login(manager)
    return manager


def version_fields(**changes) -> dict:
    today = timezone.localdate()
    return {
        "file": SimpleUploadedFile("retning.pdf", files.pdf(), "application/pdf"),
        "valid_from": f"{today:%d-%m-%Y}",
        "change_note": "Første udgave",
        "auditor": "nej",
        "key": "6dd3e0c2-6b9f-4f5c-9d0e-0b4c8d4f2a11",
        **changes,
    }


def added(client, manager, **changes):
    about = {"title": "Når en borger ikke svarer", "kind": "procedure", "owner": manager.pk, "page": "decide"}
    return client.post(reverse("guideline_new"), {**about, **version_fields(), **changes})


def new_version(client, **changes):
    fields = version_fields(key="0f0c2a51-4f1c-4a39-8a5e-2d6ed0f6b0a2", change_note="Ny frist", **changes)
    return client.post(reverse("guideline_version_new", args=[Guideline.objects.get().pk]), fields)


def test_new_document_with_its_first_version(client, manager):
    response = added(client, manager)
    version = GuidelineVersion.objects.get()
    assert response.headers["Location"] == reverse("guideline", args=[version.guideline_id])
    assert (version.number, version.auditor_involved, version.created_by) == (1, False, manager)
    file = client.get(reverse("guideline_file", args=[version.guideline_id, 1]))
    assert file.content == version.data
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_the_same_page_twice_is_one_document(client, manager):
    added(client, manager)
    added(client, manager)
    assert GuidelineVersion.objects.count() == 1


def test_auditor_needs_a_date_and_no_auditor_has_none(client, manager):
    """V131."""
    response = added(client, manager, auditor="ja")
    assert response.status_code == 422
    assert "Skriv datoen, eller svar nej." in response.content.decode()
    added(client, manager, auditor="ja", auditor_on="01-10-2026")
    assert GuidelineVersion.objects.get().auditor_on.isoformat() == "2026-10-01"


def test_hostile_file_is_refused_and_kept_nowhere(client, manager):
    response = added(client, manager, file=SimpleUploadedFile("program.pdf", b"MZ\x90\x00" * 100))
    assert response.status_code == 422
    assert not Guideline.objects.exists()


def test_the_version_in_force_is_the_newest_that_has_begun(client, manager):
    added(client, manager)
    tomorrow = timezone.localdate() + timedelta(days=1)
    new_version(client, valid_from=f"{tomorrow:%d-%m-%Y}")
    guideline = Guideline.objects.get()
    assert guideline.versions.current_on(timezone.localdate()).number == 1
    assert guideline.versions.current_on(tomorrow).number == 2
    page = client.get(reverse("guideline", args=[guideline.pk])).content.decode()
    assert "Åbn version 1" in page
    assert "Kommende" in page


def test_everybody_reads_and_only_the_manager_edits(client, manager):
    added(client, manager)
    pk = Guideline.objects.get().pk
    for role in ("sagsbehandler", "udkørende", "tilsynsansvarlig", "administrator"):
        client.force_login(UserFactory(role=role))
        assert client.get(reverse("guideline_file", args=[pk, 1])).status_code == 200
        assert "Når en borger ikke svarer" in client.get(reverse("guidelines")).content.decode()
        assert client.get(reverse("guideline_version_new", args=[pk])).status_code == 403


def test_governed_screen_links_to_what_is_in_force(client, manager, case, caseworker):
    added(client, manager)
    case_ready(case, caseworker)
    assess(case, **WEIGHED, by=caseworker)
    link = reverse("guideline", args=[Guideline.objects.get().pk])
    client.force_login(caseworker)
    assert link in client.get(reverse("decide", args=[case.number])).content.decode()
    assert link not in client.get(reverse("assess", args=[case.number])).content.decode()
    Guideline.objects.update(page="assess")
    assert link in client.get(reverse("assess", args=[case.number])).content.decode()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sanktion_guidelineversion SET change_note = 'Andet'",
        "DELETE FROM sanktion_guidelineversion",
        "DELETE FROM sanktion_guideline",
    ],
)
def test_nothing_is_deleted_and_no_version_changed(client, manager, sql):
    added(client, manager)
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_database_wants_the_auditors_date(client, manager):
    added(client, manager)
    pattern = GuidelineVersion.objects.get()
    with pytest.raises(IntegrityError, match="guideline_auditor_dated"), transaction.atomic():
        GuidelineVersion.objects.create(
            guideline=pattern.guideline,
            number=2,
            valid_from=pattern.valid_from,
            change_note="–",
            auditor_involved=True,
            media_type=pattern.media_type,
            size=1,
            sha256="",
            sealed=b"",
            created_by=manager,
        )
