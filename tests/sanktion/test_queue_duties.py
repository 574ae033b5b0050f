"""Complaints and inquiries stand in the work queue among the cases, by date (features C.1, row 17)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.models import Case

from ..factories import UserFactory
from ..factories.complaints import complaint_in
from ..factories.decisions import sanction_of
from ..factories.inquiry import inquiry_received

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def rows(client):
    def shown(user, **query):
        client.force_login(user)
        response = client.get(reverse("queue"), query)
        assert response.status_code == 200
        return response.context["rows"]

    return shown


@pytest.fixture
def complaint(citizen, caseworker):
    case = sanction_of(citizen, caseworker).case
    return complaint_in(Case.objects.get(pk=case.pk), caseworker)


def test_an_open_complaint_is_in_the_queue_with_its_next_step(rows, complaint, caseworker):
    row = next(row for row in rows(caseworker) if row.title.startswith("Klage"))
    assert (row.due, row.number, row.step) == (complaint.next_due, complaint.case.number, "Begynd genvurderingen")
    assert row.step_url == reverse("case_complaint", args=[complaint.case.number])
    assert "Klage modtaget" in row.why


def test_another_teams_complaint_is_not(rows, complaint):
    stranger = UserFactory(role="sagsbehandler")
    assert rows(stranger) == []


def test_an_inquiry_is_in_the_queue_of_who_answers_inquiries_and_of_nobody_else(rows, team, caseworker):
    by = UserFactory(role="tilsynsansvarlig", teams=[team])
    inquiry = inquiry_received(by)
    row = next(row for row in rows(by) if row.title.startswith("Henvendelse"))
    assert (row.number, row.citizen, row.owner) == (inquiry.number, None, by)
    assert rows(caseworker) == []


def test_the_filters_of_date_and_owner_take_the_other_duties_too(rows, complaint, caseworker):
    assert [row.number for row in rows(caseworker, sagsbehandler="mig")].count(complaint.case.number) >= 1
    assert not [row for row in rows(caseworker, frist="overskredet") if row.title.startswith("Klage")]
    assert complaint.next_due > timezone.localdate() + timedelta(days=7)


def test_a_page_with_every_kind_of_row_stays_within_its_queries(
    client, rows, complaint, team, django_assert_max_num_queries
):
    by = UserFactory(role="tilsynsansvarlig", teams=[team])
    inquiry_received(by)
    assert {row.title.split(":")[0] for row in rows(by)} >= {"Klage", "Henvendelse"}
    with django_assert_max_num_queries(15):
        client.get(reverse("queue"))
