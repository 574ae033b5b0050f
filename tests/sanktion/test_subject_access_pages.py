"""Ordering, following, reading, releasing and fetching a citizen's own export."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.subject_access import make, request_subject_access, stored_pieces
from sanktion.models import AccessKind, AccessLog, SubjectAccess, SubjectAccessStatus

from ..factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def access(citizen, caseworker):
    return request_subject_access(
        citizen, purpose="Borgeren ringede", asked_on=timezone.localdate(), by=caseworker, key=uuid.uuid4()
    )


def order(client, citizen, **changes):
    fields = {"purpose": "Borgeren bad om indsigt", "asked_on": f"{timezone.localdate():%d-%m-%Y}"}
    fields |= {"confirmed": "on", "key": str(uuid.uuid4()), **changes}
    return client.post(reverse("subject_access", args=[citizen.pk]), fields)


def url(name, access) -> str:
    return reverse(name, args=[access.citizen_id, access.pk])


def test_ordered_from_the_citizens_page(visitor, citizen):
    assert (
        reverse("subject_access", args=[citizen.pk])
        in visitor.get(reverse("citizen", args=[citizen.pk])).content.decode()
    )
    response = order(visitor, citizen)
    assert response.headers["Location"] == url("subject_access_detail", SubjectAccess.objects.get())


@pytest.mark.parametrize("changes", [{"purpose": "kort"}, {"confirmed": ""}, {"asked_on": "01-01-2099"}])
def test_order_without_purpose_or_confirmation_is_refused(visitor, citizen, changes):
    assert order(visitor, citizen, **changes).status_code == 422
    assert not SubjectAccess.objects.exists()


def test_order_is_refused_when_a_case_is_out_of_sight(visitor, case):
    CaseFactory(event__citizen=case.citizen, is_restricted=True)
    response = order(visitor, case.citizen)
    assert response.status_code == 422
    assert "ikke har adgang til" in response.content.decode()


def test_progress_is_shown_while_it_is_made_and_logs_nobody(visitor, access):
    asked = visitor.get(url("subject_access_progress", access), headers={"HX-Request": "true"})
    assert "Samler borgerens oplysninger" in asked.content.decode()
    assert not AccessLog.objects.exists()
    make(access.pk)
    done = visitor.get(url("subject_access_progress", access), headers={"HX-Request": "true"})
    assert done.headers["Location"] == url("subject_access_detail", access)


def test_read_through_is_asked_for_before_it_is_released(visitor, access):
    make(access.pk)
    assert "tages ikke ud" in visitor.get(reverse("subject_access", args=[access.citizen_id])).content.decode()
    assert visitor.post(url("subject_access_detail", access), {"note": ""}).status_code == 422
    access.refresh_from_db()
    assert access.status == SubjectAccessStatus.READY
    visitor.post(url("subject_access_detail", access), {"read": "on", "note": "Naboen er streget over."})
    access.refresh_from_db()
    assert access.status == SubjectAccessStatus.RELEASED
    assert "Naboen er streget over." in visitor.get(url("subject_access_detail", access)).content.decode()


def test_every_download_is_logged(visitor, access, caseworker):
    make(access.pk)
    access.refresh_from_db()
    for _ in range(2):
        response = visitor.post(url("subject_access_file", access))
        assert b"".join(response.streaming_content) == b"".join(stored_pieces(access, by=caseworker))
    assert f'filename="indsigt-{access.pk}.zip"' in response.headers["Content-Disposition"]
    logged = AccessLog.objects.filter(citizen=access.citizen, user=caseworker, kind=AccessKind.PRINT)
    assert logged.count() == 2


def test_the_file_is_sent_when_the_page_itself_is_over(visitor, access):
    """Its pieces are read after the answer has begun: then nobody acts any more, unless it is said anew."""
    make(access.pk)
    access.refresh_from_db()
    response = visitor.post(url("subject_access_file", access))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sanktion.system', '', true)")
    assert len(b"".join(response.streaming_content)) == access.size > 0


def test_deleted_file_can_not_be_fetched(visitor, access):
    make(access.pk)
    visitor.post(url("subject_access_delete", access))
    access.refresh_from_db()
    assert (access.status, access.pieces.count()) == (SubjectAccessStatus.DELETED, 0)
    assert visitor.post(url("subject_access_file", access)).status_code == 302


def test_the_right_is_its_own(client, access, team):
    client.force_login(UserFactory(role="leder", teams=[team]))
    assert client.get(url("subject_access_detail", access)).status_code == 403
